"""From a problem to a finding: on the line that a user can change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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


def placed(
    model: Model, check: Check, problem: Problem, cause: Cause = nowhere
) -> Finding:
    """Return the finding: at the setting that gives the value, or in the template.

    The line of the spec that the value comes from stands in its cause.
    """
    resource = problem.resource
    found = _found(model, check, problem, f"{resource.path}: {problem.message}")
    why = cause(resource, problem.path)
    return replace(found, resource=resource.path, cause=why)


def _found(model: Model, check: Check, problem: Problem, message: str) -> Finding:
    """Return the finding where its value is written."""
    resource = problem.resource
    values = model.given.values
    for name in _settings(model, resource, problem.path):
        if name in values and values[name].line:
            return Finding(
                *(model.given.file, name, check.id, message, problem.mend),
                check.severity,
                values[name].line,
                values[name].column,
            )
    way = written(model, resource, problem.path)
    inside = ("Properties", *way) if way else ()
    whole = not resource.name  # a problem of the template itself
    path = () if whole else ("Resources", resource.name, *inside)
    template = model.stack_of(resource).template
    return template.finding(path, check.id, message, problem.mend, check.severity)


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
