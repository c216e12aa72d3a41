"""`cfngen readers`: who can read a secret, a bucket, or what a key encrypts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cfngen.cli.asking import asked
from cfngen.cli.modelling import template_options
from cfngen.cli.options import coloured, columns, styles
from cfngen.errors import Exit
from cfngen.project import Project


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT] RESOURCE")
@template_options
@styles("json", help="For people or for scripts.")
@click.pass_obj
def command(
    project: Project,
    words: tuple[str, ...],
    template: Path | None,
    params: Path | None,
    region: str | None,
    style: str,
) -> Exit:
    """Show who can read RESOURCE, and by which statements.

    \b
    RESOURCE is a secret, a parameter, a bucket or a key, by its path or logical
    id, as claims name it. Identity, resource and key policies all count, and so
    do those who can come to work as somebody who can read it.
    Example: cfngen readers nextjs prod Database/DatabaseSecret
    Example: cfngen readers --template stack.yaml AppSecret
    """
    from cfngen.prove.access import readers, rights_of
    from cfngen.render.page import Page
    from cfngen.render.proof import reading, text

    subject = asked(project, words, ("RESOURCE",), template, params, region)
    resource = words[-1]
    found = readers(rights_of(subject.model), resource)
    if style == "json":
        said = reading.json(subject.title, resource, found, subject.where)
    else:
        page = Page(coloured(sys.stdout), columns(sys.stdout, text.COLUMNS))
        title = f"{subject.title}: who can read {resource}"
        said = reading.text(title, found, subject.where, page)
    click.echo(said, nl=False)
    return Exit.OK
