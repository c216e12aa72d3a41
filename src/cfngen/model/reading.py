"""A value as the kind that a reader expects, or None where it is not known as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.model.model import Model, Resource
from cfngen.model.values import Reference, Value, plain, references

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""What CloudFormation takes for a number; Python also takes `nan` and `1_000`."""

OPAQUE = (
    *("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource"),
    "Custom::",
)
"""How the types begin whose attributes are what somebody else has made."""


def text(value: Value) -> str | None:
    """Return a scalar as text; None for anything else."""
    return plain(value) if isinstance(value, str | int | float) else None


def number(value: Value) -> float | None:
    """Return a number, or a text that is one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = NUMBER.fullmatch(str(value).strip())
    return float(written[0]) if written else None


def switched(value: Value) -> bool | None:
    """Return whether a value is true or 'true'; None where it is neither nor false."""
    return {"true": True, "false": False}.get((text(value) or "").lower())


def listed(value: Value) -> list[Value]:
    """Return a list's items; the value itself as one where it is no list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def opaque(resource: Resource) -> bool:
    """Return whether a resource gives what is not its own, and may take what it gets:
    a nested stack, or a custom resource."""
    return resource.type.startswith(OPAQUE)


def target(model: Model, value: Value) -> Resource | None:
    """Return the resource that a value refers to; None where it is not one alone.

    What a nested stack that is not at hand gives, or a custom resource, may be any.
    """
    if not isinstance(value, Reference):
        return None
    found = model.resources.get(value.path)
    return None if found and value.attribute and opaque(found) else found


def targets(model: Model, values: Value) -> Iterator[Resource]:
    """Yield the resources that the items of a list refer to."""
    for value in listed(values):
        found = target(model, value)
        if found is not None:
            yield found


def mentions(value: Value, path: str) -> bool:
    """Return whether a value refers to a resource, at any depth inside it."""
    return any(found.path == path for found in references(value))


def referring(model: Model, path: str) -> Iterator[tuple[Resource, str]]:
    """Yield the resources that refer to another one, each with the property.

    What a nested stack is only handed down for its own resources is left out.
    """
    for resource in model.resources.values():
        for name, value in resource.properties.items():
            handed = resource.path in model.stacks and name == "Parameters"
            if not handed and mentions(value, path):
                yield resource, name
