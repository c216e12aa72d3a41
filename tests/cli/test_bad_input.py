"""Bad input at the command line: exit code 2, every finding said, no file written.

The tables of broken specs and parameter files go through the commands that read them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from tests.params.test_reading import BROKEN
from tests.spec.specs import ROOT
from tests.spec.test_bad_specs import TABLE, text_of

SPEC = (ROOT / "systems" / "nextjs.yaml").read_bytes()
FIT = (ROOT / "params" / "nextjs" / "prod.json").read_text("utf-8")

MISFITS = {
    "unknown setting": ("DatabaseMultiAz", "DatabaseMultiAZ", "CG410"),
    "not a switch": ('"per-zone"', '"per zone"', "CG414"),
    "below the range": (
        '"WebMinTasks", "ParameterValue": "2"',
        '"WebMinTasks", "ParameterValue": "-1"',
        "CG416",
    ),
    "not a number": (
        '"WebMaxTasks", "ParameterValue": "10"',
        '"WebMaxTasks", "ParameterValue": "ten"',
        "CG412",
    ),
    "not an address range": ('"10.0.0.0/16"', '"10.0.0.0"', "CG413"),
    "another environment": (
        '"ParameterValue": "prod"',
        '"ParameterValue": "dev"',
        "CG417",
    ),
}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def refused(
    folder: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> list[dict[str, Any]]:
    """Run a command that must refuse and leave every file alone; return findings."""
    before = files(folder)
    code = main(["--project", str(folder), *words])
    assert code == Exit.USAGE
    assert files(folder) == before
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    found: list[dict[str, Any]] = json.loads(out)["findings"] if "json" in words else []
    return found


def write(folder: Path, part: str, content: bytes) -> None:
    """Write a file of the project and the folders above it."""
    path = folder / part
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize("case", [c for c in TABLE if "environments" not in TABLE[c]])
def test_a_broken_spec_writes_nothing(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "systems/nextjs.yaml", text_of(TABLE[case]).encode())
    refused(tmp_path, capsys, "generate")
    found = refused(tmp_path, capsys, "params", "check", "--format", "json")
    said = [(finding["message"], finding["mend"]) for finding in found]
    assert said == [(f["says"], f["mend"]) for f in TABLE[case]["finds"]]


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_parameter_file_stays_as_it_is(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, wanted = BROKEN[case]
    write(tmp_path, "systems/nextjs.yaml", SPEC)
    write(tmp_path, "params/nextjs/dev.json", content)
    refused(tmp_path, capsys, "params", "sync")
    found = refused(tmp_path, capsys, "params", "check", "--format", "json")
    said = [(f["id"], f["line"], f["message"], f["mend"]) for f in found]
    assert sorted(said) == sorted(wanted)


@pytest.mark.parametrize("case", MISFITS)
def test_parameters_that_do_not_fit_stop_check_lint_and_deploy(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, id = MISFITS[case]
    assert old in FIT
    write(tmp_path, "systems/nextjs.yaml", SPEC)
    shutil.copytree(ROOT / "templates/nextjs", tmp_path / "templates/nextjs")
    write(tmp_path, "params/nextjs/prod.json", FIT.replace(old, new).encode())
    refused(tmp_path, capsys, "deploy", "nextjs", "prod", "--local")
    found = refused(tmp_path, capsys, "params", "check", "--format", "json")
    assert id in {finding["id"] for finding in found}
