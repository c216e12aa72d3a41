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
    mapped,
    plain,
)

NEVER_EMPTY = ("Arn", "Id")
"""How the attributes end that AWS always fills, as it does a resource's Ref."""

SINGLE = (
    *(*NEVER_EMPTY, "ID", "Address", "CidrBlock", "Endpoint", "Name", "Port"),
    *("Uri", "Url", "URL", "Zone"),
)
"""How the attributes end that are one text without a comma."""

OUTPUTS = "Outputs."
"""How the attributes begin that a nested stack has: anything, lists included."""


def split(delimiter: str, text: Value) -> Value:
    """Return the pieces of a text, or the call where they cannot be known.

    What a resource or a pseudo parameter is called has no comma in it. A dynamic
    reference is one piece: CloudFormation splits before it fetches.
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
        case str() | Dynamic(str()):
            return True
        case Reference(_, attribute):
            return not attribute or _ends(attribute, SINGLE)
        case Unknown(name):
            return name.startswith("AWS::")
        case _:
            return False


def _ends(attribute: str, ends: tuple[str, ...]) -> bool:
    """Return whether a resource's own attribute ends in one of some ways."""
    return attribute.endswith(ends) and not attribute.startswith(OUTPUTS)


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
    """Return a value with the texts of its secrets, for comparing only."""
    return value.text if isinstance(value, Secret) else mapped(value, _shown)


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
    return re.fullmatch(_pattern(parts), text, re.DOTALL) is None


def _pattern(parts: tuple[Value, ...]) -> str:
    """Return what a text may look like.

    A piece that is known matches where it first can, for good: trying every place for
    each of many pieces could take hours.
    """
    pattern, gap = "", None
    for part in parts:
        if not isinstance(part, str):
            gap = (gap or 0) + _shortest(part)
        elif gap is None or part is parts[-1]:
            pattern += _some(gap) + re.escape(part)
            gap = None
        else:
            pattern += f"(?>{_some(gap)}{re.escape(part)})"
            gap = None
    return pattern + _some(gap)


def _some(least: int | None) -> str:
    """Return the pattern of at least so many characters; of none for None."""
    return "" if least is None else f".{{{least},}}?"


def _shortest(part: Value) -> int:
    """Return how many characters an unknown part has at least."""
    match part:
        case Reference(_, attribute):
            return int(not attribute or _ends(attribute, NEVER_EMPTY))
        case Unknown(name):
            return int(name.startswith("AWS::"))
        case _:
            return 0
