"""Intrinsic functions: one table, and one recursion over a value.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cfngen.model.values import (
    NAMED,
    Call,
    Choice,
    Unknown,
    Value,
    joined,
    plain,
)
from cfngen.resolve.pure import PURE, TEXTUAL
from cfngen.resolve.scope import ABSENT, NO_VALUE, Absent, Path, Scope, Wrong

SUB = re.compile(r"\$\{(!?)([^}]*)\}")

FOR_EACH, TRANSFORM = "Fn::ForEach::", "Fn::Transform"
"""What a macro of AWS expands while it reads the template; left as it stands."""

LISTS = ("Fn::Cidr", "Fn::GetAZs", "Fn::Split")
"""Functions that return a list."""


def evaluate(value: Any, scope: Scope, path: Path = ()) -> Value:
    """Return a value with every intrinsic function carried out; None if it is absent.

    What depends on something unknown stays a Call, Choice or Text.
    """
    result = evaluated(value, scope, path)
    return None if isinstance(result, Absent) else result


def evaluated(value: Any, scope: Scope, path: Path) -> Value:
    """Return a value with its functions carried out, or ABSENT."""
    if isinstance(value, list):
        items = [evaluated(item, scope, (*path, i)) for i, item in enumerate(value)]
        return [item for item in items if item is not ABSENT]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name == "Ref" or name.startswith("Fn::"):
            return _carried_out(name, argument, scope, path)
    pairs = [
        (k, item if expands(k) else evaluated(item, scope, (*path, k)))
        for k, item in value.items()
    ]
    return {key: item for key, item in pairs if item is not ABSENT}


def expands(name: str) -> bool:
    """Return whether a key stands for what a macro will put in its place."""
    return name[:4] == "Fn::" and (name.startswith(FOR_EACH) or name == TRANSFORM)


def _carried_out(name: str, argument: Any, scope: Scope, path: Path) -> Value:
    """Return what a function makes of its argument."""
    if expands(name):
        return Call(name, argument)
    try:
        if name in PURE:
            return PURE[name](evaluate(argument, scope, (*path, name)))
        if name in SCOPED:
            return SCOPED[name](argument, scope, (*path, name))
        raise Wrong(f"{name} is no function of CloudFormation")
    except Wrong as error:
        return scope.wrong((*path, name), str(error))


def _ref(name: Any, scope: Scope, path: Path) -> Value:
    if not isinstance(name, str):
        raise Wrong("Ref takes the name of a parameter or a resource")
    if name == NO_VALUE:
        return ABSENT
    return scope.names[name] if name in scope.names else scope.ref(name)


def _get_att(argument: Any, scope: Scope, path: Path) -> Value:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(parts, list) or len(parts) < 2 or not isinstance(parts[0], str):
        raise Wrong("Fn::GetAtt takes a logical id and an attribute")
    name, *rest = parts
    steps = [evaluate(step, scope, (*path, i)) for i, step in enumerate(rest, 1)]
    if not all(isinstance(step, TEXTUAL) for step in steps):
        raise Wrong("Fn::GetAtt takes the name of an attribute, which is a text")
    attribute = joined(piece for step in steps for piece in (".", step))
    if not isinstance(attribute, str):
        return Call("Fn::GetAtt", [scope.ref(name), *steps])
    return scope.attribute(name, attribute.removeprefix("."))


def _sub(argument: Any, scope: Scope, path: Path) -> Value:
    text, given = argument if _pair(argument) else (argument, {})
    if not isinstance(text, str) or not isinstance(given, dict):
        raise Wrong("Fn::Sub takes a text, or a text and a map of its variables")
    values = {k: evaluated(item, scope, (*path, 1, k)) for k, item in given.items()}
    pieces: list[Value] = []
    end = 0
    for match in SUB.finditer(text):
        literal, name = match.groups()
        pieces.append(text[end : match.start()])
        end = match.end()
        if literal:
            pieces.append(f"${{{name}}}")
        else:
            pieces.append(_variable(name.strip(), values, scope))
    return joined([*pieces, text[end:]])


def _pair(argument: Any) -> bool:
    return isinstance(argument, list) and len(argument) == 2


def _variable(name: str, values: Mapping[str, Value], scope: Scope) -> Value:
    """Return what `${name}` stands for."""
    if name in values:
        found = values[name]
    elif "." in name and name not in scope.names:
        found = _get_att(name, scope, ())
    else:
        found = _ref(name, scope, ())
    if not isinstance(found, TEXTUAL):
        why = "variable names must not refer to lists"
        raise Wrong(f"{name} in Fn::Sub must be a text, and is not: {why}")
    return found


def _if(argument: Any, scope: Scope, path: Path) -> Value:
    if not isinstance(argument, list) or len(argument) != 3:
        raise Wrong("Fn::If takes a condition and two values")
    name, *_ = argument
    if not isinstance(name, str):
        raise Wrong("Fn::If takes the name of a condition")
    truth = scope.truth(name)
    if truth is not None:
        branch = 1 if truth else 2
        return evaluated(argument[branch], scope, (*path, branch))
    yes, no = (evaluated(argument[i], scope, (*path, i)) for i in (1, 2))
    return Choice(name, *(Unknown(NO_VALUE) if v is ABSENT else v for v in (yes, no)))


def _find_in_map(argument: Any, scope: Scope, path: Path) -> Value:
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        raise Wrong("Fn::FindInMap takes a map and two keys")
    keys = [evaluate(k, scope, (*path, i)) for i, k in enumerate(argument[:3])]
    if any(isinstance(key, NAMED) for key in keys):
        rest = [evaluate(r, scope, (*path, 3)) for r in argument[3:]]
        return Call("Fn::FindInMap", [*keys, *rest])
    if not all(isinstance(key, TEXTUAL) for key in keys):
        raise Wrong("Fn::FindInMap takes a map and two keys, which are texts")
    found: Any = scope.mappings
    for key in map(plain, keys):
        if isinstance(found, dict) and key not in found and TRANSFORM in found:
            return Call("Fn::FindInMap", keys)
        found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            return _otherwise(argument[3:], keys, scope, path)
    return found


def _otherwise(rest: list[Any], keys: list[Any], scope: Scope, path: Path) -> Value:
    """Return the DefaultValue of Fn::FindInMap, which AWS::LanguageExtensions adds."""
    if rest and isinstance(rest[0], dict) and "DefaultValue" in rest[0]:
        return evaluated(rest[0]["DefaultValue"], scope, (*path, 3, "DefaultValue"))
    raise Wrong("Unable to get mapping for " + "::".join(map(plain, keys)))


def _zones(argument: Any, scope: Scope, path: Path) -> Value:
    region = evaluate(argument, scope, path)
    return scope.zones(region if region != "" else scope.names["AWS::Region"])


def _import(argument: Any, scope: Scope, path: Path) -> Value:
    return scope.imported(evaluate(argument, scope, path))


SCOPED: Mapping[str, Callable[[Any, Scope, Path], Value]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _zones,
    "Fn::ImportValue": _import,
}
"""Functions that ask for names: argument, scope and path to the value."""
