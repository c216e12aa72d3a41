"""Find a place of a spec in its schema: what is expected there, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.spec.source import Place

Part = Mapping[str, Any]

MARKS = frozenset(("<steps>", "<target>", "[key]"))
"""What pydantic adds to an error's place: the form it chose, or that a key is meant."""


def written(location: Place) -> Place:
    """Return the place in the file that an error of pydantic is about."""
    return tuple(step for step in location if step not in MARKS)


def at(whole: Part, place: Place) -> Part:
    """Return the part of a schema that describes a place, empty where none does."""
    part = whole
    for step in place:
        part = _below(whole, _resolved(whole, part), step)
    return _resolved(whole, part)


def kinds(whole: Part, part: Part) -> tuple[Part, ...]:
    """Return the forms that a value of a part may have: one, but for alternatives."""
    return tuple(_resolved(whole, kind) for kind in part.get("oneOf", (part,)))


def _below(whole: Part, part: Part, step: str | int) -> Part:
    """Return what describes an entry of a part."""
    entries = (_entry(kind, step) for kind in kinds(whole, part))
    return next(filter(None, entries), {})


def _entry(kind: Part, step: str | int) -> Part:
    """Return what describes an entry of a list or of a mapping."""
    by_name: Part = kind.get("patternProperties", {})
    listed: Part = kind.get("items", {})
    keyed: Part = kind.get("properties", {}).get(step) or dict(*by_name.values())
    return listed if isinstance(step, int) else keyed


def _resolved(whole: Part, part: Part) -> Part:
    """Return the part with its definition; what it says itself goes first."""
    if "$ref" not in part:
        return part
    definition: Part = whole["$defs"][part["$ref"].rsplit("/", 1)[-1]]
    return {**definition, **part}
