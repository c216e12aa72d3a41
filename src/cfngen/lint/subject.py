"""What the rules read: a system's committed templates and its environments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cfngen.findings import Finding
from cfngen.freshness import Comparison
from cfngen.package import STACK
from cfngen.params.jsontext import Node, scan
from cfngen.params.model import Parameters
from cfngen.project import Project

EMPTY = Node("object", 0, 0)


@dataclass(frozen=True)
class Template:
    """A committed template; `file` is relative to the project.

    What is not shaped like a template reads as empty: cfn-lint says so.
    """

    file: str
    text: Node = EMPTY
    body: Mapping[str, Any] = field(default_factory=dict)

    def section(self, *path: str) -> Mapping[str, Any]:
        """Return the mapping at a path; empty where there is none."""
        here: Any = self.body
        for name in path:
            here = here.get(name) if isinstance(here, dict) else None
        return here if isinstance(here, dict) else {}

    def resources(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the logical id and properties of each resource of a type."""
        for name in self.section("Resources"):
            if self.section("Resources", name).get("Type") == kind:
                yield name, self.section("Resources", name, "Properties")

    def finding(
        self, path: tuple[str, ...], id: str, message: str, mend: str = ""
    ) -> Finding:
        """Return the finding at a path inside the template, or as near as it goes."""
        node = self.text
        for name in path:
            node = node.get(name) or node
        shown = "/".join(path)
        return Finding(
            self.file, shown, id, message, mend, line=node.line, column=node.column
        )


@dataclass(frozen=True)
class Subject:
    """One system: its root, the nested templates by logical id, its environments."""

    system: str
    region: str
    root: Template
    nested: Mapping[str, Template]
    environments: tuple[Parameters, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

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
    environments: tuple[Parameters, ...],
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
    return Subject(system, region, root, nested, environments, comparisons)


def _beside(url: Any) -> bool:
    """Return whether a TemplateURL names a file in the folder of its template."""
    return isinstance(url, str) and Path(url).name == url


def _template(project: Project, path: Path) -> Template:
    """Return the template in a file."""
    shown = project.shown(path)
    try:
        text = scan(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Template(shown)
    return Template(shown, text, text.plain() if text.kind == "object" else {})
