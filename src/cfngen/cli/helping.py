"""Help that fits a narrow terminal.

Lines that click is told to leave alone (after a backspace) would otherwise be broken by
the terminal, within words: https://click.palletsprojects.com/en/stable/documentation/
"""

from __future__ import annotations

from textwrap import wrap

import click

ALONE = "\b\n"
"""How a paragraph begins whose lines stay as they are."""


class Paragraphs(click.HelpFormatter):
    """Writes help; a line that is to stay one is broken where it has no room."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, indented as far as this is now."""
        room = self.width - self.current_indent
        parts = (_broken(part, room) for part in text.split("\n\n"))
        super().write_text("\n\n".join(parts))


class Narrow(click.Context):
    """The context of a command whose help fits a narrow terminal."""

    formatter_class = Paragraphs


def fitted(command: click.Command) -> click.Command:
    """Return a command whose help, and that of those below it, fits any terminal."""
    command.context_class = Narrow
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        fitted(below)
    return command


def _broken(part: str, room: int) -> str:
    """Return a paragraph; what is left of a line stands further right."""
    if not part.startswith(ALONE):
        return part
    lines = (
        wrap(
            line,
            room,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in part.removeprefix(ALONE).splitlines()
    )
    return ALONE + "\n".join(piece for pieces in lines for piece in pieces)
