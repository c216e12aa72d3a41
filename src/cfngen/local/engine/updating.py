"""Updating a stack: forward, then clean up; or back, then clean up.

Plain moto updates in no order and stops where a service refuses. CloudFormation keeps
what it replaces until all went well, and else goes back, unless it is told to stay
where it failed:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.local.engine import deletion, events, rollback
from cfngen.local.engine.advance import Failed, advance
from cfngen.local.engine.handlers import Handlers, Job, Staged
from cfngen.local.engine.records import Journal, Resource, Stack, Target, now

CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"


def update_stack(stack: Stack, target: Target, handlers: Handlers) -> None:
    """Update a root stack; it ends in UPDATE_COMPLETE or UPDATE_ROLLBACK_COMPLETE."""
    if forward(stack, target, handlers):
        finish(stack, handlers)


def forward(stack: Stack, target: Target, handlers: Handlers) -> bool:
    """Bring a stack to a new target; on failure take it back. Say whether it got there.

    A stack that got there waits in CLEANUP for `finish` or for going back.
    """
    stack.updated = now()
    try:
        advance(stack, target, handlers)
    except Failed as failure:
        if stack.on_failure == "DO_NOTHING" and not stack.cancelled:
            _stay(stack, target, str(failure), handlers)
        else:
            rollback.back(stack, str(failure), handlers)
        return False
    events.of_stack(stack, CLEANUP)
    return True


def finish(stack: Stack, handlers: Handlers) -> None:
    """Delete what the update replaced or left out; the stack is UPDATE_COMPLETE."""
    journal = stack.journal
    if journal is None:
        return
    for handler, job, resource in _nested(stack, journal, handlers):
        handler.finish(job, resource)
    replaced = {s.after.logical_id for s in journal.steps if s.kind == "replace"}

    def stays(resource: Resource) -> bool:
        if resource.logical_id in replaced:
            return deletion.kept_when_replaced(resource)
        return deletion.kept(resource)

    former = [*_former_order(stack, journal, handlers), *_made_since(journal)]
    gone = [r for r in former if r.logical_id in replaced or _left_out(stack, r)]
    deletion.delete(stack, gone, handlers, stays)
    stack.journal = None
    events.of_stack(stack, "UPDATE_COMPLETE")


def _stay(stack: Stack, target: Target, reason: str, handlers: Handlers) -> None:
    """Stay where the update failed; nested stacks that are through rest as well."""
    if stack.journal is not None:
        for handler, job, resource in _nested(stack, stack.journal, handlers):
            handler.rest(job, resource)
    stack.target = target
    events.of_stack(stack, "UPDATE_FAILED", reason)


def _nested(
    stack: Stack, journal: Journal, handlers: Handlers
) -> Iterator[tuple[Staged, Job, Resource]]:
    """Yield the nested stacks that have been updated, with what their handlers need."""
    for step in journal.steps:
        handler, after = handlers(step.after.type), step.after
        if step.kind == "update" and isinstance(handler, Staged):
            job = Job(stack, after.logical_id, after.type, after.properties)
            yield handler, job, after


def _made_since(journal: Journal) -> list[Resource]:
    """Return what failed operations before this one made, newest first."""
    made = [s.after for s in journal.steps if s.kind == "create"]
    return [r for r in reversed(made) if r.logical_id not in journal.resources]


def _left_out(stack: Stack, resource: Resource) -> bool:
    """Say whether the new template has a resource no more."""
    return resource.logical_id not in stack.resources


def _former_order(
    stack: Stack, journal: Journal, handlers: Handlers
) -> Iterable[Resource]:
    """Return the resources of before the update, dependents first."""
    former = Stack(
        stack.stack_id,
        stack.name,
        stack.account,
        stack.region,
        stack.status,
        journal.target,
        resources=journal.resources,
    )
    return deletion.in_order(former, journal.target, handlers)
