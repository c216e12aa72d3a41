"""A value of a model as JSON and as a line of text."""

from __future__ import annotations

import json

from cfngen.model.values import (
    Call,
    Choice,
    Dynamic,
    Reference,
    Secret,
    Text,
    Unknown,
    Value,
    plain,
)

MASK = "****"


def encoded(value: Value) -> Value:
    """Return a value as JSON, what is known by name as the function that asks for it.

    `{"Fn::GetAtt": ["Network/Vpc", "CidrBlock"]}` names a resource by its path in the
    model. Secrets are masked.
    """
    match value:
        case Reference(path, ""):
            return {"Ref": path}
        case Reference(path, attribute):
            return {"Fn::GetAtt": [path, attribute]}
        case Unknown(name):
            return {"Ref": name}
        case Secret():
            return MASK
        case Dynamic(reference):
            return encoded(reference)
        case Text(parts):
            return {"Fn::Join": ["", [encoded(part) for part in parts]]}
        case Call(function, argument):
            return {function: encoded(argument)}
        case Choice(condition, yes, no):
            return {"Fn::If": [condition, encoded(yes), encoded(no)]}
        case list():
            return [encoded(item) for item in value]
        case dict():
            return {key: encoded(item) for key, item in value.items()}
        case _:
            return value


def worded(value: Value) -> str:
    """Return a value in one line: text as it is, what is known by name as `${name}`."""
    match value:
        case Reference(path, ""):
            return f"${{{path}}}"
        case Reference(path, attribute):
            return f"${{{path}.{attribute}}}"
        case Unknown(name):
            return f"${{{name}}}"
        case Secret():
            return MASK
        case Dynamic(reference):
            return worded(reference)
        case Text(parts):
            return "".join(map(worded, parts))
        case Call(function, argument):
            return f"{function.removeprefix('Fn::')}({_listed(argument)})"
        case Choice(condition, yes, no):
            return f"If({condition}, {worded(yes)}, {worded(no)})"
        case dict() | list():
            return json.dumps(_inner(value), ensure_ascii=False)
        case None:
            return "null"
        case _:
            return plain(value)


def _listed(argument: Value) -> str:
    """Return a function's arguments in one line."""
    return ", ".join(
        map(worded, argument if isinstance(argument, list) else [argument])
    )


def _inner(value: Value) -> Value:
    """Return a value as JSON in which named values are words."""
    match value:
        case dict():
            return {key: _inner(item) for key, item in value.items()}
        case list():
            return [_inner(item) for item in value]
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return worded(value)
