"""How a stack is, as a JSON object; its shape changes with its version only."""

from __future__ import annotations

import json
from typing import Any

from cfngen.cloud.values import Stack
from cfngen.operate.status import Status
from cfngen.operate.tree import Branch
from cfngen.render.running.json import event, explained
from cfngen.render.standing.events import last, moment, operation

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(status: Status, most: int = 0, line: bool = False) -> str:
    """Return the object, with at most so many events; docs/operate.md has the keys.

    With `line` it is in one line, like the events that went before it.
    """
    indent = None if line else 2
    return json.dumps(body(status, most), indent=indent, ensure_ascii=False) + "\n"


def body(status: Status, most: int = 0) -> dict[str, Any]:
    """Return the object."""
    root = status.root
    return {
        "version": VERSION,
        "kind": "status",
        "stack": root.name,
        "id": root.id,
        "at": moment(status.at),
        "health": status.health.value,
        **_state(root),
        "operation": operation(status.episode),
        "in_step": _in_step(status),
        "runs": dict(status.images),
        "protected": root.protected,
        "policy": None if status.policy is None else json.loads(status.policy or "{}"),
        "role": root.role,
        "alarms": list(root.alarms),
        "notify": list(root.notify),
        "tags": dict(root.tags),
        "stacks": [_nested(branch) for branch in status.branches[1:]],
        "failures": [explained(one) for one in status.failures],
        "events": [event(step) for step in last(status.steps, most)],
    }


def _state(stack: Stack) -> dict[str, Any]:
    """Return what every stack of a tree has."""
    return {
        "status": stack.status,
        "reason": stack.reason,
        "detailed": stack.detailed,
        "created": moment(stack.created),
        "updated": moment(stack.updated),
        "drift": {"status": stack.drift, "at": moment(stack.drift_at)},
    }


def _nested(branch: Branch) -> dict[str, Any]:
    """Return a nested stack."""
    return {"path": branch.path, "id": branch.stack.id, **_state(branch.stack)}


def _in_step(status: Status) -> dict[str, Any]:
    """Return whether the stack is what is committed; null where nobody could tell."""
    found = status.in_step
    known = not found.unknown
    return {
        "same": found.same if known else None,
        "templates_differ": found.templates if known else None,
        "parameters": list(found.parameters),
        "unknown": found.unknown,
    }
