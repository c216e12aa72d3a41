"""What commands share: systems by name, and findings on stdout."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from cfngen.cli import options
from cfngen.errors import InputError
from cfngen.findings import Finding, Place, Severity
from cfngen.project import Project
from cfngen.suppress import Suppressed, Suppression

ERROR = Finding("systems/shop.yaml", "system", "CG001", "It is wrong.", line=3)
NOTE = Finding("systems/shop.yaml", "", "I1", "By the way.", severity=Severity.INFO)


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        pytest.param((), ("nextjs", "shop"), id="none means all"),
        pytest.param(("shop",), ("shop",), id="one"),
        pytest.param(("shop", "nextjs", "shop"), ("shop", "nextjs"), id="one twice"),
    ],
)
def test_systems_are_chosen(
    project: Project, asked: tuple[str, ...], chosen: tuple[str, ...]
) -> None:
    assert options.chosen(project, asked) == chosen


def test_every_unknown_system_is_named_at_once(project: Project) -> None:
    with pytest.raises(InputError) as caught:
        options.chosen(project, ("shpo", "nextjs", "zzz"))
    assert "'shpo'" in caught.value.message
    assert "'zzz'" in caught.value.message
    assert caught.value.hint == "Did you mean shop? There is: nextjs, shop."


def test_a_project_without_systems_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        options.chosen(Project(tmp_path), ())
    assert str(tmp_path / "systems") in caught.value.message
    assert "--project" in caught.value.hint


def test_an_environment_is_a_parameter_file(project: Project) -> None:
    file = project.params("shop", "dev")
    file.parent.mkdir(parents=True)
    file.write_text("[]", "utf-8")
    assert options.chosen_environment(project, "shop", "dev") == file


@pytest.mark.parametrize(
    ("system", "environment", "message", "hint"),
    [
        pytest.param(
            "shop",
            "dve",
            "params/shop/: there is no environment 'dve'.",
            "Did you mean dev? There is: dev.",
            id="unknown environment",
        ),
        pytest.param(
            "nextjs",
            "dev",
            "params/nextjs/: there is no environment 'dev'.",
            "There is: none.",
            id="no environment",
        ),
        pytest.param(
            "shp",
            "dev",
            "systems/: there is no system 'shp'.",
            "Did you mean shop? There is: nextjs, shop.",
            id="unknown system",
        ),
    ],
)
def test_an_environment_that_is_not_there(
    project: Project, system: str, environment: str, message: str, hint: str
) -> None:
    file = project.params("shop", "dev")
    file.parent.mkdir(parents=True)
    file.write_text("[]", "utf-8")
    with pytest.raises(InputError) as caught:
        options.chosen_environment(project, system, environment)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("style", "start"),
    [
        pytest.param("text", "systems/shop.yaml: ", id="text"),
        pytest.param("json", '{\n  "version": 1,', id="json"),
        pytest.param("sarif", '{\n  "$schema": ', id="sarif"),
        pytest.param("github", "::notice file=systems/shop.yaml", id="github"),
    ],
)
def test_findings_have_the_form_that_was_asked_for(
    project: Project, style: str, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options.show(project, (ERROR, NOTE), style)
    captured = capsys.readouterr()
    assert captured.out.startswith(start)
    assert captured.err == ""


def test_findings_are_sorted_and_not_repeated(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    options.show(project, (ERROR, NOTE, ERROR), "json")
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["id"] for finding in found] == ["I1", "CG001"]


@pytest.mark.parametrize(
    ("here", "file"),
    [
        pytest.param(".", "systems/shop.yaml", id="in the project"),
        pytest.param("..", "{name}/systems/shop.yaml", id="above the project"),
        pytest.param("systems", "shop.yaml", id="beside the file"),
        pytest.param("params", "systems/shop.yaml", id="in another folder"),
    ],
)
def test_files_are_named_from_the_current_folder(
    project: Project,
    here: str,
    file: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (project.root / "params").mkdir()
    monkeypatch.chdir(project.root / here)
    options.show(project, (ERROR,), "json")
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["file"] == file.format(name=project.root.name)


@pytest.mark.parametrize(
    ("stream", "variables", "expected"),
    [
        pytest.param(Terminal(), {}, True, id="terminal"),
        pytest.param(io.StringIO(), {}, False, id="pipe"),
        pytest.param(Terminal(), {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param(Terminal(), {"NO_COLOR": ""}, True, id="empty NO_COLOR"),
        pytest.param(Terminal(), {"TERM": "dumb"}, False, id="dumb terminal"),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    stream: io.StringIO,
    variables: dict[str, str],
    expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ({"NO_COLOR": "", "TERM": "xterm"} | variables).items():
        monkeypatch.setenv(name, value)
    assert options.coloured(stream) is expected


def test_the_systems_of_a_project_are_loaded(project: Project) -> None:
    loaded = options.load_systems(project, ("shop",))
    assert loaded["shop"].system == "shop"


def test_the_errors_of_all_systems_come_together(project: Project) -> None:
    for name in project.systems():
        text = project.spec(name).read_text("utf-8")
        project.spec(name).write_text(text + "databse: {}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        options.load_systems(project, ())
    files = {finding.file for finding in caught.value.findings}
    assert files == {"systems/nextjs.yaml", "systems/shop.yaml"}


def test_the_chosen_format_is_remembered_for_errors() -> None:
    @click.command()
    @options.format_option
    @click.pass_context
    def command(context: click.Context, style: str) -> str:
        return f"{style} {context.meta[options.STYLE]}"

    assert command.main(["--format", "sarif"], standalone_mode=False) == "sarif sarif"


def test_every_file_of_a_finding_is_seen_from_the_current_folder(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project.root / "systems")
    cause = Place("systems/shop.yaml", "services.web.cpu", 27)
    by = Suppression("CG001", "*", "It is known", Place(cause.file, "suppress.0", 60))
    caused = replace(ERROR, cause=cause)
    options.show(project, (caused,), "json", (Suppressed(caused, by),))
    body = json.loads(capsys.readouterr().out)
    (found,), (silent,) = body["findings"], body["suppressed"]
    assert found["file"] == found["cause"]["file"] == "shop.yaml"
    assert silent["file"] == silent["by"]["file"] == "shop.yaml"
    assert silent["cause"]["line"] == 27


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github"])
def test_only_the_form_that_is_asked_for_is_imported(
    style: str, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from cfngen.cli import options;"
        "from cfngen.project import Project;"
        f"options.show(Project(Path('.')), (), {style!r});"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(ran.stdout.splitlines()[-1].split())
    assert f"cfngen.render.findings.{style}" in modules
    assert ("cfngen.catalogue" in modules) == (style == "sarif")
    assert "cfnlint" not in modules


@pytest.mark.parametrize(
    ("stream", "said", "expected"),
    [
        pytest.param(Terminal(), "132", 132, id="as wide as the terminal"),
        pytest.param(Terminal(), "20", 60, id="never too narrow to read"),
        pytest.param(io.StringIO(), "132", 100, id="no terminal"),
    ],
)
def test_lines_are_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, said: str, expected: int
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert options.columns(stream, 100) == expected
