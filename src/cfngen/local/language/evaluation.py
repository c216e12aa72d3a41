"""Intrinsic functions and conditions, in the emulator's way.

Plain moto has no Fn::Cidr and no Fn::Length, answers Fn::GetAZs with us-east-1 in
every region, knows one partition, and reads no attribute path with a dot in it.
`cfngen.resolve` evaluates; here its complaints become CloudFormation's refusals, and
what only an execution will know is the text that a change set shows for it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cfngen import resolve
from cfngen.local.language.refusals import Refused
from cfngen.model import (
    NAMED,
    Call,
    Reference,
    Text,
    Unknown,
    Value,
    joined,
    mapped,
    plain,
)
from cfngen.resolve import Scope, Wrong
from cfngen.resolve.functions import LISTS, TRANSFORM
from cfngen.resolve.scope import Path
from cfngen.resolve.truths import Truths

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""What a change set shows for a value that only the execution will know."""


def scope(
    names: Mapping[str, Any],
    mappings: Mapping[str, Any],
    conditions: Mapping[str, Any],
    ref: Callable[[str], Any],
    attribute: Callable[[str, str], Any],
    imported: Callable[[str], str],
    zones: Callable[[str], list[str]],
) -> Scope:
    """Return a scope that refuses what is wrong and decides every condition.

    Names, Refs and attributes may hold UNKNOWN; a condition compares it as it stands.
    """
    decided = Scope(
        names=names,
        mappings=mappings,
        truth=lambda name: truths(name),
        ref=lambda name: unfinished(ref(name)),
        attribute=lambda name, path: unfinished(attribute(name, path)),
        imported=lambda name: imported(settled(name)),
        zones=lambda region: zones(settled(region)),
        wrong=_refuse,
    )
    truths = Truths(conditions, decided, _refuse)
    return replace(decided, names={name: unfinished(v) for name, v in names.items()})


def evaluate(value: Any, scope: Scope) -> Any:
    """Return a value with every intrinsic function carried out.

    Raises Refused where CloudFormation would call the template wrong.
    """
    return settled(resolve.evaluate(value, scope))


def holds(condition: Any, scope: Scope) -> bool:
    """Return whether a condition expression is true; raises Refused as `evaluate`."""
    try:
        return bool(resolve.holds(condition, scope))
    except Wrong as error:
        raise _refused(str(error)) from None


def settled(value: Value) -> Any:
    """Return a value as plain JSON; UNKNOWN stands for what is known by name."""
    match value:
        case Text(parts):
            return "".join(plain(settled(part)) for part in parts)
        case Call(function, argument) if function == TRANSFORM:
            return {function: argument}
        case Call(function, _) if function in LISTS:
            return [UNKNOWN]
        case _ if isinstance(value, NAMED):
            return UNKNOWN
        case _:
            return mapped(value, settled)


def unfinished(value: Any) -> Value:
    """Return a value in which UNKNOWN is known by name: the reverse of `settled`.

    As the only item of a list it stands for a list of any length.
    """
    match value:
        case str() if value == UNKNOWN:
            return Unknown(UNKNOWN)
        case [str() as item] if item == UNKNOWN:
            return Call("Fn::Split", [",", Unknown(UNKNOWN)])
        case str() if UNKNOWN in value:
            return joined(_pieces(value))
        case list():
            return [unfinished(item) for item in value]
        case _:
            return value


def _pieces(text: str) -> Iterator[Value]:
    """Yield the parts of a text that holds UNKNOWN, one by one."""
    first, *others = text.split(UNKNOWN)
    yield first
    for other in others:
        yield Reference(UNKNOWN)
        yield other


def _refuse(path: Path, message: str) -> Value:
    raise _refused(message)


def _refused(message: str) -> Refused:
    kind = "format error" if message.startswith("Unresolved") else "error"
    return Refused(f"Template {kind}: {message}")
