"""Creating a stack, and taking it back if that fails.

Plain moto leaves a failed stack in CREATE_IN_PROGRESS with half of its resources.
CloudFormation deletes what it made and ends in ROLLBACK_COMPLETE:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from __future__ import annotations

from cfngen.local.engine import deletion, events
from cfngen.local.engine.advance import Failed, advance
from cfngen.local.engine.handlers import Handlers
from cfngen.local.engine.records import Stack, Target


def create_stack(stack: Stack, target: Target, handlers: Handlers) -> None:
    """Create the resources; it ends in CREATE_COMPLETE or as `on_failure` says."""
    try:
        advance(stack, target, handlers)
    except Failed as failure:
        stack.target = target
        _failed(stack, str(failure), handlers)
        return
    stack.journal = None
    events.of_stack(stack, "CREATE_COMPLETE")


def roll_back(stack: Stack, reason: str, handlers: Handlers) -> None:
    """Delete what a failed creation has made; the stack itself stays."""
    events.of_stack(stack, "ROLLBACK_IN_PROGRESS", reason)
    doomed = deletion.in_order(stack, stack.target, handlers)
    failed = deletion.delete(stack, doomed, handlers, deletion.kept_on_rollback(stack))
    stack.journal = None
    if failed:
        names = ", ".join(failed)
        reason = f"The following resource(s) failed to delete: [{names}]. "
        events.of_stack(stack, "ROLLBACK_FAILED", reason)
    else:
        events.of_stack(stack, "ROLLBACK_COMPLETE")


def _failed(stack: Stack, reason: str, handlers: Handlers) -> None:
    if stack.on_failure == "DO_NOTHING":
        events.of_stack(stack, "CREATE_FAILED", reason)
        return
    if stack.on_failure == "DELETE":
        events.of_stack(stack, "CREATE_FAILED", f"{reason}Delete requested by user.")
        deletion.delete_stack(stack, handlers)
        return
    asked = "" if stack.parent_id else ". Rollback requested by user."
    stack.begin("ROLLBACK", stack.operation.token)
    roll_back(stack, f"{reason.rstrip('. ')}{asked}", handlers)
