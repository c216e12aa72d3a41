"""Driving a world as a caller does, for the tests of the fake itself."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tests.fakes.clock import START
from tests.fakes.samples import CHILDREN, ROOT
from tests.fakes.world import World

NAME = "small-dev"
CHANGED = {"LogDays": "30"}
MOVED = {"Cidr": "10.1.0.0/16"}


def api(world: World) -> Any:
    """Return a CloudFormation client."""
    return world.clients().cloudformation


def small(**properties: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the small system, `Topic` having other properties."""
    root = deepcopy(ROOT)
    root["Resources"]["Topic"]["Properties"] |= properties
    return root, deepcopy(CHILDREN)


def asked(world: World, given: Mapping[str, str] | None = None, **more: Any) -> str:
    """Ask for a change set of the small system; return its ARN."""
    arguments: dict[str, Any] = {
        "StackName": NAME,
        "ChangeSetName": "cfngen-1",
        "ChangeSetType": "UPDATE",
        "TemplateURL": more.pop("url", "") or world.package(),
        "IncludeNestedStacks": True,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in (given or {}).items()
        ],
    }
    answer = api(world).create_change_set(**arguments | more)
    return str(answer["Id"])


def described(world: World, change_set: str, values: bool = False) -> dict[str, Any]:
    """Return a change set with all its pages put together."""
    arguments: dict[str, Any] = {"ChangeSetName": change_set}
    arguments |= {"IncludePropertyValues": True} if values else {}
    pages = [api(world).describe_change_set(**arguments)]
    while "NextToken" in pages[-1]:
        token = pages[-1]["NextToken"]
        pages.append(api(world).describe_change_set(**arguments, NextToken=token))
    changes = [c["ResourceChange"] for page in pages for c in page["Changes"]]
    return {**pages[-1], "Changes": {c["LogicalResourceId"]: c for c in changes}}


def planned(
    world: World,
    given: Mapping[str, str] | None = None,
    values: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Return a change set that has settled."""
    made = asked(world, given, **more)
    world.clock.runs_out()
    return described(world, made, values)


def begun(
    world: World, given: Mapping[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    """Execute a change set without waiting for it; return its description."""
    options = {"DisableRollback": more.pop("keep", False)}
    options |= {"RetainExceptOnCreate": more.pop("even_kept", False)}
    plan = planned(world, given, **more)
    if "OnStackFailure" in more:
        del options["DisableRollback"]
    api(world).execute_change_set(ChangeSetName=plan["ChangeSetId"], **options)
    return plan


def deployed(world: World, given: Mapping[str, str] | None = None, **more: Any) -> str:
    """Carry out a change of the small system; return how the stack ends."""
    plan = begun(world, given, **more)
    world.clock.runs_out()
    return status(world, plan["StackId"])


def status(world: World, name: str = NAME) -> str:
    """Return a stack's state."""
    found = api(world).describe_stacks(StackName=name)["Stacks"][0]
    return str(found["StackStatus"])


def story(world: World, path: str = "", name: str = NAME) -> list[str]:
    """Return a stack's events since the world began, the oldest first, as words."""
    stack = world.found(name, path)
    pages = api(world).get_paginator("describe_stack_events")
    events = [
        event
        for page in pages.paginate(StackName=stack.id)
        for event in page["StackEvents"]
    ]
    today = [event for event in events if event["Timestamp"] >= START]
    return [
        f"{'*' if e['LogicalResourceId'] == stack.name else e['LogicalResourceId']} "
        f"{e['ResourceStatus']}"
        for e in reversed(today)
    ]


def reason(world: World, of: str, path: str = "", name: str = NAME) -> str:
    """Return why the newest event of a kind, as `story` words it, happened."""
    stack = world.found(name, path)
    logical, wanted = of.split()
    logical = stack.name if logical == "*" else logical
    for event in reversed(stack.events):
        if (event["LogicalResourceId"], event["ResourceStatus"]) == (logical, wanted):
            return str(event.get("ResourceStatusReason", ""))
    raise AssertionError(f"no event {of}")


def below(world: World, plan: dict[str, Any], name: str, values: bool = False) -> Any:
    """Return the change set of a nested stack."""
    return described(world, plan["Changes"][name]["ChangeSetId"], values)


def causes(change: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Return why a resource changes: Evaluation, ChangeSource, CausingEntity."""
    return {
        (d["Evaluation"], d["ChangeSource"], d.get("CausingEntity", ""))
        for d in change["Details"]
    }
