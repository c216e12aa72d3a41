"""`cfngen reach`: who reaches whom, and what a change opens and closes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.modelling import refuse_without_template, template_options
from cfngen.cli.options import (
    chosen_environment,
    coloured,
    columns,
    load_systems,
    styles,
)
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.model import Model
    from cfngen.render.page import Page
    from cfngen.render.proof.tables import Differing

HEAD = "HEAD"


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT]")
@template_options
@click.option(
    "--diff",
    "other",
    metavar="[REV|ENV]",
    is_flag=False,
    flag_value=HEAD,
    help="What differs from a git revision, HEAD by default, or an environment.",
)
@click.option("--exit-code", is_flag=True, help="Return 3 where anything differs.")
@styles("json", "markdown", help="How the table is written to stdout.")
@click.pass_obj
def command(
    project: Project,
    words: tuple[str, ...],
    template: Path | None,
    params: Path | None,
    region: str | None,
    other: str | None,
    exit_code: bool,
    style: str,
) -> Exit:
    """Show who reaches whom in an environment, and on which ports.

    \b
    With --diff it shows what is opened and closed between what is committed at
    REV, or another environment of the system, and what the files say now.
    Example: cfngen reach nextjs prod
    Example: cfngen reach nextjs prod --diff main --exit-code
    """
    _refuse_what_does_not_fit(words, template, params, region, other, exit_code)
    if other is not None:
        return _compared(project, words[0], words[1], other, style, exit_code)
    from cfngen.cli.modelling import foreign, ours

    if template is not None:
        title, model = template.name, foreign(project, template, params, region)
    else:
        title, model = " ".join(words), ours(project, words[0], words[1])
    click.echo(_rendered(title, model, style), nl=False)
    return Exit.OK


def _refuse_what_does_not_fit(
    words: Sequence[str],
    template: Path | None,
    params: Path | None,
    region: str | None,
    other: str | None,
    exit_code: bool,
) -> None:
    """Raise UsageError for arguments that do not go together."""
    if template is None:
        refuse_without_template(params, region, words)
        if len(words) != 2:
            raise click.UsageError("Give SYSTEM ENVIRONMENT, or --template FILE.")
    elif words or other is not None:
        raise click.UsageError("--template goes with neither a system nor --diff.")
    if exit_code and other is None:
        raise click.UsageError("--exit-code goes with --diff.")


def _rendered(title: str, model: Model, style: str) -> str:
    """Return who reaches whom, in a style."""
    from cfngen.prove.network.reading import network_of
    from cfngen.prove.reach.flow import Reach
    from cfngen.prove.reach.matrix import matrix
    from cfngen.render.proof import tables
    from cfngen.render.proof.flows import chains, rows
    from cfngen.render.proof.marks import marks

    network = network_of(model)
    table = rows(network, matrix(Reach(network)))
    ways = chains(network, table)
    match style:
        case "json":
            return tables.json(title, table, ways)
        case "markdown":
            return tables.markdown(title, table, ways)
        case _:
            return tables.text(title, table, ways, marks(sys.stdout.encoding), _page())


def _compared(
    project: Project,
    system: str,
    environment: str,
    other: str,
    style: str,
    exit_code: bool,
) -> Exit:
    """Show what is opened and closed, from the other side to what is here now."""
    from cfngen.cli.comparing import differing
    from cfngen.render.proof.marks import Marks, marks

    chosen_environment(project, system, environment)
    loaded = load_systems(project, (system,))[system]
    found = differing(project, loaded, environment, other)
    to = marks(sys.stdout.encoding).to if style == "text" else Marks().to
    title = f"{system} {environment}: {other} {to} now"
    if other in project.environments(system):
        title = f"{system}: {other} {to} {environment}"
    click.echo(_differing(title, found, style), nl=False)
    return Exit.CHANGES if exit_code and found else Exit.OK


def _differing(title: str, found: Differing, style: str) -> str:
    """Return what is opened and closed, in a style."""
    from cfngen.render.proof import tables

    match style:
        case "json":
            return tables.differing_json(title, found)
        case "markdown":
            return tables.differing_markdown(title, found)
        case _:
            return tables.differing(title, found, _page())


def _page() -> Page:
    """Return the page that is written to stdout."""
    from cfngen.render.page import Page
    from cfngen.render.proof import text

    return Page(coloured(sys.stdout), columns(sys.stdout, text.COLUMNS))
