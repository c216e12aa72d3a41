"""Going back: what a failed update has done is undone, and what it made is deleted.

Plain moto stops where a service refuses. CloudFormation returns to the former template
and parameters; where that fails too, somebody may mend the cause and go on, or skip
what does not come back:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
"""

from __future__ import annotations

from cfngen.local.engine import deletion, events, steps
from cfngen.local.engine.handlers import Handlers, Job, Skips, Staged
from cfngen.local.engine.records import Journal, Resource, Stack, Step
from cfngen.local.language.refusals import ResourceFailed


def back(stack: Stack, reason: str, handlers: Handlers) -> None:
    """Return to where the stack was last well: an operation of its own."""
    if stack.journal is None:
        return
    stack.begin("ROLLBACK", stack.operation.token)
    events.of_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    take_back(stack, handlers)


def take_back(stack: Stack, handlers: Handlers, skips: Skips | None = None) -> None:
    """Undo all steps that are left; it ends UPDATE_ROLLBACK_COMPLETE or _FAILED."""
    journal = stack.journal
    if journal is None:
        return
    failed = []
    for step in reversed(list(journal.steps)):
        if _undo(stack, step, handlers, skips):
            journal.steps.remove(step)
            journal.undone.append(step)
        else:
            failed.append(step.after.logical_id)
    failed += _unfinished(stack, journal, handlers, skips)
    if failed:
        text = f"The following resource(s) failed to update: [{', '.join(failed)}]. "
        events.of_stack(stack, "UPDATE_ROLLBACK_FAILED", text)
        return
    _clean_up(stack, journal, handlers)


def _clean_up(stack: Stack, journal: Journal, handlers: Handlers) -> None:
    """Delete what was made, once all else is as it was."""
    made = _made(journal, stack.resources)
    stack.target, stack.outputs = journal.target, journal.outputs
    stack.resources = {
        name: stack.resources.get(name, resource)
        for name, resource in journal.resources.items()
    }
    events.of_stack(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    deletion.delete(stack, made, handlers, deletion.kept_on_rollback(stack))
    stack.journal = None
    events.of_stack(stack, "UPDATE_ROLLBACK_COMPLETE")


def _undo(stack: Stack, step: Step, handlers: Handlers, skips: Skips | None) -> bool:
    """Undo a step, or skip it; say whether it is done with."""
    before = step.before
    if before is None or _skipped(stack, before, skips):
        return True
    try:
        if step.kind == "update" and isinstance(handlers(before.type), Staged):
            _undo_nested(stack, before, handlers, skips)
        else:
            steps.restore(stack, step, handlers)
    except ResourceFailed as error:
        return _refused(stack, before, str(error), skips)
    return True


def _unfinished(
    stack: Stack, journal: Journal, handlers: Handlers, skips: Skips | None
) -> list[str]:
    """Write the way back of the resources whose own update failed or was cancelled.

    Returns the names of the nested stacks among them that do not come back.
    """
    stuck = []
    for name in sorted(journal.failed):
        resource = journal.resources.get(name)
        done = resource is None or _skipped(stack, resource, skips)
        if not done and resource is not None:
            try:
                _undo_nested(stack, resource, handlers, skips)
            except ResourceFailed as error:
                done = _refused(stack, resource, str(error), skips)
            else:
                done = True
        if done:
            journal.failed.discard(name)
        else:
            stuck.append(name)
    return stuck


def _undo_nested(
    stack: Stack, resource: Resource, handlers: Handlers, skips: Skips | None
) -> None:
    """Take a nested stack back; of anything else write the events alone."""
    handler = handlers(resource.type)
    events.of_resource(stack, resource, "UPDATE_IN_PROGRESS")
    if isinstance(handler, Staged):
        job = Job(stack, resource.logical_id, resource.type, resource.properties)
        handler.undo(job, resource, skips)
    stack.resources[resource.logical_id] = resource
    events.of_resource(stack, resource, "UPDATE_COMPLETE")


def _skipped(stack: Stack, resource: Resource, skips: Skips | None) -> bool:
    """Say whether the resource is to be left as it is; its event is written."""
    if skips is None or not skips.names_one(stack, resource.logical_id):
        return False
    stack.resources[resource.logical_id] = resource
    events.of_resource(stack, resource, "UPDATE_COMPLETE")
    return True


def _refused(
    stack: Stack, resource: Resource, reason: str, skips: Skips | None
) -> bool:
    """Write that a resource does not come back; say whether that is put up with."""
    stack.resources[resource.logical_id] = resource
    events.of_resource(stack, resource, "UPDATE_FAILED", reason)
    if skips is None or not skips.force:
        return False
    events.of_resource(stack, resource, "UPDATE_COMPLETE")
    return True


def _made(journal: Journal, current: dict[str, Resource]) -> list[Resource]:
    """Return what the failed update made, newest first, for deletion."""
    done = [s.after for s in journal.undone if s.kind in ("create", "replace")]
    names = {resource.logical_id for resource in done} | set(journal.resources)
    unfinished = [r for name, r in current.items() if name not in names]
    return [*unfinished, *done]
