"""`cfngen explain`: what becomes of packets between any two ends."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.asking import asked
from cfngen.cli.modelling import template_options
from cfngen.cli.options import coloured, columns, styles
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.prove.reach.walking import Walk
    from cfngen.render.proof.places import Where

ENDS = ("A", "B", "PORT")


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT] A B PORT")
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
    """Explain whether A reaches B on PORT, and is answered.

    \b
    Every hop of one packet is shown, there and back, with the rule that lets it
    pass or stops it. A and B are names as claims write them (backend, alb,
    database), internet, stranger (somebody else inside), an address or a range.
    PORT is 5432, tcp/5432, udp/53 or icmp.
    Exit code 0 says that it gets through and is answered, 1 that it is not.
    Example: cfngen explain nextjs prod web database 5432
    Example: cfngen explain --template stack.yaml internet alb tcp/443
    """
    from cfngen.prove.judging.doubts import hanging
    from cfngen.render.proof.explained import arrives

    subject = asked(project, words, ENDS, template, params, region)
    source, target, port = words[-3:]
    walks = subject.walks(source, target, port)
    depends = {walk: hanging(subject.network, walk) for walk in walks}
    said = _rendered(subject.title, words[-3:], depends, subject.where, style)
    click.echo(said, nl=False)
    return Exit.OK if arrives(walks) else Exit.FAILED


def _rendered(
    title: str,
    asked: Sequence[str],
    depends: Mapping[Walk, Sequence[str]],
    where: Where,
    style: str,
) -> str:
    """Return the ways in a style, each with what it depends on, if anything."""
    from cfngen.render.page import Page
    from cfngen.render.proof import explained, text
    from cfngen.render.proof.marks import marks

    walks = tuple(depends)
    if style == "json":
        return explained.json(title, asked, walks, where, depends)
    signs = marks(sys.stdout.encoding)
    source, target, port = asked
    question = f"{title}: {source} {signs.to} {target} : {port}"
    page = Page(coloured(sys.stdout), columns(sys.stdout, text.COLUMNS))
    return explained.text(question, walks, where, signs, page, depends)
