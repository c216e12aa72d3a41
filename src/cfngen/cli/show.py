"""`cfngen show`: what a system will be in an environment, every value resolved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import chosen_environment, coloured, load_systems
from cfngen.errors import Exit, InputError
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.model import Model

FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT] [PATH]")
@click.option("--template", type=FILE, help="A template of anybody's, JSON or YAML.")
@click.option("--params", type=FILE, help="What --template is given, in a file.")
@click.option("--region", metavar="NAME", help="Where --template is deployed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people or for scripts.",
)
@click.pass_obj
def command(
    project: Project,
    words: tuple[str, ...],
    template: Path | None,
    params: Path | None,
    region: str | None,
    form: str,
) -> Exit:
    """Show what SYSTEM is in ENVIRONMENT, with every value resolved.

    \b
    It reads what is committed; ${Network/Vpc.Arn} is what only AWS will know.
    PATH is a stack, Network; a resource, Network/Vpc; a pattern,
    '*/TaskDefinition'; or a property, Database/Database.Engine.
    Example: cfngen show nextjs dev Database/Database
    Example: cfngen show --template vpc.yaml --params vpc.json Vpc
    """
    from cfngen.model.selecting import select
    from cfngen.render.show import Page

    if template is not None:
        path = _last(words, 0, "--template FILE [PATH]")
        model = _foreign(project, template, params, region)
    elif params is not None or region is not None:
        raise click.UsageError("--params and --region go with --template.")
    else:
        path = _last(words, 2, "SYSTEM ENVIRONMENT [PATH], or --template FILE [PATH]")
        model = _ours(project, *words[:2])
    page = Page(model, select(model, path), coloured(sys.stdout))
    click.echo(page.json() if form == "json" else page.text(), nl=False)
    return Exit.OK


def _last(words: Sequence[str], before: int, usage: str) -> str:
    """Return the path that may follow some words; raises UsageError for others."""
    if len(words) not in (before, before + 1):
        raise click.UsageError(f"Give {usage}.")
    return words[before] if len(words) > before else ""


def _ours(project: Project, system: str, environment: str) -> Model:
    """Return the model of a system's environment, from what is committed."""
    from cfngen.resolve import committed

    chosen_environment(project, system, environment)
    return committed(project, load_systems(project, (system,))[system], environment)


def _foreign(
    project: Project, template: Path, params: Path | None, region: str | None
) -> Model:
    """Return the model of anybody's template."""
    from cfngen.resolve import of_file

    if region is not None:
        _refuse_what_is_no_region(region)
    return of_file(project, template, params, region or "")


def _refuse_what_is_no_region(region: str) -> None:
    """Raise InputError for a region that AWS does not have."""
    from cfngen.spec.checks.regions import REGIONS
    from cfngen.spec.wording import close

    if region not in REGIONS:
        hint = close(region, REGIONS, "Write a region such as us-east-1.")
        raise InputError(f"--region: there is no region {region!r}.", hint)
