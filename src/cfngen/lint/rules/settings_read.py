"""CG103: every setting reaches a resource."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.findings import Finding
from cfngen.lint.subject import Subject
from cfngen.package import STACK
from cfngen.resolve.functions import SUB

Name = tuple[str, str]
"""The name of a parameter or of a condition, and which of the two it is."""

PARAMETER, CONDITION = "Parameters", "Conditions"


def check(subject: Subject) -> Iterator[Finding]:
    """Every setting reaches a resource, an output or a rule of some template.

    One that is handed down and read by nobody looks like a choice and is none. Of a
    parameter that its own template does not mention cfn-lint speaks (W2001).
    """
    root = subject.root
    mentioned = set(_names(root.body))
    reached = _reached(subject, root.body, subject.nested)
    for name in root.section(PARAMETER):
        if (name, PARAMETER) in mentioned and (name, PARAMETER) not in reached:
            yield root.finding(
                (PARAMETER, name),
                "CG103",
                f"No resource reads {name}: its value changes nothing.",
                "Use it where it is handed to, or remove it.",
            )


def _reached(
    subject: Subject, body: Mapping[str, Any], nested: Mapping[str, Any]
) -> set[Name]:
    """Return the parameters and conditions of a template that matter."""
    found: set[Name] = set()
    for section in ("Resources", "Outputs", "Rules"):
        for name, value in _mapping(body, section).items():
            child = nested.get(name) if section == "Resources" else None
            for part in (value,) if child is None else _handed(subject, child, value):
                found.update(_names(part))
    return _closed(found, _mapping(body, CONDITION))


def _handed(subject: Subject, child: Any, stack: Any) -> Iterator[Any]:
    """Yield the parts of a nested stack that matter: not what its template ignores."""
    if not isinstance(stack, dict) or stack.get("Type") != STACK:
        yield stack
        return
    properties = _mapping(stack, "Properties")
    given = _mapping(properties, PARAMETER)
    yield {key: value for key, value in stack.items() if key != "Properties"}
    yield {key: value for key, value in properties.items() if key != PARAMETER}
    inner = _reached(subject, child.body, {})
    declared = child.section(PARAMETER)
    for name, value in given.items():
        if name not in declared or (name, PARAMETER) in inner:
            yield value


def _closed(found: set[Name], conditions: Mapping[str, Any]) -> set[Name]:
    """Return the names, and those that the conditions among them hang on."""
    todo = [name for name, kind in found if kind == CONDITION]
    while todo:
        new = set(_names(conditions.get(todo.pop()))) - found
        found |= new
        todo += (name for name, kind in new if kind == CONDITION)
    return found


def _mapping(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the mapping under a key; empty where there is none."""
    inside = value.get(key)
    return inside if isinstance(inside, dict) else {}


def _names(value: Any) -> Iterator[Name]:
    """Yield the parameters and conditions that a value mentions."""
    match value:
        case {"Ref": str(name)}:
            yield name, PARAMETER
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            yield from ((name, PARAMETER) for _, name in SUB.findall(text))
        case {"Fn::If": [str(name), *_]} | {"Condition": str(name)}:
            yield name, CONDITION
    parts = value.values() if isinstance(value, dict) else value
    for part in parts if isinstance(value, dict | list) else ():
        yield from _names(part)
