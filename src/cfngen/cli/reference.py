"""The help of every command as Markdown, for docs/cli.md."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cfngen.cli import group

WIDTH = 80
"""Columns of the help: the same on every machine."""


def markdown() -> str:
    """Return a section for cfngen itself and for each command below it."""
    return "\n".join(_sections(group, "cfngen", None))


def _sections(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[str]:
    """Yield the lines on a command and on those below it."""
    context = click.Context(
        command,
        parent,
        info_name=name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
    )
    path = context.command_path
    text = command.get_help(context)
    yield from (f"## {path}", "", "```text", f"$ {path} --help", text, "```", "")
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            below = command.get_command(context, verb)
            if below is not None and not below.hidden:
                yield from _sections(below, verb, context)
