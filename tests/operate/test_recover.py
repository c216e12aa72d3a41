"""The way out of every state, and out of which there is another."""

from __future__ import annotations

import copy

import pytest

from cfngen.cloud.aws import of_clients
from cfngen.cloud.values import Stack
from cfngen.errors import CloudUnreachable, InputError, NeedsHuman
from cfngen.operate.recover import Recovery, Way, carry_out, considered
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.waiting import Pace
from tests.fakes.samples import CHILDREN, ROOT
from tests.fakes.world import World

NAME = "small-dev"
COMMANDS = Commands("small", "dev")
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
    return considered(there.cloud, stack(there), COMMANDS, skip, force)


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
        ("CREATE_IN_PROGRESS", "cfngen status small dev --watch"),
        ("UPDATE_IN_PROGRESS", "cfngen status small dev --watch"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "cfngen status small dev --watch"),
        ("ROLLBACK_IN_PROGRESS", "cfngen status small dev --watch"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "cfngen status small dev --watch"),
        (
            "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "cfngen status small dev --watch",
        ),
        ("IMPORT_IN_PROGRESS", "cfngen status small dev --watch"),
        ("IMPORT_ROLLBACK_IN_PROGRESS", "cfngen status small dev --watch"),
        ("DELETE_IN_PROGRESS", "cfngen status small dev --watch"),
        ("DELETE_FAILED", "cfngen delete small dev --resume"),
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
    ended = carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    (asked,) = world.of("ContinueUpdateRollback")
    assert asked["StackName"] == ended.stack.id
    assert "ResourcesToSkip" not in asked
    assert world.of("DeleteStack") == []


def test_what_is_skipped_is_named_by_its_nested_stacks_name() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS, ("App/Logs",))
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
    ended = carry_out(
        considered(there.cloud, stack(there), COMMANDS, force=True), there
    )
    (asked,) = world.of("ContinueUpdateRollback")
    assert asked["ForceRollback"] is True
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_failed_create_is_rolled_back() -> None:
    world = World()
    world.stack(NAME, "CREATE_FAILED", failed={"App/Logs": "no"})
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert ended.stack.status in ("ROLLBACK_COMPLETE", "DELETE_COMPLETE")
    assert len(world.of("RollbackStack")) == 1


def test_the_husk_of_a_create_is_deleted_by_its_arn() -> None:
    world = World()
    husk = world.stack(NAME, "ROLLBACK_COMPLETE")
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    assert found.items == ()
    ended = carry_out(found, there)
    assert ended.stack.status == "DELETE_COMPLETE"
    assert world.of("DeleteStack")[0]["StackName"] == husk.id


def test_a_protected_husk_stays_unless_that_is_said() -> None:
    world = World()
    world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
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
    ended = carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert ended.stack.status == "UPDATE_ROLLBACK_FAILED"
    assert any(step.path == "App/Logs" and step.failed for step in ended.steps)


def test_ctrl_c_leaves_it_to_go_on() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.interrupts("ContinueUpdateRollback", taken=True)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert ended.detached
    world.clock.sleep(600)
    assert stack(there).status == "UPDATE_ROLLBACK_COMPLETE"


def test_a_state_that_nobody_knows_is_not_called_well() -> None:
    world = World()
    world.stack(NAME).status = "QUARANTINE_FAILED"
    with pytest.raises(NeedsHuman, match="QUARANTINE_FAILED"):
        way(world)


@pytest.mark.parametrize("status", ["CREATE_FAILED", "UPDATE_FAILED"])
def test_what_rolling_back_deletes_is_listed_even_what_templates_keep(
    status: str,
) -> None:
    world = World()
    kept = {"Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain"}
    children = copy.deepcopy(CHILDREN)
    children["App"]["Resources"]["Kept"] = kept
    world.stack(NAME, status, template=ROOT, children=children)
    found = way(world)
    never_worked = status == "CREATE_FAILED"
    assert found.doomed is never_worked
    assert ("App/Kept" in {one.path for one in found.lost}) is never_worked
    assert found.left == ()


