"""Deleting: whole stacks, what a failed create made, what an update left over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tests.fakes.clock import Process, together
from tests.fakes.engine import Engine, embedded, failed_to
from tests.fakes.recreation import deletion
from tests.fakes.references import references, waves
from tests.fakes.stacks import STACK, Leftover, Resource, Stack


@dataclass(frozen=True)
class Way:
    """How to delete.

    `undo` takes back a failed create, `even_kept` even what it made under Retain.
    """

    retain: Collection[str] = ()
    force: bool = False
    undo: bool = False
    even_kept: bool = False

    def keeps(self, policy: str) -> bool:
        """Say whether a resource stays under its DeletionPolicy."""
        if self.even_kept:
            return False
        return policy == "Retain" or (policy.startswith("Retain") and not self.undo)

    @property
    def below(self) -> Way:
        """Return how to delete nested stacks."""
        return Way((), self.force, self.undo, self.even_kept)


class Deletion:
    """Takes stacks apart, the last resource first."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.history = engine, engine.history

    def stack(self, stack: Stack, way: Way, reason: str = "User Initiated") -> Process:
        """Delete a stack; return whether it is gone."""
        self.history.operation(stack, "DELETE_STACK")
        stack.going = self.engine.clock.now()
        self.history.stack(stack, "DELETE_IN_PROGRESS", reason)
        failed = yield from self.resources(stack, way)
        if failed and not way.force:
            self.history.stack(stack, "DELETE_FAILED", failed_to("delete", failed))
            return False
        self.history.stack(stack, "DELETE_COMPLETE")
        stack.deleted = self.engine.clock.now()
        return True

    def resources(self, stack: Stack, way: Way) -> Process:
        """Delete a stack's resources; return the logical ids of those that stay."""
        yield 1
        there = {n: r.definition for n, r in stack.resources.items() if r.there}
        failed: list[str] = []
        needed: set[str] = set()
        for wave in reversed(waves(there)):
            going = [name for name in wave if name not in needed]
            gone = yield from together(
                self.engine.clock,
                [self._resource(stack, stack.resources[name], way) for name in going],
            )
            failed += [name for name, ok in zip(going, gone, strict=True) if not ok]
            for name in [*failed, *(set(wave) & needed)]:
                needed |= {r.split(".")[0] for r in references(there[name])}
        return failed

    def _resource(self, stack: Stack, resource: Resource, way: Way) -> Process:
        kept = way.keeps(deletion(resource.definition))
        if kept or resource.logical in way.retain:
            self.history.resource(stack, resource, "DELETE_SKIPPED")
            return True
        self.history.resource(stack, resource, "DELETE_IN_PROGRESS")
        child = self.engine.child(resource)
        if child and child.status != "DELETE_COMPLETE":
            gone = yield from self.stack(child, way.below)
            reason = "" if gone else embedded(child, "delete", now=False)
        else:
            path = self.engine.path(stack, resource.logical)
            reason = yield from self.engine.work(path, "delete")
        status = "DELETE_FAILED" if reason else "DELETE_COMPLETE"
        self.history.resource(stack, resource, status, reason)
        return not reason

    def leftovers(self, stack: Stack) -> Process:
        """Delete what an update or its rollback left over; return what stays."""
        failed = []
        for leftover in reversed(stack.leftovers):
            gone = yield from self._leftover(stack, leftover)
            failed += [] if gone else [leftover.logical]
        stack.leftovers = []
        return failed

    def _leftover(self, stack: Stack, leftover: Leftover) -> Process:
        named = (leftover.logical, leftover.physical, leftover.type)
        if leftover.policy.startswith("Retain"):
            self.history.leftover(stack, named, "DELETE_SKIPPED")
            return True
        self.history.leftover(stack, named, "DELETE_IN_PROGRESS")
        if leftover.type == STACK and leftover.physical in self.engine.stacks.all:
            child = self.engine.stacks.all[leftover.physical]
            gone = yield from self.stack(child, Way())
            reason = "" if gone else embedded(child, "delete", now=False)
        else:
            path = self.engine.path(stack, leftover.logical)
            reason = yield from self.engine.work(path, "delete")
        status = "DELETE_FAILED" if reason else "DELETE_COMPLETE"
        self.history.leftover(stack, named, status, reason)
        return not reason
