"""What only DescribeEvents and the hooks' results tell."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import CHANGED, NAME, api, deployed, planned
from tests.fakes.world import World


def there() -> World:
    world = World()
    world.stack(NAME)
    return world


def test_a_failed_validation_is_told_in_the_events_of_its_change_set() -> None:
    world = there()
    world.fails_validation("App/Logs", "LogGroup 'x' already exists.")
    plan = planned(world, CHANGED)
    assert plan["Status"] == "FAILED"
    child = plan["Changes"]["App"]["ChangeSetId"]
    described = api(world).describe_change_set(ChangeSetName=child)
    assert "use the DescribeEvents API for detailed" in described["StatusReason"]
    assert "already exists" not in str(described)
    (event,) = api(world).describe_events(
        ChangeSetName=child, Filters={"FailedEvents": True}
    )["OperationEvents"]
    assert event["EventType"] == "VALIDATION_ERROR"
    assert event["ValidationStatusReason"] == "LogGroup 'x' already exists."
    with pytest.raises(ClientError, match="One of ChangeSetName, OperationId or"):
        api(world).describe_events(ChangeSetName="cfngen-1")


def test_a_validation_may_only_warn() -> None:
    world = there()
    world.fails_validation("Topic", "near the quota", mode="WARN")
    plan = planned(world, CHANGED)
    assert plan["Status"] == "CREATE_COMPLETE"
    events = api(world).describe_events(ChangeSetName=plan["ChangeSetId"])
    assert events["OperationEvents"][0]["ValidationFailureMode"] == "WARN"


def test_a_failed_hook_is_told_in_the_hooks_results() -> None:
    world = there()
    world.fails_hook("Topic", "no", annotations=[{"StatusMessage": "encrypt it"}])
    plan = planned(world, CHANGED)
    assert plan["StatusReason"] == "The following hook(s) failed: [Org::Guard::Hook]"
    target = plan["ChangeSetId"]
    assert not api(world).describe_events(ChangeSetName=target)["OperationEvents"]
    (result,) = api(world).list_hook_results(TargetType="CHANGE_SET", TargetId=target)[
        "HookResults"
    ]
    told = api(world).get_hook_result(HookResultId=result["HookResultId"])
    assert told["Annotations"] == [{"StatusMessage": "encrypt it"}]


def test_an_operation_s_events_and_its_failures() -> None:
    world = there()
    world.fails("App/Logs", "quota", on="update")
    deployed(world, CHANGED)
    app = world.found(NAME, "App")
    update = next(o for o in app.operations if o["OperationType"] == "UPDATE_STACK")
    pages = api(world).get_paginator("describe_events")
    asked = {"OperationId": update["OperationId"]}
    every = pages.paginate(**asked).build_full_result()["OperationEvents"]
    assert {event["OperationType"] for event in every} == {"UPDATE_STACK"}
    (failed,) = api(world).describe_events(**asked, Filters={"FailedEvents": True})[
        "OperationEvents"
    ]
    assert failed["EventType"] == "PROVISIONING_ERROR"
    assert failed["ResourceStatusReason"] == "quota"
