"""Every command of the AWS CLI on every page is one that it has, with its options.

So is every one in the scripts that CodeBuild runs. The CLI itself is asked: what it
calls otherwise than the SDK, and the commands and options of its own, are in it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from awscli.clidriver import create_clidriver

from tests.layers.pipelines import SYSTEMS, projects, script
from tests.pages import PAGES, Command, commands, scripts, shown, spans

SCRIPTS = {
    f"{name}: {title}": script(project)
    for name, system in SYSTEMS.items()
    for title, project in projects(system).items()
}
"""What CodeBuild runs, by title."""

VERSION_2 = {
    ("logs", "tail"): {
        *("--filter-pattern", "--follow", "--format", "--log-stream-name-prefix"),
        *("--log-stream-names", "--since"),
    }
}
"""Commands that only version 2 of the AWS CLI has; the one that is installed is 1:
https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html"""


@cache
def cli() -> Any:
    """Return what the CLI tells of itself: commands, and options of all of them."""
    return create_clidriver().create_help_command()


def told(command: Command) -> Any:
    """Return what the CLI tells of a command."""
    there = cli()
    for word in command.words:
        assert word in there.command_table, f"there is no {command}"
        there = there.command_table[word].create_help_command()
    return there


def check(command: Command, *, whole: bool) -> None:
    """Fail unless the CLI takes a command; a whole one has all that it requires."""
    given = command.options
    if command.words in VERSION_2:
        assert given <= VERSION_2[command.words], command
        return
    arguments = told(command).arg_table
    known = {f"--{name}" for name in {*arguments, *cli().arg_table}}
    assert given <= known, f"{command} has no {set(given - known)}"
    required = {f"--{n}" for n, a in arguments.items() if a.required and n != "paths"}
    if whole and "--cli-input-json" not in given:
        assert required <= given, f"{command} needs {required - given}"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_what_a_page_runs_is_complete(page: Path) -> None:
    for each in scripts(page.read_text("utf-8")):
        for command in commands(each):
            check(command, whole=True)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_what_a_page_speaks_of_is_there(page: Path) -> None:
    for each in spans(page.read_text("utf-8")):
        for command in commands(each):
            check(command, whole=False)


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_codebuild_runs_is_complete(name: str) -> None:
    for command in commands(SCRIPTS[name]):
        check(command, whole=True)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_none_is_overlooked(page: Path) -> None:
    text = page.read_text("utf-8")
    for each in (*scripts(text), *spans(text)):
        named = re.findall(r"\baws [a-z0-9-]+ [a-z]", each)
        assert len(list(commands(each))) == len(named), each


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("aws ecs run-tasks --cluster x", "there is no aws ecs run-tasks"),
        ("aws ecs wait tasks-done --cluster x", "there is no aws ecs wait tasks-done"),
        ("aws ecs list-tasks --since 1d", "aws ecs list-tasks has no {'--since'}"),
        ("aws ecs run-task --count 1", "run-task needs {'--task-definition'}"),
        ('x="$(aws a b --query "c")" ', "there is no aws a b"),
        ("aws logs tail x --since 1d --until 2d", "aws logs tail"),
    ],
)
def test_a_wrong_one_is_noticed(wrong: str, why: str) -> None:
    (command,) = commands(wrong)
    with pytest.raises(AssertionError, match=why):
        check(command, whole=True)
