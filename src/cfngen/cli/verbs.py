"""The commands, each imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from cfngen.cli import outcome
from cfngen.cli.helping import Narrow, fitted
from cfngen.errors import CfngenError

VERBS: Mapping[str, str] = {
    "generate": "cfngen.cli.generate",
    "lint": "cfngen.cli.lint",
    "check": "cfngen.cli.check",
    "show": "cfngen.cli.show",
    "diff": "cfngen.cli.diff",
    "prove": "cfngen.cli.prove",
    "explain": "cfngen.cli.explain",
    "reach": "cfngen.cli.reach",
    "readers": "cfngen.cli.readers",
    "params": "cfngen.cli.params",
    "data": "cfngen.cli.data",
    "bootstrap": "cfngen.cli.bootstrap",
    "plan": "cfngen.cli.plan",
    "deploy": "cfngen.cli.deploy",
    "recover": "cfngen.cli.recover",
    "status": "cfngen.cli.status",
    "events": "cfngen.cli.events",
    "outputs": "cfngen.cli.outputs",
    "drift": "cfngen.cli.drift",
    "delete": "cfngen.cli.delete",
    "policy": "cfngen.cli.policy",
    "emulator": "cfngen.cli.emulator",
}
"""Each verb and the module that holds its `command`, in the order people use them."""


class Verbs(click.Group):
    """A group whose commands live in modules of their own."""

    context_class = Narrow

    def __init__(self, *args: Any, verbs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of their table."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Import a verb's module and return its command.

        Raises UsageError, with what it may have been, for a verb that is not there.
        """
        if cmd_name not in self.verbs:
            from difflib import get_close_matches

            close = get_close_matches(cmd_name, self.verbs, 1)
            guess = f" Did you mean {close[0]}?" if close else ""
            raise click.UsageError(f"There is no command {cmd_name!r}.{guess}", ctx)
        command: click.Command = import_module(self.verbs[cmd_name]).command
        return fitted(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and return its exit code, also when it cannot go on."""
        try:
            return super().invoke(ctx)
        except CfngenError as error:
            return outcome.explain(error, ctx)
