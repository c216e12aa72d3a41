"""The way out of every state, and out of which there is another."""

from __future__ import annotations

import pytest

from cfngen.cloud.aws import of_clients
from cfngen.cloud.values import Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.recover import Recovery, Way, carry_out, considered
from cfngen.plan.at import At
from cfngen.plan.waiting import Pace
from tests.fakes.world import World

NAME = "small-dev"
STUCK = {"App/Logs": "it is still in use"}


def at(world: World) -> At:
    cloud = of_clients(world.clients(), "us-east-1")
    return At(cloud, lambda _: None, world.clock, Pace(2.0, 10.0))


def stack(there: At) -> Stack:
    found = there.cloud.stacks.find(NAME)
    assert found
    return found


def way(world: World, skip: tuple[str, ...] = (), force: bool = False) -> Recovery:
    there = at(world)
    return considered(there.cloud, stack(there), skip, force)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("CREATE_COMPLETE", Way.NOTHING),
        ("UPDATE_COMPLETE", Way.NOTHING),
        ("IMPORT_COMPLETE", Way.NOTHING),
        ("UPDATE_ROLLBACK_COMPLETE", Way.NOTHING),
        ("IMPORT_ROLLBACK_COMPLETE", Way.NOTHING),
        ("CREATE_FAILED", Way.ROLL_BACK),
        ("UPDATE_FAILED", Way.ROLL_BACK),
        ("UPDATE_ROLLBACK_FAILED", Way.CONTINUE),
        ("IMPORT_ROLLBACK_FAILED", Way.CONTINUE),
        ("ROLLBACK_COMPLETE", Way.DELETE),
        ("ROLLBACK_FAILED", Way.DELETE),
        ("REVIEW_IN_PROGRESS", Way.DELETE),
    ],
)
def test_each_state_has_one_way_out(status: str, expected: Way) -> None:
    world = World()
    world.stack(NAME, status)
    asked = len(world.asked)
    assert way(world).way is expected
    changing = ("Delete", "Rollback", "Continue", "Update", "Execute", "Cancel")
    assert not [name for name, _ in world.asked[asked:] if name.startswith(changing)]


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("CREATE_IN_PROGRESS", "status --watch"),
        ("UPDATE_IN_PROGRESS", "status --watch"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "status --watch"),
        ("ROLLBACK_IN_PROGRESS", "status --watch"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "status --watch"),
        ("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "status --watch"),
        ("IMPORT_IN_PROGRESS", "status --watch"),
        ("IMPORT_ROLLBACK_IN_PROGRESS", "status --watch"),
        ("DELETE_IN_PROGRESS", "status --watch"),
        ("DELETE_FAILED", "delete --resume"),
    ],
)
def test_the_other_states_have_another_way(status: str, hint: str) -> None:
    world = World()
    world.stack(NAME, status)
    with pytest.raises(NeedsHuman, match=status) as raised:
        way(world)
    assert hint in raised.value.hint


def test_what_stands_in_the_way_is_named_at_its_leaf() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    (blocker,) = way(world).blockers
    assert (blocker.path, blocker.type) == ("App/Logs", "AWS::Logs::LogGroup")
    assert blocker.reason == "it is still in use"


def test_a_rollback_goes_on_once_its_cause_is_mended() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there)), there)
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    (asked,) = world.of("ContinueUpdateRollback")
    assert asked["StackName"] == ended.stack.id
    assert "ResourcesToSkip" not in asked
    assert world.of("DeleteStack") == []


def test_what_is_skipped_is_named_by_its_nested_stacks_name() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    there = at(world)
    found = considered(there.cloud, stack(there), ("App/Logs",))
    ended = carry_out(found, there)
    nested = world.found(NAME, "App")
    (asked,) = world.of("ContinueUpdateRollback")
    assert asked["ResourcesToSkip"] == [f"{nested.name}.Logs"]
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert found.risky


def test_what_has_not_failed_cannot_be_skipped() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    with pytest.raises(InputError, match="--skip Topic: its rollback") as raised:
        way(world, ("Topic", "App/Logs"))
    assert raised.value.hint == "What can be skipped: App/Logs."


def test_a_nested_stack_as_a_whole_cannot_be_skipped() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    with pytest.raises(InputError, match="--skip App:"):
        way(world, ("App",))


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "CREATE_FAILED"])
def test_only_a_failed_rollback_can_be_forced(status: str) -> None:
    world = World()
    world.stack(NAME, status)
    with pytest.raises(InputError, match="--skip and --force"):
        way(world, force=True)


def test_a_forced_rollback_leaves_what_fails() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there), force=True), there)
    (asked,) = world.of("ContinueUpdateRollback")
    assert asked["ForceRollback"] is True
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_failed_create_is_rolled_back() -> None:
    world = World()
    world.stack(NAME, "CREATE_FAILED", failed={"App/Logs": "no"})
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there)), there)
    assert ended.stack.status in ("ROLLBACK_COMPLETE", "DELETE_COMPLETE")
    assert len(world.of("RollbackStack")) == 1


def test_the_husk_of_a_create_is_deleted_by_its_arn() -> None:
    world = World()
    husk = world.stack(NAME, "ROLLBACK_COMPLETE")
    there = at(world)
    found = considered(there.cloud, stack(there))
    assert found.items == ()
    ended = carry_out(found, there)
    assert ended.stack.status == "DELETE_COMPLETE"
    assert world.of("DeleteStack")[0]["StackName"] == husk.id


def test_a_protected_husk_stays_unless_that_is_said() -> None:
    world = World()
    world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    there = at(world)
    found = considered(there.cloud, stack(there))
    assert found.stack.protected
    assert carry_out(found, there, unprotect=True).stack.status == "DELETE_COMPLETE"
    assert world.of("UpdateTerminationProtection")[0][
        "EnableTerminationProtection"
    ] is (False)


def test_a_recovery_may_fail_again() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.fails("App/Logs", "still in use", on="rollback")
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there)), there)
    assert ended.stack.status == "UPDATE_ROLLBACK_FAILED"
    assert any(step.path == "App/Logs" and step.failed for step in ended.steps)


def test_ctrl_c_leaves_it_to_go_on() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.interrupts("ContinueUpdateRollback", taken=True)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there)), there)
    assert ended.detached
    world.clock.sleep(600)
    assert stack(there).status == "UPDATE_ROLLBACK_COMPLETE"
