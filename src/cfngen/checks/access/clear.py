"""Secrets that everybody who may look can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import Dynamic, Model, Resource, Secret, Value, listed, parts
from cfngen.params.secret import secret, telltale
from cfngen.resolve.scope import Path

HARMLESS = ("", "false", "true")

PATH = re.compile(r"/?[a-z][a-z0-9_-]*(/[a-z0-9_-]+)+|/[a-z][a-z0-9_-]*")
"""The name of a secret or a parameter, `prod/database`, and not what it holds."""

PLACEHOLDER = re.compile(
    r"(change|replace|fill|set)[-_ ]?(it|me|this|in)?|placeholder|todo|dummy|x+|<.*>",
    re.IGNORECASE,
)
"""What waits to be replaced by a secret."""


def shown(model: Model) -> Iterator[Problem]:
    """No secret stands in clear, neither in a variable nor in a template.

    Task definitions, projects and functions show their variables to everybody who may
    describe them, in the console and in logs. What CloudFormation resolves, a NoEcho
    parameter or a dynamic reference, is in clear there as well. Templates and parameter
    files are committed, and CloudFormation shows templates.
    """
    for resource, path, name, value in _variables(model):
        why = _why(name, value)
        if why:
            message = f"the variable {name} {why}, in clear."
            mend = "Keep it in Secrets Manager and name the secret."
            yield Problem(resource, path, message, mend)
    for resource in model.of("AWS::SecretsManager::Secret"):
        value = resource.get("SecretString")
        if isinstance(value, str) and _secret_text(value):
            message = "the secret is written down."
            mend = "Use GenerateSecretString, or fill it in after the deployment."
            yield Problem(resource, ("SecretString",), message, mend)


def _variables(model: Model) -> Iterator[tuple[Resource, Path, str, Value]]:
    """Yield every environment variable that is no reference to a secret."""
    for task in model.of("AWS::ECS::TaskDefinition"):
        for index, container in enumerate(listed(task.get("ContainerDefinitions"))):
            if isinstance(container, dict):
                place = ("ContainerDefinitions", index, "Environment")
                yield from _named(task, place, container.get("Environment"))
    for project in model.of("AWS::CodeBuild::Project"):
        path = ("Environment", "EnvironmentVariables")
        yield from _named(project, path, project.get(*path))
    for function in model.of("AWS::Lambda::Function"):
        values = function.get("Environment", "Variables")
        for name, value in values.items() if isinstance(values, dict) else ():
            yield function, ("Environment", "Variables", name), name, value


def _named(
    resource: Resource, path: Path, values: Value
) -> Iterator[tuple[Resource, Path, str, Value]]:
    """Yield the variables of a list of Name and Value."""
    for index, item in enumerate(listed(values)):
        if isinstance(item, dict) and item.get("Type", "PLAINTEXT") == "PLAINTEXT":
            name = item.get("Name")
            if isinstance(name, str):
                yield resource, (*path, index, "Value"), name, item.get("Value")


def _why(name: str, value: Value) -> str:
    """Return why a variable is a secret; empty if it is none."""
    if any(isinstance(part, Secret) for part in parts(value)):
        return "is a NoEcho parameter"
    if any(_fetched(part) for part in parts(value)):
        return "is fetched from Secrets Manager by CloudFormation"
    if not isinstance(value, str) or value.lower() in HARMLESS or value.isdigit():
        return ""
    if PATH.fullmatch(value) or PLACEHOLDER.fullmatch(value):
        return ""
    return secret(name.replace("_", ""), value, {})


def _fetched(part: Value) -> bool:
    """Return whether a value is a dynamic reference to a secret."""
    if not isinstance(part, Dynamic):
        return False
    first: Any = part.reference
    first = first if isinstance(first, str) else getattr(first, "parts", ("",))[0]
    return isinstance(first, str) and (
        "{{resolve:secretsmanager" in first or "{{resolve:ssm-secure" in first
    )


def _secret_text(value: str) -> bool:
    """Return whether text gives a secret away: a password, alone or in JSON."""
    if PLACEHOLDER.fullmatch(value):
        return False
    if telltale(value) or not value.lstrip().startswith("{"):
        return bool(value)
    return any(word in value.lower() for word in ("password", "secret", "token", "key"))
