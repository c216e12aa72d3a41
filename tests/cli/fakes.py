"""A program with one verb that does what a test wants to see handled."""

from __future__ import annotations

from collections.abc import Callable
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
