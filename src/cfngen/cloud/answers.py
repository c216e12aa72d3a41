"""boto3's dictionaries about stacks as values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cfngen.cloud.masking import masked
from cfngen.cloud.values import (
    Event,
    Failure,
    Operation,
    Output,
    Resource,
    Stack,
)

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import (
        StackEventTypeDef,
        StackResourceSummaryTypeDef,
        StackTypeDef,
    )


def stack(raw: StackTypeDef) -> Stack:
    """Return a stack."""
    rollback = raw.get("RollbackConfiguration", {})
    drift = raw.get("DriftInformation", {})
    return Stack(
        id=raw["StackId"],
        name=raw["StackName"],
        status=raw["StackStatus"],
        reason=masked(raw.get("StackStatusReason", "")),
        parent=raw.get("ParentId", ""),
        root=raw.get("RootId", ""),
        parameters={
            p["ParameterKey"]: p.get("ParameterValue", "")
            for p in raw.get("Parameters", [])
        },
        tags={tag["Key"]: tag["Value"] for tag in raw.get("Tags", [])},
        outputs=_outputs(raw),
        role=raw.get("RoleARN", ""),
        protected=raw.get("EnableTerminationProtection", False),
        notify=tuple(raw.get("NotificationARNs", ())),
        alarms=tuple(one["Arn"] for one in rollback.get("RollbackTriggers", ())),
        monitor_minutes=rollback.get("MonitoringTimeInMinutes", 0),
        created=raw.get("CreationTime"),
        updated=raw.get("LastUpdatedTime"),
        detailed=raw.get("DetailedStatus", ""),
        operations=_operations(raw),
        drift=str(drift.get("StackDriftStatus", "")),
        drift_at=drift.get("LastCheckTimestamp"),
    )


def _outputs(raw: StackTypeDef) -> tuple[Output, ...]:
    """Return a stack's outputs."""
    return tuple(
        Output(
            o["OutputKey"],
            o.get("OutputValue", ""),
            o.get("Description", ""),
            o.get("ExportName", ""),
        )
        for o in raw.get("Outputs", [])
    )


def _operations(raw: StackTypeDef) -> tuple[Operation, ...]:
    """Return a stack's last operations, newest first."""
    return tuple(
        Operation(str(one.get("OperationType", "")), one.get("OperationId", ""))
        for one in raw.get("LastOperations", ())
    )


def event(raw: StackEventTypeDef) -> Event:
    """Return a line of a stack's history."""
    return Event(
        id=raw["EventId"],
        stack_id=raw["StackId"],
        logical_id=raw.get("LogicalResourceId", ""),
        physical_id=raw.get("PhysicalResourceId", ""),
        type=raw.get("ResourceType", ""),
        status=raw.get("ResourceStatus", ""),
        reason=masked(raw.get("ResourceStatusReason", "")),
        at=raw["Timestamp"],
        operation=raw.get("OperationId", ""),
        detailed=raw.get("DetailedStatus", ""),
        token=raw.get("ClientRequestToken", ""),
    )


def resource(raw: StackResourceSummaryTypeDef) -> Resource:
    """Return a resource of a stack."""
    return Resource(
        raw["LogicalResourceId"],
        raw.get("PhysicalResourceId", ""),
        raw["ResourceType"],
        raw["ResourceStatus"],
        masked(raw.get("ResourceStatusReason", "")),
    )


def failure(raw: Mapping[str, Any]) -> Failure:
    """Return what DescribeEvents tells of one thing that went wrong."""
    reasons = ("ValidationStatusReason", "HookStatusReason", "ResourceStatusReason")
    said = [raw[name] for name in reasons if raw.get(name)]
    return Failure(
        kind=raw.get("EventType", ""),
        reason=masked(said[0]) if said else raw.get("ResourceStatus", ""),
        logical_id=raw.get("LogicalResourceId", ""),
        type=raw.get("ResourceType", ""),
        name=raw.get("ValidationName") or raw.get("HookType", ""),
        mode=raw.get("ValidationFailureMode") or raw.get("HookFailureMode", ""),
        path=raw.get("ValidationPath", ""),
        stack_id=raw.get("StackId", ""),
    )


def parsed(body: Any) -> Mapping[str, Any]:
    """Return a template's body as a mapping, empty where it is not JSON."""
    if isinstance(body, Mapping):
        return body
    try:
        read = json.loads(str(body))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
