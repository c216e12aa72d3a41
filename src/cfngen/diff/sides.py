"""The two models to compare: of two environments, or of then and now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.model import Model
from cfngen.naming import template_file
from cfngen.params import Parameters
from cfngen.params.model import ENVIRONMENT_NAME
from cfngen.project import Project
from cfngen.resolve import committed, committed_tree, fitting
from cfngen.resolve.environments import in_trees
from cfngen.revision import at
from cfngen.spec.load import load

if TYPE_CHECKING:
    from cfngen.spec.system import System


def across(
    project: Project, system: System, first: str, second: str, *, names: bool = False
) -> tuple[Model, Model]:
    """Return the models of two environments, from what is committed.

    Without `names` the name of the environment is left unknown in both, and so are the
    names of their stacks: what differs by them only is then equal. Raises InputError as
    `resolve.committed` does.
    """
    tree = committed_tree(project, system)
    found: list[Model] = []
    for environment in (first, second):
        given = fitting(project, system.system, environment, tree)
        shown = given if names else _nameless(given)
        found.append(in_trees(system, tree, shown, named=names))
    return found[0], found[1]


def _nameless(given: Parameters) -> Parameters:
    """Return a parameter file without the name of its environment."""
    values = {n: value for n, value in given.values.items() if n != ENVIRONMENT_NAME}
    return replace(given, values=values)


def against(
    project: Project, system: System, environment: str, revision: str
) -> tuple[Model, Model]:
    """Return the models of an environment as committed at a revision, and as it is.

    Templates, parameter file, region: all is that of the revision. Raises InputError
    as `resolve.committed` does, and where the revision or anything in it is not there
    or could not be resolved.
    """
    now = committed(project, system, environment)
    name = system.system
    needed = (
        project.shown(project.spec(name)),
        project.shown(project.templates(name) / template_file("root")),
        project.shown(project.params(name, environment)),
    )
    folders = (project.templates(name), project.params_folder(name))
    paths = (*needed, *map(project.shown, folders), "data")
    with at(project, revision, paths) as then:
        missing = [path for path in needed if not (then.root / path).is_file()]
        if missing:
            raise InputError(
                "\n".join(
                    f"{revision}:{path}: there is no such file." for path in missing
                ),
                "An environment can only be compared with a revision that has it.",
            )
        with _told_of(revision):
            return committed(then, load(then, name), environment), now


@contextmanager
def _told_of(revision: str) -> Iterator[None]:
    """Let errors name a file as git does: `main:templates/nextjs/root.json`."""
    try:
        yield
    except InputError as error:
        found = [_of_revision(revision, finding) for finding in error.findings]
        message = f"What is committed at {revision} cannot be compared: {error.message}"
        hint = "Compare with a revision at which it could be generated and resolved."
        raise InputError(message, hint, found) from None


def _of_revision(revision: str, finding: Finding) -> Finding:
    """Return a finding in a file of a revision."""
    return replace(finding, file=f"{revision}:{finding.file}")
