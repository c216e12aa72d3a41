"""`cfngen drift`: what in AWS is not as the templates say any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import here
from cfngen.cli.options import load_systems
from cfngen.cli.standing import Place, Standing, place_options, standing
from cfngen.errors import CfngenError, Exit

if TYPE_CHECKING:
    from cfngen.model import Model
    from cfngen.plan.at import At


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option(
    "--nested/--no-nested",
    default=True,
    show_default=True,
    help="Look at nested stacks too, which hold nearly everything.",
)
@click.option("--strict", is_flag=True, help="Fail where something could not be told.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    nested: bool,
    strict: bool,
    as_json: bool,
    place: Place,
) -> Exit:
    """Compare what SYSTEM is in ENVIRONMENT with its templates.

    \b
    What releases and scaling change is told apart. Nothing is changed.
    Exit code: 0 no drift, 3 drift, 1 not all could be told (--strict), 6 it takes
    longer than 15 minutes.
    Example: cfngen drift nextjs prod
    """
    at = standing(context, system, environment, place)
    return shown(context, at, nested, strict, as_json)


def shown(
    context: click.Context,
    at: Standing,
    nested: bool = True,
    strict: bool = False,
    as_json: bool = False,
) -> Exit:
    """Look for drift, print what was found, and return the exit code."""
    from cfngen.operate.drift import drift
    from cfngen.operate.tree import tree
    from cfngen.render.standing import drift as text

    branches = tree(at.cloud, at.root())
    there = _with_looks(here(at.cloud, context))
    found = drift(branches, there, at.commands, _model(context, at), nested)
    if as_json:
        click.echo(text.as_json(found), nl=False)
    else:
        for line in text.lines(found):
            click.echo(line)
    return found.exit(strict)


def _with_looks(at: At) -> At:
    """Return where it takes place, with a voice that says how far looking has come."""
    from cfngen.operate.detecting import Looked
    from cfngen.render.standing.drift import looked

    def report(progress: object) -> None:
        if isinstance(progress, Looked):
            click.echo(looked(progress), err=True)
        else:
            at.report(progress)

    return replace(at, report=report)


def _model(context: click.Context, at: Standing) -> Model | None:
    """Return what is committed, None where it cannot be read just now."""
    from cfngen.resolve import committed

    try:
        system = load_systems(context.obj, (at.system,))[at.system]
        return committed(context.obj, system, at.environment)
    except CfngenError as error:
        line = error.message.splitlines()[0]
        click.echo(f"Where values come from is not told: {line}", err=True)
        return None
