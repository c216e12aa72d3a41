"""The program as a whole: its help, its version, its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cfngen.cli import main, run
from cfngen.cli.verbs import VERBS
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.fakes import Program

HEAVY = (
    "{'troposphere', 'awacs', 'boto3', 'cfnlint', 'pydantic', 'yaml', 'rich', 'moto'}"
)


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | variables,
    )


def test_help_shows_each_verb_with_a_line_in_the_order_of_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == Exit.OK
    listed = capsys.readouterr().out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed] == list(VERBS)
    assert all(len(line.split()) > 1 for line in listed)
    assert not any(line.endswith("...") for line in listed), "a line is cut short"


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from cfngen.cli import main; main(['--help'])"
    ran = python("-c", f"{code}; print('heavy:', {HEAVY} & set(sys.modules))")
    assert ran.stdout.splitlines()[-1] == "heavy: set()", ran.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == Exit.OK
    assert f"Usage: cfngen {verb}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], *([verb] for verb in VERBS), ["params", "sync"]])
def test_help_fits_a_narrow_terminal(
    words: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main([*words, "--help"]) == Exit.OK
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if len(line) > 60] == []


def test_what_is_left_of_a_line_of_help_stands_further_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["deploy", "--help"]) == Exit.OK
    shown = capsys.readouterr().out
    assert (
        "  Example: cfngen deploy nextjs dev --local --set\n    WebImageTag=v2\n"
        in shown
    )


def test_the_module_runs_as_the_program() -> None:
    ran = python("-m", "cfngen", "--version")
    assert (ran.returncode, ran.stdout) == (0, f"cfngen {version('cfngen')}\n")


def test_without_a_verb_help_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == Exit.USAGE
    assert "Commands:" in capsys.readouterr().err


def test_the_arguments_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["cfngen", "--version"])
    assert main() == Exit.OK
    assert capsys.readouterr().out.startswith("cfngen ")


@pytest.mark.parametrize("code", list(Exit), ids=lambda code: code.name)
def test_what_a_command_returns_is_the_exit_code(code: Exit) -> None:
    assert run(Program(lambda: code), ["broken"]) == code


def test_a_command_that_returns_nothing_went_well() -> None:
    assert run(Program(lambda: None), ["broken"]) == Exit.OK


def test_a_reader_that_goes_away_is_no_noise(project: Project) -> None:
    command = [sys.executable, "-m", "cfngen", "generate", "--check"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == Exit.FAILED


def test_an_output_without_the_character_shows_its_escape(project: Project) -> None:
    root = project.templates("nextjs") / "root.json"
    root.parent.mkdir(parents=True)
    root.write_text("→\n", "utf-8")
    ran = python("-m", "cfngen", "generate", "--check", PYTHONIOENCODING="latin-1")
    assert ran.returncode == Exit.FAILED
    assert "-\\u2192" in ran.stdout.splitlines()


def test_project_names_the_folder(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    assert main(["--project", str(tmp_path), "generate", "shop"]) == Exit.OK
    assert (project.templates("shop") / "root.json").exists()
