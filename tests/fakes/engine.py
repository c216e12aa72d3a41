"""What execution, rollback and deletion share: the running of one stack's operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.fakes.clock import Clock, Process
from tests.fakes.failures import Failures
from tests.fakes.history import History
from tests.fakes.intents import Intent
from tests.fakes.preview import Preview
from tests.fakes.stacks import STACK, Resource, Stack, Stacks

WORK = 3
"""Seconds that the making or changing of a resource takes."""


@dataclass
class Run:
    """One stack's part in an operation.

    `keep` leaves what failed as it is; `genuine` says that something failed by itself,
    and not only because something else did.
    """

    stack: Stack
    intent: Intent
    action: str
    above: Run | None = None
    keep: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    genuine: bool = False
    cancelled: bool = False

    @property
    def stopped(self) -> bool:
        """Say whether nothing more is begun, here or above."""
        above = self.above is not None and self.above.stopped
        return bool(self.failed) or self.cancelled or above

    @property
    def verb(self) -> str:
        """Return `create` or `update`."""
        return self.action.lower()


def failed_to(verb: str, names: Sequence[str]) -> str:
    """Return how CloudFormation lists the resources that stopped an operation."""
    return f"The following resource(s) failed to {verb}: [{', '.join(names)}]. "


def embedded(child: Stack, verb: str, now: bool) -> str:
    """Return what a parent says of a nested stack that failed."""
    words = f"Embedded stack {child.id} was not successfully {verb}d"
    if now:
        return f"{words}. Currently in {child.status} with reason: {child.reason}"
    return f"{words}: {child.reason}"


@dataclass
class Engine:
    """What every kind of operation works with; `running` are the roots' runs."""

    stacks: Stacks
    history: History
    failures: Failures
    preview: Preview
    running: dict[str, Run] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        """Return the world's clock."""
        return self.stacks.ground.clock

    def path(self, stack: Stack, logical: str) -> str:
        """Return a resource's path from its root."""
        return self.stacks.path(stack, logical)

    def child(self, resource: Resource) -> Stack | None:
        """Return the nested stack that a resource is, None if it is none."""
        if resource.type != STACK or not resource.physical:
            return None
        return self.stacks.all.get(resource.physical)

    def work(self, path: str, work: str, run: Run | None = None) -> Process:
        """Let a resource take its time; return why it failed, "" if it did not.

        A run that stops meanwhile cancels it, which returns None.
        """
        due = self.failures.due(path, work)
        left = self.failures.seconds.get(path, WORK - 1 if due else WORK)
        while left > 0:
            yield min(1, left)
            left -= 1
            if run and run.stopped:
                return None
        return self.failures.happens(path, work)
