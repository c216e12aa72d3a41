"""What has happened to a tree: one operation, or some time, merged and in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from cfngen.cloud.values import Event, Stack
from cfngen.deploy.progress import Retrying, Step
from cfngen.deploy.watching import Watch
from cfngen.errors import InputError
from cfngen.plan.at import At
from cfngen.plan.states import running

BEGINS: Mapping[str, str] = {
    "CREATE_IN_PROGRESS": "create",
    "UPDATE_IN_PROGRESS": "update",
    "IMPORT_IN_PROGRESS": "import",
    "DELETE_IN_PROGRESS": "delete",
}
"""The root's own events with which people begin something.

What undoes it belongs to it, also where somebody had to ask for that.
"""

DEPTHS = (100, 1_000, 10_000)
"""How many events of the root are read to find where its last operation began: a page
first, which will do nearly always."""

PATIENCE = 8
"""Questions that may go without an answer."""


@dataclass(frozen=True)
class Episode:
    """One operation of people on a root stack, with what undid it.

    `kind` is create, update, import or delete, empty where its beginning is not kept
    any more; `ended` is None while it goes on. `id` is what CloudFormation calls it.
    """

    kind: str
    began: datetime
    ended: datetime | None = None
    id: str = ""


def last_episode(root: Stack, at: At) -> Episode | None:
    """Return the last operation on a root; None where nothing has happened to it."""
    found = _episodes(root, _history(root, at, lambda event: True))
    return found[-1] if found else None


def of_operation(root: Stack, operation: str, at: At) -> Episode:
    """Return the operation of an id.

    Raises InputError where no event of the root has it.
    """
    events = at.cloud.history.of_operation(root.id, operation) if operation else ()
    if not events:
        known = ", ".join(f"{one.id} ({one.kind})" for one in root.operations)
        raise InputError(
            f"{root.name} has no event of an operation {operation!r}.",
            f"The last ones: {known or 'CloudFormation names none'}.",
        )
    latest = operation == root.operation and running(root.status)
    kind, ended = BEGINS.get(events[0].status, ""), events[-1].at
    return Episode(kind, events[0].at, None if latest else ended, operation)


def since(root: Stack, moment: datetime, at: At) -> tuple[Step, ...]:
    """Return what has happened in the tree after a moment, oldest first."""
    events = _history(root, at, lambda event: event.at <= moment)
    later = [
        one
        for one in _episodes(root, events)
        if one.ended is None or one.ended > moment
    ]
    steps = [step for one in later for step in steps_of(root, one, at)]
    return tuple(step for step in steps if step.at > moment)


def _history(root: Stack, at: At, enough: Callable[[Event], bool]) -> tuple[Event, ...]:
    """Return the root's events, oldest first, back to the beginning of an operation
    that is far enough back."""
    events: tuple[Event, ...] = ()
    for depth in DEPTHS:
        events = at.cloud.history.recent(root.id, depth)
        far = any(_begins(event) and enough(event) for event in events)
        if far or len(events) < depth:
            break
    return events


def _begins(event: Event) -> bool:
    """Say whether somebody has begun something with an event."""
    return event.of_the_stack and event.status in BEGINS


def _episodes(root: Stack, events: Sequence[Event]) -> list[Episode]:
    """Return the operations that some events of a root are of, oldest first."""
    found: list[Episode] = []
    for event in events:
        if _begins(event) or not found:
            kind = BEGINS.get(event.status, "") if event.of_the_stack else ""
            found.append(Episode(kind, event.at, event.at, event.operation))
        found[-1] = replace(found[-1], ended=event.at)
    if found and running(root.status):
        found[-1] = replace(found[-1], ended=None)
    return found


def steps_of(root: Stack, episode: Episode, at: At) -> tuple[Step, ...]:
    """Return what happened in an operation, over the whole tree, oldest first.

    A nested stack is found through what its parent says of it meanwhile. Raises
    CloudUnreachable when the cloud does not answer for PATIENCE rounds.
    """
    before = episode.began - timedelta(microseconds=1)
    watch = Watch(at.cloud, root.id, root.name, before)
    watch.poll()
    for delay in islice(at.pace.delays(), PATIENCE):
        if watch.trouble is None:
            break
        at.report(Retrying(watch.trouble.message))
        at.clock.sleep(delay)
        watch.poll()
    if watch.trouble is not None:
        raise watch.trouble
    steps = sorted(watch.steps, key=lambda step: step.at)
    return tuple(s for s in steps if episode.ended is None or s.at <= episode.ended)


def failures(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps that went wrong."""
    return tuple(step for step in steps if step.failed)
