"""`cfngen diff`: what differs between environments, or between then and now."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import (
    STYLE,
    chosen_environment,
    coloured,
    columns,
    load_systems,
    styles,
)
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.diff import Diff
    from cfngen.render.diff.words import Sides

WORKING_TREE = "working tree"

ONE_OF_TWO = (
    "Name either a second environment, perhaps with --names or --effects, "
    "or a revision: --against REV."
)


@click.command()
@click.argument("system")
@click.argument("environment")
@click.argument("other", required=False)
@click.option("--against", metavar="REV", help="What is committed at a git revision.")
@click.option("--names", is_flag=True, help="Also what differs by the name only.")
@click.option("--effects", is_flag=True, help="As if OTHER replaced ENVIRONMENT.")
@styles("json", "markdown", help="How the differences are written to stdout.")
@click.option("--markdown", is_flag=True, help="The same as --format markdown.")
@click.option("--exit-code", is_flag=True, help="Return 3 where anything differs.")
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    other: str | None,
    against: str | None,
    names: bool,
    effects: bool,
    style: str,
    markdown: bool,
    exit_code: bool,
) -> Exit:
    """Show how environments of SYSTEM differ, or one then and now.

    \b
    With OTHER, the committed templates are compared as both environments make
    them. With --against, ENVIRONMENT as committed at REV is compared with the
    working tree, and each resource says what a deployment would do to it.
    Example: cfngen diff nextjs dev prod
             cfngen diff nextjs prod --against main --markdown
    """
    from cfngen.render.diff.words import Sides

    style = "markdown" if markdown else style
    context.meta[STYLE] = "json" if style == "json" else "text"
    chosen_environment(context.obj, system, environment)
    if other is not None and against is None:
        sides = Sides(system, environment, other, effects=effects, nameless=not names)
        found = _across(context.obj, system, sides)
    elif against is not None and other is None and not (names or effects):
        sides = Sides(system, against, WORKING_TREE, environment)
        found = _against(context.obj, system, environment, against)
    else:
        raise click.UsageError(ONE_OF_TWO, context)
    click.echo(_rendered(found, sides, style), nl=False)
    return Exit.CHANGES if exit_code and found else Exit.OK


def _across(project: Project, name: str, sides: Sides) -> Diff:
    """Return how two environments differ."""
    from cfngen import diff

    chosen_environment(project, name, sides.after)
    system = load_systems(project, (name,))[name]
    names = not sides.nameless
    both = diff.across(project, system, sides.before, sides.after, names=names)
    return diff.difference(*both)


def _against(project: Project, name: str, environment: str, revision: str) -> Diff:
    """Return how an environment differs from what is committed at a revision."""
    from cfngen import diff

    system = load_systems(project, (name,))[name]
    return diff.difference(*diff.against(project, system, environment, revision))


def _rendered(found: Diff, sides: Sides, style: str) -> str:
    """Return the differences in a style."""
    from cfngen.render.diff import json as diffjson
    from cfngen.render.diff import markdown as diffmarkdown
    from cfngen.render.diff import text as diff

    match style:
        case "json":
            return diffjson.render(found, sides)
        case "markdown":
            return diffmarkdown.render(found, sides)
        case _:
            width = columns(sys.stdout, diff.COLUMNS)
            return diff.render(found, sides, coloured(sys.stdout), width)
