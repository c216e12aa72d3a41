"""What a stack's parameters hold: what it is given, or their defaults.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.model.values import (
    Call,
    Dynamic,
    Secret,
    Text,
    Unknown,
    Value,
    joined,
    plain,
)
from cfngen.params.kinds import SSM_VALUE, is_list
from cfngen.resolve.masking import CLOSES, OPENS
from cfngen.resolve.text import split


def parameter(name: str, declared: Mapping[str, Any], given: Value) -> Value:
    """Return a parameter's value; `given` is None where the default counts.

    Lists are split and trimmed as CloudFormation does. Without any value the parameter
    stays unknown.
    """
    kind = str(declared.get("Type", "String"))
    value = declared.get("Default") if given is None else given
    if value is None:
        return Unknown(name)
    if kind.startswith(SSM_VALUE):
        fetched = Dynamic(joined([f"{OPENS}ssm:", value, CLOSES]))
        return Call("Fn::Split", [",", fetched]) if "List<" in kind else fetched
    if plain(declared.get("NoEcho", False)).lower() == "true" and _literal(value):
        value = Secret(name, plain(value))
    if not is_list(kind) or isinstance(value, list):
        return plain(value) if _literal(value) else value
    pieces = split(",", value)
    return [_trimmed(p) for p in pieces] if isinstance(pieces, list) else pieces


def _literal(value: Value) -> bool:
    """Return whether a value is a scalar of a template or a parameter file."""
    return isinstance(value, str | int | float)


def _trimmed(item: Value) -> Value:
    """Return an item of a list without the blanks around it."""
    match item:
        case str():
            return item.strip()
        case Secret():
            return Secret(item.name, item.text.strip())
        case Text((first, *inner, last)):
            ends = [first.lstrip() if isinstance(first, str) else first, *inner]
            return joined([*ends, last.rstrip() if isinstance(last, str) else last])
        case _:
            return item
