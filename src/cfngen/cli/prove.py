"""`cfngen prove`: the claims of a system, proved from what is committed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.modelling import FILE, refuse_without_template, template_options
from cfngen.cli.options import coloured, columns, show, styles
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.cli.proving import Outcome

FINDINGS = ("sarif", "github")
"""The forms in which findings are shown, and not proofs."""


@click.command()
@click.argument("system", required=False)
@click.argument("environment", required=False)
@click.option("--claims", "more", type=FILE, help="A file with more claims.")
@template_options
@styles("json", "markdown", *FINDINGS, help="How proofs are written to stdout.")
@click.option("--verbose", is_flag=True, help="Also what holds, and every assumption.")
@click.option(
    "--coverage", is_flag=True, help="Also rules that no claim needs or would miss."
)
@click.pass_obj
def command(
    project: Project,
    system: str | None,
    environment: str | None,
    more: Path | None,
    template: Path | None,
    params: Path | None,
    region: str | None,
    style: str,
    verbose: bool,
    coverage: bool,
) -> Exit:
    """Prove the claims on SYSTEM in ENVIRONMENT, or on all of them.

    \b
    It reads what is committed and asks nothing of AWS. Claims stand in the
    spec, in systems/<system>.claims and in the file of --claims; others follow
    from the spec, and obligations from the templates alone. A claim that does
    not hold is shown with one packet, each hop of its way and a repair.
    Exit code 1 says that a claim is refuted or undecided, 2 that one cannot be
    read, names nothing or can never fail.
    Example: cfngen prove nextjs prod --verbose
    Example: cfngen prove --template stack.yaml --claims stack.claims
    """
    from cfngen.cli.gating import watching
    from cfngen.cli.proving import code, of_systems, of_template, proved, stale, ungiven

    if template is None:
        systems = (system,) if system is not None else ()
        refuse_without_template(params, region, systems)
        subjects = of_systems(project, systems, environment, more)
    elif system is not None:
        raise click.UsageError("Name a system or --template, not both.")
    else:
        subjects = of_template(project, template, params, region, more)
    total = sum(len(subject.models) for subject in subjects)
    with watching("prove") as tell:
        outcomes = [proved(one, tell, total, coverage) for one in subjects]
    gaps = [finding for one in outcomes for finding in one.gaps]
    if style in FINDINGS:
        kept = [*gaps, *(finding for one in outcomes for finding in one.kept)]
        silent = [finding for one in outcomes for finding in one.silent]
        show(project, kept, style, silent)
    else:
        click.echo(_rendered(outcomes, style, verbose), nl=False)
        if coverage and style == "text":
            click.echo()
            show(project, gaps, style)
    ends = code(outcomes)
    if ends:
        for line in (*stale(project, subjects), *ungiven(subjects)):
            click.echo(line, err=True)
    return ends


def _rendered(outcomes: Sequence[Outcome], style: str, verbose: bool) -> str:
    """Return proofs in a style."""
    from cfngen.render.page import Page
    from cfngen.render.proof import json, markdown, text
    from cfngen.render.proof.marks import marks

    shown = [one for outcome in outcomes for one in outcome.shown()]
    gaps = [finding for one in outcomes for finding in one.gaps]
    match style:
        case "json":
            return json.render(shown, gaps)
        case "markdown":
            return markdown.render(shown, verbose, gaps)
        case _:
            page = Page(coloured(sys.stdout), columns(sys.stdout, text.COLUMNS))
            return text.render(shown, marks(sys.stdout.encoding), page, verbose)
