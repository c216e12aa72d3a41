"""`cfngen check`: everything that can be known without AWS."""

from __future__ import annotations

from pathlib import Path

import click

from cfngen.cli.options import format_option, systems_argument
from cfngen.cli.working import jobs_option, memory_option
from cfngen.errors import Exit
from cfngen.project import Project

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@systems_argument
@click.option(
    "--template", metavar="FILE", type=FILE, help="Check this template instead."
)
@click.option("--params", metavar="FILE", type=FILE, help="What --template is given.")
@click.option("--region", metavar="NAME", help="Where --template is to go.")
@format_option
@jobs_option
@memory_option
@click.pass_obj
def command(
    project: Project,
    systems: tuple[str, ...],
    template: Path | None,
    params: Path | None,
    region: str | None,
    style: str,
    jobs: int,
    cached: bool,
) -> Exit:
    """Check all about each SYSTEM that can be known without AWS.

    \b
    Templates are fresh, parameter files fit; cfn-lint, AWS's own engine and the
    checks of cfngen read what each environment makes of them. What has not
    changed since the last time is not read again. Exit code 2 says that a
    parameter file does not fit, 1 that there are other findings.
    Example: cfngen check nextjs --format github
    Example: cfngen check --template stack.yaml --params dev.json
    """
    from cfngen.cli.gating import on_systems, on_template
    from cfngen.gate.order import Scope

    if template is None:
        if params is not None or region is not None:
            raise click.UsageError("--params and --region go with --template.")
        return on_systems(project, systems, Scope.CHECK, style, jobs, cached)
    if systems:
        raise click.UsageError("Name systems or --template, not both.")
    return on_template(project, template, params, region or "", style, jobs, cached)
