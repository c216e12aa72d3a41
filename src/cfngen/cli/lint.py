"""`cfngen lint`: check the committed templates and the parameter files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import format_option, load_systems, show, systems_argument
from cfngen.errors import Exit
from cfngen.findings import Finding
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.lint import Step


@click.command()
@systems_argument
@format_option
@click.pass_obj
def command(project: Project, systems: tuple[str, ...], style: str) -> Exit:
    """Check the templates and parameter files of each SYSTEM.

    \b
    cfn-lint reads every template, also with what each environment gives it; rules
    of our own follow. Every finding counts, whatever its severity. Exit code 2
    says that a parameter file does not fit, 1 that only templates have findings.
    Example: cfngen lint nextjs --format github
    """
    unfit, steps = _prepared(project, systems)
    found = [finding for step in _watched(steps) for finding in step.run()]
    show(project, (*unfit, *found), style)
    if unfit:
        return Exit.USAGE
    return Exit.FAILED if found else Exit.OK


def _prepared(
    project: Project, systems: Sequence[str]
) -> tuple[list[Finding], list[Step]]:
    """Return the findings on parameter files, and the work that is left to do."""
    from cfngen.generate import generate
    from cfngen.lint import cfn_lint, steps
    from cfngen.params import check_all, interface_of

    findings: list[Finding] = []
    work: list[Step] = []
    loaded = load_systems(project, systems)
    cfn = cfn_lint(project)
    for name, system in loaded.items():
        generated = generate(system)
        environments = check_all(project, name, interface_of(generated["root.json"]))
        findings += environments.findings
        work += steps(project, system, generated, environments.fitting, cfn)
        if not project.environments(name):
            click.echo(f"{name}: no parameter files; its defaults are read", err=True)
    return findings, work


def _watched(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps, telling on stderr which one is at work."""
    if not sys.stderr.isatty():
        for step in steps:
            click.echo(f"lint {step.name}", err=True)
            yield step
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("lint", total=len(steps))
        for step in steps:
            # Drawn at once: a short step is over before the next tick of the clock.
            progress.update(task, description=f"lint {step.name}", refresh=True)
            yield step
            progress.advance(task)
