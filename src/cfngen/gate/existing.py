"""Which places of a template count in an environment, given its conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cfngen.model import Model, Stack
from cfngen.resolve.scope import Path

BRANCHES: Mapping[str | int, bool] = {1: True, 2: False}
"""What a condition has to be for each branch of an Fn::If to count."""


def exists(model: Model, stack: Stack, path: Path) -> bool:
    """Return whether a place of a stack's template counts in the model.

    A resource or an output whose condition is false does not, nor does the branch of
    an Fn::If that is not taken. What cannot be known counts.
    """
    match path:
        case ("Resources", str(name), *_):
            here = f"{stack.path}/{name}" if stack.path else name
            declared = name in stack.template.section("Resources")
            if declared and here not in model.resources:
                return False
        case ("Outputs", str(name), *_):
            declared = name in stack.template.section("Outputs")
            if declared and name not in stack.outputs:
                return False
    return _taken(stack, path)


def _taken(stack: Stack, path: Path) -> bool:
    """Return whether each Fn::If on the way takes the branch that the path takes."""
    here: Any = stack.template.body
    for step, following in zip(path, (*path, "")[1:], strict=True):
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return True
        if step == "Fn::If" and not _branch(stack, here, following):
            return False
    return True


def _branch(stack: Stack, choice: Any, branch: str | int) -> bool:
    """Return whether a branch of an Fn::If may be taken."""
    name = choice[0] if isinstance(choice, list) and choice else None
    truth = stack.conditions.get(name) if isinstance(name, str) else None
    wanted = BRANCHES.get(branch)
    return truth is None or wanted is None or truth is wanted


def steps(body: Any, parts: Sequence[str]) -> Path:
    """Return the parts of a path, split at dots, as steps into a template.

    A key may hold a dot itself: the longest key that is there counts.
    """
    found: list[str | int] = []
    here, rest = body, list(parts)
    while rest:
        step, taken = _step(here, rest)
        found.append(step)
        rest = rest[taken:]
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
    return tuple(found)


def _step(here: Any, rest: Sequence[str]) -> tuple[str | int, int]:
    """Return the next step into a value, and of how many parts it is made."""
    if isinstance(here, list) and rest[0].isdecimal():
        return int(rest[0]), 1
    for count in range(len(rest), 0, -1):
        key = ".".join(rest[:count])
        if isinstance(here, dict) and key in here:
            return key, count
    return rest[0], 1
