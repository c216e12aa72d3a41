"""Same input, same bytes: whatever the process, the place and the order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from cfngen.generate import generate
from cfngen.project import Project
from cfngen.spec.load import load
from tests.committed import FILES, shown

PROJECT = Project(Path(__file__).resolve().parent.parent)
SYSTEMS = PROJECT.systems()

SURROUNDINGS = [
    pytest.param({"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}, ".", id="seed 0"),
    pytest.param(
        {
            "PYTHONHASHSEED": "1",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONWARNDEFAULTENCODING": "1",
            "PYTHONWARNINGS": "error::EncodingWarning",
        },
        "..",
        id="seed 1 in ASCII",
    ),
    pytest.param(
        {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.ISO-8859-9", "TZ": "Asia/Tokyo"},
        "systems",
        id="seed 2 in Turkish",
    ),
]


def generated(system: str, project: Project = PROJECT) -> dict[str, bytes]:
    """Return what this process generates for a system."""
    texts = generate(load(project, system))
    return {name: text.encode() for name, text in texts.items()}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with every system and one of many services: many orders."""
    shutil.copytree(PROJECT.root / "systems", tmp_path / "systems")
    made = Project(tmp_path)
    spec = yaml.safe_load(made.spec("nextjs").read_text("utf-8"))
    web = spec["services"]["web"]
    for port, name in enumerate(("api", "mail", "search", "admin"), 4000):
        route = {"port": port, "routes": [{"path": f"/{name}/*"}]}
        spec["services"][name] = {**web, **route, "migrate": []}
    crowd = yaml.safe_dump({**spec, "system": "crowd"}, sort_keys=False)
    made.spec("crowd").write_text(crowd, "utf-8")
    return made


@pytest.mark.parametrize(("variables", "here"), SURROUNDINGS)
def test_another_process_writes_the_same_bytes(
    project: Project, variables: dict[str, str], here: str
) -> None:
    subprocess.run(
        [sys.executable, "-m", "cfngen", "--project", str(project.root), "generate"],
        cwd=project.root / here,
        env=os.environ | variables,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for system in project.systems():
        files = project.templates(system).iterdir()
        written = {file.name: file.read_bytes() for file in files}
        assert written == generated(system, project)


def test_building_leaves_nothing_behind_for_the_next_build(project: Project) -> None:
    systems = project.systems()
    first = {system: generated(system, project) for system in systems}
    again = {system: generated(system, project) for system in reversed(systems)}
    assert again == first


@cache
def fresh_ones(system: str) -> dict[str, bytes]:
    """Return what is generated for a system here, once for all of its files."""
    return generated(system)


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_a_committed_template_is_what_is_generated(file: Path) -> None:
    fresh = fresh_ones(file.parent.name).get(file.name)
    assert file.read_bytes() == fresh, "stale; run: python generate.py"


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_generated_template_is_committed(system: str) -> None:
    committed = {file.name for file in PROJECT.templates(system).glob("*.json")}
    assert committed == set(fresh_ones(system)), "run: python generate.py"
