"""What a user reads when a command cannot go on."""

from __future__ import annotations

import click

from cfngen.cli.options import STYLE, show
from cfngen.errors import CfngenError, Exit, InputError


def explain(error: CfngenError, context: click.Context) -> int:
    """Print findings on stdout, the message and the hint on stderr; return the code."""
    if isinstance(error, InputError) and error.findings:
        show(context.obj, error.findings, context.meta.get(STYLE, "text"))
    click.echo(error.message, err=True)
    if error.hint:
        click.echo(error.hint, err=True)
    if error.exit_code == Exit.BUG:
        from cfngen.cli import crash

        crash.write(error, context.invoked_subcommand or "")
    return error.exit_code
