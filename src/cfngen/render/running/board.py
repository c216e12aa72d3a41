"""What is going on in a tree of stacks right now, as its events tell it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from cfngen.deploy.dns import records
from cfngen.deploy.progress import Step

Expected = Mapping[str, Set[str]]

NAMED = 3
"""How many of the resources that are still at work are named in one line."""


@dataclass(frozen=True)
class Active:
    """A resource that something is being done to, and since when."""

    path: str
    type: str
    status: str
    since: datetime
    awaits: bool = False


class Board:
    """The state of an operation; `hear` is given its events in order.

    `expected` are the paths of the resources that are going to be touched, by stack, as
    far as somebody knows them beforehand.
    """

    def __init__(self, expected: Expected | None = None) -> None:
        self._expected = expected or {}
        self.root: Step | None = None
        self.begun: datetime | None = None
        self.failures: dict[str, Step] = {}
        self._active: dict[str, Active] = {}
        self._stacks: dict[str, Active] = {}
        self._done: dict[str, set[str]] = {}

    def hear(self, step: Step) -> None:
        """Take an event in."""
        if step.root:
            self.root = step
            self.begun = self.begun or step.at
        elif step.nested:
            self._stack(step)
        else:
            self._leaf(step)

    def _stack(self, step: Step) -> None:
        """Note what its parent says of a nested stack."""
        if step.own:
            return
        self._done.setdefault(step.path, set())
        if step.active:
            self._stacks[step.path] = _active(step, self._stacks.get(step.path))
        else:
            self._stacks.pop(step.path, None)
            self._fail(step)

    def _leaf(self, step: Step) -> None:
        """Note what happens to a resource."""
        if step.active:
            self._active[step.path] = _active(step, self._active.get(step.path))
            self._done.setdefault(above(step.path), set()).discard(step.path)
            return
        self._active.pop(step.path, None)
        if step.failed:
            self._fail(step)
        else:
            self._done.setdefault(above(step.path), set()).add(step.path)

    def _fail(self, step: Step) -> None:
        """Keep the first failure of a path."""
        if step.failed:
            self.failures.setdefault(step.path, step)

    @property
    def stacks(self) -> tuple[str, ...]:
        """Return the paths of the stacks that anything was done to, the root first."""
        known = {above(path) for path in (*self._active, *self.failures)}
        return tuple(sorted(known | set(self._done) | {""}))

    def at_work(self, stack: str) -> tuple[Active, ...]:
        """Return the resources of a stack that are at work, the oldest first."""
        inside = (a for a in self._active.values() if above(a.path) == stack)
        return tuple(sorted(inside, key=lambda one: one.since))

    def done(self, stack: str) -> int:
        """Return how many resources of a stack are done."""
        return len(self._done.get(stack, ()))

    def total(self, stack: str) -> int:
        """Return how many resources of a stack are or will be touched; 0 for unknown.

        Nobody knows how much there is to undo.
        """
        known = self._expected.get(stack)
        if known is None or (self.root and "ROLLBACK" in self.root.status):
            return 0
        at_work = {one.path for one in self.at_work(stack)}
        return len(known | self._done.get(stack, set()) | at_work)

    def overall(self) -> tuple[int, int]:
        """Return how many resources of all stacks are done, and of how many."""
        stacks = {*self._expected, *self.stacks}
        total = sum(self.total(stack) or self.done(stack) for stack in stacks)
        known = any(self.total(stack) for stack in stacks)
        return sum(self.done(stack) for stack in stacks), total if known else 0

    def busy(self, stack: str) -> bool:
        """Say whether a nested stack is still being worked on."""
        return stack in self._stacks or bool(self.at_work(stack))

    def silence(self, now: datetime) -> str:
        """Return what is still running, in one line; empty where nothing is."""
        leaves = sorted(self._active.values(), key=lambda one: one.since)
        at_work = leaves or sorted(self._stacks.values(), key=lambda one: one.since)
        if not at_work:
            return ""
        named = ", ".join(_long(one, now) for one in at_work[:NAMED])
        more = len(at_work) - NAMED
        return f"still running: {named}" + (f" and {more} more" if more > 0 else "")


def above(path: str) -> str:
    """Return the path of the stack that something is in, empty for the root."""
    return path.rpartition("/")[0]


def _active(step: Step, before: Active | None) -> Active:
    """Return what an event says, the time counted from when the status began."""
    same = before is not None and before.status == step.status
    since = before.since if before and same else step.at
    awaits = any(records(step)) or bool(before and same and before.awaits)
    return Active(step.path, step.type, step.status, since, awaits)


def _long(one: Active, now: datetime) -> str:
    """Return a resource with how long it has been at work."""
    why = ", waiting for its DNS record" if one.awaits else ""
    return f"{one.path} {one.status} for {elapsed(now - one.since)}{why}"


def elapsed(time: timedelta) -> str:
    """Return a span as `12s`, `4m 5s`, `1h 5m`."""
    minutes, seconds = divmod(max(0, int(time.total_seconds())), 60)
    hours, rest = divmod(minutes, 60)
    if hours:
        return f"{hours}h {rest}m"
    return f"{minutes}m {seconds}s" if minutes else f"{seconds}s"
