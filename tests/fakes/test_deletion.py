"""Deleting stacks, and what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import NAME, api, reason, small, status, story
from tests.fakes.world import World


def delete(world: World, **more: Any) -> None:
    api(world).delete_stack(StackName=NAME, **more)
    world.clock.runs_out()


def test_after_its_deletion_only_the_arn_answers() -> None:
    world = World()
    stack, child = world.stack(NAME), world.found(NAME, "Network")
    delete(world)
    assert status(world, stack.id) == status(world, child.id) == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match=f"Stack with id {NAME} does not exist"):
        status(world)
    assert story(world, name=stack.id)[-1] == "* DELETE_COMPLETE"


def test_what_needs_others_goes_before_them() -> None:
    world = World()
    child = (world.stack(NAME), world.found(NAME, "Network"))[1]
    delete(world)
    told = story(world, name=child.id)
    assert told.index("Subnet DELETE_COMPLETE") < told.index("Vpc DELETE_IN_PROGRESS")


def test_protection_of_the_root_holds_for_the_whole_tree() -> None:
    world = World()
    root = world.stack(NAME, protected=True)
    network = world.found(NAME, "Network")
    client = api(world)
    for stack in (root, network):
        assert client.describe_stacks(StackName=stack.id)["Stacks"][0][
            "EnableTerminationProtection"
        ]
        with pytest.raises(ClientError, match="while TerminationProtection is enabled"):
            client.delete_stack(StackName=stack.id)
    off = {"EnableTerminationProtection": False}
    with pytest.raises(ClientError, match="on nested stack"):
        client.update_termination_protection(StackName=network.id, **off)
    client.update_termination_protection(StackName=NAME, **off)
    delete(world)
    assert status(world, root.id) == "DELETE_COMPLETE"


def test_a_resource_that_stays_is_retained_in_a_second_attempt() -> None:
    world = World()
    stack = world.stack(NAME)
    with pytest.raises(ClientError, match="only when the stack is in DELETE_FAILED"):
        api(world).delete_stack(StackName=NAME, RetainResources=["Topic"])
    world.fails("Topic", "in use", on="delete")
    delete(world)
    assert status(world) == "DELETE_FAILED"
    assert reason(world, "* DELETE_FAILED").endswith("failed to delete: [Topic]. ")
    delete(world)
    assert status(world) == "DELETE_FAILED"
    delete(world, RetainResources=["Topic"])
    assert status(world, stack.id) == "DELETE_COMPLETE"
    assert stack.resources["Topic"].status == "DELETE_SKIPPED"


def test_a_child_that_stays_holds_its_parent_and_force_lets_go() -> None:
    world = World()
    stack = world.stack(NAME)
    world.fails("Network/Gateway", "attached", on="delete")
    delete(world)
    assert status(world) == "DELETE_FAILED"
    assert "was not successfully deleted" in reason(world, "Network DELETE_FAILED")
    delete(world, DeletionMode="FORCE_DELETE_STACK")
    assert status(world, stack.id) == "DELETE_COMPLETE"


def test_what_is_to_be_retained_is_skipped() -> None:
    world = World()
    root, children = small()
    root["Resources"]["Topic"]["DeletionPolicy"] = "Retain"
    stack = world.stack(NAME, template=root, children=children)
    delete(world)
    assert stack.resources["Topic"].status == "DELETE_SKIPPED"


def test_deleting_what_is_not_there_is_no_error() -> None:
    delete(World())


def test_what_a_failure_needs_is_not_tried() -> None:
    world = World()
    world.stack(NAME)
    world.fails("Network/Subnet", "in use", on="delete")
    delete(world)
    told = story(world, "Network")
    assert "Subnet DELETE_FAILED" in told
    assert "Gateway DELETE_COMPLETE" in told
    assert "Vpc DELETE_IN_PROGRESS" not in told


def test_only_what_is_there_can_be_retained() -> None:
    world = World()
    world.stack(NAME)
    world.fails("Network/Vpc", "in use", on="delete")
    delete(world)
    with pytest.raises(ClientError, match="must be in a valid state"):
        api(world).delete_stack(StackName=NAME, RetainResources=["Topic"])


def test_what_is_retained_except_on_create_is_skipped_by_a_deletion() -> None:
    world = World()
    root, children = small()
    root["Resources"]["Topic"]["DeletionPolicy"] = "RetainExceptOnCreate"
    stack = world.stack(NAME, template=root, children=children)
    delete(world)
    assert stack.resources["Topic"].status == "DELETE_SKIPPED"


def test_a_deletion_time_does_not_mean_that_it_is_gone() -> None:
    world = World()
    world.stack(NAME)
    world.fails("Topic", "in use", on="delete")
    delete(world)
    (stack,) = api(world).describe_stacks(StackName=NAME)["Stacks"]
    assert (stack["StackStatus"], "DeletionTime" in stack) == ("DELETE_FAILED", True)
