"""`cfngen delete`: delete a system's stack, after showing what that takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cfngen.cli.confirming import named
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
from cfngen.errors import Exit, NeedsHuman

if TYPE_CHECKING:
    from cfngen.operate.delete import Choice, Deletion
    from cfngen.operate.followed import Ended

GONE = "DELETE_COMPLETE"


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option(
    "--confirm-name", metavar="STACK", default="", help="The stack's name, to confirm."
)
@click.option(
    "--disable-protection", is_flag=True, help="Turn termination protection off first."
)
@click.option(
    "--anyway", is_flag=True, help="Delete although some of it is known to fail."
)
@click.option("--resume", is_flag=True, help="Go on with a deletion that has failed.")
@click.option(
    "--retain",
    metavar="PATH",
    multiple=True,
    help="Leave a resource behind that could not be deleted; may be repeated.",
)
@click.option(
    "--force-orphan", is_flag=True, help="Leave behind whatever cannot be deleted."
)
@ROLE
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    confirm_name: str,
    disable_protection: bool,
    anyway: bool,
    resume: bool,
    retain: tuple[str, ...],
    force_orphan: bool,
    role: str,
    place: Place,
) -> Exit:
    """Delete the stack of SYSTEM in ENVIRONMENT.

    \b
    Shows first what is lost and what stays.
    Example: cfngen delete nextjs dev --confirm-name nextjs-dev
    """
    if retain and force_orphan:
        raise click.UsageError("Give --retain or --force-orphan, not both.")
    from cfngen.operate.delete import Choice

    at = standing(context, system, environment, place.acting_as(role))
    choice = Choice(resume, retain, force_orphan)
    found = _considered(at, choice)
    if found is None:
        return Exit.OK
    _guard(found, at, disable_protection)
    _refuse_hindered(found, at, anyway)
    named(at.name, confirm_name)
    return _carried_out(context, at, found, disable_protection)


def _considered(at: Standing, choice: Choice) -> Deletion | None:
    """Show what deleting the stack means and return it; None where there is none."""
    from cfngen.operate.delete import considered
    from cfngen.render.standing.recovering import deletion

    if at.cloud.stacks.find(at.name) is None:
        click.echo(f"There is no stack {at.name}: nothing to delete.", err=True)
        return None
    found = considered(at.cloud, at.root(), choice, at.commands)
    for line in deletion(found):
        click.echo(line, err=True)
    return found


def _guard(found: Deletion, at: Standing, unprotect: bool) -> None:
    """Raise NeedsHuman for what stands against it."""
    if found.imports:
        used = (f"{one.export}: {', '.join(one.stacks)}" for one in found.imports)
        raise NeedsHuman(
            "Other stacks import what this one exports:\n" + "\n".join(used),
            "Change or delete them first.",
        )
    if found.protected and not unprotect:
        raise NeedsHuman(
            f"{at.name} is protected from being deleted.",
            f"Run: {_unprotecting(found, at)}",
        )


def _refuse_hindered(found: Deletion, at: Standing, anyway: bool) -> None:
    """Raise NeedsHuman for a first deletion that is known to fail half-way.

    What the templates say may be old, so `anyway` goes on; so does going on with a
    deletion that has failed.
    """
    hindered = [one.path for one in found.items if one.hindrance]
    if hindered and not anyway and not found.choice.again:
        raise NeedsHuman(
            f"{at.name} cannot be deleted wholly: {', '.join(hindered)}. What could be "
            "deleted would be gone, and the stack DELETE_FAILED. Nothing was done.",
            "Take that away first, by a deployment (EnableDeletionProtection=false) or "
            "by the commands above.\n"
            "Regardless, or if that is done already: "
            f"{at.command('delete', '--anyway')}",
        )


def _unprotecting(found: Deletion, at: Standing) -> str:
    """Return the command that deletes a protected stack, as it was to be deleted."""
    more = f"--disable-protection {found.choice.words}"
    return at.command("delete", more.strip())


def _carried_out(
    context: click.Context, at: Standing, found: Deletion, unprotect: bool
) -> Exit:
    """Delete it, and say how that ended and what to do next."""
    from cfngen.deploy.interrupts import terminations
    from cfngen.operate.delete import carry_out
    from cfngen.render.standing.recovering import ended

    with terminations(), watching(at.cloud, context) as there:
        done = carry_out(found, there, unprotect, at.target.role)
    if done.detached:
        return _detached(at, found, done)
    good = done.stack.status == GONE
    for line in ended(done, good, () if good else why(context, at, done.steps)):
        click.echo(line, err=True)
    if good:
        return Exit.OK
    click.echo(_next(at, found, done), err=True)
    return Exit.FAILED


def _detached(at: Standing, found: Deletion, done: Ended) -> Exit:
    """Say what goes on; the root has yet to be deleted after one of its nested ones."""
    if done.stack.id == found.stack.id:
        return detached(at)
    click.echo(
        f"{done.stack.name}: interrupted here; its deletion goes on by itself, and the "
        f"rest is still to be deleted.\nRun: {at.command('delete', '--resume')}",
        err=True,
    )
    return Exit.RUNNING


def _next(at: Standing, found: Deletion, done: Ended) -> str:
    """Return how to go on; a deletion that was taken back cannot be resumed."""
    from cfngen.deploy.cause import obstacles
    from cfngen.operate.leaving import FAILED, ways_on

    if done.stack.status == FAILED:
        return ways_on([step.path for step in obstacles(done.steps)], at.commands)
    more = "--disable-protection" if found.protected else ""
    return f"Mend that, then delete again.\nRun: {at.command('delete', more)}"
