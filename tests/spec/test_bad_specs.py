"""Broken specs, and exactly what is said of each: bad_specs.yaml is the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cfngen.findings import Finding, Severity
from tests.spec.specs import edited, refused

TABLE: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("bad_specs.yaml").read_text("utf-8")
)


def text_of(case: dict[str, Any]) -> str:
    edits = [(edit["replace"], edit["by"]) for edit in case.get("edits", ())]
    return case.get("text") or edited(*edits)


def shown(finding: Finding) -> dict[str, str]:
    place = f"{finding.line}:{finding.column} {finding.path} {finding.id}"
    return {"at": place, "says": finding.message, "mend": finding.mend}


@pytest.mark.parametrize("case", TABLE)
def test_finds(case: str, tmp_path: Path) -> None:
    for environment in TABLE[case].get("environments", ()):
        file = tmp_path / "params" / "nextjs" / f"{environment}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[]", "utf-8")
    found = refused(tmp_path, text_of(TABLE[case]))
    assert [shown(finding) for finding in found] == TABLE[case]["finds"]
    assert {finding.file for finding in found} == {"systems/nextjs.yaml"}
    assert {finding.severity for finding in found} == {Severity.ERROR}


def test_no_message_shows_a_secret() -> None:
    for case in TABLE.values():
        for finding in case["finds"]:
            assert "hunter2" not in finding["says"] + finding["mend"]
            assert "AKIA" not in finding["says"] + finding["mend"]


def test_every_check_has_a_broken_spec() -> None:
    from cfngen.spec import checks
    from cfngen.spec.reference import FORMAL

    tested = {f["at"].split()[-1] for case in TABLE.values() for f in case["finds"]}
    tested |= {"CG001", "CG002"}  # what is no YAML is in test_reader.py
    assert tested == {*(id for id, _ in FORMAL), *(c.id for c in checks.every())}
