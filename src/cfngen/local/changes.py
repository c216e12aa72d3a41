"""What an operation would do to a stack and the stacks inside it, without doing it.

Plain moto compares template texts, so that a new parameter value changes nothing.
CloudFormation evaluates both sides and shows what it cannot know as known after apply:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from cfngen.local import (
    compare,
    graph,
    nested,
    schemas,
    scopes,
    stacks,
    standins,
    steps,
)
from cfngen.local.conform import conform
from cfngen.local.handlers import Handlers, Job
from cfngen.local.intrinsics import UNKNOWN, Scope, evaluate, holds
from cfngen.local.parameters import MASK
from cfngen.local.records import STACK_TYPE, Resource, Stack, Target
from cfngen.local.refusals import Refused, ResourceFailed


@dataclass
class Plan:
    """The changes of one stack, its outputs to be, and the plans of nested stacks."""

    stack: Stack
    target: Target
    changes: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    children: dict[str, Plan] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)


def plan(stack: Stack, target: Target, handlers: Handlers) -> Plan:
    """Return what bringing a stack to a target would change.

    Raises Refused for a template or a nested stack that cannot be carried out.
    """
    _check_types(stack, target)
    result = Plan(stack, target)
    scope = _scope(result, handlers)
    dependencies = graph.dependencies(target.template, scope)
    for name in graph.order(dependencies):
        _plan_resource(result, name, scope, handlers)
    for name, old in stack.resources.items():
        if name not in dependencies and old.status != "DELETE_COMPLETE":
            result.changes.append(_removal(old))
    for key, output in target.template.section("Outputs").items():
        if "Condition" not in output or holds(output["Condition"], scope):
            result.outputs[key] = evaluate(output["Value"], scope)
    return result


def _scope(result: Plan, handlers: Handlers) -> Scope:
    """Return a scope in which what is yet to be made is unknown."""
    stack, target = result.stack, result.target

    def ref(name: str) -> Any:
        if name in result.fresh or name not in stack.resources:
            return UNKNOWN
        return stack.resources[name].physical_id

    def attribute(name: str, path: str) -> Any:
        kind = target.template.resources.get(name, {}).get("Type", "")
        job = Job(stack, name, kind, {})
        if kind == STACK_TYPE:
            child = result.children.get(name)
            return nested.output(name, child.outputs if child else {}, path)
        if not standins.has_attribute(schemas.schema(stack.region, kind), path):
            raise Refused(
                f"Template error: resource {name} does not support attribute type "
                f"{path} in Fn::GetAtt"
            )
        if name in result.fresh or name not in stack.resources:
            return UNKNOWN
        return handlers(kind).attribute(job, stack.resources[name], path)

    return scopes.scope(stack, target, ref, attribute)


def _plan_resource(result: Plan, name: str, scope: Scope, handlers: Handlers) -> None:
    definition = result.target.template.resources[name]
    kind, region = definition["Type"], result.stack.region
    old = result.stack.resources.get(name)
    new = evaluate(definition.get("Properties", {}), scope)
    # What does not fit is reported by the execution, for this resource alone.
    with suppress(ResourceFailed):
        new = conform(name, new, schemas.schema(region, kind))
    if kind == STACK_TYPE:
        result.children[name] = _plan_child(result, name, new, old, handlers)
    if old is None:
        result.fresh.add(name)
        result.changes.append(_addition(name, kind, new, result.target))
        return
    change = compare.difference(old.properties, new, kind, region)
    if change.replacement == "True":
        result.fresh.add(name)
    if change.properties or _touched(result, name, old):
        result.changes.append(_modification(result, name, old, new, change))


def _plan_child(
    result: Plan,
    name: str,
    new: dict[str, Any],
    old: Resource | None,
    handlers: Handlers,
) -> Plan:
    stack = result.stack
    existing = old and stacks.find(stack.account, stack.region, old.physical_id)
    asking = Stack(
        stack.stack_id,
        stack.name,
        stack.account,
        stack.region,
        "",
        result.target,
        root_id=stack.root_id,
    )
    job = Job(asking, name, STACK_TYPE, new)
    try:
        wanted = nested.target(job)
    except ResourceFailed as error:
        raise Refused(str(error)) from error
    return plan(existing or nested.child(job), wanted, handlers)


def _touched(result: Plan, name: str, old: Resource) -> bool:
    child = result.children.get(name)
    if child is not None and child.changes:
        return True
    return steps.touched(result.stack, result.target, old)


def _check_types(stack: Stack, target: Target) -> None:
    altered = [
        name
        for name, resource in target.template.resources.items()
        if name in stack.resources and stack.resources[name].type != resource["Type"]
    ]
    if altered:
        raise Refused(
            "Update of resource type is not permitted. The new template modifies "
            f"resource type of the following resources: [{', '.join(altered)}]"
        )


def _addition(
    name: str, kind: str, new: dict[str, Any], target: Target
) -> dict[str, Any]:
    return {
        "Action": "Add",
        "LogicalResourceId": name,
        "ResourceType": kind,
        "Scope": [],
        "Details": [],
        "AfterContext": _context(new, target),
    }


def _removal(old: Resource) -> dict[str, Any]:
    policy = old.policies.get("DeletionPolicy", "Delete")
    return {
        "Action": "Remove",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "PolicyAction": "Retain" if policy.startswith("Retain") else policy,
        "Scope": [],
        "Details": [],
    }


def _modification(
    result: Plan,
    name: str,
    old: Resource,
    new: dict[str, Any],
    change: compare.Difference,
) -> dict[str, Any]:
    former = result.stack.target or result.target
    policy = old.policies.get("UpdateReplacePolicy", "Delete")
    found = {
        "Action": "Modify",
        "LogicalResourceId": name,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "Replacement": change.replacement,
        "Scope": ["Properties"] if change.properties else ["Tags"],
        "Details": [
            _detail(result, old, new, prop, word)
            for prop, word in change.properties.items()
        ],
        "BeforeContext": _context(old.properties, former),
        "AfterContext": _context(new, result.target),
    }
    if change.replacement == "True":
        found["PolicyAction"] = f"ReplaceAnd{policy}"
    return found


def _detail(
    result: Plan, old: Resource, new: dict[str, Any], prop: str, word: str
) -> dict[str, Any]:
    """Return one line of what changes and what made it change."""
    name = old.logical_id
    former = result.stack.target.template.resources if result.stack.target else {}
    before = former.get(name, {}).get("Properties", {}).get(prop)
    after = result.target.template.resources[name].get("Properties", {}).get(prop)
    source = "DirectModification" if before != after else "ParameterReference"
    return {
        "Target": {
            "Attribute": "Properties",
            "Name": prop,
            "Path": f"/Properties/{prop}",
            "RequiresRecreation": word,
        },
        "Evaluation": "Dynamic" if UNKNOWN in json.dumps(new.get(prop)) else "Static",
        "ChangeSource": source,
    }


def _context(properties: dict[str, Any], target: Target) -> str:
    """Return properties as JSON, without what NoEcho parameters carried in."""
    text = json.dumps({"Properties": properties}, default=str)
    declared = target.template.section("Parameters")
    for name, value in target.values.items():
        if str(declared[name].get("NoEcho", "")).lower() == "true" and value:
            text = text.replace(json.dumps(value)[1:-1], MASK)
    return text
