"""Intrinsic functions and conditions.

Plain moto has no Fn::Cidr and no Fn::Length, answers Fn::GetAZs with us-east-1 in
every region, knows one partition, and reads no attribute path with a dot in it.
CloudFormation:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.local.language.refusals import Refused

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""What a change set shows for a value that only the execution will know."""

SUB = re.compile(r"\$\{(!?)([^}]*)\}")
NO_VALUE = "AWS::NoValue"


@dataclass(frozen=True)
class Scope:
    """Where names get their values while one template is evaluated.

    `names` are parameters and pseudo parameters; `ref`, `attribute`, `imported` and
    `zones` answer for resources, exports and regions.
    """

    names: Mapping[str, Any]
    mappings: Mapping[str, Any]
    conditions: Mapping[str, Any]
    ref: Callable[[str], Any]
    attribute: Callable[[str, str], Any]
    imported: Callable[[str], str]
    zones: Callable[[str], list[str]]


class _Absent:
    """Marks a value that AWS::NoValue takes away."""


def evaluate(value: Any, scope: Scope) -> Any:
    """Return a value with every intrinsic function carried out.

    Raises Refused where CloudFormation would call the template wrong.
    """
    result = _evaluate(value, scope)
    return None if isinstance(result, _Absent) else result


def holds(condition: Any, scope: Scope) -> bool:
    """Return whether a condition expression is true."""
    if isinstance(condition, str):
        return _named(condition, scope)
    ((function, argument),) = condition.items()
    if function == "Condition":
        return _named(argument, scope)
    if function == "Fn::Equals":
        left, right = (_text(_evaluate(side, scope)) for side in argument)
        return bool(left == right)
    if function == "Fn::Not":
        return not holds(argument[0], scope)
    if function == "Fn::And":
        return all(holds(part, scope) for part in argument)
    if function == "Fn::Or":
        return any(holds(part, scope) for part in argument)
    raise Refused(f"Template validation error: {function} is no condition function")


def _named(name: str, scope: Scope) -> bool:
    if name not in scope.conditions:
        raise Refused(f"Template format error: Unresolved condition dependency {name}")
    return holds(scope.conditions[name], scope)


def _evaluate(value: Any, scope: Scope) -> Any:
    if isinstance(value, list):
        return [v for v in (_evaluate(i, scope) for i in value) if _present(v)]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name in FUNCTIONS:
            return FUNCTIONS[name](argument, scope)
    pairs = ((key, _evaluate(item, scope)) for key, item in value.items())
    return {key: item for key, item in pairs if _present(item)}


def _present(value: Any) -> bool:
    return not isinstance(value, _Absent)


def _ref(name: str, scope: Scope) -> Any:
    if name == NO_VALUE:
        return _Absent()
    return scope.names[name] if name in scope.names else scope.ref(name)


def _get_att(argument: Any, scope: Scope) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    return scope.attribute(parts[0], _text(_evaluate(parts[1], scope)))


def _sub(argument: Any, scope: Scope) -> str:
    text, given = argument if isinstance(argument, list) else (argument, {})
    given = {key: _evaluate(item, scope) for key, item in given.items()}

    def value(match: re.Match[str]) -> str:
        literal, name = match.group(1), match.group(2).strip()
        if literal:
            return f"${{{name}}}"
        if name in given:
            return _text(given[name])
        found = _ref(name, scope) if "." not in name else _get_att(name, scope)
        if isinstance(found, list):
            raise Refused(
                "Template error: variable names in Fn::Sub syntax must not refer to "
                f"lists: {name}"
            )
        return _text(found)

    return SUB.sub(value, text)


def _join(argument: Any, scope: Scope) -> str:
    items = _evaluate(argument[1], scope)
    if not isinstance(items, list):
        if items == UNKNOWN:
            return UNKNOWN
        raise Refused("Template error: Fn::Join needs a list as its second argument")
    return str(argument[0]).join(_text(item) for item in items)


def _select(argument: Any, scope: Scope) -> Any:
    index, items = int(_evaluate(argument[0], scope)), _evaluate(argument[1], scope)
    if items == UNKNOWN or items == [UNKNOWN]:
        return UNKNOWN
    if not isinstance(items, list) or not 0 <= index < len(items):
        raise Refused(
            f"Template error: Fn::Select cannot select nonexistent value at index "
            f"{index}"
        )
    return items[index]


def _split(argument: Any, scope: Scope) -> list[str]:
    return _text(_evaluate(argument[1], scope)).split(argument[0])


def _if(argument: Any, scope: Scope) -> Any:
    return _evaluate(argument[1 if _named(argument[0], scope) else 2], scope)


def _find_in_map(argument: Any, scope: Scope) -> Any:
    keys = [_text(_evaluate(part, scope)) for part in argument[:3]]
    found: Any = scope.mappings
    for key in keys:
        if key not in found:
            raise Refused(
                "Template error: Unable to get mapping for " + "::".join(keys)
            )
        found = found[key]
    return found


def _cidr(argument: Any, scope: Scope) -> list[str]:
    block, count, *rest = (_evaluate(part, scope) for part in argument)
    if block == UNKNOWN:
        return [UNKNOWN] * int(count)
    network = ipaddress.ip_network(block)
    bits = int(rest[0]) if rest else (64 if network.version == 6 else 8)  # noqa: PLR2004
    prefix = network.max_prefixlen - bits
    if prefix < network.prefixlen or 2 ** (prefix - network.prefixlen) < int(count):
        raise Refused(f"Template error: Fn::Cidr cannot cut {count} from {block}")
    blocks = network.subnets(new_prefix=prefix)
    return [str(next(blocks)) for _ in range(int(count))]


def _zones(argument: Any, scope: Scope) -> list[str]:
    return scope.zones(_evaluate(argument, scope) or scope.names["AWS::Region"])


def _import(argument: Any, scope: Scope) -> str:
    return scope.imported(_text(_evaluate(argument, scope)))


def _base64(argument: Any, scope: Scope) -> str:
    return base64.b64encode(_text(_evaluate(argument, scope)).encode()).decode()


def _text(value: Any) -> str:
    """Return a scalar as CloudFormation writes it: true, not True."""
    return str(value).lower() if isinstance(value, bool) else str(value)


FUNCTIONS: Mapping[str, Callable[[Any, Scope], Any]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::Cidr": _cidr,
    "Fn::GetAZs": _zones,
    "Fn::ImportValue": _import,
    "Fn::Base64": _base64,
    "Fn::Length": lambda argument, scope: len(_evaluate(argument, scope)),
    "Fn::ToJsonString": lambda argument, scope: json.dumps(_evaluate(argument, scope)),
}
