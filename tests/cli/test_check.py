"""`cfngen check`: what it takes, what it says, and what it loads for it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.terminal import on_a_terminal
from tests.gate.projects import SHOP, edit, set_value, shop

Capsys = pytest.CaptureFixture[str]

HEAVY = {
    *("awacs", "boto3", "botocore", "cfnlint", "cloudformation_validate"),
    *("concurrent", "importlib.metadata", "multiprocessing", "pydantic", "rich"),
    *("troposphere", "yaml"),
}
"""What a run that finds nothing changed has no use for."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a small project; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    return shop(tmp_path)


def misname(body: Any) -> None:
    vpc = body["Resources"]["Vpc"]["Properties"]
    vpc["CidrBlok"] = vpc.pop("CidrBlock")


def test_a_sound_project_has_no_findings(project: Project, capsys: Capsys) -> None:
    assert main(["check", "shop"]) == Exit.OK
    out, err = capsys.readouterr()
    assert out == "No findings.\n"
    assert err.splitlines()[-1].startswith(
        "3 templates in 1 environment: cfn-lint, cloudformation-validate, the checks "
        "and the proofs of cfngen; "
    )
    assert main(["check"]) == Exit.OK
    assert capsys.readouterr().err.splitlines() == [
        "3 templates in 1 environment: cfn-lint, cloudformation-validate, the checks "
        "and the proofs of cfngen; 10 of 10 answers from the cache."
    ]


def test_ranges_that_overlap_are_found_in_the_parameter_file(
    project: Project, capsys: Capsys
) -> None:
    set_value(project.params("shop", "dev"), "PublicSubnet2Cidr", "10.0.0.0/24")
    assert main(["check", "--format", "json"]) == Exit.FAILED
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["id"], found["file"], found["path"]) == (
        "CG201",
        "params/shop/dev.json",
        "PublicSubnet2Cidr",
    )
    assert found["cause"]["file"] == "systems/shop.yaml"


FORMATS = {
    "text": "templates/shop/network.json:",
    "json": '"file": "templates/shop/network.json"',
    "sarif": '"uri": "templates/shop/network.json"',
    "github": "::error file=templates/shop/network.json,",
}


@pytest.mark.parametrize("style", FORMATS)
def test_each_format_has_the_findings_and_stderr_the_rest(
    style: str, project: Project, capsys: Capsys
) -> None:
    edit(project.templates("shop") / "network.json", misname)
    assert main(["check", "--format", style]) == Exit.FAILED
    out, err = capsys.readouterr()
    assert FORMATS[style] in out
    assert "E3002" in out
    assert "answers from the cache" in err


def test_a_parameter_file_that_does_not_fit_gives_two_and_all_else_runs(
    project: Project, capsys: Capsys
) -> None:
    set_value(project.params("shop", "dev"), "LogRetentionDays", "8")
    edit(project.templates("shop") / "network.json", misname)
    assert main(["check", "--format", "json"]) == Exit.USAGE
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {"CG100", "CG414", "E3002"} <= {f["id"] for f in found}


def test_a_spec_that_cannot_be_used_gives_two(project: Project, capsys: Capsys) -> None:
    project.spec("shop").write_text(SHOP.replace("region:", "regoin:"), "utf-8")
    assert main(["check"]) == Exit.USAGE
    assert "Did you mean 'region'?" in capsys.readouterr().out


