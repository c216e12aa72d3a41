"""Back: what failed is undone, left as it is, or stuck until somebody helps."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import (
    CHANGED,
    MOVED,
    NAME,
    api,
    begun,
    deployed,
    reason,
    small,
    status,
    story,
)
from tests.fakes.world import World


def stuck() -> World:
    """Return a world whose update failed and could not be undone."""
    world = World()
    world.stack(NAME)
    world.fails("Network/Vpc", "quota", on="update", stuck=True)
    assert deployed(world, MOVED) == "UPDATE_ROLLBACK_FAILED"
    return world


def test_a_failed_create_is_taken_apart() -> None:
    world = World()
    world.fails("Network/Vpc", "quota", on="create")
    assert deployed(world, ChangeSetType="CREATE") == "ROLLBACK_COMPLETE"
    child = next(s for s in world.stacks.all.values() if s.logical == "Network")
    assert child.status == "DELETE_COMPLETE"
    assert reason(world, "Vpc CREATE_FAILED", name=child.id) == "quota"
    gateway = reason(world, "Gateway CREATE_FAILED", name=child.id)
    assert gateway == "Resource creation cancelled"
    assert reason(world, "Network CREATE_FAILED") == (
        f"Embedded stack {child.id} was not successfully created: "
        "The following resource(s) failed to create: [Vpc, Gateway]. "
    )
    assert "[Network" in reason(world, "* ROLLBACK_IN_PROGRESS")
    kinds = [operation["OperationType"] for operation in world.found(NAME).operations]
    assert kinds == ["ROLLBACK", "CREATE_STACK"]


def test_a_child_may_fail_as_a_whole() -> None:
    world = World()
    world.fails("App", "Parameters: [X] do not exist in the template", on="create")
    assert deployed(world, ChangeSetType="CREATE") == "ROLLBACK_COMPLETE"
    assert reason(world, "App CREATE_FAILED").startswith("Parameters: [X]")
    children = [s for s in world.stacks.all.values() if s.logical == "App"]
    assert not any("FAILED" in e["ResourceStatus"] for s in children for e in s.events)


def test_a_create_that_cannot_be_taken_apart() -> None:
    world = World()
    world.fails("App/Logs", "quota", on="create")
    world.fails("Network/Vpc", "in use", on="delete")
    assert deployed(world, ChangeSetType="CREATE") == "ROLLBACK_FAILED"
    assert "[Network]" in reason(world, "* ROLLBACK_FAILED")


def test_a_failed_create_may_be_left_or_deleted() -> None:
    world = World()
    world.fails("App/Logs", "quota", on="create")
    assert deployed(world, ChangeSetType="CREATE", keep=True) == "CREATE_FAILED"
    assert world.found(NAME, "App").status == "CREATE_FAILED"
    world = World()
    world.fails("App/Logs", "quota", on="create")
    ends = deployed(world, ChangeSetType="CREATE", OnStackFailure="DELETE")
    assert ends == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("even_kept", "ends"),
    [(True, "DELETE_COMPLETE"), (False, "DELETE_SKIPPED")],
    ids=["even kept", "kept"],
)
def test_what_a_failed_create_retains(even_kept: bool, ends: str) -> None:
    world = World()
    root, children = small()
    root["Resources"]["Topic"]["DeletionPolicy"] = "Retain"
    world.fails("App/Logs", "quota", on="create")
    url = world.package(root, children)
    state = deployed(world, ChangeSetType="CREATE", url=url, even_kept=even_kept)
    assert state == "ROLLBACK_COMPLETE"
    assert world.found(NAME).resources["Topic"].status == ends


def test_a_failed_update_is_undone_in_the_whole_tree() -> None:
    world = World()
    world.stack(NAME)
    before = world.found(NAME, "Network").resources["Vpc"].physical
    world.fails("App/Access", "quota", on="update")
    assert deployed(world, MOVED) == "UPDATE_ROLLBACK_COMPLETE"
    assert [line for line in story(world, "Network") if line.startswith("*")] == [
        "* UPDATE_IN_PROGRESS",
        "* UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "* UPDATE_ROLLBACK_IN_PROGRESS",
        "* UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "* UPDATE_ROLLBACK_COMPLETE",
    ]
    assert world.found(NAME, "Network").resources["Vpc"].physical == before
    assert world.found(NAME, "Network").parameters["Cidr"] == "10.0.0.0/16"
    app = world.found(NAME, "App").id
    assert reason(world, "App UPDATE_FAILED") == (
        f"Embedded stack {app} was not successfully updated. Currently in "
        "UPDATE_ROLLBACK_IN_PROGRESS with reason: "
        "The following resource(s) failed to update: [Access]. "
    )


def test_what_an_update_made_is_deleted_again() -> None:
    world = World()
    world.stack(NAME)
    root, children = small()
    root["Resources"]["New"] = {"Type": "AWS::SNS::Topic"}
    world.fails("App/Logs", "quota", on="update")
    url = world.package(root, children)
    assert deployed(world, CHANGED, url=url) == "UPDATE_ROLLBACK_COMPLETE"
    assert "New DELETE_COMPLETE" in story(world)
    assert "New" not in world.found(NAME).resources


def test_a_failed_update_that_is_left_is_rolled_back_later() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "quota", on="update")
    assert deployed(world, CHANGED, keep=True) == "UPDATE_FAILED"
    answer = api(world).rollback_stack(StackName=NAME)
    assert answer["OperationId"] == world.found(NAME).operations[0]["OperationId"]
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize(
    ("husks", "ends"),
    [(False, "DELETE_COMPLETE"), (True, "ROLLBACK_COMPLETE")],
    ids=["deleted", "husk"],
)
def test_a_failed_create_has_nothing_to_go_back_to(husks: bool, ends: str) -> None:
    world = World()
    world.fails("App/Logs", "quota", on="create")
    deployed(world, ChangeSetType="CREATE", keep=True)
    if husks:
        world.leaves_husks()
    stack = world.found(NAME).id
    api(world).rollback_stack(StackName=NAME)
    world.clock.runs_out()
    assert status(world, stack) == ends


def test_rollback_is_refused_where_nothing_failed() -> None:
    world = World()
    world.stack(NAME)
    with pytest.raises(ClientError, match="can not be rolled back"):
        api(world).rollback_stack(StackName=NAME)


def test_a_rollback_is_stuck_until_it_is_mended() -> None:
    world = stuck()
    assert reason(world, "Vpc UPDATE_FAILED", "Network") == "quota"
    api(world).continue_update_rollback(StackName=NAME)
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_FAILED"
    world.mends("Network/Vpc")
    api(world).continue_update_rollback(StackName=NAME)
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"
    kinds = [operation["OperationType"] for operation in world.found(NAME).operations]
    assert kinds[:3] == ["CONTINUE_ROLLBACK", "CONTINUE_ROLLBACK", "ROLLBACK"]


def test_a_stuck_resource_is_skipped_by_the_name_of_its_stack() -> None:
    world = stuck()
    with pytest.raises(ClientError, match="Network.Vpc"):
        api(world).continue_update_rollback(
            StackName=NAME, ResourcesToSkip=["Network.Vpc"]
        )
    name = world.found(NAME, "Network").name
    api(world).continue_update_rollback(StackName=NAME, ResourcesToSkip=[f"{name}.Vpc"])
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"


def test_a_rollback_is_forced_through_the_tree() -> None:
    world = stuck()
    with pytest.raises(ClientError, match="cannot be used together"):
        api(world).continue_update_rollback(
            StackName=NAME, ResourcesToSkip=["x"], ForceRollback=True
        )
    with pytest.raises(ClientError, match="is nested"):
        api(world).continue_update_rollback(StackName=world.found(NAME, "Network").id)
    api(world).continue_update_rollback(StackName=NAME, ForceRollback=True)
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"


def test_an_update_is_cancelled_and_nothing_else_is() -> None:
    world = World()
    world.stack(NAME)
    with pytest.raises(ClientError, match="cannot be called from current stack"):
        api(world).cancel_update_stack(StackName=NAME)
    begun(world, MOVED)
    world.clock.sleep(4)
    api(world).cancel_update_stack(StackName=NAME)
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"
    assert reason(world, "* UPDATE_ROLLBACK_IN_PROGRESS") == "User Initiated"
    assert reason(world, "Vpc UPDATE_FAILED", "Network") == "Resource update cancelled"


def test_a_template_is_the_one_that_is_gone_to_or_back_to() -> None:
    world = World()
    world.stack(NAME)
    before = world.found(NAME).body
    plan = begun(world, url=world.package(*small(DisplayName="other")))
    world.fails("Topic", "no", on="update")
    client = api(world)

    def template(**of: str) -> bool:
        body = client.get_template(**of)["TemplateBody"]
        return bool(body["Resources"]["Topic"]["Properties"]["DisplayName"] == "other")

    assert template(StackName=NAME)
    assert template(StackName=NAME, ChangeSetName=plan["ChangeSetId"])
    while status(world) != "UPDATE_ROLLBACK_IN_PROGRESS":
        world.clock.sleep(1)
    assert not template(StackName=NAME)
    world.clock.runs_out()
    assert world.found(NAME).body == before
