"""`cfngen recover`: the way out of a state from which nothing can be deployed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cfngen.cli.confirming import agreed
from cfngen.cli.connecting import watching
from cfngen.cli.standing import (
    Place,
    Standing,
    detached,
    place_options,
    standing,
    why,
)
from cfngen.cli.targeting import ROLE
from cfngen.errors import CfngenError, Exit, NeedsHuman

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
@ROLE
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
    role: str,
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

    at = standing(context, system, environment, place.acting_as(role))
    found = considered(at.cloud, at.root(), at.commands, skip, force)
    for line in recovery(found):
        click.echo(line, err=True)
    if found.way is Way.NOTHING:
        return Exit.OK
    _guard(found, at, disable_protection)
    agreed("Go on?", yes)
    return _carried_out(context, at, found, disable_protection)


def _guard(found: Recovery, at: Standing, unprotect: bool) -> None:
    """Raise NeedsHuman for what only a person may decide."""
    if found.doomed and found.stack.protected and not unprotect:
        raise NeedsHuman(
            f"{at.name} is protected from being deleted.",
            f"Run: {at.command('recover', '--disable-protection')}",
        )


def _carried_out(
    context: click.Context, at: Standing, found: Recovery, unprotect: bool
) -> Exit:
    """Do it, say how it ended and what to do next."""
    from cfngen.deploy.interrupts import terminations
    from cfngen.operate.recover import carry_out
    from cfngen.render.standing.recovering import ended

    with terminations(), watching(at.cloud, context) as there:
        done = carry_out(found, there, unprotect, at.target.role)
    if done.detached:
        return detached(at)
    good = _good(found, done)
    for line in ended(done, good, () if good else why(context, at, done.steps)):
        click.echo(line, err=True)
    if not good:
        for line in _next(at, done):
            click.echo(line, err=True)
        return Exit.FAILED
    if found.risky:
        return _drift(context, at, found)
    click.echo(f"Mend the cause, then run: {at.command('deploy')}", err=True)
    return Exit.OK


def _good(found: Recovery, done: Ended) -> bool:
    """Say whether it ended as it should; a deletion may be taken back."""
    from cfngen.operate.recover import GONE, Way

    if found.way is Way.DELETE:
        return done.stack.status == GONE
    return done.stack.status.endswith("_COMPLETE")


def _next(at: Standing, done: Ended) -> Iterator[str]:
    """Yield what leads on from where recovering has failed."""
    from cfngen.deploy.afterwards import advice, command
    from cfngen.deploy.cause import obstacles

    status = done.stack.status
    yield advice(status)
    yield f"Run: {command(status, at.commands)}"
    if status.endswith("_ROLLBACK_FAILED"):
        failed = [s for s in obstacles(done.steps) if s.status == "UPDATE_FAILED"]
        skip = " ".join(f"--skip {step.path}" for step in failed if not step.nested)
        if skip:
            yield f"Or leave it as it is: {at.command('recover', skip)}"


def _drift(context: click.Context, at: Standing, found: Recovery) -> Exit:
    """Look for drift: what was left as it is may not be what the templates say.

    What keeps it from being looked for takes nothing from the recovery, which is done.
    """
    from cfngen.cli.drift import shown
    from cfngen.render.standing.recovering import unseen

    click.echo(unseen(found), err=True)
    try:
        return shown(context, at)
    except CfngenError as error:
        told = f"{error.message}\n{error.hint}".strip()
        click.echo(f"Drift was not looked for: {told}", err=True)
        click.echo(f"Run: {at.command('drift')}", err=True)
        return error.exit_code
