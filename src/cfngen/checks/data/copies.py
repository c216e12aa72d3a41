"""Copies in a second region that are set by half."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Stack, number

NOTHING = ("", "0")

ABOUT = ("Backup", "Copy", "Replica", "Replication")
"""Words in the names of settings that are about copies."""

COPYING = (
    *("AutomaticBackupReplicationRegion", "CopyActions", "ReplicationConfiguration"),
)
"""Properties that make copies in a second region."""


def whole(model: Model) -> Iterator[Problem]:
    """Copies in a second region are set as a whole, or not at all.

    A condition that asks for several settings is false where one is missing, and then
    nothing is copied: a vault or a number of days alone looks like a copy, and is none.
    """
    top = model.stacks[""]
    for name, missing in _halves(model).items():
        holder = _holder(model, name)
        if holder is not None and name in top.parameters:
            nothing = "0" if number(top.parameters[name]) is not None else "nothing"
            mend = f"Set {missing} too, or {name} to {nothing}."
            message = f"{name} is set and {missing} is not, so that nothing is copied."
            yield Problem(holder, ("Parameters", name), message, mend)


def _halves(model: Model) -> Mapping[str, str]:
    """Return the settings that are given in vain, each with one that it lacks.

    A setting that any condition takes as a whole is not in vain.
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for stack in model.stacks.values():
        for names in _asked(stack):
            known = [n for n in names if isinstance(stack.parameters.get(n), str | int)]
            if len(known) != len(names):
                continue
            given = [n for n in names if str(stack.parameters[n]) not in NOTHING]
            missing = [n for n in names if n not in given]
            used |= set(given) if not missing else set()
            found |= {n: missing[0] for n in given if missing and _copies(n)}
    return {name: lacks for name, lacks in found.items() if name not in used}


def _asked(stack: Stack) -> Iterator[list[str]]:
    """Yield the parameters, two or more, that each condition of copies asks for."""
    declared = stack.template.section("Conditions")
    every = {title: _together(condition) for title, condition in declared.items()}
    several = {title: names for title, names in every.items() if len(names) > 1}
    if several:
        copying = frozenset(_conditions(stack.template.section("Resources")))
        yield from (names for title, names in several.items() if title in copying)


def _together(condition: object) -> list[str]:
    """Return the parameters that a condition asks to be given, all of them."""
    match condition:
        case {"Fn::And": list() as parts}:
            names = [name for part in parts for name in _together(part)]
            return names if len(names) == len(parts) else []
        case {"Fn::Not": [{"Fn::Equals": [{"Ref": str(name)}, "" | "0"]}]}:
            return [name]
        case _:
            return []


def _conditions(body: object, asked: bool = False) -> Iterator[str]:
    """Yield the conditions that decide, somewhere in a body, if copies are made."""
    match body:
        case {"Fn::If": [str(condition), *_]} if asked:
            yield condition
        case dict():
            for key, inner in body.items():
                yield from _conditions(inner, asked or key in COPYING)
        case list():
            for inner in body:
                yield from _conditions(inner, asked)


def _copies(name: str) -> bool:
    """Return whether a setting asks for copies; a key does not, copies share it."""
    return any(word in name for word in ABOUT) and not name.endswith("KeyArn")


def _holder(model: Model, name: str) -> Resource | None:
    """Return the first nested stack that is given a setting."""
    for stack in model.of("AWS::CloudFormation::Stack"):
        if stack.get("Parameters", name) is not None:
            return stack
    return None
