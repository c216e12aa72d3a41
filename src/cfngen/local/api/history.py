"""The calls that tell what has happened: by stack, or by operation.

Plain moto has no operations. CloudFormation groups events by them:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfngen.local.api import answers
from cfngen.local.api.pages import page
from cfngen.local.api.requests import Request
from cfngen.local.engine.records import ChangeSet, Event, Operation, Stack
from cfngen.local.language.refusals import Refused

Answer = dict[str, Any]


def describe_stack_events(request: Request) -> Answer:
    """DescribeStackEvents, newest first, in pages."""
    stack = request.stack()
    newest = list(reversed(list(stack.events)))
    return page(request, "StackEvents", newest, lambda e: answers.event(stack, e))


def describe_events(request: Request) -> Answer:
    """DescribeEvents of a stack, a change set or an operation, newest first."""
    operation = str(request.get("OperationId", "") or "")
    if request.get("ChangeSetName", ""):
        found = list(_of_change_set(request.change_set()))
    else:
        owners = [request.stack()] if request.name else request.stacks()
        found = [
            told
            for stack in owners
            for told in _of_stack(stack)
            if operation in ("", told["OperationId"])
        ]
        if not request.name and not operation:
            raise Refused(
                "One of ChangeSetName, OperationId or StackName must be specified"
            )
    filters = request.get("Filters", {}) or {}
    if str(filters.get("FailedEvents", "")).lower() == "true":
        found = [told for told in found if _failed(told)]
    return page(request, "OperationEvents", found[::-1])


def _of_stack(stack: Stack) -> Iterator[Answer]:
    """Yield a stack's events, each with what is known of its operation."""
    by_id = {operation.id: operation for operation in list(stack.operations)}
    for event in list(stack.events):
        operation = by_id.get(event.operation_id)
        if operation is not None:
            yield _told(stack, event, operation)


def _told(stack: Stack, event: Event, operation: Operation) -> Answer:
    own = event.physical_id == stack.stack_id
    kind = "STACK_EVENT" if own else "PROGRESS_EVENT"
    if not own and event.status.endswith("_FAILED"):
        kind = "PROVISIONING_ERROR"
    told = answers.event(stack, event) | _operation(operation) | {"EventType": kind}
    del told["StackName"]
    return told


def _of_change_set(change_set: ChangeSet) -> Iterator[Answer]:
    """Yield what validation found wrong in a change set."""
    operation = change_set.operation
    shared = {
        "StackId": change_set.stack.stack_id,
        "Timestamp": change_set.created,
        **_operation(operation),
    }
    yield {**shared, "EventId": operation.id, "EventType": "STACK_EVENT"}
    for name, problems in change_set.unfit.items():
        for number, problem in enumerate(problems):
            path, _, _ = problem.removeprefix("#").partition(":")
            yield {
                **shared,
                "EventId": f"{operation.id}-{name}-{number}",
                "EventType": "VALIDATION_ERROR",
                "LogicalResourceId": name,
                "ResourceType": change_set.target.template.resources[name]["Type"],
                "ValidationName": "PROPERTY_VALIDATION",
                "ValidationStatus": "FAILED",
                "ValidationFailureMode": "FAIL",
                "ValidationStatusReason": problem,
                "ValidationPath": f"/Resources/{name}/Properties{path}",
            }


def _operation(operation: Operation) -> Answer:
    return {
        "OperationId": operation.id,
        "OperationType": operation.type,
        "OperationStatus": operation.status,
        "StartTime": operation.started,
        "EndTime": operation.ended,
    }


def _failed(told: Answer) -> bool:
    return told["EventType"].endswith("_ERROR") or str(
        told.get("ResourceStatus", "")
    ).endswith("_FAILED")


CALLS = {
    "DescribeStackEvents": describe_stack_events,
    "DescribeEvents": describe_events,
}
