"""Follow an operation, event by event, to its end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cfngen.cloud.failures import Busy
from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Polled, Retrying
from cfngen.deploy.watching import Watch
from cfngen.errors import CloudUnreachable, OperationFailed
from cfngen.plan.at import At, Report
from cfngen.plan.states import running

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

PATIENCE = 8
"""Rounds in a row that may go without an answer before following ends."""

SILENCE = 120.0
"""Seconds within which an operation that was started must show its first event."""

STALE = 8
"""Answers about the root that may be older than its own last event."""

RECENT = 300
"""Events of a root among which the beginning of its operation is looked for."""


def follow(root: Stack, watch: Watch, at: At) -> Stack:
    """Report every step until the operation has ended; return the stack as it is then.

    `watch.steps` are the steps. An interruption loses none of them, and following can
    be taken up again with the same watch. Raises CloudUnreachable when the cloud has
    not answered for PATIENCE rounds and OperationFailed when nothing ever begins.
    """
    waited, troubled, stale = 0.0, 0, 0
    delays = at.pace.delays()
    while True:
        fresh = _told(watch, at)
        troubled = _patience(watch.trouble, troubled, at.report)
        if watch.over and not troubled:
            ended = _described(root, watch, at.cloud, stale)
            if ended:
                return _last_words(ended, watch, at)
            stale += 1
        if not watch.steps and not troubled and waited > SILENCE:
            return _silent(root, at.cloud)
        at.report(Polled())
        delays = at.pace.delays() if fresh else delays
        delay = next(delays)
        waited += delay
        at.clock.sleep(delay)


def _silent(root: Stack, cloud: Cloud) -> Stack:
    """Return a stack that has come to its end without an event.

    One under review may: there is nothing in it to delete. Raises OperationFailed where
    nothing has ever begun.
    """
    now = cloud.stacks.find(root.id)
    if now and root.status not in ("", now.status) and not running(now.status):
        return now
    raise OperationFailed(f"{root.name}: CloudFormation has started nothing.")


def attached(cloud: Cloud, stack: Stack) -> Watch:
    """Return a watch on the operation of a stack that goes on, or that was its last."""
    last = (one for one in stack.operations if one.kind != "CREATE_CHANGESET")
    operation = next(last, None)
    events = (
        cloud.history.of_operation(stack.id, operation.id)
        if operation
        else cloud.history.recent(stack.id, RECENT)
    )
    begun = [e for e in events if e.of_the_stack and e.reason == "User Initiated"]
    first = begun[-1:] or events[:1]
    after = first[0].at - timedelta(microseconds=1) if first else None
    return Watch(cloud, stack.id, stack.name, after)


def _told(watch: Watch, at: At, everywhere: bool = False) -> bool:
    """Report what has happened; say whether anything has."""
    fresh = watch.poll(everywhere)
    for step in fresh:
        at.report(step)
    return bool(fresh)


def _last_words(ended: Stack, watch: Watch, at: At) -> Stack:
    """Return the stack when everything was asked once more.

    Children may have spoken last, and a reason may become visible after the end.
    """
    with suppress(CloudUnreachable):  # how it ended is known
        _told(watch, at, everywhere=True)
    return ended


def _patience(trouble: Busy | None, troubled: int, report: Report) -> int:
    """Return how many rounds in a row went wrong; raise when patience is at its end."""
    if trouble is None:
        return 0
    if troubled + 1 >= PATIENCE:
        raise trouble
    report(Retrying(trouble.message))
    return troubled + 1


def _described(root: Stack, watch: Watch, cloud: Cloud, stale: int) -> Stack | None:
    """Return the root as it is, None while the answer is older than its events.

    DescribeStacks may still answer with the state from before, or not at all; and
    somebody else may have begun something since. Then the event's word goes.
    """
    try:
        now = cloud.stacks.find(root.id)
    except Busy:
        now = None
    if now and now.status == watch.status:
        return now
    another = now and watch.operation and now.operation not in ("", watch.operation)
    if stale >= STALE or (another and watch.operation in _ids(now)):
        return replace(now or root, status=watch.status)
    return None


def _ids(stack: Stack | None) -> tuple[str, ...]:
    """Return the ids of a stack's last operations."""
    return tuple(one.id for one in stack.operations) if stack else ()
