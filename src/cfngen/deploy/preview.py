"""The change set: asked for, waited for, read, and cleaned away when it is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cfngen.cloud import Cloud
from cfngen.cloud.values import ChangeSet, ChangeSetOrder, Stack
from cfngen.deploy.progress import Planned
from cfngen.deploy.states import REVIEW, Action
from cfngen.deploy.waiting import Clock, Pace
from cfngen.errors import CfngenError, NeedsHuman, PreviewRejected
from cfngen.naming import CHANGE_SET_PREFIX

CHANGE_SET_ARN = re.compile(r"arn:[\w-]+:cloudformation:[\w-]*:\d*:changeSet/[\w/-]+")
"""A nested change set, as the reason of its failed parent names it."""

DEPTH = 5
"""How far a reason is followed down."""

GONE_TRIES = 20
"""How often to ask whether a deleted change set is gone."""


def clear(cloud: Cloud, stack: Stack, clock: Clock, pace: Pace) -> None:
    """Delete change sets that an interrupted deployment has left behind.

    A stack under review that holds somebody else's change set raises NeedsHuman:
    creating the stack would delete it.
    """
    names = cloud.change_sets(stack.id)
    foreign = [name for name in names if not name.startswith(CHANGE_SET_PREFIX)]
    if foreign and stack.status == REVIEW:
        raise NeedsHuman(
            f"{stack.name} is under review by somebody else: {', '.join(foreign)}.",
            "Have these change sets executed or deleted first.",
        )
    for name in names:
        if name not in foreign:
            _delete(cloud, name, stack.id, clock, pace)


def prepare(
    cloud: Cloud, order: ChangeSetOrder, clock: Clock, pace: Pace
) -> ChangeSet | None:
    """Return the change set, ready to be executed; None when nothing would change.

    Raises PreviewRejected with the deepest reason that CloudFormation gives.
    """
    asked = cloud.create_change_set(order)
    made = _settled(cloud, asked, clock, pace) if asked else None
    if made is None or made.empty:
        return None
    if not made.ready:
        reason = _deepest_reason(cloud, made, DEPTH)
        raise PreviewRejected(
            f"CloudFormation refused the change set: {reason}", "Nothing was touched."
        )
    return made


@contextmanager
def cleaned_up(
    cloud: Cloud, order: ChangeSetOrder, clock: Clock, pace: Pace
) -> Iterator[None]:
    """Leave nothing behind when what is inside does not come to a good end."""
    try:
        yield
    except BaseException:
        discard(cloud, order, clock, pace)
        raise


def discard(cloud: Cloud, order: ChangeSetOrder, clock: Clock, pace: Pace) -> None:
    """Delete the change set, and the stack under review that it made.

    What fails here is left to the next deployment, which begins by clearing up: the
    reason for coming here matters more than this.
    """
    with suppress(CfngenError):
        _delete(cloud, order.name, order.stack, clock, pace)
        if order.kind != Action.CREATE:
            return
        stack = cloud.stack(order.stack)
        if stack and stack.status == REVIEW and not cloud.change_sets(stack.id):
            cloud.delete_stack(stack.id)


def planned(cloud: Cloud, change_set: ChangeSet, above: str = "") -> Iterator[Planned]:
    """Yield what will change, nested stacks followed where CloudFormation allows."""
    for change in change_set.changes:
        path = f"{above}{change.logical_id}"
        yield Planned(change.action, path, change.type, change.replacement)
        inner = cloud.change_set(change.change_set) if change.change_set else None
        if inner:
            yield from planned(cloud, inner, f"{path}/")


def _settled(cloud: Cloud, asked: ChangeSet, clock: Clock, pace: Pace) -> ChangeSet:
    """Wait until CloudFormation has worked the change set out."""
    delays = pace.delays()
    while True:
        found = cloud.change_set(asked.id, asked.stack_id)
        if found is None:
            raise PreviewRejected(
                f"Change set {asked.name} was deleted while it was being worked out.",
                "Is somebody else deploying? Nothing was touched; deploy again.",
            )
        if not found.pending:
            return found
        clock.sleep(next(delays))


def _deepest_reason(cloud: Cloud, failed: ChangeSet, depth: int) -> str:
    """Return why it failed; a root only says which nested change set did."""
    named = CHANGE_SET_ARN.search(failed.reason)
    inner = cloud.change_set(named.group()) if named and depth else None
    if inner is None or inner.id == failed.id or not inner.reason:
        return failed.reason or failed.status
    return _deepest_reason(cloud, inner, depth - 1)


def _delete(cloud: Cloud, name: str, stack: str, clock: Clock, pace: Pace) -> None:
    """Delete a change set and wait until it is gone, nested ones with it."""
    cloud.delete_change_set(name, stack)
    for _, delay in zip(range(GONE_TRIES), pace.delays(), strict=False):
        found = cloud.change_set(name, stack)
        if found is None or found.status == "DELETE_COMPLETE":
            return
        clock.sleep(delay)
