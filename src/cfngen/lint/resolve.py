"""Where a value comes from: through the root to the parameter file that gives it.

Only what passes values on is followed. A value that a condition chooses or a resource
makes stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cfngen.findings import Finding
from cfngen.lint.subject import Subject, Template
from cfngen.params.constraints import plain
from cfngen.params.model import Parameters, Value


@dataclass(frozen=True)
class Origin:
    """A value and the place that it comes from: a parameter file or a template."""

    text: str
    name: str
    source: Template | Parameters
    path: tuple[str, ...] = ()

    def finding(self, id: str, message: str, mend: str = "") -> Finding:
        """Return the finding at the place."""
        if isinstance(self.source, Template):
            return self.source.finding(self.path, id, message, mend)
        value = self.source.values.get(self.name, Value(""))
        return Finding(
            *(self.source.file, self.name, id, message, mend),
            line=value.line,
            column=value.column,
        )


@dataclass(frozen=True)
class Scope:
    """A nested stack, or the root where it has no name, in one environment."""

    subject: Subject
    stack: str
    environment: Parameters

    @property
    def template(self) -> Template:
        """Return the stack's template."""
        return self.subject.template(self.stack)

    def follow(self, value: Any, path: tuple[str, ...]) -> Origin | None:
        """Return the origin of a value of the stack's template; None if unknown."""
        match value:
            case str() | int() | float():
                return Origin(plain(value), path[-1], self.template, path)
            case {"Ref": str(name)}:
                return self.parameter(name)
            case {"Fn::Select": [str() | int() as index, listed]}:
                return _selected(self.follow(listed, path), int(index))
            case {"Fn::Split": [",", joined]}:
                return self.follow(joined, path)
            case _:
                return None

    def parameter(self, name: str) -> Origin | None:
        """Return the origin of a parameter: what it is given, or its default."""
        if not self.stack:
            value = self.environment.values.get(name)
            given = value and Origin(value.text, name, self.environment)
            return given or _default(self.template, name)
        path = ("Resources", self.stack, "Properties", "Parameters")
        handed = self.subject.root.section(*path)
        if name not in handed:
            return _default(self.template, name)
        match handed[name]:
            case {"Fn::Join": [",", listed]}:
                return Scope(self.subject, "", self.environment).follow(listed, path)
            case value:
                here = (*path, name)
                return Scope(self.subject, "", self.environment).follow(value, here)


def scopes(subject: Subject, stack: str) -> list[Scope]:
    """Return a stack in each environment; with the defaults where there is none."""
    environments = subject.environments or (Parameters("", ""),)
    return [Scope(subject, stack, environment) for environment in environments]


def _default(template: Template, name: str) -> Origin | None:
    """Return a parameter's default."""
    default = template.section("Parameters", name).get("Default")
    if not isinstance(default, str | int | float):
        return None
    return Origin(plain(default), name, template, ("Parameters", name, "Default"))


def _selected(origin: Origin | None, index: int) -> Origin | None:
    """Return one item of a list of values."""
    items = origin.text.split(",") if origin is not None else []
    if origin is None or not 0 <= index < len(items):
        return None
    return Origin(items[index].strip(), origin.name, origin.source, origin.path)
