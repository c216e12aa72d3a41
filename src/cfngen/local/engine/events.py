"""The history of a stack, one event for each step of each resource.

Plain moto keeps events of the stack only. CloudFormation writes one for every status
of every resource, and clients live from them:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html
"""

from __future__ import annotations

import uuid

from cfngen.local.engine.records import STACK_TYPE, Event, Resource, Stack, now

STABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
"""What a stack can be rolled back to."""


def of_stack(stack: Stack, status: str, reason: str = "") -> None:
    """Set the stack's status and write the event; an end ends the operation too."""
    ends = not status.endswith("_IN_PROGRESS")
    if ends and stack.operations:
        stack.operation.end(status.endswith("_FAILED"))
    stack.stable = stack.stable or status in STABLE
    stack.reason = reason
    _append(stack, stack.name, stack.stack_id, STACK_TYPE, status, reason)
    stack.status = status  # Last: who waits for an end finds everything in place.


def of_resource(
    stack: Stack, resource: Resource, status: str, reason: str = ""
) -> None:
    """Set a resource's status and write the event; a stand-in says that it is one."""
    reason = reason or resource.note
    resource.status, resource.reason, resource.changed = status, reason, now()
    _append(
        stack, resource.logical_id, resource.physical_id, resource.type, status, reason
    )


def _append(
    stack: Stack, logical_id: str, physical_id: str, kind: str, status: str, reason: str
) -> None:
    own = kind == STACK_TYPE and physical_id == stack.stack_id
    unique = str(uuid.uuid4())
    stack.events.append(
        Event(
            event_id=unique if own else f"{logical_id}-{status}-{unique}",
            operation_id=stack.operation.id if stack.operations else "",
            logical_id=logical_id,
            physical_id=physical_id,
            type=kind,
            status=status,
            reason=reason,
            at=now(),
            token=stack.operation.token if stack.operations else "",
        )
    )
