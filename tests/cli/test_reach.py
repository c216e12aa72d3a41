"""`cfngen reach`: who reaches whom, and what a change opens and closes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.proofs import (
    SYSTEM,
    Capsys,
    body,
    copied,
    foreign,
    open_database,
    ran,
)
from tests.models import PROJECT
from tests.repository import commit, repository

PROD = ("reach", SYSTEM, "prod")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a copy of nextjs, committed, as the current folder."""
    made = copied(repository(tmp_path.resolve() / "copy"))
    commit(made.root)
    monkeypatch.chdir(made.root)
    return made


def pairs(rows: list[dict[str, object]]) -> set[tuple[object, object]]:
    """Return who reaches whom."""
    return {(row["source"], row["target"]) for row in rows}


def test_the_table_names_everybody(copy: Project, capsys: Capsys) -> None:
    out, err = ran(capsys, *PROD)
    assert out.startswith("nextjs prod\n  from ")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "internet alb tcp/80, tcp/443 IPv4" in lines
    assert "web database tcp/5432 IPv4" in lines
    assert not any(line.startswith("database") for line in lines)
    (way,) = (line for line in lines if "⇒ web" in line)
    assert way.endswith("⇒ alb tcp/443 ⇒ web tcp/3000")
    assert not err


def test_json_and_markdown_say_the_same(copy: Project, capsys: Capsys) -> None:
    found = body(capsys, *PROD)
    assert ("web", "cache") in pairs(found["flows"])
    assert found["chains"][0]["target"] == "web"
    out, _ = ran(capsys, *PROD, "--format", "markdown")
    assert "| `web` | `database` | `tcp/5432` | `IPv4` |  |\n" in out


def test_nothing_differs_from_what_is_committed(copy: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, *PROD, "--diff", "--exit-code")
    assert out == ("nextjs prod: HEAD → now\n\nNobody reaches more or less.\n")


def test_a_change_is_shown_with_what_it_opens(copy: Project, capsys: Capsys) -> None:
    open_database(copy)
    out, _ = ran(capsys, *PROD, "--diff")
    assert "\nOpened\n" in out
    assert "\nClosed\n" not in out
    (opened,) = (line for line in out.splitlines() if line.startswith("+ stranger"))
    assert " ".join(opened.split()) == (
        "+ stranger database tcp/5432 IPv4 in 4 subnets"
    )
    found = body(capsys, *PROD, "--diff", "HEAD", "--exit-code", code=Exit.CHANGES)
    assert ("stranger", "database") in pairs(found["opened"])
    assert found["closed"] == []
    markdown, _ = ran(capsys, *PROD, "--diff", "main", "--format", "markdown")
    assert "**Opened**" in markdown


def test_what_a_commit_had_opened_is_closed(copy: Project, capsys: Capsys) -> None:
    sound = (copy.templates(SYSTEM) / "security.json").read_text("utf-8")
    open_database(copy)
    commit(copy.root)
    (copy.templates(SYSTEM) / "security.json").write_text(sound, "utf-8")
    found = body(capsys, *PROD, "--diff")
    assert found["opened"] == []
    assert ("stranger", "database") in pairs(found["closed"])
    assert body(capsys, *PROD, "--diff", "HEAD~1")["closed"] == []


def test_environments_are_compared(copy: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, *PROD, "--diff", "dev", "--exit-code")
    assert out.startswith("nextjs: dev → prod\n\nNobody reaches")


def test_anybodys_template_has_a_table(copy: Project, capsys: Capsys) -> None:
    foreign(copy.root)
    out, _ = ran(capsys, "reach", "--template", "t.yaml")
    assert out.startswith("t.yaml\n")
    assert "from 203.0.113.0/24" in out
    assert "hunter2" not in out


WRONG = {
    "no such system": (["reach", "nextsj", "prod"], "Did you mean nextjs?"),
    "no such environment": (["reach", "nextjs", "prd"], "Did you mean prod?"),
    "no such revision": ([*PROD, "--diff", "prd"], "has no commit 'prd'"),
    "no environment": (["reach", "nextjs"], "Give SYSTEM ENVIRONMENT"),
    "too many": ([*PROD, "web"], "Give SYSTEM ENVIRONMENT"),
    "a code of nothing": ([*PROD, "--exit-code"], "goes with --diff"),
    "a region of nothing": ([*PROD, "--region", "us-east-1"], "go with --template"),
    "two things at once": ([*PROD, "--template", "t.yaml"], "neither"),
    "a diff of nothing": (["reach", "--template", "t.yaml", "--diff"], "neither"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words_give_two(case: str, tmp_path: Path, capsys: Capsys) -> None:
    foreign(tmp_path)
    words, says = WRONG[case]
    words = [str(tmp_path / word) if word == "t.yaml" else word for word in words]
    here = ("--project", str(PROJECT.root))
    assert says in ran(capsys, *here, *words, code=Exit.USAGE)[1]


def test_help_has_examples(capsys: Capsys) -> None:
    assert main(["reach", "--help"]) == Exit.OK
    assert "Example: cfngen reach nextjs prod --diff main" in capsys.readouterr().out
