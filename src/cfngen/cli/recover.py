"""`cfngen recover`: the way out of a state from which nothing can be deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cfngen.cli.confirming import agreed
from cfngen.cli.connecting import watching
from cfngen.cli.standing import Place, Standing, detached, place_options, standing
from cfngen.errors import Exit, NeedsHuman

if TYPE_CHECKING:
    from cfngen.operate.followed import Ended
    from cfngen.operate.recover import Recovery


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option(
    "--skip",
    metavar="PATH",
    multiple=True,
    help="Leave a resource as it is that cannot be undone; may be repeated.",
)
@click.option("--force", is_flag=True, help="Leave as it is whatever cannot be undone.")
@click.option(
    "--disable-protection",
    is_flag=True,
    help="Turn termination protection off where the stack has to be deleted.",
)
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    yes: bool,
    skip: tuple[str, ...],
    force: bool,
    disable_protection: bool,
    place: Place,
) -> Exit:
    """Get SYSTEM in ENVIRONMENT going again after a failure.

    \b
    Shows what is in the way and what it will do, then asks.
    Example: cfngen recover nextjs prod --skip Database/Instance
    """
    if skip and force:
        raise click.UsageError("Give --skip or --force, not both.")
    from cfngen.operate.recover import Way, considered
    from cfngen.render.standing.recovering import recovery

    at = standing(context, system, environment, place)
    found = considered(at.cloud, at.root(), skip, force)
    for line in recovery(found):
        click.echo(line, err=True)
    if found.way is Way.NOTHING:
        return Exit.OK
    _guard(found, at, disable_protection)
    agreed("Go on?", yes)
    return _carried_out(context, at, found, disable_protection)


def _guard(found: Recovery, at: Standing, unprotect: bool) -> None:
    """Raise NeedsHuman for what only a person may decide."""
    from cfngen.naming import CHANGE_SET_PREFIX
    from cfngen.operate.recover import Way

    foreign = [n for n in found.change_sets if not n.startswith(CHANGE_SET_PREFIX)]
    if foreign:
        raise NeedsHuman(
            f"{at.name} is under review by somebody else: {', '.join(foreign)}.",
            "Have these change sets executed or deleted first.",
        )
    if found.way is Way.DELETE and found.stack.protected and not unprotect:
        raise NeedsHuman(
            f"{at.name} is protected from being deleted.",
            f"Run: {at.command('recover', '--disable-protection')}",
        )


def _carried_out(
    context: click.Context, at: Standing, found: Recovery, unprotect: bool
) -> Exit:
    """Do it, say how it ended and what to do next."""
    from cfngen.operate.recover import carry_out
    from cfngen.render.standing.recovering import ended

    with watching(at.cloud, context) as there:
        done = carry_out(found, there, unprotect)
    if done.detached:
        return detached(at)
    for line in ended(done, "_COMPLETE"):
        click.echo(line, err=True)
    if not done.stack.status.endswith("_COMPLETE"):
        click.echo(f"Run: {_next(at, done)}", err=True)
        return Exit.FAILED
    if found.risky:
        return _drift(context, at)
    click.echo(f"Mend the cause, then run: {at.command('deploy')}", err=True)
    return Exit.OK


def _next(at: Standing, done: Ended) -> str:
    """Return the command that leads on from where recovering has failed."""
    if done.stack.status == "DELETE_FAILED":
        return at.command("delete", "--resume")
    return at.command("recover", "--skip PATH")


def _drift(context: click.Context, at: Standing) -> Exit:
    """Look for drift: what was left as it is may not be what the templates say."""
    from cfngen.cli.drift import shown

    return shown(context, at)
