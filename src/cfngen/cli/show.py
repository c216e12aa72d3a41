"""`cfngen show`: what a system will be in an environment, every value resolved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from cfngen.cli.modelling import (
    foreign,
    ours,
    refuse_without_template,
    template_options,
)
from cfngen.cli.options import coloured
from cfngen.errors import Exit
from cfngen.project import Project


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT] [PATH]")
@template_options
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
        model = foreign(project, template, params, region)
    else:
        refuse_without_template(params, region)
        path = _last(words, 2, "SYSTEM ENVIRONMENT [PATH], or --template FILE [PATH]")
        model = ours(project, *words[:2])
    page = Page(model, select(model, path), coloured(sys.stdout))
    click.echo(page.json() if form == "json" else page.text(), nl=False)
    return Exit.OK


def _last(words: Sequence[str], before: int, usage: str) -> str:
    """Return the path that may follow some words; raises UsageError for others."""
    if len(words) not in (before, before + 1):
        raise click.UsageError(f"Give {usage}.")
    return words[before] if len(words) > before else ""
