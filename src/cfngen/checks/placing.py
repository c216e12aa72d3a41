"""From a problem to a finding: on the line that a user can change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cfngen.checks.check import Check, Problem
from cfngen.findings import Finding, Place
from cfngen.model import Model, Resource
from cfngen.resolve.origin import settings, written
from cfngen.resolve.scope import Path
from cfngen.spec.causes import Causes, Made

Cause = Callable[[Resource, Path], Place | None]
"""The line of the spec that a property comes from, if it comes from any."""


def nowhere(resource: Resource, path: Path) -> Place | None:
    """Return that a property comes from no spec: somebody else wrote the template."""


def of_spec(model: Model, causes: Causes) -> Cause:
    """Return what finds the causes of a model that a spec has made."""

    def cause(resource: Resource, path: Path) -> Place | None:
        file = PurePosixPath(model.stack_of(resource).template.file)
        given = _settings(model, resource, path)
        return causes.of(Made(file.stem, resource.name, path, given))

    return cause


@dataclass(frozen=True)
class Written:
    """Where a property is written: in its template, in the parameter file where a
    setting gives its value, and the line of the spec that it comes from."""

    template: Place
    setting: Place | None = None
    spec: Place | None = None

    @property
    def nearest(self) -> Place:
        """Return the place that a user can change."""
        return self.setting or self.template


def written_at(
    model: Model, resource: Resource, path: Path, cause: Cause = nowhere
) -> Written:
    """Return where a property is written; a resource as a whole without a path."""
    way = written(model, resource, path)
    inside = ("Properties", *way) if way else ()
    whole = not resource.name  # a problem of the template itself
    steps = () if whole else ("Resources", resource.name, *inside)
    template = model.stack_of(resource).template
    node, shown = template.node(steps), "/".join(map(str, steps))
    place = Place(template.file, shown, node.line, node.column)
    return Written(place, _setting(model, resource, path), cause(resource, path))


def placed(
    model: Model, check: Check, problem: Problem, cause: Cause = nowhere
) -> Finding:
    """Return the finding: at the setting that gives the value, or in the template.

    The line of the spec that the value comes from stands in its cause.
    """
    resource = problem.resource
    found = written_at(model, resource, problem.path, cause)
    place, message = found.nearest, f"{resource.path}: {problem.message}"
    return Finding(
        *(place.file, place.path, check.id, message, problem.mend),
        *(check.severity, place.line, place.column),
        resource=resource.path,
        cause=found.spec,
    )


def _setting(model: Model, resource: Resource, path: Path) -> Place | None:
    """Return the setting in the parameter file that gives a property its value."""
    values = model.given.values
    for name in _settings(model, resource, path):
        if name in values and values[name].line:
            where = values[name]
            return Place(model.given.file, name, where.line, where.column)
    return None


def _settings(model: Model, resource: Resource, path: Path) -> tuple[str, ...]:
    """Return the settings that a property is made of; none for a whole resource."""
    return settings(model, resource, path) if path else ()


def resourced(model: Model, finding: Finding) -> Finding:
    """Return what an engine found in a template with the path of its resource.

    Where several stacks are made of the template it is that of the first.
    """
    match finding.path.split("/"):
        case ["Resources", name, *_] if not finding.resource:
            for stack in model.stacks.values():
                path = f"{stack.path}/{name}" if stack.path else name
                if stack.template.file == finding.file and path in model.resources:
                    return replace(finding, resource=path)
    return finding
