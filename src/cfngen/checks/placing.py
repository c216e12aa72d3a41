"""From a problem to a finding: on the line that a user can change."""

from __future__ import annotations

from dataclasses import replace

from cfngen.checks.check import Check, Problem
from cfngen.findings import Finding
from cfngen.model import Model
from cfngen.resolve.origin import settings


def placed(model: Model, check: Check, problem: Problem) -> Finding:
    """Return the finding: at the setting that gives the value, or in the template."""
    resource = problem.resource
    message = f"{resource.path}: {problem.message}"
    given = settings(model, resource, problem.path)
    values = model.given.values
    for name in given:
        if name in values and values[name].line:
            return Finding(
                *(model.given.file, name, check.id, message, problem.mend),
                check.severity,
                values[name].line,
                values[name].column,
                resource.path,
            )
    path = ("Resources", resource.name, "Properties", *problem.path)
    template = model.stack_of(resource).template
    found = template.finding(path, check.id, message, problem.mend, check.severity)
    return replace(found, resource=resource.path)
