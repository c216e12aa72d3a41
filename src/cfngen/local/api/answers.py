"""Records as the API shows them: the dictionaries that boto3 returns."""

from __future__ import annotations

from typing import Any

from cfngen.local.engine.records import ChangeSet, Event, Resource, Stack, Target
from cfngen.local.language import capabilities, parameters
from cfngen.local.language.template import Template

Answer = dict[str, Any]
LAST = 5
"""How many of a stack's operations are shown."""


def stack(record: Stack) -> Answer:
    """Return a stack as DescribeStacks shows it; NoEcho values are masked."""
    target = record.target or record.asked
    options = record.options
    return summary(record) | {
        "Description": target.template.description if target else None,
        "Parameters": _parameters(target),
        "Outputs": record.outputs or None,
        "Tags": _tags(record.tags),
        "Capabilities": list(target.capabilities) if target else [],
        "ChangeSetId": record.change_set_id or None,
        "DisableRollback": record.on_failure == "DO_NOTHING",
        "EnableTerminationProtection": record.protected,
        "NotificationARNs": list(options.notification_arns),
        "RoleARN": options.role_arn or None,
        "RetainExceptOnCreate": record.retain_except_on_create,
        "RollbackConfiguration": dict(options.rollback),
    }


def summary(record: Stack) -> Answer:
    """Return a stack as ListStacks shows it."""
    target, drift = record.target or record.asked, record.drift
    return {
        "StackId": record.stack_id,
        "StackName": record.name,
        "TemplateDescription": target.template.description if target else None,
        "CreationTime": record.created,
        "LastUpdatedTime": record.updated,
        "DeletionTime": record.deleted,
        "StackStatus": record.status,
        "StackStatusReason": record.reason or None,
        "ParentId": record.parent_id or None,
        "RootId": record.root_id or None,
        "DriftInformation": {
            "StackDriftStatus": drift.status if drift else "NOT_CHECKED",
            "LastCheckTimestamp": drift.at if drift else None,
        },
        "LastOperations": [
            {"OperationType": one.type, "OperationId": one.id}
            for one in reversed(record.operations[-LAST:])
        ],
    }


def event(record: Stack, item: Event) -> Answer:
    """Return an event as DescribeStackEvents shows it."""
    return {
        "StackId": record.stack_id,
        "StackName": record.name,
        "EventId": item.event_id,
        "OperationId": item.operation_id or None,
        "LogicalResourceId": item.logical_id,
        "PhysicalResourceId": item.physical_id,
        "ResourceType": item.type,
        "ResourceStatus": item.status,
        "ResourceStatusReason": item.reason or None,
        "Timestamp": item.at,
        "ClientRequestToken": item.token or None,
    }


def resource(record: Stack, item: Resource) -> Answer:
    """Return a resource as the three resource calls show it."""
    found = record.drift.resources.get(item.logical_id) if record.drift else None
    drift = found["StackResourceDriftStatus"] if found else "NOT_CHECKED"
    return {
        "StackId": record.stack_id,
        "StackName": record.name,
        "LogicalResourceId": item.logical_id,
        "PhysicalResourceId": item.physical_id or None,
        "ResourceType": item.type,
        "ResourceStatus": item.status,
        "ResourceStatusReason": item.reason or None,
        "Timestamp": item.changed,
        "LastUpdatedTimestamp": item.changed,
        "DriftInformation": {"StackResourceDriftStatus": drift},
    }


def change_set(record: ChangeSet) -> Answer:
    """Return a change set as DescribeChangeSet shows it, without its changes."""
    return change_set_summary(record) | {
        "Parameters": _parameters(record.target),
        "Capabilities": list(record.target.capabilities),
        "Tags": _tags(dict(record.target.tags)),
        "NotificationARNs": list(record.options.notification_arns),
        "OnStackFailure": record.on_failure or None,
        "RollbackConfiguration": dict(record.options.rollback),
    }


def change_set_summary(record: ChangeSet) -> Answer:
    """Return a change set as ListChangeSets shows it."""
    return {
        "ChangeSetName": record.name,
        "ChangeSetId": record.change_set_id,
        "StackId": record.stack.stack_id,
        "StackName": record.stack.name,
        "Description": record.description or None,
        "CreationTime": record.created,
        "Status": record.status,
        "StatusReason": record.reason or None,
        "ExecutionStatus": record.execution_status,
        "IncludeNestedStacks": record.nested,
        "ParentChangeSetId": record.parent_id or None,
        "RootChangeSetId": record.root_id or None,
    }


def template_summary(template: Template) -> Answer:
    """Return what GetTemplateSummary and ValidateTemplate tell of a template."""
    need = capabilities.needed(template)
    types = sorted({r["Type"] for r in template.resources.values()})
    why = "The following resource(s) require capabilities: "
    iam = ", ".join(f"[{name}]" for name in types if name in capabilities.NAMES)
    return {
        "Description": template.description,
        "Capabilities": [need] if need else [],
        "CapabilitiesReason": f"{why}{iam}" if need else None,
        "ResourceTypes": types,
        "Version": str(template.body.get("AWSTemplateFormatVersion", "2010-09-09")),
        "DeclaredTransforms": [],
        "Parameters": [
            _declaration(name, definition)
            for name, definition in template.section("Parameters").items()
        ],
    }


def _declaration(name: str, definition: dict[str, Any]) -> Answer:
    default = definition.get("Default")
    constraints = {
        "AllowedValues": [str(v) for v in definition.get("AllowedValues", [])]
    }
    return {
        "ParameterKey": name,
        "DefaultValue": None if default is None else str(default),
        "ParameterType": definition.get("Type", "String"),
        "NoEcho": str(definition.get("NoEcho", "")).lower() == "true",
        "Description": definition.get("Description"),
        "ParameterConstraints": constraints,
    }


def _parameters(target: Target | None) -> list[Answer]:
    if target is None:
        return []
    declared = target.template.section("Parameters")
    shown = parameters.shown(declared, target.values)
    return [{"ParameterKey": k, "ParameterValue": v} for k, v in shown.items()]


def _tags(tags: dict[str, str]) -> list[Answer]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]
