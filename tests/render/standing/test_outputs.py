"""Outputs in the forms that other programs read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cfngen.operate.outputs import Shown
from cfngen.render.standing.outputs import FORMS, dotenv, env, github

NASTY = {
    "plain": "arn:aws:iam::123456789012:role/x-1",
    "empty": "",
    "space": "two words",
    "quote": "it's",
    "double": 'say "x"',
    "dollar": "$HOME `id` $(id)",
    "backslash": "a\\nb\\",
    "lines": "one\ntwo\nEND\n",
    "hash": "a #b",
    "bang": "!x",
    "all": "'\"$\\\n`",
}


def shown(name: str, value: str) -> tuple[Shown, ...]:
    return (Shown(name, name, value),)


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_a_shell_reads_back_what_was_there(value: str) -> None:
    script = f'{env(shown("Edge/X", value))}printf %s. "$Edge_X"'
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert done.stdout.decode() == f"{value}."


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("plain", "X=arn:aws:iam::123456789012:role/x-1\n"),
        ("empty", "X=\n"),
        ("space", 'X="two words"\n'),
        ("quote", 'X="it\'s"\n'),
        ("double", "X='say \"x\"'\n"),
        ("dollar", "X='$HOME `id` $(id)'\n"),
        ("backslash", 'X="a\\\\nb\\\\"\n'),
        ("lines", 'X="one\\ntwo\\nEND\\n"\n'),
        ("hash", 'X="a #b"\n'),
        ("all", 'X="\'\\"\\$\\\\\\n\\`"\n'),
    ],
    ids=lambda one: one if one in NASTY else "",
)
def test_an_environment_file_quotes_what_it_has_to(case: str, line: str) -> None:
    assert dotenv(shown("X", NASTY[case])) == line


@pytest.mark.parametrize(
    "value",
    [*NASTY.values(), "it's $(touch owned)", "it's `touch owned`", "'; touch owned; '"],
    ids=[*NASTY, "substituted", "backticks", "quote ended"],
)
def test_a_shell_that_reads_an_environment_file_runs_nothing_of_it(
    value: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text(dotenv(shown("X", value)), "utf-8")
    done = subprocess.run(
        ["sh", "-c", ". ./file"], cwd=tmp_path, capture_output=True, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
def test_a_step_of_github_ends_where_the_value_does(value: str) -> None:
    """GitHub takes lines up to the first that is the delimiter."""
    first, *lines = github(shown("X", value)).split("\n")
    name, _, end = first.partition("<<")
    assert (name, "\n".join(lines[: lines.index(end)])) == ("X", value)
    assert lines[lines.index(end) + 1 :] == [""]
    assert end not in value


def test_json_is_one_object() -> None:
    found = (*shown("A", "é"), *shown("B", '"'))
    assert json.loads(FORMS["json"](found)) == {"A": "é", "B": '"'}


def test_a_table_is_aligned() -> None:
    assert (
        FORMS["table"]((*shown("A", "1"), *shown("Long", "2"))) == "A     1\nLong  2\n"
    )
    assert FORMS["table"](()) == ""
