"""The lint policy of this project: which regions, and what it leaves out."""

from __future__ import annotations

from pathlib import Path

import yaml

from cfngen.project import Project
from cfngen.spec.load import load

ROOT = Path(__file__).resolve().parents[2]
POLICY = yaml.safe_load((ROOT / ".cfnlintrc.yaml").read_text("utf-8"))


def test_the_command_lints_for_every_region_that_a_system_is_in() -> None:
    project = Project(ROOT)
    systems = [load(project, name) for name in project.systems()]
    second = {s.recovery.region for s in systems if s.recovery is not None}
    assert set(POLICY["regions"]) == {s.region for s in systems} | second


def test_nothing_but_packaging_is_left_out() -> None:
    assert POLICY["ignore_checks"] == ["W3002"]
    assert POLICY["include_checks"] == ["I"]
