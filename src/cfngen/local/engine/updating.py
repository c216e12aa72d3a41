"""Updating a stack: forward, then clean up; or back, then clean up.

Plain moto updates in no order and stops where a service refuses. CloudFormation keeps
what it replaces until all went well, and else goes back to the former template and
parameters:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
"""

from __future__ import annotations

from collections.abc import Iterable

from cfngen.local.engine import deletion, events, steps
from cfngen.local.engine.advance import Failed, advance
from cfngen.local.engine.handlers import Handlers, Job, Staged
from cfngen.local.engine.records import Journal, Resource, Stack, Step, Target, now
from cfngen.local.language.refusals import ResourceFailed

CLEANUP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"


def update_stack(stack: Stack, target: Target, handlers: Handlers) -> None:
    """Update a root stack; it ends in UPDATE_COMPLETE or UPDATE_ROLLBACK_COMPLETE."""
    if forward(stack, target, handlers):
        finish(stack, handlers)


def forward(stack: Stack, target: Target, handlers: Handlers) -> bool:
    """Bring a stack to a new target; on failure take it back. Say whether it got there.

    A stack that got there waits in CLEANUP for `finish` or `back`.
    """
    stack.updated = now()
    try:
        advance(stack, target, handlers)
    except Failed as failure:
        if stack.on_failure == "DO_NOTHING":
            stack.target = target
            events.of_stack(stack, "UPDATE_FAILED", str(failure))
        else:
            back(stack, str(failure), handlers)
        return False
    events.of_stack(stack, CLEANUP)
    return True


def finish(stack: Stack, handlers: Handlers) -> None:
    """Delete what the update replaced or left out; the stack is UPDATE_COMPLETE."""
    journal = stack.journal
    if journal is None:
        return
    for step in journal.steps:
        _staged(stack, step, handlers, "finish")
    replaced = {s.after.logical_id for s in journal.steps if s.kind == "replace"}

    def stays(resource: Resource) -> bool:
        if resource.logical_id in replaced:
            return deletion.kept_when_replaced(resource)
        return deletion.kept(resource)

    former = _former_order(stack, journal, handlers)
    gone = [r for r in former if r.logical_id in replaced or _left_out(stack, r)]
    deletion.delete(stack, gone, handlers, stays)
    stack.journal = None
    events.of_stack(stack, "UPDATE_COMPLETE")


def back(stack: Stack, reason: str, handlers: Handlers) -> None:
    """Return to the former template and parameters."""
    journal = stack.journal
    if journal is None:
        return
    events.of_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    current, failed = dict(stack.resources), []
    for step in reversed(journal.steps):
        try:
            if not _staged(stack, step, handlers, "undo"):
                steps.restore(stack, step, handlers)
        except ResourceFailed as error:
            events.of_resource(stack, step.after, "UPDATE_FAILED", str(error))
            failed.append(step.after.logical_id)
    _restore_unfinished(stack, journal)
    stack.target, stack.outputs = journal.target, journal.outputs
    stack.resources = {
        name: stack.resources.get(name, resource)
        for name, resource in journal.resources.items()
    }
    if failed:
        text = f"The following resource(s) failed to update: [{', '.join(failed)}]. "
        events.of_stack(stack, "UPDATE_ROLLBACK_FAILED", text)
        return
    events.of_stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    made = _made(journal, current)
    rule = deletion.kept_on_rollback(stack)
    deletion.delete(stack, made, handlers, rule)
    stack.journal = None
    events.of_stack(stack, "UPDATE_ROLLBACK_COMPLETE")


def _staged(stack: Stack, step: Step, handlers: Handlers, verb: str) -> bool:
    """Finish or undo a nested stack's own update; say whether there was one."""
    handler = handlers(step.after.type)
    if step.kind != "update" or not isinstance(handler, Staged):
        return False
    job = Job(stack, step.after.logical_id, step.after.type, step.after.properties)
    if verb == "finish":
        handler.finish(job, step.after)
    elif step.before is not None:
        events.of_resource(stack, step.before, "UPDATE_IN_PROGRESS")
        handler.undo(job, step.before)
        stack.resources[step.before.logical_id] = step.before
        events.of_resource(stack, step.before, "UPDATE_COMPLETE")
    return True


def _restore_unfinished(stack: Stack, journal: Journal) -> None:
    """Write the way back of the resources whose update failed or was cancelled."""
    done = {step.after.logical_id for step in journal.steps}
    failed = {
        e.logical_id
        for e in stack.events
        if e.operation_id == stack.operation_id and e.status == "UPDATE_FAILED"
    }
    for name, resource in journal.resources.items():
        if name in failed and name not in done:
            events.of_resource(stack, resource, "UPDATE_IN_PROGRESS")
            events.of_resource(stack, resource, "UPDATE_COMPLETE")


def _made(journal: Journal, current: dict[str, Resource]) -> list[Resource]:
    """Return what the failed update made, newest first, for deletion."""
    done = [s.after for s in journal.steps if s.kind in ("create", "replace")]
    names = {resource.logical_id for resource in done} | set(journal.resources)
    unfinished = [r for name, r in current.items() if name not in names]
    return [*unfinished, *reversed(done)]


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
