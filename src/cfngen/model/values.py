"""What a property can hold: plain JSON, and what is known only by name.

A value of a Model is text, a number, a boolean, None, a list or a dict of values, or
one of the classes below. Nothing is made up: what only AWS or a secret's owner knows
keeps its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Value = Any
"""Text, number, boolean, None, list, dict, or a value that is known by name."""


@dataclass(frozen=True)
class Reference:
    """What AWS says of a resource once it exists: its Ref, or an attribute.

    `path` is the resource's in the Model, `Network/Vpc`.
    """

    path: str
    attribute: str = ""


@dataclass(frozen=True)
class Unknown:
    """A parameter without a value, or a pseudo parameter that is not known."""

    name: str


@dataclass(frozen=True)
class Secret:
    """The value of a NoEcho parameter; compared where needed, and never shown."""

    name: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Dynamic:
    """A dynamic reference, `{{resolve:…}}`: fetched by AWS, shown nowhere.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """

    reference: Value


@dataclass(frozen=True)
class Text:
    """Text with parts that are known by name; at least one part is no text."""

    parts: tuple[Value, ...]


@dataclass(frozen=True)
class Call:
    """A function of something unknown, left as it stands, its argument resolved."""

    function: str
    argument: Value


@dataclass(frozen=True)
class Choice:
    """An Fn::If whose condition depends on something unknown."""

    condition: str
    yes: Value
    no: Value


NAMED = (Reference, Unknown, Secret, Dynamic, Text, Call, Choice)
"""The classes of values that are known by name only."""


def known(value: Value) -> bool:
    """Return whether a value is plain JSON through and through."""
    return not any(isinstance(part, NAMED) for part in parts(value))


def parts(value: Value) -> Iterator[Value]:
    """Yield a value and every value inside it, outer ones first."""
    yield value
    for inner in inside(value):
        yield from parts(inner)


def inside(value: Value) -> Iterable[Value]:
    """Return the values directly inside a value."""
    match value:
        case list():
            return value
        case dict():
            return value.values()
        case Text():
            return value.parts
        case Call():
            return (value.argument,)
        case Choice():
            return (value.yes, value.no)
        case Dynamic():
            return (value.reference,)
        case _:
            return ()


def mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    """Return a value with each value directly inside it changed."""
    match value:
        case list():
            return [change(item) for item in value]
        case dict():
            return {key: change(item) for key, item in value.items()}
        case Text():
            return joined(change(part) for part in value.parts)
        case Call():
            return Call(value.function, change(value.argument))
        case Choice():
            return Choice(value.condition, change(value.yes), change(value.no))
        case Dynamic():
            return Dynamic(change(value.reference))
        case _:
            return value


def references(value: Value) -> Iterator[Reference]:
    """Yield every reference inside a value."""
    return (part for part in parts(value) if isinstance(part, Reference))


def plain(scalar: Value) -> str:
    """Return a scalar as CloudFormation writes it: true, not True."""
    return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)


def joined(pieces: Iterable[Value]) -> Value:
    """Return pieces of text as one: a str, a lone named value, or a Text."""
    found: list[Value] = []
    for piece in pieces:
        for part in piece.parts if isinstance(piece, Text) else (piece,):
            text = part if isinstance(part, NAMED) else plain(part)
            if isinstance(text, str) and found and isinstance(found[-1], str):
                found[-1] += text
            elif text != "":
                found.append(text)
    if len(found) == 1:
        return found[0]
    return Text(tuple(found)) if found else ""
