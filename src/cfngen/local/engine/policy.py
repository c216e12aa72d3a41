"""Stack policies: what an update may not do to a resource.

Plain moto keeps a policy and never reads it. CloudFormation denies whatever no
statement allows, and fails the resource:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from cfngen.local.engine.records import Resource, Stack
from cfngen.local.language.refusals import Refused

Statement = dict[str, Any]
LIMIT = 16384
"""Bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html"""


def check(text: str) -> None:
    """Raise Refused if a text is no stack policy."""
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    whole = isinstance(body, dict) and all(
        isinstance(s, dict) and s.get("Effect") in ("Allow", "Deny")
        for s in _listed(body.get("Statement", []))
    )
    if not whole or len(text.encode()) > LIMIT:
        raise Refused("Error validating stack policy: Invalid stack policy")


def refusal(stack: Stack, resource: Resource, action: str) -> str:
    """Return why an update may not do this to a resource; empty if it may."""
    text = stack.policy_once or stack.policy
    if not text:
        return ""
    said = list(_matching(text, resource, action))
    denied = [number for number, statement in said if statement["Effect"] == "Deny"]
    where = f"[{action}] for resource [LogicalResourceId/{resource.logical_id}]"
    if denied:
        numbers = " ".join(
            f"Statement [#{number}] does not allow {where};" for number in denied
        )
        return f"Action denied by stack policy: {numbers}"
    return "" if said else f"Action not allowed by stack policy: {where}"


def _matching(
    text: str, resource: Resource, action: str
) -> Iterator[tuple[int, Statement]]:
    """Yield the statements about an action on a resource, numbered from one."""
    for number, statement in enumerate(
        _listed(json.loads(text).get("Statement", [])), 1
    ):
        if _about(statement, "Action", action) and _on(statement, resource):
            yield number, statement


def _on(statement: Statement, resource: Resource) -> bool:
    name = f"LogicalResourceId/{resource.logical_id}"
    types = [
        wanted
        for condition in statement.get("Condition", {}).values()
        for wanted in _listed(condition.get("ResourceType", []))
    ]
    if types and not any(fnmatchcase(resource.type, wanted) for wanted in types):
        return False
    return _about(statement, "Resource", name)


def _about(statement: Statement, key: str, value: str) -> bool:
    """Say whether `Action`, `Resource` or what their `Not…` leave covers a value."""
    if f"Not{key}" in statement:
        return not _covers(statement[f"Not{key}"], value)
    return _covers(statement.get(key, []), value)


def _covers(patterns: Any, value: str) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in _listed(patterns))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
