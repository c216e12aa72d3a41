"""`cfngen events`: what has happened to a system's stack and all that it nests."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import here
from cfngen.cli.options import coloured
from cfngen.cli.standing import Place, place_options, standing
from cfngen.errors import Exit

if TYPE_CHECKING:
    from cfngen.cloud.values import Stack
    from cfngen.deploy.progress import Step
    from cfngen.operate.events import Episode
    from cfngen.plan.at import At

LAST = "last"
SPAN = re.compile(r"(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?")


def _span(
    context: click.Context, option: click.Parameter, text: str | None
) -> timedelta | None:
    """Return a span such as 90m, 2h or 1d12h; raises BadParameter for another text."""
    if text is None:
        return None
    found = SPAN.fullmatch(text)
    if not text or found is None:
        raise click.BadParameter(f"{text!r} is not a span. Write 90m, 2h or 1d12h.")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option(
    "--operation",
    metavar="ID",
    default=LAST,
    show_default=True,
    help="Which operation, by CloudFormation's id.",
)
@click.option(
    "--since", metavar="SPAN", callback=_span, help="All of the last 90m, 2h or 1d12h."
)
@click.option("--failed", is_flag=True, help="Only what went wrong.")
@click.option("--follow", is_flag=True, help="Print what goes on until it has ended.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    operation: str,
    since: timedelta | None,
    failed: bool,
    follow: bool,
    as_json: bool,
    place: Place,
) -> Exit:
    """Show what has happened to SYSTEM in ENVIRONMENT.

    \b
    The last operation, unless something else is asked for; all stacks in order of
    time. With --follow, the one that goes on: 0 it ended well, 1 it did not.
    Example: cfngen events nextjs prod --failed
    """
    asked = [since is not None, operation != LAST, follow]
    if sum(asked) > 1:
        raise click.UsageError("Give --operation, --since or --follow, one of them.")
    from cfngen.operate.events import failures
    from cfngen.render.standing import events

    at = standing(context, system, environment, place)
    root = at.root()
    if follow:
        from cfngen.cli.following import followed

        return followed(context, at, root, failed, as_json)
    episode, steps = _asked(root, operation, since, here(at.cloud, context))
    chosen = failures(steps) if failed else steps
    if as_json:
        click.echo(events.as_json(root.name, episode, chosen), nl=False)
        return Exit.OK
    if episode is not None:
        click.echo(events.title(root.name, episode))
    colour = coloured(sys.stdout)
    for line in events.lines(chosen, colour):
        click.echo(line, color=colour)
    if not chosen:
        click.echo(f"{root.name}: {'nothing failed' if failed else 'no events'}.")
    return Exit.OK


def _asked(
    root: Stack, operation: str, since: timedelta | None, at: At
) -> tuple[Episode | None, tuple[Step, ...]]:
    """Return the steps that were asked for, and the operation that they are of."""
    from cfngen.operate import events

    if since is not None:
        return None, events.since(root, at.clock.now() - since, at)
    last = operation == LAST
    found = (
        events.last_episode(root, at)
        if last
        else events.of_operation(root, operation, at)
    )
    return found, events.steps_of(root, found, at) if found else ()
