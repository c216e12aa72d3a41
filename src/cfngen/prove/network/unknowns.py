"""What is not known in a value: its names, and the values that it leaves possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.checks.network.ground import named
from cfngen.model import (
    Call,
    Choice,
    Dynamic,
    Model,
    Reference,
    Secret,
    Unknown,
    Value,
    mapped,
    opaque,
    parts,
    worded,
)
from cfngen.prove.network.rules import Names

MOST = 4
"""Conditions that are tried both ways together; what hangs on more is unknown whole."""

NO_VALUE = Unknown("AWS::NoValue")


@dataclass(frozen=True)
class Option:
    """One value that something may have, and the conditions that it hangs on."""

    value: Value
    unknowns: Names = ()


def options(value: Value, when: str = "") -> tuple[Option, ...]:
    """Return what a value may be, conditions that are not known tried both ways.

    No option holds an Fn::If or AWS::NoValue. `when` is the condition of the resource
    that holds the value: where it has one, every option may not be there.
    """
    first = (when,) if when else ()
    conditions = tuple(dict.fromkeys(_conditions(value)))
    if not conditions:
        return (Option(value, first),)
    if len(conditions) > MOST:
        return (Option(_blurred(value), (*first, *conditions)),)
    found = [value]
    for condition in conditions:
        found = [
            _decided(one, condition, way) for one in found for way in (True, False)
        ]
    names = (*first, *conditions)
    return tuple(Option(None if one == NO_VALUE else one, names) for one in found)


def _conditions(value: Value) -> Iterator[str]:
    return (part.condition for part in parts(value) if isinstance(part, Choice))


def _decided(value: Value, condition: str, truth: bool) -> Value:
    """Return a value as it is where a condition holds, or where it does not."""
    if isinstance(value, Choice) and value.condition == condition:
        return _decided(value.yes if truth else value.no, condition, truth)
    return _without(mapped(value, lambda part: _decided(part, condition, truth)))


def _without(value: Value) -> Value:
    """Return a value without the keys and items that AWS::NoValue takes away."""
    match value:
        case dict():
            return {key: item for key, item in value.items() if item != NO_VALUE}
        case list():
            return [item for item in value if item != NO_VALUE]
        case _:
            return value


def _blurred(value: Value) -> Value:
    """Return a value in which every Fn::If is one unknown."""
    if isinstance(value, Choice):
        return Unknown(value.condition)
    return mapped(value, _blurred)


def names_of(value: Value) -> Names:
    """Return the names of all that is not known in a value, resources apart."""
    return tuple(dict.fromkeys(_names(value)))


def _names(value: Value) -> Iterator[str]:
    for part in parts(value):
        match part:
            case Unknown(name) | Secret(name):
                yield name
            case Choice(condition):
                yield condition
            case Call() | Dynamic():
                yield worded(part)


def key(value: Value) -> str:
    """Return what tells a resource from others: its path, its id, or, where neither is
    known, the words for it. Empty for nothing."""
    value = None if value == NO_VALUE else value
    if isinstance(value, Unknown):
        return value.name
    return named(value) or ("" if value in (None, "") else worded(value))


def at_hand(model: Model, value: Value) -> bool:
    """Return whether a value is the id of something, and not of anything at all: a
    resource of the model, or an id as text."""
    if isinstance(value, Reference):
        found = model.resources.get(value.path)
        return found is not None and not (value.attribute and opaque(found))
    return isinstance(value, str)


def held(value: Value, *path: str) -> Value:
    """Return what a value holds at a path, on both ways of each condition.

    What is not known holds something that is not known, by the same name.
    """
    for step in path:
        value = _step(value, step)
    return value


def _step(value: Value, step: str) -> Value:
    match value:
        case dict():
            return value.get(step)
        case Choice(condition, yes, no):
            return Choice(condition, _step(yes, step), _step(no, step))
        case list():
            return [_step(item, step) for item in value]
        case str() | int() | float():
            return None
        case _:
            return value
