"""Which failure came first, and what the emulator only stood in for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cfngen.deploy.progress import Step

CANCELLED = ("Resource creation cancelled", "Resource update cancelled")
"""What CloudFormation says of resources it stopped because another one failed."""

STAND_IN = "Stand-in:"
"""How the emulator marks what it only pretends to make."""


def first_cause(steps: Sequence[Step]) -> Step | None:
    """Return the earliest failure that explains the others; None where none does.

    A leaf explains the stacks above it. A stack's own failure counts only when nothing
    below it failed: a template that cannot be read, a parameter that is refused. Where
    no resource has failed at all, the root's reason for rolling back is the cause.
    """
    failures = [s for s in steps if s.failed and not s.reason.startswith(CANCELLED)]
    causes = [s for s in failures if not _explained(s, failures)]
    return min(causes, key=lambda s: s.at) if causes else _undone(steps)


def _explained(step: Step, failures: Sequence[Step]) -> bool:
    """Say whether something below a failed stack has failed."""
    if step.root:
        return any(not other.root for other in failures)
    below = f"{step.path}/"
    return step.nested and any(other.path.startswith(below) for other in failures)


def _undone(steps: Sequence[Step]) -> Step | None:
    """Return the root's decision to roll back, with its reason."""
    decided = (s for s in steps if s.root and "ROLLBACK" in s.status)
    return next((s for s in decided if s.reason), None)


def leftovers(steps: Sequence[Step], cause: Step | None = None) -> tuple[Step, ...]:
    """Return the resources that ended in the wrong state, the first cause aside.

    After a success these could not be deleted; after a failure, not undone.
    """
    last = {step.path: step for step in steps if not step.nested}
    wrong = ("DELETE_FAILED", "UPDATE_FAILED")
    return tuple(
        step
        for step in last.values()
        if step.status in wrong
        and step is not cause
        and not step.reason.startswith(CANCELLED)
    )


def stand_ins(steps: Sequence[Step]) -> tuple[tuple[str, int], ...]:
    """Return the types that the emulator stood in for, with how many of each."""
    marked = {(s.type, s.path) for s in steps if s.reason.startswith(STAND_IN)}
    return tuple(sorted(Counter(kind for kind, _ in marked).items()))
