"""boto3's dictionaries as values, and orders as requests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cfngen.cloud.values import Change, ChangeSet, ChangeSetOrder, Event, Output, Stack

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import (
        DescribeChangeSetOutputTypeDef,
        ResourceChangeTypeDef,
        StackEventTypeDef,
        StackTypeDef,
    )


def stack(raw: StackTypeDef) -> Stack:
    """Return a stack."""
    return Stack(
        id=raw["StackId"],
        name=raw["StackName"],
        status=raw["StackStatus"],
        reason=raw.get("StackStatusReason", ""),
        parent=raw.get("ParentId", ""),
        parameters={
            p["ParameterKey"]: p.get("ParameterValue", "")
            for p in raw.get("Parameters", [])
        },
        tags={tag["Key"]: tag["Value"] for tag in raw.get("Tags", [])},
        outputs=tuple(
            Output(o["OutputKey"], o.get("OutputValue", ""), o.get("Description", ""))
            for o in raw.get("Outputs", [])
        ),
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
        reason=raw.get("ResourceStatusReason", ""),
        at=raw["Timestamp"],
    )


def change_set(pages: Sequence[DescribeChangeSetOutputTypeDef]) -> ChangeSet:
    """Return a change set from the pages that describe it."""
    last = pages[-1]
    return ChangeSet(
        id=last["ChangeSetId"],
        name=last["ChangeSetName"],
        stack_id=last["StackId"],
        status=last["Status"],
        reason=last.get("StatusReason", ""),
        changes=tuple(
            _change(raw["ResourceChange"])
            for page in pages
            for raw in page.get("Changes", [])
            if "ResourceChange" in raw
        ),
    )


def _change(raw: ResourceChangeTypeDef) -> Change:
    """Return one change."""
    return Change(
        action=raw.get("Action", ""),
        logical_id=raw.get("LogicalResourceId", ""),
        type=raw.get("ResourceType", ""),
        replacement=raw.get("Replacement", ""),
        change_set=raw.get("ChangeSetId", ""),
    )


def request(order: ChangeSetOrder) -> dict[str, Any]:
    """Return the arguments of CreateChangeSet."""
    return {
        "StackName": order.stack,
        "ChangeSetName": order.name,
        "ChangeSetType": order.kind,
        "TemplateURL": order.template_url,
        "IncludeNestedStacks": True,
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in sorted(order.parameters.items())
        ],
        "Tags": [{"Key": key, "Value": value} for key, value in order.tags.items()],
        "Capabilities": list(order.capabilities),
        "ClientToken": order.token,
    }


def parsed(body: str) -> Mapping[str, Any]:
    """Return a template's text as a mapping, empty where it is not JSON."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
