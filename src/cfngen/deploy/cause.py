"""Which failures explain the others, and what the emulator only stood in for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from cfngen.deploy.progress import Step

CANCELLED = re.compile(r"Resource (creation|update|deletion) cancelled")
"""What CloudFormation says of resources it stopped because another one failed."""

SUMMARY = re.compile(r"Embedded stack .*was not successfully|The following resource")
"""How a stack begins to say that something in it has failed."""

STARTED = "User Initiated"
"""What a stack says when somebody has begun an operation."""

STAND_IN = "Stand-in:"
"""How the emulator marks what it only pretends to make."""


def causes(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return every failure that nothing else explains, the earliest first.

    A leaf explains the stacks above it. A stack's own failure counts only when nothing
    below it failed: a template that cannot be read, a parameter that is refused, an
    export in use. What was cancelled, and what failed while the rest was undone, is
    left out. Where no resource has failed at all, the root's reason for rolling back
    is the cause.
    """
    failures = [step for step in steps if step.failed and not _late(step, steps)]
    return _independent(failures, steps) or tuple(_undone(steps))


def obstacles(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return every failure of a rollback or a deletion that nothing else explains.

    Without any, it is the reason that the root gives for its end.
    """
    said = [s for s in steps if s.root and s.reason and s.reason != STARTED]
    return _independent([s for s in steps if s.failed], steps) or tuple(said[-1:])


def _independent(failures: Sequence[Step], steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the failures that no other one explains, the earliest first."""
    real = [step for step in failures if not CANCELLED.match(step.reason)]
    found: dict[str, Step] = {}
    for step in sorted(real, key=lambda step: step.at):
        if not (_explained(step, real) or _victim(step, failures)):
            found.setdefault(step.path, _worded(step, steps))
    return tuple(found.values())


def _explained(step: Step, real: Sequence[Step]) -> bool:
    """Say whether something below a failed stack has failed, or its parent tells it."""
    if step.root:
        return any(not other.root for other in real)
    if not step.nested:
        return False
    below = f"{step.path}/"
    inside = any(other.path.startswith(below) for other in real)
    twice = step.own and any(o.path == step.path and not o.own for o in real)
    return inside or twice


def _victim(step: Step, failures: Sequence[Step]) -> bool:
    """Say whether a stack failed only because what is in it was cancelled."""
    below = f"{step.path}/"
    cancelled = any(other.path.startswith(below) for other in failures)
    return step.nested and cancelled and bool(SUMMARY.match(step.reason))


def _late(step: Step, steps: Sequence[Step]) -> bool:
    """Say whether a failure belongs to the undoing, or to the cleaning up.

    Nothing is created while things are undone, so a failed creation is never late,
    even where its event is stamped after its stack's.
    """
    if step.status.startswith("DELETE"):
        return not _deleting(steps)
    if "ROLLBACK" in step.status:
        return True
    if not step.status.startswith("UPDATE"):
        return False
    return any(began < step.at for began in _rollbacks(step, steps))


def _deleting(steps: Sequence[Step]) -> bool:
    """Say whether the operation is to delete the stack."""
    own = [step.status for step in steps if step.root]
    return bool(own) and all(status.startswith("DELETE") for status in own)


def _rollbacks(step: Step, steps: Sequence[Step]) -> Iterator[datetime]:
    """Yield when the stacks around a resource began to undo."""
    for other in steps:
        around = other.root or step.path.startswith(f"{other.path}/")
        if other.own and around and "ROLLBACK" in other.status:
            yield other.at


def _worded(step: Step, steps: Sequence[Step]) -> Step:
    """Return a nested stack's failure with its own reason, where it gives one.

    Its parent may only say that it was not successful; the stack itself says why when
    it begins to undo.
    """
    if not step.nested or step.own:
        return step
    own = (s.reason for s in steps if s.own and s.path == step.path and s.reason)
    said = next((reason for reason in own if _tells(reason)), "")
    generic = not step.reason or SUMMARY.match(step.reason)
    return replace(step, reason=said) if said and generic else step


def _tells(reason: str) -> bool:
    """Say whether a stack's reason says more than that something in it failed."""
    return not SUMMARY.match(reason) and reason != STARTED


def _undone(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the root's decision to roll back, with its reason."""
    decided = (s for s in steps if s.root and "ROLLBACK" in s.status)
    told = next((s for s in decided if s.reason), None)
    if told:
        yield told


def leftovers(steps: Sequence[Step], known: Sequence[Step] = ()) -> tuple[Step, ...]:
    """Return the resources that ended in the wrong state, known causes aside.

    After a success these could not be deleted; after a failure, not undone.
    """
    last = {step.path: step for step in steps if not step.nested}
    wrong = ("DELETE_FAILED", "UPDATE_FAILED")
    return tuple(
        step
        for step in last.values()
        if step.status in wrong
        and step not in known
        and not CANCELLED.match(step.reason)
    )


def stand_ins(steps: Sequence[Step]) -> tuple[tuple[str, int], ...]:
    """Return the types that the emulator stood in for, with how many of each."""
    marked = {(s.type, s.path) for s in steps if s.reason.startswith(STAND_IN)}
    return tuple(sorted(Counter(kind for kind, _ in marked).items()))
