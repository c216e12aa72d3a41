"""Every command of the AWS CLI on every page is one that it has, with its options."""

from __future__ import annotations

from collections.abc import Iterator
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

VERSION_2 = {("logs", "tail"): {"--follow", "--since"}}
"""Commands that only version 2 of the AWS CLI has; the one that tests have is 1."""


@cache
def cli() -> Any:
    """Return the CLI as it tells of itself: commands, and options of all of them."""
    return create_clidriver().create_help_command()


def told(command: Command) -> Any:
    """Return what the CLI tells of a command."""
    there = cli()
    for word in command.words:
        assert word in there.command_table, command
        there = there.command_table[word].create_help_command()
    return there


def check(command: Command, *, whole: bool) -> None:
    """Fail unless the CLI takes a command; a whole one has all that it requires."""
    if command.words in VERSION_2:
        assert command.options <= VERSION_2[command.words], command
        return
    arguments = told(command).arg_table
    known = {f"--{name}" for name in {*arguments, *cli().arg_table}}
    assert command.options <= known, f"{command}: {command.options - known}"
    required = {f"--{n}" for n, a in arguments.items() if a.required}
    if whole and not command.options & {"--cli-input-json"}:
        assert required <= command.options, f"{command}: {required - command.options}"


def texts() -> Iterator[Any]:
    for page in PAGES:
        yield pytest.param(page, id=shown(page))


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_has_commands_that_the_aws_cli_takes(page: Path) -> None:
    text = page.read_text("utf-8")
    for each in scripts(text):
        for command in commands(each):
            check(command, whole=True)
    for span in spans(text):
        for command in commands(span):
            check(command, whole=False)