def test_a_protected_stack_that_rolling_back_deletes_is_unprotected_on_demand() -> None:
    world = World()
    world.stack(NAME, "CREATE_FAILED", protected=True)
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    assert found.doomed
    ended = carry_out(found, there, unprotect=True)
    assert ended.stack.status == "DELETE_COMPLETE"
    calls = [name for name, _ in world.asked]
    first = calls.index("UpdateTerminationProtection")
    assert first < calls.index("RollbackStack")


def test_a_husk_that_somebody_has_made_a_stack_of_meanwhile_stays() -> None:
    world = World()
    world.stack(NAME, "REVIEW_IN_PROGRESS")
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    world.found(NAME).status = "CREATE_COMPLETE"
    with pytest.raises(NeedsHuman, match="has moved"):
        carry_out(found, there)
    assert world.of("DeleteStack") == []


def test_protection_comes_back_where_the_deletion_does_not_begin() -> None:
    world = World()
    world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    world.denies("DeleteStack")
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    with pytest.raises(CloudUnreachable):
        carry_out(found, there, unprotect=True)
    assert world.found(NAME).protected


def test_a_lost_answer_is_asked_for_again_with_the_same_token() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.throttles("ContinueUpdateRollback", 2)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert ended.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    tokens = {one["ClientRequestToken"] for one in world.of("ContinueUpdateRollback")}
    assert len(tokens) == 1


def test_ctrl_c_before_it_has_begun_is_no_detaching() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.interrupts("ContinueUpdateRollback")
    there = at(world)
    with pytest.raises(KeyboardInterrupt):
        carry_out(considered(there.cloud, stack(there), COMMANDS), there)
    assert world.found(NAME).status == "UPDATE_ROLLBACK_FAILED"


def test_a_lost_connection_says_that_it_goes_on_and_how_to_see_it() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    world.expires_after("DescribeStackEvents", 1)
    with pytest.raises(CloudUnreachable, match="goes on without us") as raised:
        carry_out(found, there)
    assert "cfngen status small dev --watch" in raised.value.hint


@pytest.mark.parametrize(
    ("status", "call"),
    [
        ("CREATE_FAILED", "RollbackStack"),
        ("UPDATE_ROLLBACK_FAILED", "ContinueUpdateRollback"),
        ("ROLLBACK_COMPLETE", "DeleteStack"),
    ],
)
def test_the_environments_role_does_it(status: str, call: str) -> None:
    world = World()
    world.stack(NAME, status)
    there = at(world)
    role = "arn:aws:iam::123456789012:role/cloudformation"
    found = considered(there.cloud, stack(there), COMMANDS)
    carry_out(found, there, role=role)
    assert world.of(call)[0]["RoleARN"] == role


def test_what_was_only_cancelled_cannot_be_skipped() -> None:
    world = World()
    world.stack(
        NAME,
        "UPDATE_ROLLBACK_FAILED",
        failed={"App/Logs": "in use", "Topic": "Resource update cancelled"},
    )
    with pytest.raises(InputError, match="--skip Topic") as raised:
        way(world, ("Topic",))
    assert raised.value.hint == "What can be skipped: App/Logs."


def test_a_nested_stack_that_was_being_deleted_can_be_skipped() -> None:
    world = World()
    world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    world.found(NAME, "App").status = "DELETE_FAILED"
    assert way(world, ("App",)).names == ("App",)


def test_protection_comes_back_where_turning_it_off_is_interrupted() -> None:
    world = World()
    world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    world.interrupts("UpdateTerminationProtection", taken=True)
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    with pytest.raises(KeyboardInterrupt):
        carry_out(found, there, unprotect=True)
    assert world.found(NAME).protected


def test_a_change_set_that_somebody_makes_meanwhile_stays() -> None:
    world = World()
    world.stack(NAME, "REVIEW_IN_PROGRESS")
    there = at(world)
    found = considered(there.cloud, stack(there), COMMANDS)
    world.clients().cloudformation.create_change_set(
        StackName=NAME,
        ChangeSetName="theirs",
        TemplateURL=world.package(),
        ChangeSetType="CREATE",
    )
    with pytest.raises(NeedsHuman, match="somebody else: theirs"):
        carry_out(found, there)
    assert world.of("DeleteStack") == []
