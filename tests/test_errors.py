"""What a user sees when something is wrong: the exit code, where, what, what to do."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import click
import pytest

from cfngen import errors
from cfngen.cli import main, run
from cfngen.errors import CfngenError, Exit, InputError, WiringError
from cfngen.findings import Finding
from cfngen.project import Project
from tests.cli.fakes import Program, raising
from tests.cli.projects import two_systems

FOUND = Finding("systems/shop.yaml", "system", "CG001", "It is wrong.", "Mend it.")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project of two systems; it is the current folder."""
    monkeypatch.chdir(tmp_path)
    return two_systems(tmp_path)


KINDS = [
    pytest.param(errors.InputError, Exit.USAGE, id="input"),
    pytest.param(errors.OperationFailed, Exit.FAILED, id="operation"),
    pytest.param(errors.NeedsHuman, Exit.NEEDS_HUMAN, id="human"),
    pytest.param(errors.PreviewRejected, Exit.REJECTED, id="preview"),
    pytest.param(errors.StillRunning, Exit.RUNNING, id="running"),
    pytest.param(errors.CloudUnreachable, Exit.CLOUD, id="cloud"),
    pytest.param(errors.EmulatorError, Exit.FAILED, id="emulator"),
]


@pytest.mark.parametrize(("kind", "code"), KINDS)
def test_an_error_is_its_message_its_hint_and_its_code(
    kind: type[CfngenError], code: Exit, capsys: Capture
) -> None:
    program = raising(kind("params/shop/dev.json: it is empty.", "Fill it."))
    assert run(program, ["broken"]) == code
    captured = capsys.readouterr()
    assert captured.err == "params/shop/dev.json: it is empty.\nFill it.\n"
    assert captured.out == ""


def test_an_error_without_a_hint_is_its_message(capsys: Capture) -> None:
    assert run(raising(InputError("It is wrong.")), ["broken"]) == Exit.USAGE
    assert capsys.readouterr().err == "It is wrong.\n"


def test_findings_go_to_stdout_and_the_error_to_stderr(capsys: Capture) -> None:
    program = raising(InputError("systems/shop.yaml: 1 error.", findings=(FOUND,)))
    assert run(program, ["broken"]) == Exit.USAGE
    captured = capsys.readouterr()
    assert captured.out.startswith("systems/shop.yaml: CG001 error:   It is wrong.\n")
    assert captured.err == "systems/shop.yaml: 1 error.\n"


def test_findings_of_an_error_have_the_form_that_was_asked_for(capsys: Capture) -> None:
    def does() -> None:
        click.get_current_context().meta["cfngen.style"] = "github"
        raise InputError("One error.", findings=(FOUND,))

    assert run(Program(does), ["broken"]) == Exit.USAGE
    assert capsys.readouterr().out.startswith("::error file=systems/shop.yaml,")


WRONG = [
    pytest.param(
        ["generate", "shpo"],
        "systems/: there is no system 'shpo'.\nDid you mean shop? "
        "There is: nextjs, shop.\n",
        id="unknown system",
    ),
    pytest.param(
        ["--project", "systems", "generate"],
        "no *.yaml file is there, so no system.\nGo to a folder",
        id="no systems",
    ),
    pytest.param(["--project", "nowhere", "generate"], "'nowhere'", id="no folder"),
    pytest.param(["generate", "--chekc"], "--check", id="unknown option"),
    pytest.param(["genrate"], "Did you mean generate?", id="unknown command"),
    pytest.param(["zzz"], "There is no command 'zzz'.\n", id="strange command"),
]


@pytest.mark.parametrize(("arguments", "text"), WRONG)
def test_wrong_usage_says_what_to_do_and_gives_2(
    project: Project, arguments: list[str], text: str, capsys: Capture
) -> None:
    assert main(arguments) == Exit.USAGE
    captured = capsys.readouterr()
    assert text in captured.err
    assert captured.out == ""


def test_a_wrong_spec_names_file_line_and_key(
    project: Project, capsys: Capture
) -> None:
    text = project.spec("shop").read_text("utf-8")
    project.spec("shop").write_text(text + "databse: {}\n", "utf-8")
    assert main(["generate", "shop"]) == Exit.USAGE
    captured = capsys.readouterr()
    line = text.count("\n") + 1
    assert captured.out.startswith(f"systems/shop.yaml:{line}:")
    assert "databse" in captured.out
    assert captured.err


def test_what_the_file_system_refuses_is_no_bug(
    project: Project, capsys: Capture
) -> None:
    (project.templates("shop") / "root.json").mkdir(parents=True)
    assert main(["generate", "shop"]) == Exit.FAILED
    assert "root.json: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(KeyboardInterrupt(), id="Ctrl-C"),
        pytest.param(click.Abort(), id="no answer"),
    ],
)
def test_an_interruption_is_one_word(error: BaseException, capsys: Capture) -> None:
    assert run(raising(error), ["broken"]) == Exit.INTERRUPTED
    assert capsys.readouterr().err.strip() == "Interrupted."


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(BrokenPipeError(), Exit.FAILED, id="closed pipe"),
        pytest.param(SystemExit(1), Exit.FAILED, id="asked to fail"),
        pytest.param(SystemExit(0), Exit.OK, id="asked to end"),
    ],
)
def test_some_ends_are_quiet(error: BaseException, code: Exit, capsys: Capture) -> None:
    assert run(raising(error), ["broken"]) == code
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that stands for the temporary one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_bug_leaves_a_report_and_one_line(reports: Path, capsys: Capture) -> None:
    program = raising(KeyError("broken on purpose"))
    assert run(program, ["broken", "--token", "hunter2"]) == Exit.BUG
    (report,) = reports.glob("cfngen-bug-*.txt")
    captured = capsys.readouterr()
    assert captured.err == f"This is a bug in cfngen; what is known is in {report}\n"
    assert captured.out == ""
    text = report.read_text("utf-8")
    assert text.startswith("cfngen broken\npython 3.")
    assert "KeyError: 'broken on purpose'" in text
    assert "hunter2" not in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "package", ["cfngen", "troposphere", "boto3", "cfn-lint", "moto", "platform"]
)
def test_a_report_has_versions(package: str, reports: Path, capsys: Capture) -> None:
    run(raising(ValueError()), ["broken"])
    (report,) = reports.glob("cfngen-bug-*.txt")
    lines = report.read_text("utf-8").splitlines()
    assert any(line.startswith(f"{package} ") for line in lines)


def test_layers_that_do_not_fit_are_a_bug_with_a_message(
    reports: Path, capsys: Capture
) -> None:
    error = WiringError("VpcId leaves both a and b.", "This is a bug.")
    assert run(raising(error), ["broken"]) == Exit.BUG
    message, hint, last = capsys.readouterr().err.splitlines()
    assert message == "VpcId leaves both a and b."
    assert hint == "This is a bug."
    assert last.endswith(str(next(reports.glob("cfngen-bug-*.txt"))))
