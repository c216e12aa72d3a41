"""`cfngen delete`: delete a system's stack, after showing what that takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cfngen.cli.confirming import named
from cfngen.cli.connecting import watching
from cfngen.cli.standing import Place, Standing, detached, place_options, standing
from cfngen.errors import Exit, NeedsHuman

if TYPE_CHECKING:
    from cfngen.operate.delete import Choice, Deletion

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
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    confirm_name: str,
    disable_protection: bool,
    resume: bool,
    retain: tuple[str, ...],
    force_orphan: bool,
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

    at = standing(context, system, environment, place)
    choice = Choice(resume, retain, force_orphan)
    found = _considered(at, choice)
    if found is None:
        return Exit.OK
    _guard(found, at, disable_protection)
    named(at.name, confirm_name)
    return _carried_out(context, at, found, disable_protection)


def _considered(at: Standing, choice: Choice) -> Deletion | None:
    """Show what deleting the stack means and return it; None where there is none."""
    from cfngen.operate.delete import considered
    from cfngen.render.standing.recovering import deletion

    if at.cloud.stacks.find(at.name) is None:
        click.echo(f"There is no stack {at.name}: nothing to delete.", err=True)
        return None
    found = considered(at.cloud, at.root(), choice)
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
            f"Run: {at.command('delete', '--disable-protection')}",
        )


def _carried_out(
    context: click.Context, at: Standing, found: Deletion, unprotect: bool
) -> Exit:
    """Delete it, and say how that ended and what to do next."""
    from cfngen.operate.delete import carry_out
    from cfngen.render.standing.recovering import ended

    with watching(at.cloud, context) as there:
        done = carry_out(found, there, unprotect)
    if done.detached:
        return detached(at)
    for line in ended(done, GONE):
        click.echo(line, err=True)
    if done.stack.status == GONE:
        return Exit.OK
    click.echo(
        f"Mend that and run: {at.command('delete', '--resume')}\n"
        f"Or leave it behind: {at.command('delete', '--retain PATH')}",
        err=True,
    )
    return Exit.FAILED
