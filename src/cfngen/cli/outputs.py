"""`cfngen outputs`: what a system's stack tells, for people, shells and pipelines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import load_systems
from cfngen.cli.standing import Place, Standing, place_options, standing
from cfngen.errors import Exit, InputError

if TYPE_CHECKING:
    from cfngen.cloud.values import Stack
    from cfngen.operate.outputs import Shown

GITHUB = "GITHUB_OUTPUT"
"""The variable that names the file which a step of GitHub Actions leaves outputs in."""


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option("--nested", is_flag=True, help="Those of nested stacks as well.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "env", "dotenv", "github")),
    default="table",
    show_default=True,
    help="env is for eval, dotenv for Docker, github for a step's outputs.",
)
@click.option("--key", metavar="NAME", help="One output; a table shows its value only.")
@click.option("--snake", is_flag=True, help="Names in snake case: alb_dns_name.")
@place_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    nested: bool,
    form: str,
    key: str | None,
    snake: bool,
    place: Place,
) -> Exit:
    """Print the outputs of the stack of SYSTEM in ENVIRONMENT.

    \b
    Example: cfngen outputs nextjs prod --key AlbDnsName
    Example: eval "$(cfngen outputs nextjs prod --format env --snake)"
    """
    from cfngen.operate.outputs import doubtful, one

    file = _step_file() if form == "github" else None
    at = standing(context, system, environment, place)
    root = at.root()
    if key is not None:  # either of its names will do
        nested, snake = nested or "/" in key, snake or key.islower()
    found = _found(context, at, root, nested, snake)
    chosen = (one(found, key),) if key is not None else found
    for name, why in doubtful(chosen):
        click.echo(f"{name} {why}; outputs are open to all who may look.", err=True)
    if not root.status.endswith("_COMPLETE"):
        click.echo(f"{root.name} is {root.status}: outputs may be old.", err=True)
    if file is not None:
        return _left(file, chosen)
    click.echo(_text(chosen, form, key is not None), nl=False)
    return Exit.OK


def _found(
    context: click.Context, at: Standing, root: Stack, nested: bool, snake: bool
) -> tuple[Shown, ...]:
    """Return the outputs under the names that were asked for."""
    from cfngen.operate.outputs import aliases, shown
    from cfngen.operate.tree import Branch, tree

    others = None
    if snake:
        others = aliases(load_systems(context.obj, (at.system,))[at.system])
    branches = tree(at.cloud, root) if nested else (Branch("", root),)
    return shown(branches, others)


def _text(chosen: tuple[Shown, ...], form: str, alone: bool) -> str:
    """Return outputs in a form; a table of one that was asked for is its value."""
    from cfngen.render.standing.outputs import FORMS

    return f"{chosen[0].value}\n" if alone and form == "table" else FORMS[form](chosen)


def _step_file() -> Path:
    """Return the file of the step's outputs; raises InputError outside of a step."""
    named = os.environ.get(GITHUB)
    if not named:
        raise InputError(
            f"--format github: ${GITHUB} is not set.",
            "It is where a step of GitHub Actions runs; elsewhere use --format env.",
        )
    return Path(named)


def _left(file: Path, chosen: tuple[Shown, ...]) -> Exit:
    """Append the outputs to a step's file and say so."""
    from cfngen.render.standing.outputs import github

    try:
        # A line that another command has not ended would take the first name in.
        begun = file.is_file() and file.read_bytes()[-1:] not in (b"", b"\n")
        with file.open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(("\n" if begun else "") + github(chosen))
    except OSError as error:
        raise InputError(
            f"{file}: {error.strerror}.", f"${GITHUB} names it."
        ) from error
    click.echo(f"{len(chosen)} outputs left for later steps.", err=True)
    return Exit.OK
