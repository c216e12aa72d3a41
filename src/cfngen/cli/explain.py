"""`cfngen explain`: what becomes of packets between any two ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.modelling import refuse_without_template, template_options
from cfngen.cli.options import STYLE, coloured, columns
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.prove.reach.walking import Walk
    from cfngen.render.proof.places import Where

ENDS = ("A", "B", "PORT")


@click.command()
@click.argument("words", nargs=-1, metavar="[SYSTEM ENVIRONMENT] A B PORT")
@template_options
@click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people or for scripts.",
)
@click.pass_context
def command(
    context: click.Context,
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
    from cfngen.cli.asking import of_system, of_template
    from cfngen.render.proof.explained import arrives

    context.meta[STYLE] = style
    project: Project = context.obj
    if template is None:
        refuse_without_template(params, region, words)
        _count(words, ("SYSTEM", "ENVIRONMENT", *ENDS))
        subject = of_system(project, words[0], words[1])
    else:
        _count(words, ENDS)
        subject = of_template(project, template, params, region)
    source, target, port = words[-3:]
    walks = subject.walks(source, target, port)
    said = _rendered(subject.title, words[-3:], walks, subject.where, style)
    click.echo(said, nl=False)
    return Exit.OK if arrives(walks) else Exit.FAILED


def _count(words: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise UsageError where words are missing, or there are too many."""
    if len(words) != len(wanted):
        raise click.UsageError(f"Give {' '.join(wanted)}; {len(words)} are given.")


def _rendered(
    title: str, asked: Sequence[str], walks: Sequence[Walk], where: Where, style: str
) -> str:
    """Return the ways in a style."""
    from cfngen.render.page import Page
    from cfngen.render.proof import explained, text
    from cfngen.render.proof.marks import marks

    if style == "json":
        return explained.json(title, asked, walks, where)
    signs = marks(sys.stdout.encoding)
    source, target, port = asked
    question = f"{title}: {source} {signs.to} {target} : {port}"
    page = Page(coloured(sys.stdout), columns(sys.stdout, text.COLUMNS))
    return explained.text(question, walks, where, signs, page)
