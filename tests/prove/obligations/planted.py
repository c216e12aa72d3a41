"""Ways to break what must work: each a change of templates, and what has to notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.models import Bodies, Change

Body = dict[str, Any]


@dataclass(frozen=True)
class Break:
    """One thing that is broken in an environment.

    `obligation` is a part of the words of the one that has to be refuted, `at` the path
    of the resource that stops it.
    """

    name: str
    system: str
    change: Change
    obligation: str
    at: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    environment: str = "prod"


def without(file: str, *names: str) -> Change:
    """Return the change that takes resources away; nobody waits for them."""

    def change(bodies: Bodies) -> None:
        resources = bodies[file]["Resources"]
        for name in names:
            del resources[name]
        for one in resources.values():
            if one.get("DependsOn") in names:
                del one["DependsOn"]

    return change


def put(file: str, name: str, value: Any, *path: str | int) -> Change:
    """Return the change that writes a property; None takes it away."""

    def change(bodies: Bodies) -> None:
        here = bodies[file]["Resources"][name]["Properties"]
        for step in path[:-1]:
            here = here[step]
        if value is None:
            del here[path[-1]]
        else:
            here[path[-1]] = value

    return change


def statement(file: str, role: str, action: str, value: Any = None) -> Change:
    """Return the change that takes the statement for an action away, or replaces it."""

    def change(bodies: Bodies) -> None:
        resource = bodies[file]["Resources"][role]["Properties"]
        holder = resource.get("Policies") or [{"PolicyDocument": resource["KeyPolicy"]}]
        body = holder[0]["PolicyDocument"]
        kept = [s for s in body["Statement"] if action not in s["Action"]]
        assert len(kept) < len(body["Statement"]), action
        body["Statement"] = [*kept, *([value] if value else [])]

    return change


def denied(file: str, role: str, action: str) -> Change:
    """Return the change that denies an action to a role."""

    def change(bodies: Bodies) -> None:
        policy = bodies[file]["Resources"][role]["Properties"]["Policies"][0]
        deny = {"Effect": "Deny", "Action": [action], "Resource": ["*"]}
        policy["PolicyDocument"]["Statement"].append(deny)

    return change
