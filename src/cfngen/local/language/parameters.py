"""Checking parameter values against the template before anything is touched.

Plain moto takes every value, unknown names included, and shows NoEcho values in
clear. CloudFormation refuses what the constraints exclude:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cfngen.local.language.evaluation import UNKNOWN
from cfngen.local.language.refusals import Refused

MASK = "****"
SSM = "AWS::SSM::Parameter::Value<"

Lookup = Callable[[str], str]
"""Gives the value of an SSM parameter by its name."""


def resolve(
    declared: Mapping[str, Any], given: Mapping[str, str], stored: Lookup
) -> dict[str, Any]:
    """Return the value of every declared parameter; lists are split.

    Raises Refused with CloudFormation's words: unknown names first, then missing
    values, then the constraint that a value breaks.
    """
    unknown = [name for name in given if name not in declared]
    if unknown:
        raise Refused(
            f"Parameters: [{', '.join(unknown)}] do not exist in the template"
        )
    missing = [n for n, d in declared.items() if n not in given and "Default" not in d]
    if missing:
        raise Refused(f"Parameters: [{', '.join(missing)}] must have values")
    return {
        name: _value(name, definition, given, stored)
        for name, definition in declared.items()
    }


def _value(
    name: str, definition: Mapping[str, Any], given: Mapping[str, str], stored: Lookup
) -> Any:
    text = given[name] if name in given else _plain(definition["Default"])
    kind = str(definition.get("Type", "String"))
    if UNKNOWN in text:
        return text.split(",") if _is_list(kind) else text
    items = text.split(",") if _is_list(kind) else [text]
    if not kind.startswith(SSM):
        for item in [i.strip() for i in items] if _is_list(kind) else items:
            _check(name, definition, kind, item)
    else:
        text = stored(text)
        items = text.split(",")
    return [i.strip() for i in items if i.strip()] if _is_list(kind) else text


def shown(declared: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Return the values as DescribeStacks shows them: joined, secrets masked."""
    return {
        name: MASK if _truthy(declared[name].get("NoEcho")) else _joined(value)
        for name, value in values.items()
    }


def _joined(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _is_list(kind: str) -> bool:
    return "CommaDelimitedList" in kind or "List<" in kind


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _truthy(value: Any) -> bool:
    return str(value).lower() == "true"


def _check(name: str, definition: Mapping[str, Any], kind: str, item: str) -> None:
    if "Number" in kind:
        _check_number(name, definition, item)
    allowed = definition.get("AllowedValues")
    if allowed is not None and item not in [_plain(value) for value in allowed]:
        values = ", ".join(_plain(value) for value in allowed)
        _refuse(name, definition, f"must be one of AllowedValues: [{values}]")
    pattern = definition.get("AllowedPattern")
    if pattern is not None and not re.fullmatch(pattern, item):
        _refuse(name, definition, f"must match pattern {pattern}")
    if "Number" not in kind:
        _check_length(name, definition, item)


def _check_number(name: str, definition: Mapping[str, Any], item: str) -> None:
    try:
        number = float(item)
    except ValueError:
        raise Refused(f"Parameter '{name}' must be a number.") from None
    if "MinValue" in definition and number < float(definition["MinValue"]):
        least = _plain(definition["MinValue"])
        _refuse(name, definition, f"must be a number not less than {least}")
    if "MaxValue" in definition and number > float(definition["MaxValue"]):
        most = _plain(definition["MaxValue"])
        _refuse(name, definition, f"must be a number not greater than {most}")


def _check_length(name: str, definition: Mapping[str, Any], item: str) -> None:
    if len(item) < int(definition.get("MinLength", 0)):
        least = definition["MinLength"]
        _refuse(name, definition, f"must contain at least {least} characters")
    if len(item) > int(definition.get("MaxLength", len(item))):
        most = definition["MaxLength"]
        _refuse(name, definition, f"must contain at most {most} characters")


def _refuse(name: str, definition: Mapping[str, Any], what: str) -> None:
    hint = definition.get("ConstraintDescription")
    if hint:
        raise Refused(f"Parameter {name} failed to satisfy constraint: {hint}")
    raise Refused(f"Parameter '{name}' {what}")
