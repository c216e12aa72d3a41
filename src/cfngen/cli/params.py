"""`cfngen params`: check, fill in and show parameter files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cfngen.cli.options import (
    chosen_environment,
    format_option,
    load_systems,
    show,
    systems_argument,
)
from cfngen.errors import Exit, InputError
from cfngen.findings import Finding
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.params import Parameters

    Planned = tuple[Parameters, dict[str, dict[str, Any]], str]


@click.group()
def command() -> None:
    """Check, fill in or show the parameter files of an environment."""


@command.command("check")
@systems_argument
@format_option
@click.pass_obj
def check_files(project: Project, systems: tuple[str, ...], style: str) -> Exit:
    """Check that every parameter file of each SYSTEM fits its root template.

    Example: cfngen params check nextjs
    """
    from cfngen.params import check_all

    findings: list[Finding] = []
    for system, interface in _interfaces(project, systems):
        for environment in _environments(project, system, None):
            file = project.shown(project.params(system, environment))
            click.echo(f"check {file}", err=True)
        findings += check_all(project, system, interface).findings
    show(project, findings, style)
    return Exit.USAGE if findings else Exit.OK


@command.command("sync")
@systems_argument
@click.option("--env", metavar="NAME", help="One environment; its file is made if new.")
@click.option("--prune", is_flag=True, help="Remove what the root template lacks.")
@format_option
@click.pass_obj
def sync_files(
    project: Project, systems: tuple[str, ...], env: str, prune: bool, style: str
) -> Exit:
    """Add the settings that parameter files lack, and say what is left to do.

    \b
    Values that are there stay. Nothing is written while any file cannot be read.
    Example: cfngen params sync nextjs --env dev
    """
    from cfngen.params import check, parse, save

    findings: list[Finding] = []
    for old, interface, text in _planned(project, systems, env, prune):
        written = save(project.root / old.file, text)
        click.echo(f"{old.file} {'written' if written else 'unchanged'}", err=True)
        new = parse(text.encode(), old.file, old.environment)
        findings += check(new, interface)
    show(project, findings, style)
    return Exit.USAGE if findings else Exit.OK


@command.command("show")
@click.argument("system")
@click.argument("environment")
@click.option(
    "--format",
    "form",
    type=click.Choice(("list", "overrides", "codepipeline", "flat")),
    default="list",
    show_default=True,
    help="Who is to read it: see below.",
)
@click.pass_obj
def show_file(project: Project, system: str, environment: str, form: str) -> Exit:
    """Print the parameters of an ENVIRONMENT in the form that another tool reads.

    \b
    list          aws cloudformation create-stack --parameters, cfn-lint
    overrides     aws cloudformation deploy --parameter-overrides
    codepipeline  template configuration of a CodePipeline action
    flat          one map of keys and values
    Example: cfngen params show nextjs prod --format overrides
    """
    from cfngen.params import FORMS, check, load

    path = chosen_environment(project, system, environment)
    parameters = load(path, project.shown(path))
    ((_, interface),) = _interfaces(project, (system,))
    findings = check(parameters, interface)
    if findings:
        raise InputError(f"{parameters.file} does not fit.", findings=findings)
    click.echo(FORMS[form](parameters), nl=False)
    return Exit.OK


def _interfaces(
    project: Project, systems: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    """Yield each system with the parameters of its root as the spec makes it.

    Environments of the spec may still lack the file that these commands are about.
    """
    from cfngen.generate import generate_root
    from cfngen.params import interface_of

    for name, system in load_systems(project, systems, unfinished=True).items():
        yield name, interface_of(generate_root(system))


def _planned(
    project: Project, systems: tuple[str, ...], env: str | None, prune: bool
) -> list[Planned]:
    """Return each file as it is, its interface, and its text as it should be."""
    from cfngen.params import load_all, sync

    if env is not None:
        _refuse_a_name_that_no_environment_can_have(env)
    interfaces = dict(_interfaces(project, systems))
    wanted = [
        (system, name)
        for system in interfaces
        for name in _environments(project, system, env)
    ]
    return [
        (old, interfaces[system], sync(old, interfaces[system], prune=prune))
        for (system, _), old in zip(wanted, load_all(project, wanted), strict=True)
    ]


def _environments(project: Project, system: str, env: str | None) -> tuple[str, ...]:
    """Return the environments to sync: the one asked for, or those that are there."""
    names = project.environments(system) if env is None else (env,)
    if not names:
        click.echo(_no_files(system), err=True)
    return names


def _refuse_a_name_that_no_environment_can_have(name: str) -> None:
    """Raise InputError for a name that the templates would refuse."""
    from cfngen.settings import ENVIRONMENT_NAME

    if not re.fullmatch(ENVIRONMENT_NAME.pattern, name):
        raise InputError(
            f"{name!r} cannot be the name of an environment.",
            f"Write {ENVIRONMENT_NAME.hint}.",
        )


def _no_files(system: str) -> str:
    """Return what to say about a system that has no environments."""
    return f"{system}: no parameter files; run: cfngen params sync {system} --env dev"
