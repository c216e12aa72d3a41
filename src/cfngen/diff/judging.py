"""What the change of one property does to its resource, by the provider's schema.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cfngen.diff.change import Difference, Path
from cfngen.diff.corrections import (
    CUSTOM,
    INTERRUPTED,
    NEVER_REPLACED,
    in_place,
)
from cfngen.diff.effect import Effect
from cfngen.diff.values import same
from cfngen.model import Call, Choice, Reference, Unknown, Value, parts
from cfngen.resolve.text import equal
from cfngen.schemas import Schema
from cfngen.stateful import stateful

ALWAYS = "createOnlyProperties"
PERHAPS = "conditionalCreateOnlyProperties"

NEW_ID = ("Arn", "Id")
"""How the attributes end that a replacement surely changes, as it changes Ref."""

Judgement = tuple[Effect, str]


def judged(schema: Schema, difference: Difference) -> Difference:
    """Return a difference with its effect on the resource, and the reason."""
    effect, reason = _judgement(schema, difference)
    if effect is Effect.REPLACE and difference.follows:
        effect = Effect.REPLACE if renews(difference) else Effect.MAY_REPLACE
    elif effect is Effect.REPLACE and (difference.moved or _may_be_same(difference)):
        effect = Effect.MAY_REPLACE
    hidden = _touches(schema.paths("writeOnlyProperties"), difference)
    return replace(difference, effect=effect, reason=reason, write_only=hidden)


def _judgement(schema: Schema, difference: Difference) -> Judgement:
    """Return the effect of a change, and why it is that one."""
    name = difference.path[0]
    if schema.type.startswith(CUSTOM):
        return Effect.MAY_REPLACE, "its function decides whether to make a new one"
    if not schema.body:
        return Effect.MAY_REPLACE, "no schema of this type is known"
    if _touches(schema.paths(ALWAYS), difference):
        return Effect.REPLACE, "cannot be updated"
    if name in schema.identifier:
        return Effect.REPLACE, "is what identifies it"
    if in_place(schema.type, difference):
        return Effect.UPDATE, ""
    if _touches(schema.paths(PERHAPS), difference):
        return Effect.MAY_REPLACE, "cannot always be updated"
    if name in INTERRUPTED.get(schema.type, ()):
        return Effect.UPDATE, "with an interruption"
    if schema.paths(ALWAYS) or schema.type in NEVER_REPLACED or name in _tags(schema):
        return Effect.UPDATE, ""
    effect = Effect.MAY_REPLACE if stateful(schema.type, {}) else Effect.UPDATE
    return effect, "its schema does not say what cannot be updated"


def _tags(schema: Schema) -> tuple[str, ...]:
    """Return the property that holds a type's tags, where they can be updated."""
    tagging = schema.body.get("tagging", {})
    if not tagging.get("tagUpdatable", True):
        return ()
    return (tagging.get("tagProperty", "/properties/Tags").rpartition("/")[2],)


def _touches(listed: Iterable[Path], difference: Difference) -> bool:
    """Return whether a difference is at, above or below a listed path."""
    here = _keys(difference.path)
    for path in map(_keys, listed):
        if here[: len(path)] == path:
            return True
        if path[: len(here)] == here:
            rest = path[len(here) :]
            before, after = _at(rest, difference.before), _at(rest, difference.after)
            if not same(before, after):
                return True
    return False


def _keys(path: Path) -> Path:
    """Return a path without its steps into lists, as schemas and differences go."""
    return tuple(step for step in path if step != "*" and step[:1] != "[")


def _at(path: Path, value: Value) -> Value:
    """Return what lies at a path; what lists hold there, as a list."""
    if isinstance(value, list):
        return [_at(path, item) for item in value]
    if not path:
        return value
    return _at(path[1:], value.get(path[0])) if isinstance(value, dict) else None


def _may_be_same(difference: Difference) -> bool:
    """Return whether both values may come to the same text when AWS knows them."""
    if equal(difference.before, difference.after) is False:
        return False
    both = [*parts(difference.before), *parts(difference.after)]
    return any(isinstance(part, Choice | Call | Unknown) for part in both)


def renews(difference: Difference) -> bool:
    """Return whether a reference to what is replaced surely comes to another value."""
    found = [
        part
        for part in parts(difference.after)
        if isinstance(part, Reference) and part.path == difference.follows
    ]
    return any(not r.attribute or r.attribute.endswith(NEW_ID) for r in found)
