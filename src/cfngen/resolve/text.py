"""Texts that are partly known: how they split and when two of them are equal."""

from __future__ import annotations

import re

from cfngen.model.values import (
    NAMED,
    Call,
    Dynamic,
    Reference,
    Secret,
    Text,
    Unknown,
    Value,
    joined,
    known,
    plain,
)

NEVER_EMPTY = ("Arn", "Id")
"""How the attributes end that AWS always fills, as it does a resource's Ref."""


def split(delimiter: str, text: Value) -> Value:
    """Return the pieces of a text, or the call where they cannot be known.

    What a resource or a pseudo parameter is called has no comma in it.
    """
    if not isinstance(text, NAMED):
        return plain(text).split(delimiter)
    if isinstance(text, Secret):
        return [Secret(text.name, piece) for piece in text.text.split(delimiter)]
    match text:
        case Call("Fn::Join", [joint, listed]) if joint == delimiter and isinstance(
            listed, NAMED
        ):
            return listed
    parts = text.parts if isinstance(text, Text) else (text,)
    if delimiter == "," and all(map(_whole, parts)):
        return _pieces(parts, delimiter)
    return Call("Fn::Split", [delimiter, text])


def _whole(part: Value) -> bool:
    """Return whether a part of a text surely holds no comma."""
    match part:
        case str() | Reference() | Dynamic():
            return True
        case Unknown(name):
            return name.startswith("AWS::")
        case _:
            return False


def _pieces(parts: tuple[Value, ...], delimiter: str) -> list[Value]:
    """Return the pieces of a text whose named parts hold no delimiter."""
    pieces: list[list[Value]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *more = part.split(delimiter)
            pieces[-1].append(first)
            pieces += [[piece] for piece in more]
        else:
            pieces[-1].append(part)
    return [joined(piece) for piece in pieces]


def equal(left: Value, right: Value) -> bool | None:
    """Return whether two values are the same text; None where that is unknown."""
    left, right = _shown(left), _shown(right)
    if known(left) and known(right):
        return bool(_flat(left) == _flat(right))
    if left == right:
        return True
    for one, other in ((left, right), (right, left)):
        if isinstance(other, str | int | float) and _cannot_be(one, plain(other)):
            return False
    return None


def _shown(value: Value) -> Value:
    """Return a secret's own text, for comparing only."""
    return value.text if isinstance(value, Secret) else value


def _flat(value: Value) -> Value:
    """Return a value with its scalars as text: CloudFormation compares text."""
    match value:
        case list():
            return [_flat(item) for item in value]
        case dict():
            return {key: _flat(item) for key, item in value.items()}
        case _:
            return plain(value)


def _cannot_be(value: Value, text: str) -> bool:
    """Return whether a partly known text is surely another."""
    parts = value.parts if isinstance(value, Text) else (value,)
    pattern = "".join(_pattern(_shown(part)) for part in parts)
    return re.fullmatch(pattern, text, re.DOTALL) is None


def _pattern(part: Value) -> str:
    """Return what one part of a text may look like."""
    match part:
        case str():
            return re.escape(part)
        case Reference(_, attribute) if not attribute or attribute.endswith(
            NEVER_EMPTY
        ):
            return ".+"
        case Unknown(name) if name.startswith("AWS::"):
            return ".+"
        case _:
            return ".*"
