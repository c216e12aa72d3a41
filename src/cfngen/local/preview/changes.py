"""What an operation would do to a stack and the stacks inside it, without doing it.

Plain moto compares template texts, so that a new parameter value changes nothing.
CloudFormation evaluates both sides and shows what it cannot know as known after apply:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cfngen import schemas
from cfngen.local.engine import scopes, stacks, steps
from cfngen.local.engine.handlers import Handlers, Job
from cfngen.local.engine.records import STACK_TYPE, Resource, Stack, Target
from cfngen.local.language import compare, graph
from cfngen.local.language.conform import Unfit, conform
from cfngen.local.language.evaluation import UNKNOWN, evaluate, holds
from cfngen.local.language.refusals import (
    ChildRefused,
    InsufficientCapabilities,
    Refused,
    ResourceFailed,
    words,
)
from cfngen.local.language.template import Template
from cfngen.local.preview import entries
from cfngen.local.types import nested, standins
from cfngen.resolve import Scope


@dataclass
class Plan:
    """The changes of one stack, its outputs to be, and the plans of nested stacks.

    `refused` is why a nested stack cannot be what it is asked to be, `unfit` what is
    wrong with the properties of which resource: no execution would get past that.
    """

    stack: Stack
    target: Target
    changes: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    children: dict[str, Plan] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    tells: bool = False
    refused: str = ""
    unfit: dict[str, tuple[str, ...]] = field(default_factory=dict)


def plan(stack: Stack, target: Target, handlers: Handlers, tells: bool = False) -> Plan:
    """Return what bringing a stack to a target would change.

    Raises Refused for a template that cannot be carried out, ChildRefused for a nested
    stack that cannot, unless the plan `tells` of nested stacks itself.
    """
    try:
        return _plan(Plan(stack, target, tells=tells), handlers)
    except ResourceFailed as error:
        raise Refused(str(error)) from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            f"Template error: an intrinsic function has a wrong argument ({error})"
        ) from error


def _plan(result: Plan, handlers: Handlers) -> Plan:
    stack, target = result.stack, result.target
    _check_types(stack, target)
    scope = _scope(result, handlers)
    dependencies = graph.dependencies(target.template, scope)
    for name in graph.order(dependencies):
        _plan_resource(result, name, scope, handlers)
    for name, old in stack.resources.items():
        if name not in dependencies and old.status != "DELETE_COMPLETE":
            result.changes.append(entries.removal(old, stack.target))
    for key, output in target.template.section("Outputs").items():
        if "Condition" not in output or holds(output["Condition"], scope):
            result.outputs[key] = evaluate(output["Value"], scope)
    _mention_nested(result)
    return result


def _mention_nested(result: Plan) -> None:
    """Add the nested stacks that do not change to the changes, if there are any.

    CloudFormation cannot know and says so: ChangeSource Automatic in
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
    """
    named = {change["LogicalResourceId"] for change in result.changes}
    for name in result.children if named else ():
        old = result.stack.resources.get(name)
        if old is not None and name not in named:
            result.changes.append(entries.automatic(old))


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
            if child is not None and child.refused:
                return UNKNOWN
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
    try:
        new = conform(name, new, schemas.schema(region, kind))
    except Unfit as error:
        result.unfit[name] = error.problems
    if kind == STACK_TYPE:
        result.children[name] = _plan_child(result, name, new, old, handlers)
    if old is None:
        result.fresh.add(name)
        result.changes.append(entries.addition(name, kind, new, result.target))
        return
    change = compare.difference(old.properties, new, kind, region)
    if change.replacement == "True":
        result.fresh.add(name)
    if change.properties or _touched(result, name, old):
        stack, target = result.stack, result.target
        entry = entries.modification(
            stack, target, old, new, change, frozenset(result.fresh)
        )
        result.changes.append(entry)


def _plan_child(
    result: Plan,
    name: str,
    new: dict[str, Any],
    old: Resource | None,
    handlers: Handlers,
) -> Plan:
    stack = result.stack
    known = old and stacks.find(stack.account, stack.region, old.physical_id)
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
    existing = known or nested.reviewed(job) or nested.child(job)
    try:
        return plan(existing, nested.target(job), handlers, result.tells)
    except (Refused, InsufficientCapabilities, ResourceFailed) as error:
        if result.tells:
            nothing = Target(Template("", {"Resources": {}}), {}, {})
            return Plan(existing, nothing, refused=words(error))
        raise ChildRefused(f"{name}: {words(error)}") from error


def _touched(result: Plan, name: str, old: Resource) -> bool:
    child = result.children.get(name)
    if child is not None and (child.changes or child.refused):
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
