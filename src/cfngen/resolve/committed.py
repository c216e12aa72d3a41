"""The model of an environment, from the files of a project or from anybody's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cfngen.errors import InputError
from cfngen.model.model import Model
from cfngen.naming import RECOVERY, template_file
from cfngen.params import Parameters, check, load
from cfngen.project import Project
from cfngen.resolve.building import Root, resolve
from cfngen.resolve.environments import in_trees
from cfngen.template import Tree, load_tree

if TYPE_CHECKING:
    from cfngen.spec.system import System


def committed(project: Project, system: System, environment: str) -> Model:
    """Return a system's model in one environment, from what is committed.

    Raises InputError with every finding where a template or the parameter file cannot
    be read, the file does not fit the root, or something cannot be resolved.
    """
    tree = committed_tree(project, system)
    return in_trees(system, tree, fitting(project, system.system, environment, tree))


def committed_tree(project: Project, system: System) -> Tree:
    """Return a system's committed templates: the root's and those that stand apart.

    Raises InputError where one is missing or cannot be read.
    """
    root = template_file("root")
    folder = project.templates(system.system)
    if not (folder / root).is_file():
        raise InputError(
            f"{project.shown(folder / root)}: there is no such file.",
            f"Run: cfngen generate {system.system}",
        )
    tree = _tree(project, folder / root)
    apart = folder / template_file(RECOVERY)
    if system.recovery is None or not apart.is_file():
        return tree
    return Tree(root, {**_tree(project, apart).templates, **tree.templates})


def fitting(project: Project, system: str, environment: str, tree: Tree) -> Parameters:
    """Return an environment's parameter file; raises InputError where it does not fit
    the root of the templates."""
    path = project.params(system, environment)
    given = load(path, project.shown(path))
    findings = check(given, tree.templates[tree.root].section("Parameters"))
    if findings:
        raise InputError(f"{given.file} does not fit.", findings=findings)
    return given


def of_file(
    project: Project, template: Path, params: Path | None = None, region: str = ""
) -> Model:
    """Return the model of a template that anybody wrote, JSON or YAML.

    What it nests by local path is part of it. A parameter without a value or a default
    stays unknown, and so does a region that is empty. Raises InputError where a file
    cannot be read or something cannot be resolved.
    """
    given = Parameters("", "")
    if params is not None:
        given = load(params.resolve(), project.shown(params.resolve()))
    tree = _tree(project, template.resolve())
    return resolve((Root(tree, region=region),), given)


def _tree(project: Project, path: Path) -> Tree:
    """Return the template in a file and those that it nests."""
    return load_tree(path, project.shown(path))
