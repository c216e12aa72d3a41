"""The events of one operation, through every nested stack."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cfngen.cloud.failures import Absent, Busy
from cfngen.cloud.values import Event
from cfngen.deploy.dns import AWAITED
from cfngen.deploy.progress import Step
from cfngen.package import STACK
from cfngen.plan.states import running

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

CLEANS_UP = "_CLEANUP_IN_PROGRESS"
"""How the root's state ends while what was replaced, or made in vain, is deleted."""


class Watch:
    """The stacks of one operation, and which of their events have been seen.

    A nested stack is found through its parent's events: from the first one that
    carries its ARN until one that says it is done. It deletes what it has replaced
    only when the root cleans up, of which its parent says nothing, so all are asked
    again then. `after` is the time of the root's last event before the operation, by
    CloudFormation's own clock, so that what happened to any of the stacks before is
    left out. What happens to the root after the operation has ended, under another
    operation's id, is left out as well.
    """

    def __init__(
        self, cloud: Cloud, root: str, name: str, after: datetime | None
    ) -> None:
        self._cloud = cloud
        self._after = after
        self.root = root
        self._paths = {root: name}
        self._open = [root]
        self._seen: set[str] = set()
        self._last: dict[tuple[str, bool], str] = {}
        self._steps: list[Step] = []
        self.trouble: Busy | None = None
        self.operation = ""
        self.status = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return everything that has happened so far."""
        return tuple(self._steps)

    @property
    def over(self) -> bool:
        """Say whether the root has said that the operation is done."""
        return bool(self.status) and not running(self.status)

    def poll(self, everywhere: bool = False) -> list[Step]:
        """Return what has happened since the last call, in order of time.

        A stack that cannot be asked now stays open; `trouble` then says why. With
        `everywhere`, stacks that are done are asked once more.
        """
        self.trouble = None
        queue = list(self._paths) if everywhere else list(self._open)
        done, found = set[str](), list[Event]()
        for stack in queue:  # grows meanwhile: a parent comes before its children
            events = self._events(stack)
            if events is None:
                done.discard(stack)
                continue
            for event in events:
                found.append(event)
                self._enqueue(event, queue, done)
                self._reopen(event, queue, done)
        # Nothing below asks the cloud, so that Ctrl-C in a question loses no event.
        self._open = [stack for stack in queue if stack not in done]
        self._seen.update(event.id for event in found)
        told = (self._step(e) for e in sorted(found, key=lambda event: event.at))
        fresh = [step for step in told if step]
        self._steps += fresh
        return fresh

    def _events(self, stack: str) -> tuple[Event, ...] | None:
        """Return the new events of a stack, None while it cannot be asked."""
        try:
            return self._cloud.history.events(stack, self._after, self._seen)
        except Busy as busy:
            self.trouble = busy
            return None
        except Absent:
            return ()

    def _enqueue(self, event: Event, queue: list[str], done: set[str]) -> None:
        """Take note of a nested stack that the event is about."""
        child = event.physical_id
        nested = event.type == STACK and not event.of_the_stack
        if not nested or not child.startswith("arn:"):
            return
        self._paths[child] = self._below(event)
        if child not in queue:
            queue.append(child)
        if event.status.endswith("_IN_PROGRESS"):
            done.discard(child)
        else:
            done.add(child)

    def _reopen(self, event: Event, queue: list[str], done: set[str]) -> None:
        """Take up every nested stack again when the root begins to clean up."""
        own = event.of_the_stack and event.stack_id == self.root
        if own and event.status.endswith(CLEANS_UP):
            queue += [stack for stack in self._paths if stack not in queue]
            done.clear()

    def _below(self, event: Event) -> str:
        """Return the path of a resource."""
        if event.stack_id == self.root:
            return event.logical_id
        return f"{self._paths[event.stack_id]}/{event.logical_id}"

    def _step(self, event: Event) -> Step | None:
        """Return an event with its place in the tree; None for somebody else's."""
        own = event.of_the_stack
        root = own and event.stack_id == self.root
        if event.stack_id == self.root and self._foreign(event):
            return None
        if root:
            self.status = event.status
            self.operation = event.operation or self.operation
        path = self._paths[event.stack_id] if own else self._below(event)
        echo = self._echoes(path, own, event)
        return Step(
            *(event.at, path, event.type, event.status, event.reason),
            *(own, root, echo, event.physical_id, event.detailed),
        )

    def _foreign(self, event: Event) -> bool:
        """Say whether an event is of an operation that began after ours had ended."""
        return self.over and event.operation not in ("", self.operation)

    def _echoes(self, path: str, own: bool, event: Event) -> bool:
        """Say whether a resource was in this very progress already, and says no more.

        CloudFormation says CREATE_IN_PROGRESS twice: when it begins, and when the
        resource has got its physical id. A certificate says it again for each DNS
        record that it waits for, and that record is in the reason.
        """
        before = self._last.get((path, own))
        self._last[path, own] = event.status
        again = before == event.status and event.status.endswith("_IN_PROGRESS")
        return again and AWAITED not in event.reason
