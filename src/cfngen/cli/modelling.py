"""What commands share that read one model: ours, or that of anybody's template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import Command, chosen_environment, load_systems
from cfngen.errors import InputError
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.model import Model
    from cfngen.spec.system import System

FILE = click.Path(dir_okay=False, exists=True, path_type=Path)

template_option = click.option(
    "--template", type=FILE, help="A template of anybody's, JSON or YAML."
)
params_option = click.option(
    "--params", type=FILE, help="What --template is given, in a file."
)
region_option = click.option(
    "--region", metavar="NAME", help="Where --template is deployed."
)


def template_options(command: Command) -> Command:
    """Give a command the options template, params and region."""
    for option in (region_option, params_option, template_option):
        command = option(command)
    return command


def refuse_without_template(
    params: Path | None, region: str | None, words: Sequence[str] = ()
) -> None:
    """Raise UsageError for what belongs to --template, where that is not given.

    `words` are the arguments: a file among them is a template that lacks the option.
    """
    for word in words[:1]:
        if Path(word).is_file():
            raise click.UsageError(f"{word} is a file: write --template {word}.")
    if params is not None or region is not None:
        raise click.UsageError("--params and --region go with --template.")


def ours(project: Project, system: str, environment: str) -> Model:
    """Return the model of a system's environment, from what is committed."""
    from cfngen.resolve import committed

    chosen_environment(project, system, environment)
    return committed(project, load_systems(project, (system,))[system], environment)


def every(
    project: Project, system: System, environment: str | None
) -> tuple[tuple[Model, ...], list[InputError]]:
    """Return a system's models, and what is wrong with its other environments.

    A system that has no parameter file has the model of its defaults.
    """
    from cfngen.params import Parameters
    from cfngen.resolve import committed_tree, fitting, in_trees

    name = system.system
    known = project.environments(name)
    models: list[Model] = []
    errors: list[InputError] = []
    try:
        tree = committed_tree(project, system)
    except InputError as error:
        return (), [error]
    for one in known if environment is None else (environment,):
        try:
            models.append(in_trees(system, tree, fitting(project, name, one, tree)))
        except InputError as error:
            errors.append(error)
    if not known:
        models.append(in_trees(system, tree, Parameters("", "")))
    return tuple(models), errors


def foreign(
    project: Project, template: Path, params: Path | None, region: str | None
) -> Model:
    """Return the model of anybody's template.

    Raises InputError for files that cannot be read, a region that AWS does not have
    and values of parameters that the template does not declare: nobody would use them.
    """
    from cfngen.resolve import of_file

    if region is not None:
        _refuse_what_is_no_region(region)
    model = of_file(project, template, params, region or "")
    _refuse_what_is_not_declared(model)
    return model


def _refuse_what_is_not_declared(model: Model) -> None:
    """Raise InputError for values that the root template has no parameters for."""
    from cfngen.params import check

    declared = model.stacks[""].template.section("Parameters")
    fitting = check(model.given, {name: {} for name in declared})
    unknown = tuple(
        replace(one, mend=one.mend if one.mend.startswith("Did") else "Remove it.")
        for one in fitting
        if one.id == "CG410"
    )
    if unknown:
        message = f"{model.given.file} does not fit {model.stacks[''].template.file}."
        raise InputError(message, findings=unknown)


def _refuse_what_is_no_region(region: str) -> None:
    """Raise InputError for a region that AWS does not have."""
    from cfngen.spec.checks.regions import REGIONS
    from cfngen.spec.wording import close

    if region not in REGIONS:
        hint = close(region, REGIONS, "Write a region such as us-east-1.")
        raise InputError(f"--region: there is no region {region!r}.", hint)
