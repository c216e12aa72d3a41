"""Values of a Model as others would calculate them: plain, names as tokens."""

from __future__ import annotations

from typing import Any

from cfngen.model import (
    Call,
    Choice,
    Dynamic,
    Model,
    Reference,
    Secret,
    Stack,
    Text,
    Unknown,
    Value,
    mapped,
    plain,
)
from cfngen.resolve import Wrong
from cfngen.resolve.pure import PURE

ACCOUNT = "123456789012"
ZONES = "abcd"
PIECES = ":1:2/3/4-5-6-7-8:9"


LISTS = ("Ipv6CidrBlocks",)
"""The attributes in these templates that are lists."""


def token(path: str, attribute: str = "") -> str:
    """Return what stands for what AWS says of a resource; it splits like an ARN."""
    return f"<{path}.{attribute}>{PIECES}" if attribute else f"<{path}>{PIECES}"


def settled(value: Value) -> Any:
    """Return a value as plain JSON, its names as tokens."""
    match value:
        case Reference(path, attribute):
            named = token(path, attribute)
            return [named] if attribute in LISTS else named
        case Unknown("AWS::AccountId"):
            return ACCOUNT
        case Unknown(name):
            return token(name)
        case Secret():
            return value.text
        case Dynamic(reference):
            return settled(reference)
        case Text(parts):
            return "".join(plain(settled(part)) for part in parts)
        case Call(function, argument):
            return called(function, settled(argument))
        case Choice(condition, yes, no):
            return {"Fn::If": [condition, settled(yes), settled(no)]}
        case _:
            return mapped(value, settled)


def called(function: str, argument: Any) -> Any:
    """Return what a function makes of tokens; the zones of a region are four."""
    if function == "Fn::GetAZs":
        return [f"{argument}{letter}" for letter in ZONES]
    if function == "Fn::ImportValue":
        return token(argument)
    try:
        return PURE[function](argument)
    except (LookupError, Wrong):
        return {function: argument}


def texts(value: Any) -> Any:
    """Return a value with its scalars as text, as CloudFormation hands them on."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return plain(value) if isinstance(value, str | int | float) else value


def given(model: Model, stack: Stack) -> dict[str, str]:
    """Return the parameters of a stack as whoever makes it passes them."""
    if stack.path in model.resources:
        passed = model[stack.path].get("Parameters") or {}
        return {name: plain(settled(value)) for name, value in passed.items()}
    declared = stack.template.section("Parameters")
    values = {n: plain(d["Default"]) for n, d in declared.items() if "Default" in d}
    return values | {n: t for n, t in model.given.texts().items() if n in declared}


def reference(model: Model, stack: Stack, name: str) -> str:
    """Return what Ref gives for a resource of a stack."""
    return token(f"{stack.path}/{name}" if stack.path else name)


def attribute(model: Model, stack: Stack, name: str, path: str) -> Any:
    """Return what Fn::GetAtt gives: a nested stack's output, or a token."""
    below = f"{stack.path}/{name}" if stack.path else name
    if below in model.stacks and path.startswith("Outputs."):
        return settled(model.stacks[below].outputs[path.split(".", 1)[1]].value)
    return [token(below, path)] if path in LISTS else token(below, path)
