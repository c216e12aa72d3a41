"""Follow an operation through every nested stack, event by event, to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cfngen.cloud import Cloud
from cfngen.cloud.failures import Absent, Busy
from cfngen.cloud.values import Event, Stack
from cfngen.deploy.progress import Report, Retrying, Step
from cfngen.deploy.states import running
from cfngen.deploy.waiting import Clock, Pace
from cfngen.errors import OperationFailed
from cfngen.package import STACK

PATIENCE = 8
"""Rounds in a row that may go without an answer before following ends."""

CLEANS_UP = "_CLEANUP_IN_PROGRESS"
"""How the root's state ends while what was replaced, or made in vain, is deleted."""

AWAITED = "Content of DNS Record"
"""How the reason begins that names a record which has to be written elsewhere.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html
"""

SILENCE = 120.0
"""Seconds within which an operation that was started must show its first event."""


class Watch:
    """The stacks of one operation, and which of their events have been seen.

    A nested stack is found through its parent's events: from the first one that
    carries its ARN until one that says it is done. It deletes what it has replaced
    only when the root cleans up, of which its parent says nothing, so all are asked
    again then. `after` is the time of the root's last event before the operation, by
    CloudFormation's own clock, so that what happened to any of the stacks before is
    left out.
    """

    def __init__(
        self, cloud: Cloud, root: str, name: str, after: datetime | None
    ) -> None:
        self._cloud = cloud
        self._after = after
        self._root = root
        self._paths = {root: name}
        self._open = [root]
        self._seen: set[str] = set()
        self._last: dict[tuple[str, bool], str] = {}
        self.trouble: Busy | None = None

    def poll(self) -> list[Step]:
        """Return what has happened since the last call, in order of time.

        A stack that cannot be asked now stays open; `trouble` then says why.
        """
        self.trouble = None
        steps: list[Step] = []
        queue, done = list(self._open), set[str]()
        for stack in queue:  # grows meanwhile: a parent comes before its children
            events = self._events(stack)
            if events is None:
                done.discard(stack)
                continue
            for event in events:
                steps.append(self._step(event))
                self._enqueue(event, queue, done)
                self._reopen(event, queue, done)
        self._open = [stack for stack in queue if stack not in done]
        return sorted(steps, key=lambda step: step.at)

    def _events(self, stack: str) -> tuple[Event, ...] | None:
        """Return the new events of a stack, None while it cannot be asked."""
        try:
            found = self._cloud.events(stack, self._after, self._seen)
        except Busy as busy:
            self.trouble = busy
            return None
        except Absent:
            return ()
        self._seen.update(event.id for event in found)
        return found

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
        own = event.of_the_stack and event.stack_id == self._root
        if own and event.status.endswith(CLEANS_UP):
            queue += [stack for stack in self._paths if stack not in queue]
            done.clear()

    def _below(self, event: Event) -> str:
        """Return the path of a resource."""
        if event.stack_id == self._root:
            return event.logical_id
        return f"{self._paths[event.stack_id]}/{event.logical_id}"

    def _step(self, event: Event) -> Step:
        """Return an event with its place in the tree."""
        own = event.of_the_stack
        root = own and event.stack_id == self._root
        path = self._paths[event.stack_id] if own else self._below(event)
        echo = self._echoes(path, own, event)
        return Step(
            event.at, path, event.type, event.status, event.reason, own, root, echo
        )

    def _echoes(self, path: str, own: bool, event: Event) -> bool:
        """Say whether a resource was in this very progress already, and says no more.

        CloudFormation says CREATE_IN_PROGRESS twice: when it begins, and when the
        resource has got its physical id. A certificate says it again for each DNS
        record that it waits for, and that record is in the reason.
        """
        before = self._last.get((path, own))
        self._last[path, own] = event.status
        again = before == event.status and event.status.endswith("_IN_PROGRESS")
        return again and not event.reason.startswith(AWAITED)


def follow(
    cloud: Cloud, root: Stack, watch: Watch, report: Report, clock: Clock, pace: Pace
) -> tuple[Stack, tuple[Step, ...]]:
    """Report every step until the operation has ended; return the stack and the steps.

    Raises CloudUnreachable when the cloud has not answered for PATIENCE rounds and
    OperationFailed when the operation never begins.
    """
    steps: list[Step] = []
    waited, troubled = 0.0, 0
    delays = pace.delays()
    while True:
        fresh = _reported(watch, report, steps)
        troubled = _patience(watch.trouble, troubled, report)
        ended = _ended(cloud, root, steps) if not watch.trouble else None
        if ended:
            _reported(watch, report, steps)  # children may have spoken last
            return ended, tuple(steps)
        if not steps and not troubled and waited > SILENCE:
            raise OperationFailed(f"{root.name}: CloudFormation has started nothing.")
        delays = pace.delays() if fresh else delays
        delay = next(delays)
        waited += delay
        clock.sleep(delay)


def _reported(watch: Watch, report: Report, steps: list[Step]) -> bool:
    """Report and keep what has happened; say whether anything has."""
    fresh = watch.poll()
    for step in fresh:
        report(step)
    steps.extend(fresh)
    return bool(fresh)


def _patience(trouble: Busy | None, troubled: int, report: Report) -> int:
    """Return how many rounds in a row went wrong; raise when patience is at its end."""
    if trouble is None:
        return 0
    if troubled + 1 >= PATIENCE:
        raise trouble
    report(Retrying(trouble.message))
    return troubled + 1


def _ended(cloud: Cloud, root: Stack, steps: Sequence[Step]) -> Stack | None:
    """Return the root when its last own event and its state say that it is done.

    The event comes first: DescribeStacks may still answer with the state from before
    the operation, when asked right after its start.
    """
    own = [step for step in steps if step.root]
    if not own or running(own[-1].status):
        return None
    try:
        now = cloud.stack(root.id)
    except Busy:
        return None
    return now if now and not running(now.status) else None
