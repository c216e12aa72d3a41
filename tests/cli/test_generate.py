"""`cfngen generate`: what it writes, removes, shows and says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.terminal import on_a_terminal

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = '{\n  "AWSTemplateFormatVersion": "2010-09-09"\n}\n'


def contents(project: Project) -> dict[str, str]:
    """Return the text of every file below templates/."""
    files = (project.root / "templates").rglob("*")
    return {project.shown(p): p.read_text("utf-8") for p in files if p.is_file()}


def count(project: Project, system: str) -> int:
    return len(list(project.templates(system).glob("*.json")))


def test_all_templates_of_all_systems_are_written(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate"]) == Exit.OK
    assert capsys.readouterr().out == (
        f"nextjs: {count(project, 'nextjs')} written, 0 unchanged\n"
        f"shop: {count(project, 'shop')} written, 0 unchanged\n"
    )
    assert main(["generate", "--check"]) == Exit.OK


def test_only_the_systems_asked_for_are_written(project: Project) -> None:
    assert main(["generate", "shop"]) == Exit.OK
    assert count(project, "shop") > 1
    assert count(project, "nextjs") == 0


def test_a_file_that_has_not_changed_is_not_touched(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["generate", "shop"])
    files = sorted(project.templates("shop").iterdir())
    for file in files:
        os.utime(file, (1, 1))
    files[0].write_text("{}", "utf-8")
    capsys.readouterr()
    assert main(["generate", "shop"]) == Exit.OK
    assert capsys.readouterr().out == f"shop: 1 written, {len(files) - 1} unchanged\n"
    assert [file.stat().st_mtime == 1 for file in files] == [False] + [True] * (
        len(files) - 1
    )


def test_a_template_that_no_layer_makes_is_removed_and_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["generate", "shop"])
    (project.templates("shop") / "old.json").write_text(TEMPLATE, "utf-8")
    capsys.readouterr()
    assert main(["generate", "shop"]) == Exit.OK
    assert "removed templates/shop/old.json" in capsys.readouterr().out
    assert "templates/shop/old.json" not in contents(project)


def test_what_is_not_a_template_stays(project: Project) -> None:
    main(["generate", "shop"])
    (project.templates("shop") / "notes.json").write_text('{"mine": true}', "utf-8")
    (project.templates("shop") / "README.md").write_text(TEMPLATE, "utf-8")
    assert main(["generate", "shop", "--check"]) == Exit.OK
    assert main(["generate", "shop"]) == Exit.OK
    assert {"templates/shop/notes.json", "templates/shop/README.md"} <= set(
        contents(project)
    )


def test_nothing_is_written_while_any_spec_is_wrong(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with project.spec("shop").open("a", encoding="utf-8") as file:
        file.write("databse: {}\n")
    assert main(["generate"]) == Exit.USAGE
    assert "systems/shop.yaml:" in capsys.readouterr().out
    assert contents(project) == {}


def test_a_spec_that_was_read_before_and_is_wrong_now_stops_all(
    project: Project,
) -> None:
    assert main(["generate"]) == Exit.OK
    before = contents(project)
    with project.spec("shop").open("a", encoding="utf-8") as file:
        file.write("databse: {}\n")
    (project.templates("nextjs") / "root.json").unlink()
    assert main(["generate"]) == Exit.USAGE
    del before["templates/nextjs/root.json"]
    assert contents(project) == before


def test_what_is_remembered_is_what_would_be_made(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CFNGEN_CACHE", str(project.root / "cache"))
    main(["generate", "--no-cache"])
    assert not (project.root / "cache").exists()
    made = contents(project)
    main(["generate"])
    for file in project.templates("shop").iterdir():
        file.unlink()
    main(["generate"])
    assert contents(project) == made


LOADED = """
import sys
from cfngen.cli import main
code = main(["generate", "shop"])
heavy = ("pydantic", "troposphere", "awacs", "yaml")
print(code, *(name for name in heavy if name in sys.modules), file=sys.stderr)
"""


def test_a_run_that_finds_nothing_changed_loads_no_maker(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CFNGEN_CACHE", str(project.root / "cache"))
    command = [sys.executable, "-c", LOADED]
    first = subprocess.run(command, capture_output=True, text=True, check=True)
    assert first.stderr == "0 pydantic troposphere awacs yaml\n"
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert again.stderr == "0\n"


def test_check_says_that_all_is_fresh_and_needs_no_diff(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["generate"])
    capsys.readouterr()
    assert main(["generate", "--check"]) == Exit.OK
    assert capsys.readouterr().out == "All templates are fresh.\n"


def spoil(project: Project) -> None:
    """Make one file stale, one missing and one superfluous."""
    main(["generate", "shop"])
    folder = project.templates("shop")
    (folder / "root.json").write_text("{}", "utf-8")
    (folder / "registry.json").unlink()
    (folder / "old.json").write_text(TEMPLATE, "utf-8")


def test_check_shows_what_is_not_fresh_and_writes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(project)
    before = contents(project)
    capsys.readouterr()
    assert main(["generate", "shop", "--check"]) == Exit.FAILED
    lines = capsys.readouterr().out.splitlines()
    assert contents(project) == before
    assert lines[-4:] == [
        "templates/shop/root.json is stale",
        "templates/shop/registry.json is missing",
        "templates/shop/old.json is superfluous",
        "run: cfngen generate",
    ]
    assert "+++ b/templates/shop/root.json" in lines
    assert not any("\x1b" in line for line in lines)


def test_what_check_shows_is_a_patch_that_mends_it(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(project)
    capsys.readouterr()
    main(["generate", "shop", "--check"])
    patch = capsys.readouterr().out.encode()
    subprocess.run(["git", "apply", "-"], input=patch, check=True)
    assert main(["generate", "shop", "--check"]) == Exit.OK


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        pytest.param({"TERM": "xterm", "NO_COLOR": ""}, True, id="terminal"),
        pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, id="NO_COLOR"),
    ],
)
def test_the_diff_has_colours_on_a_terminal(
    project: Project, variables: dict[str, str], coloured: bool
) -> None:
    main(["generate", "shop"])
    (project.templates("shop") / "old.json").write_text(TEMPLATE, "utf-8")
    shown = on_a_terminal("generate", "shop", "--check", **variables)
    assert ("\x1b[31m---" in shown) is coloured
    assert "old.json is superfluous" in shown


def test_the_script_works_on_its_own_folder(project: Project) -> None:
    shutil.copy(ROOT / "generate.py", project.root)
    script = [sys.executable, str(project.root / "generate.py")]
    ran = subprocess.run([*script, "shop"], cwd="/", capture_output=True, check=True)
    assert ran.stdout.startswith(b"shop: ")
    subprocess.run([*script, "shop", "--check"], cwd="/", check=True)
    assert "templates/shop/root.json" in contents(project)
