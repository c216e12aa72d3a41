"""`cfngen status`: how a system's stack is, and what to do about it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import here, watching
from cfngen.cli.options import coloured
from cfngen.cli.standing import (
    Place,
    Standing,
    committed,
    place_options,
    standing,
)
from cfngen.errors import Exit

if TYPE_CHECKING:
    from cfngen.cloud.values import Stack


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option("--watch", is_flag=True, help="Follow what is going on to its end.")
@click.option(
    "--events",
    "most",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Show the last N events of the last operation as well.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    watch: bool,
    most: int,
    as_json: bool,
    place: Place,
) -> Exit:
    """Show how SYSTEM is in ENVIRONMENT, nested stacks and all.

    \b
    Exit code: 0 it is well, 4 it needs somebody or is not there, 6 something is
    going on. With --watch: 0 that ended well, 1 it did not, 6 it still goes on.
    Example: cfngen status nextjs prod --watch
    """
    from cfngen.plan.states import GOOD, running

    at = standing(context, system, environment, place)
    root = at.root()
    if not (watch and running(root.status)):
        return _shown(context, at, root, most, as_json, one_line=watch)
    try:
        ended = _followed(context, at, root, as_json)
    except KeyboardInterrupt:
        click.echo(f"{root.name}: not watched any more, but it goes on.", err=True)
        click.echo(f"Run: {at.command('status', '--watch')}", err=True)
        return Exit.RUNNING
    if ended.status == "DELETE_COMPLETE":
        click.echo(f"{root.name}: deleted.", err=True)
        return Exit.OK
    _shown(context, at, ended, most, as_json, one_line=True)
    return Exit.OK if ended.status in GOOD else Exit.FAILED


def _followed(
    context: click.Context, at: Standing, root: Stack, as_json: bool
) -> Stack:
    """Follow the operation that is going on; return the stack as it is then."""
    from cfngen.deploy.follow import attached, follow
    from cfngen.deploy.interrupts import terminations

    with terminations(), watching(at.cloud, context, as_json) as there:
        return follow(root, attached(at.cloud, root), there)


def _shown(
    context: click.Context,
    at: Standing,
    root: Stack,
    most: int,
    as_json: bool,
    one_line: bool = False,
) -> Exit:
    """Print how the stack is on stdout; return the exit code of that."""
    from cfngen.operate.status import status
    from cfngen.render.standing import status as text
    from cfngen.render.standing import statusjson

    order, spec, why = committed(context, at)
    there = here(at.cloud, context)
    found = status(root, there, order, why, spec, events=most > 0)
    if as_json:
        click.echo(statusjson.render(found, most, one_line), nl=False)
        return found.exit
    colour = coloured(sys.stdout)
    for line in text.lines(found, at.commands, colour):
        click.echo(line, color=colour)
    if most:
        for line in text.recent(found, most, colour):
            click.echo(line, color=colour)
    return found.exit
