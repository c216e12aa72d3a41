"""`cfngen lint`: check the committed templates, each by itself and its wiring."""

from __future__ import annotations

import click

from cfngen.cli.options import format_option, systems_argument
from cfngen.cli.working import jobs_option, memory_option
from cfngen.errors import Exit
from cfngen.project import Project


@click.command()
@systems_argument
@format_option
@jobs_option
@memory_option
@click.pass_obj
def command(
    project: Project, systems: tuple[str, ...], style: str, jobs: int, cached: bool
) -> Exit:
    """Check the templates and parameter files of each SYSTEM.

    \b
    cfn-lint reads every template, also with what each environment gives it; rules
    of our own follow. Every finding counts, whatever its severity. Exit code 2
    says that a parameter file does not fit, 1 that only templates have findings.
    `cfngen check` does this and more.
    Example: cfngen lint nextjs --format github
    """
    from cfngen.cli.gating import on_systems
    from cfngen.gate.order import Scope

    return on_systems(project, systems, Scope.LINT, style, jobs, cached)
