"""What the rules read: a system's committed templates and its environments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfngen.errors import InputError
from cfngen.freshness import Comparison
from cfngen.model import Model
from cfngen.package import STACK
from cfngen.params.model import Parameters
from cfngen.project import Project
from cfngen.template import Template
from cfngen.template import read as read_template


@dataclass(frozen=True)
class Subject:
    """One system: its root, the nested templates by logical id, its environments.

    `models` are its environments; there are none where nothing can be resolved.
    """

    system: str
    region: str
    root: Template
    nested: Mapping[str, Template]
    models: tuple[Model, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    @property
    def environments(self) -> tuple[Parameters, ...]:
        """Return the parameter files of the environments."""
        return tuple(model.given for model in self.models)

    def templates(self) -> tuple[Template, ...]:
        """Return the root and every nested template."""
        return (self.root, *self.nested.values())

    def template(self, stack: str) -> Template:
        """Return the template of a nested stack; of the root where it has no name."""
        return self.nested[stack] if stack else self.root


def read(
    project: Project,
    system: str,
    region: str,
    models: tuple[Model, ...],
    comparisons: tuple[Comparison, ...],
) -> Subject:
    """Return a system as it is committed; what cannot be read is empty."""
    folder = project.templates(system)
    root = _template(project, folder / "root.json")
    nested = {
        name: _template(project, folder / properties["TemplateURL"])
        for name, properties in root.resources(STACK)
        if _beside(properties.get("TemplateURL"))
    }
    return Subject(system, region, root, nested, models, comparisons)


def _beside(url: Any) -> bool:
    """Return whether a TemplateURL names a file in the folder of its template."""
    return isinstance(url, str) and Path(url).name == url


def _template(project: Project, path: Path) -> Template:
    """Return the template in a file."""
    shown = project.shown(path)
    try:
        return read_template(path, shown)
    except InputError:
        return Template(shown)
