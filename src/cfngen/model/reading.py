"""A value as the kind that a reader expects, or None where it is not known as one."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model.model import Model, Resource
from cfngen.model.values import Choice, Reference, Text, Value, plain


def text(value: Value) -> str | None:
    """Return a scalar as text; None for anything else."""
    return plain(value) if isinstance(value, str | int | float) else None


def number(value: Value) -> float | None:
    """Return a number, or a text that is one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def switched(value: Value) -> bool | None:
    """Return whether a value is true or 'true'; None where it is neither nor false."""
    return {"true": True, "false": False}.get((text(value) or "").lower())


def listed(value: Value) -> list[Value]:
    """Return a list's items; the value itself as one where it is no list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def target(model: Model, value: Value) -> Resource | None:
    """Return the resource that a value refers to; None where it is not one alone."""
    return model.resources.get(value.path) if isinstance(value, Reference) else None


def targets(model: Model, values: Value) -> Iterator[Resource]:
    """Yield the resources that the items of a list refer to."""
    for value in listed(values):
        found = target(model, value)
        if found is not None:
            yield found


def mentions(value: Value, path: str) -> bool:
    """Return whether a value refers to a resource, alone or as a part of a text."""
    match value:
        case Reference():
            return value.path == path
        case Text():
            return any(mentions(part, path) for part in value.parts)
        case Choice():
            return mentions(value.yes, path) or mentions(value.no, path)
        case _:
            return False
