"""Whether a stack policy lets a resource be updated.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from tests.fakes.stacks import Resource


def denied(policy: str, resource: Resource, action: str) -> str:
    """Return how a policy refuses `Modify` or `Replace`, "" if it allows that.

    Where there is a policy, what it does not allow is denied; Deny goes before Allow.
    """
    statements = json.loads(policy or "{}").get("Statement", [])
    if not statements:
        return ""
    fitting = list(_fitting(statements, resource, action))
    effects = [statement["Effect"] for _, statement in fitting]
    if "Deny" in effects:
        number = fitting[effects.index("Deny")][0]
        return (
            f"Action denied by stack policy: Statement [#{number}] does not allow "
            f"[Update:{action}] for resource [LogicalResourceId/{resource.logical}]; "
        )
    return "" if effects else (
        f"Action denied by stack policy: No statement allows [Update:{action}] "
        f"for resource [LogicalResourceId/{resource.logical}]; "
    )  # fmt: skip


def sound(policy: str) -> bool:
    """Say whether CloudFormation takes a text for a stack policy."""
    try:
        read = json.loads(policy)
    except ValueError:
        return False
    if not isinstance(read, dict):
        return False
    statements = read.get("Statement", [])
    return all(
        statement.get("Principal") == "*"
        and all(d.startswith("Update:") for d in _list(statement.get("Action", ())))
        for statement in (statements if isinstance(statements, list) else [statements])
    )


def _fitting(
    statements: Any, resource: Resource, action: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    listed = statements if isinstance(statements, list) else [statements]
    name, doing = f"LogicalResourceId/{resource.logical}", f"Update:{action}"
    for number, statement in enumerate(listed, 1):
        if _any(statement.get("Action", "*"), doing) and _named(statement, name):
            types = statement.get("Condition", {}).values()
            wanted = [kind for test in types for kind in _list(test["ResourceType"])]
            if not wanted or _any(wanted, resource.type):
                yield number, statement


def _named(statement: dict[str, Any], name: str) -> bool:
    if "NotResource" in statement:
        return not _any(statement["NotResource"], name)
    return _any(statement.get("Resource", "*"), name)


def _any(patterns: Any, text: str) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in _list(patterns))


def _list(one_or_many: Any) -> list[str]:
    return [one_or_many] if isinstance(one_or_many, str) else list(one_or_many)
