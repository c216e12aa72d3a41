"""boto3's dictionaries about change sets as values, and orders as requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cfngen.cloud.changes import Change, ChangeSet, ChangeSetOrder, Detail, Hook

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import DescribeChangeSetOutputTypeDef

ALARM = "AWS::CloudWatch::Alarm"


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
            _change(raw)
            for page in pages
            for raw in page.get("Changes", [])
            if "ResourceChange" in raw
        ),
        execution=last.get("ExecutionStatus", ""),
        parent=last.get("ParentChangeSetId", ""),
        root=last.get("RootChangeSetId", ""),
        parameters={
            p["ParameterKey"]: p.get("ParameterValue", "")
            for p in last.get("Parameters", [])
        },
        created=last.get("CreationTime"),
    )


def _change(entry: Mapping[str, Any]) -> Change:
    """Return one change."""
    raw = entry["ResourceChange"]
    return Change(
        action=raw.get("Action", ""),
        logical_id=raw.get("LogicalResourceId", ""),
        type=raw.get("ResourceType", ""),
        replacement=raw.get("Replacement", ""),
        change_set=raw.get("ChangeSetId", ""),
        physical_id=raw.get("PhysicalResourceId", ""),
        policy=raw.get("PolicyAction", ""),
        scope=tuple(raw.get("Scope", ())),
        details=tuple(_detail(one) for one in raw.get("Details", ())),
        before=raw.get("BeforeContext", ""),
        after=raw.get("AfterContext", ""),
        hooks=entry.get("HookInvocationCount", 0),
    )


def _detail(raw: Mapping[str, Any]) -> Detail:
    """Return one reason of a change."""
    target = raw.get("Target", {})
    return Detail(
        attribute=target.get("Attribute", ""),
        name=target.get("Name", ""),
        path=target.get("Path", ""),
        recreates=target.get("RequiresRecreation", ""),
        before=target.get("BeforeValue"),
        after=target.get("AfterValue"),
        evaluation=raw.get("Evaluation", ""),
        source=raw.get("ChangeSource", ""),
        entity=raw.get("CausingEntity", ""),
        kind=target.get("AttributeChangeType", ""),
    )


def request(order: ChangeSetOrder) -> dict[str, Any]:
    """Return the arguments of CreateChangeSet.

    What the order leaves unsaid (role, topics, alarms) is left out, and the stack keeps
    what it has.
    """
    template = (
        {"TemplateBody": order.body}
        if order.body
        else {"TemplateURL": order.template_url}
    )
    return {
        "StackName": order.stack,
        "ChangeSetName": order.name,
        "ChangeSetType": order.kind,
        **template,
        "IncludeNestedStacks": order.nested,
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in sorted(order.parameters.items())
        ],
        "Tags": [{"Key": key, "Value": value} for key, value in order.tags.items()],
        "Capabilities": list(order.capabilities),
        "ClientToken": order.token,
        **_beside(order),
    }


def _beside(order: ChangeSetOrder) -> dict[str, Any]:
    """Return what only some environments say."""
    said: dict[str, Any] = {}
    if order.role:
        said["RoleARN"] = order.role
    if order.notify is not None:
        said["NotificationARNs"] = list(order.notify)
    if order.alarms is not None:
        said["RollbackConfiguration"] = {
            "RollbackTriggers": [{"Arn": arn, "Type": ALARM} for arn in order.alarms],
            "MonitoringTimeInMinutes": order.monitor_minutes,
        }
    return said


def hook(raw: Mapping[str, Any], notes: Sequence[Mapping[str, Any]]) -> Hook:
    """Return a hook's result with what its notes advise."""
    return Hook(
        name=raw.get("TypeName", ""),
        status=raw.get("Status", ""),
        reason=raw.get("HookStatusReason", ""),
        mode=raw.get("FailureMode", ""),
        notes=tuple(note for raw_note in notes if (note := _note(raw_note))),
    )


def _note(raw: Mapping[str, Any]) -> str:
    """Return an annotation in a line: what is wrong, how to mend it, where to read."""
    names = ("StatusMessage", "RemediationMessage", "RemediationLink")
    return " ".join(str(raw[name]) for name in names if raw.get(name))
