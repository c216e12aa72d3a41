"""A program with one verb that does what a test wants to see handled."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import StringIO
from typing import Any

import click

from cfngen.cli import group
from cfngen.cli.verbs import Verbs


class Program(Verbs):
    """`cfngen broken [--token TEXT]`, which calls a function."""

    def __init__(self, does: Callable[[], Any]) -> None:
        verbs = {"broken": "no.module"}
        super().__init__(
            "cfngen", callback=group.callback, params=group.params, verbs=verbs
        )
        self.does = does

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return the one verb."""
        token = click.Option(["--token"], expose_value=False)
        return click.Command("broken", callback=self.does, params=[token])


def raising(error: BaseException) -> Program:
    """Return a program whose verb raises an exception."""

    def does() -> None:
        raise error

    return Program(does)


class FullDisk(StringIO):
    """A stream onto a disk that takes some characters and then is full."""

    def __init__(self, room: int = 0) -> None:
        super().__init__()
        self.room = room

    def write(self, said: str) -> int:
        """Take it, or what has room of it; raises OSError for the rest."""
        taken = super().write(said[: self.room])
        self.room -= taken
        if taken < len(said):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return taken


class Unflushed(StringIO):
    """A stream that takes everything, and has lost it when that is to be written."""

    def flush(self) -> None:
        """Raise OSError once there is something to be written."""
        if self.getvalue():
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
