"""Forward: creating, updating, and who is refused."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import (
    CHANGED,
    MOVED,
    NAME,
    api,
    asked,
    begun,
    deployed,
    planned,
    reason,
    small,
    status,
    story,
)
from tests.fakes.world import World


def test_a_create_is_told_resource_by_resource() -> None:
    world = World()
    assert deployed(world, ChangeSetType="CREATE") == "CREATE_COMPLETE"
    assert [line for line in story(world) if line.startswith(("*", "Network"))] == [
        "* REVIEW_IN_PROGRESS",
        "* CREATE_IN_PROGRESS",
        "Network CREATE_IN_PROGRESS",
        "Network CREATE_IN_PROGRESS",
        "Network CREATE_COMPLETE",
        "* CREATE_COMPLETE",
    ]
    vpc = [e for e in world.found(NAME, "Network").events if "Vpc" in e["EventId"]]
    assert [bool(event["PhysicalResourceId"]) for event in vpc] == [False, True, True]


def test_nested_stacks_know_their_root_and_give_outputs() -> None:
    world = World()
    deployed(world, ChangeSetType="CREATE")
    (root,) = api(world).describe_stacks(StackName=NAME)["Stacks"]
    child = world.found(NAME, "Network")
    (nested,) = api(world).describe_stacks(StackName=child.id)["Stacks"]
    assert (nested["ParentId"], nested["RootId"]) == (root["StackId"],) * 2
    assert root["Outputs"] == nested["Outputs"]
    assert root["Outputs"][0]["OutputValue"] == child.resources["Vpc"].physical
    assert world.found(NAME, "App").parameters["VpcId"] == (
        child.resources["Vpc"].physical
    )


def test_an_update_touches_what_changes_and_cleans_up() -> None:
    world = World()
    world.stack(NAME)
    assert deployed(world, MOVED) == "UPDATE_COMPLETE"
    assert story(world, "Network") == [
        "* UPDATE_IN_PROGRESS",
        "Vpc UPDATE_IN_PROGRESS",
        "Vpc UPDATE_IN_PROGRESS",
        "Vpc UPDATE_COMPLETE",
        "Subnet UPDATE_IN_PROGRESS",
        "Subnet UPDATE_IN_PROGRESS",
        "Subnet UPDATE_COMPLETE",
        "* UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "Subnet DELETE_IN_PROGRESS",
        "Subnet DELETE_COMPLETE",
        "Vpc DELETE_IN_PROGRESS",
        "Vpc DELETE_COMPLETE",
        "* UPDATE_COMPLETE",
    ]


def test_an_unchanged_child_is_visited_and_nothing_happens_in_it() -> None:
    world = World()
    world.stack(NAME)
    deployed(world, CHANGED)
    assert "Network UPDATE_COMPLETE" in story(world)
    assert story(world, "Network") == []


def test_children_change_although_the_preview_was_shallow() -> None:
    world = World()
    world.stack(NAME)
    assert deployed(world, CHANGED, IncludeNestedStacks=False) == "UPDATE_COMPLETE"
    assert "Logs UPDATE_COMPLETE" in story(world, "App")


def test_a_stack_keeps_its_last_operations_and_events_name_theirs() -> None:
    world = World()
    world.stack(NAME)
    deployed(world, CHANGED)
    (stack,) = api(world).describe_stacks(StackName=NAME)["Stacks"]
    kinds = [operation["OperationType"] for operation in stack["LastOperations"]]
    assert kinds == ["UPDATE_STACK", "CREATE_STACK"]
    newest = api(world).describe_stack_events(StackName=NAME)["StackEvents"][0]
    assert newest["OperationId"] == stack["LastOperations"][0]["OperationId"]
    child = world.found(NAME, "App")
    assert child.operations[0]["OperationId"] != newest["OperationId"]


def test_a_removed_nested_stack_is_deleted_in_the_cleanup() -> None:
    world = World()
    world.stack(NAME)
    app = world.found(NAME, "App")
    root, children = small()
    del root["Resources"]["App"]
    url = world.package(root, {"Network": children["Network"]})
    plan = begun(world, url=url)
    assert plan["Changes"]["App"]["Action"] == "Remove"
    world.clock.runs_out()
    assert status(world, app.id) == "DELETE_COMPLETE"
    assert story(world)[-3:] == [
        "App DELETE_IN_PROGRESS",
        "App DELETE_COMPLETE",
        "* UPDATE_COMPLETE",
    ]


def test_cleanup_that_fails_leaves_a_success_with_leftovers() -> None:
    world = World()
    world.stack(NAME)
    world.fails("Network/Vpc", "has dependencies", on="delete")
    assert deployed(world, MOVED) == "UPDATE_COMPLETE"
    assert reason(world, "Vpc DELETE_FAILED", "Network") == "has dependencies"
    assert "could not be deleted" in reason(world, "* UPDATE_COMPLETE", "Network")


def test_a_stack_policy_denies() -> None:
    world = World()
    world.stack(
        NAME,
        policy='{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": '
        '"*", "Resource": "*"}, {"Effect": "Deny", "Action": "Update:*", "Principal": '
        '"*", "Resource": "LogicalResourceId/Topic"}]}',
    )
    url = world.package(*small(DisplayName="other"))
    assert deployed(world, url=url) == "UPDATE_ROLLBACK_COMPLETE"
    words = reason(world, "Topic UPDATE_FAILED")
    assert words.startswith("Action denied by stack policy: Statement [#2] does not")


def test_executing_takes_all_other_change_sets() -> None:
    world = World()
    world.stack(NAME)
    other = planned(world, CHANGED, ChangeSetName="other")
    begun(world, MOVED)
    with pytest.raises(api(world).exceptions.ChangeSetNotFoundException):
        api(world).describe_change_set(ChangeSetName=other["ChangeSetId"])


def test_only_a_root_change_set_that_is_available_is_executed() -> None:
    world = World()
    world.stack(NAME)
    refused = api(world).exceptions.InvalidChangeSetStatusException
    made = asked(world, CHANGED)
    with pytest.raises(refused, match=r"in its current status of \[CREATE_PENDING\]"):
        api(world).execute_change_set(ChangeSetName=made)
    world.clock.runs_out()
    changes = api(world).describe_change_set(ChangeSetName=made)["Changes"]
    child = changes[0]["ResourceChange"]["ChangeSetId"]
    with pytest.raises(refused, match="only executable from the root change set"):
        api(world).execute_change_set(ChangeSetName=child)


@pytest.mark.parametrize("how", ["obsolete", "changes_meanwhile"])
def test_a_change_set_of_a_stack_that_changed_is_obsolete(how: str) -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world, CHANGED)
    if how == "obsolete":
        world.obsolete()
    else:
        world.changes_meanwhile(NAME)
    refused = api(world).exceptions.InvalidChangeSetStatusException
    with pytest.raises(refused, match=r"current execution status of \[OBSOLETE\]"):
        api(world).execute_change_set(ChangeSetName=plan["ChangeSetId"])


def test_one_operation_at_a_time() -> None:
    world = World()
    world.stack(NAME)
    begun(world, CHANGED)
    with pytest.raises(ClientError, match="is in UPDATE_IN_PROGRESS state and can not"):
        asked(world, MOVED, ChangeSetName="b")


def test_a_token_that_was_seen_starts_nothing() -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world, CHANGED)
    once = {"ChangeSetName": plan["ChangeSetId"], "ClientRequestToken": "t"}
    api(world).execute_change_set(**once)
    world.clock.runs_out()
    told = story(world)
    api(world).execute_change_set(**once)
    world.clock.runs_out()
    assert story(world) == told


def test_reads_may_be_stale_after_the_execution() -> None:
    world = World()
    world.stack(NAME)
    world.stale(times=2)
    begun(world, CHANGED)
    assert [status(world) for _ in range(3)] == [
        "CREATE_COMPLETE",
        "CREATE_COMPLETE",
        "UPDATE_IN_PROGRESS",
    ]