USAGE = {
    "two things at once": (["check", "shop", "--template", "t.json"], "not both"),
    "parameters of nothing": (["check", "--params", "t.json"], "go with --template"),
    "a region of nothing": (["check", "--region", "eu-west-1"], "go with --template"),
    "no such file": (["check", "--template", "nowhere.json"], "does not exist"),
    "no processes": (["check", "--jobs", "0"], "--jobs"),
    "no such system": (["check", "shp"], "Did you mean shop?"),
    "no such region": (
        ["check", "--template", "t.json", "--region", "nowhere-1"],
        "nowhere-1",
    ),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_gives_two(case: str, project: Project, capsys: Capsys) -> None:
    arguments, message = USAGE[case]
    Path("t.json").write_text('{"Resources": {}}', "utf-8")
    assert main(arguments) == Exit.USAGE
    assert message in capsys.readouterr().err


def test_a_template_of_others_needs_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    resources = {"A": {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}}}
    Path("t.json").write_text(json.dumps({"Resources": resources}), "utf-8")
    assert main(["check", "--template", "t.json", "--format", "json"]) == Exit.FAILED
    out, err = capsys.readouterr()
    assert [f["id"] for f in json.loads(out)["findings"]] == ["E3002"]
    assert err.splitlines()[-1].startswith("1 template: cfn-lint, ")
    Path("t.json").write_text('{"Parameters": {}}', "utf-8")
    Path("p.json").write_text("[", "utf-8")
    given = ["check", "--template", "t.json", "--params", "p.json"]
    assert main(given) == Exit.USAGE


def test_what_was_not_asked_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.json").write_text('{"Resources": {', "utf-8")
    assert main(["check", "--template", "t.json"]) == Exit.FAILED
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("1 template: cfn-lint alone, ")


LOADED = """
import sys
from cfngen.cli import main
code = main(["check"])
names = sorted(n for n in sys.modules if n in {heavy} or n.split(".")[0] in {heavy})
print(code, *names, file=sys.stderr)
"""


def test_a_run_that_finds_nothing_changed_loads_next_to_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CFNGEN_CACHE", str(project.root / "cache"))
    command = [sys.executable, "-c", LOADED.format(heavy=sorted(HEAVY))]
    first = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "cfnlint" in first.stderr.splitlines()[-1]
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stdout == first.stdout == "No findings.\n"
    assert again.stderr.splitlines()[-1] == "0"


def test_without_the_cache_it_is_all_done_again(
    project: Project, capsys: Capsys
) -> None:
    main(["check"])
    capsys.readouterr()
    assert main(["check", "--no-cache"]) == Exit.OK
    assert "0 of 10 answers from the cache" in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_is_done_without(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    Path("file").write_text("in the way", "utf-8")
    monkeypatch.setenv("CFNGEN_CACHE", str(Path("file", "cache").absolute()))
    assert main(["check"]) == Exit.OK
    assert "0 of 10 answers" in capsys.readouterr().err


def test_a_terminal_shows_what_is_at_work(project: Project) -> None:
    shown = on_a_terminal("check", "--no-cache", TERM="xterm", COLUMNS="80")
    assert "━" in shown
    assert "cloudformation-validate shop dev" in shown
    assert "No findings." in shown


def large(folder: Path) -> None:
    """Make the project large enough that processes share the work."""
    for number in range(6):
        copy = folder / f"extra-{number}.json"
        shutil.copy(folder / "network.json", copy)
        edit(copy, lambda body: body.update(Description="x" * 90_000))


def alive(group: int) -> list[str]:
    """Return the processes of a group that have not ended, after a while."""
    for _ in range(50):
        command = ["ps", "-axo", "pgid=,stat=,args="]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        lines = [line.split(maxsplit=2) for line in told.stdout.splitlines()]
        left = [
            line[-1] for line in lines if line[0] == f"{group}" and line[1][0] != "Z"
        ]
        if not left:
            return []
        time.sleep(0.1)
    return left


def test_ctrl_c_ends_it_and_its_processes(project: Project) -> None:
    large(project.templates("shop"))
    run = subprocess.Popen(
        [sys.executable, "-m", "cfngen", "check", "--jobs", "2", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stderr is not None
    for line in run.stderr:
        if line.startswith("cloudformation-validate"):
            break  # the processes are there, and have the most of their work to do
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out) == (Exit.INTERRUPTED, "")
    assert err.splitlines()[-1] == "Interrupted."
    assert "Traceback" not in err
    assert alive(run.pid) == []
