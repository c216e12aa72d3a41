"""What cannot be written is no bug of ours, and never passes unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from cfngen.cli import main, run
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.fakes import FullDisk, Program, Unflushed, raising
from tests.cli.worlds import Desk

LOST = "Nothing more can be written to stdout: No space left on device.\n"
Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


COMMANDS = [
    ("--help",),
    ("--version",),
    ("deploy", "--help"),
    ("generate", "small"),
    ("params", "check"),
    ("show", "small", "dev"),
    ("plan", "small", "dev"),
    ("outputs", "small", "dev", "--format", "json"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_is_one_line_on_stderr(
    desk: Desk, words: tuple[str, ...], monkeypatch: Patch
) -> None:
    if words[0] == "outputs":
        assert desk.run("deploy", "small", "dev", "--yes")[0] == Exit.OK
    monkeypatch.setattr(sys, "stdout", FullDisk())
    code, _, err = desk.run(*words)
    assert (code, err.endswith(LOST)) == (Exit.FAILED, True), err
    assert "bug" not in err


def test_findings_that_do_not_fit_are_lost_as_well(
    project: Project, capsys: Capture, monkeypatch: Patch
) -> None:
    project.spec("shop").write_text("databse: {}\n", "utf-8")
    monkeypatch.setattr(sys, "stdout", FullDisk(room=10))
    assert main(["generate", "shop"]) == Exit.FAILED
    assert capsys.readouterr().err == LOST


def test_what_only_the_end_would_write_is_missed(
    capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(sys, "stdout", Unflushed())
    assert run(Program(lambda: sys.stdout.write("a")), ["broken"]) == Exit.FAILED
    assert "written to stdout: Disk quota exceeded.\n" in capsys.readouterr().err


@pytest.mark.parametrize("code", [Exit.OK, Exit.CHANGES, Exit.USAGE])
def test_a_full_stderr_fails_quietly(
    code: Exit, capsys: Capture, monkeypatch: Patch
) -> None:
    def does() -> Exit:
        click.echo("Progress.", err=True)
        return code

    monkeypatch.setattr(sys, "stderr", FullDisk())
    assert run(Program(does), ["broken"]) == Exit.FAILED
    assert capsys.readouterr().out == ""


def test_another_error_of_a_file_stays_a_bug(
    tmp_path: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert run(raising(OSError(5, "no")), ["broken"]) == Exit.BUG
    assert "This is a bug in cfngen" in capsys.readouterr().err


def test_a_bug_is_told_also_where_no_report_can_be_written(
    tmp_path: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert run(raising(KeyError("a")), ["broken"]) == Exit.BUG
    told = "cannot be written: No such file or directory. It is KeyError."
    assert capsys.readouterr().err.endswith(f"{told}\n")


def test_a_process_without_streams_works(monkeypatch: Patch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--version"]) == Exit.OK
    assert main(["show"]) == Exit.USAGE
    assert sys.stdout is None


@pytest.mark.parametrize("does", [lambda: 0, lambda: 1 / 0], ids=["well", "badly"])
def test_streams_are_given_back(
    does: Callable[[], float], tmp_path: Path, capsys: Capture, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = sys.stdout, sys.stderr
    run(Program(does), ["broken"])
    assert (sys.stdout, sys.stderr) == before


def test_a_deployment_that_nobody_can_read_goes_on(
    desk: Desk, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(sys, "stdout", FullDisk(room=900))
    code, _, err = desk.run("deploy", "small", "dev", "--yes", "--json")
    told = "What CloudFormation has begun goes on by itself.\n"
    assert (code, err.endswith(f"{LOST}{told}")) == (Exit.FAILED, True), err
    assert len(desk.world.of("ExecuteChangeSet")) == 1


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_process_says_so_once_and_not_again_at_its_end(
    tmp_path: Path, unbuffered: str
) -> None:
    out = tmp_path / "out"
    shell = 'ulimit -f 1; exec "$0" -m cfngen --help > "$1"'
    ran = subprocess.run(
        ["/bin/sh", "-c", shell, sys.executable, str(out)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert ran.stderr == "Nothing more can be written to stdout: File too large.\n"
    assert ran.returncode == Exit.FAILED
    assert out.read_text().startswith("Usage: cfngen")
