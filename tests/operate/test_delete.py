"""Deleting a stack: what it takes along, what stands against it, how it goes on."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from cfngen.cloud.aws import of_clients
from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Step
from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.delete import Choice, Deletion, carry_out, considered
from cfngen.operate.inventory import Fate
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.waiting import Pace
from tests.fakes.samples import CHILDREN, ROOT
from tests.fakes.world import World

NAME = "small-dev"
PLAIN = Choice()
COMMANDS = Commands("small", "dev")


def at(world: World) -> At:
    cloud = of_clients(world.clients(), "us-east-1")
    return At(cloud, lambda _: None, world.clock, Pace(2.0, 10.0))


def stack(there: At) -> Stack:
    found = there.cloud.stacks.find(NAME)
    assert found
    return found


def deletion(world: World, choice: Choice = PLAIN) -> Deletion:
    there = at(world)
    return considered(there.cloud, stack(there), choice, COMMANDS)


def with_app(**resources: Any) -> dict[str, Any]:
    """Return the children of the small system with more in its application."""
    children = copy.deepcopy(CHILDREN)
    children["App"]["Resources"] |= resources
    return children


DATABASE = {
    "Type": "AWS::RDS::DBInstance",
    "DeletionPolicy": "Snapshot",
    "Properties": {"DeletionProtection": {"Ref": "Protect"}},
}


def test_all_that_goes_and_stays_is_listed_with_its_path() -> None:
    world = World()
    kept = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "RetainExceptOnCreate"}
    world.stack(NAME, template=ROOT, children=with_app(Kept=kept, Data=DATABASE))
    items = {item.path: item for item in deletion(world).items}
    assert set(items) == {
        *("Topic", "App/Logs", "App/Access", "App/Kept", "App/Data"),
        *("Network/Vpc", "Network/Subnet", "Network/Gateway"),
    }
    assert items["App/Kept"].fate is Fate.RETAINED
    assert items["App/Data"].fate is Fate.SNAPSHOT
    assert items["App/Logs"].fate is Fate.DELETED
    assert items["App/Logs"].lost == "its logs"
    assert items["Network/Vpc"].lost == ""


def test_a_database_takes_a_snapshot_where_nothing_else_is_said() -> None:
    world = World()
    alone = {"Type": "AWS::RDS::DBInstance", "Properties": {}}
    inside = {
        "Type": "AWS::RDS::DBInstance",
        "Properties": {"DBClusterIdentifier": "c"},
    }
    world.stack(NAME, template=ROOT, children=with_app(Alone=alone, Inside=inside))
    items = {item.path: item for item in deletion(world).items}
    assert items["App/Alone"].fate is Fate.SNAPSHOT
    assert items["App/Inside"].fate is Fate.DELETED


@pytest.mark.parametrize(("value", "hindered"), [("true", True), ("false", False)])
def test_protection_that_will_stop_it_is_known_before(
    value: str, hindered: bool
) -> None:
    world = World()
    children = with_app(Data=DATABASE)
    children["App"]["Parameters"]["Protect"] = {"Type": "String", "Default": value}
    world.stack(NAME, template=ROOT, children=children)
    (item,) = (item for item in deletion(world).items if item.path == "App/Data")
    assert bool(item.hindrance) is hindered


def test_a_deletion_takes_everything() -> None:
    world = World()
    world.stack(NAME)
    there = at(world)
    ended = carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    assert ended.stack.status == "DELETE_COMPLETE"
    assert there.cloud.stacks.find(NAME) is None


def test_a_protected_stack_is_unprotected_only_on_demand() -> None:
    world = World()
    world.stack(NAME, protected=True)
    there = at(world)
    found = considered(there.cloud, stack(there), PLAIN, COMMANDS)
    assert found.protected
    assert carry_out(found, there, unprotect=True).stack.status == "DELETE_COMPLETE"


def test_exports_that_others_import_are_named() -> None:
    world = World()
    template = copy.deepcopy(ROOT)
    template["Outputs"]["VpcId"]["Export"] = {"Name": "vpc"}
    world.stack(NAME, template=template, children=CHILDREN)
    importer = {
        "Resources": {
            "Topic": {
                "Type": "AWS::SNS::Topic",
                "Properties": {"DisplayName": {"Fn::ImportValue": "vpc"}},
            }
        }
    }
    world.stack("other", template=importer, children={})
    (used,) = deletion(world).imports
    assert (used.export, used.stacks) == ("vpc", ("other",))


def test_a_stack_that_is_busy_is_left_alone() -> None:
    world = World()
    world.stack(NAME, "UPDATE_IN_PROGRESS")
    with pytest.raises(NeedsHuman, match="it is being updated") as raised:
        deletion(world)
    assert "cfngen status small dev --watch" in raised.value.hint


def test_a_failed_deletion_wants_to_be_told_how_to_go_on() -> None:
    world = World()
    world.stack(NAME, "DELETE_FAILED", failed={"App/Logs": "no"})
    with pytest.raises(NeedsHuman, match="DELETE_FAILED") as raised:
        deletion(world)
    assert "cfngen delete small dev --resume" in raised.value.hint
    assert "cfngen delete small dev --retain App/Logs" in raised.value.hint


@pytest.mark.parametrize(
    "choice",
    [Choice(resume=True), Choice(retain=("Topic",)), Choice(force=True)],
    ids=["resume", "retain", "force"],
)
def test_a_first_deletion_takes_no_exceptions(choice: Choice) -> None:
    world = World()
    world.stack(NAME)
    with pytest.raises(InputError, match="are for a stack that is DELETE_FAILED"):
        deletion(world, choice)


def test_only_what_has_failed_can_be_left_behind() -> None:
    world = World()
    world.stack(NAME, "DELETE_FAILED", failed={"App/Logs": "no"})
    with pytest.raises(InputError, match="--retain Topic") as raised:
        deletion(world, Choice(retain=("Topic",)))
    assert "App/Logs" in raised.value.hint


def test_a_deletion_that_fails_says_on_what_and_can_go_on() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "it is in use", on="delete")
    there = at(world)
    first = carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    assert first.stack.status == "DELETE_FAILED"
    assert any(step.path == "App/Logs" and step.failed for step in first.steps)
    world.mends("App/Logs")
    again = considered(there.cloud, stack(there), Choice(resume=True), COMMANDS)
    assert carry_out(again, there).stack.status == "DELETE_COMPLETE"


def test_what_is_kept_inside_a_nested_stack_is_left_by_deleting_that_one_first() -> (
    None
):
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "it is in use", on="delete")
    there = at(world)
    carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    nested = world.found(NAME, "App").id
    choice = Choice(retain=("App/Logs",))
    ended = carry_out(considered(there.cloud, stack(there), choice, COMMANDS), there)
    assert ended.stack.status == "DELETE_COMPLETE"
    inner, outer = world.of("DeleteStack")[-2:]
    assert (inner["StackName"], inner["RetainResources"]) == (nested, ["Logs"])
    assert "RetainResources" not in outer


def test_what_is_left_behind_is_not_called_lost() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "it is in use", on="delete")
    world.fails("App/Access", "it is in use", on="delete")
    there = at(world)
    carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    one = {item.path for item in deletion(world, Choice(retain=("App/Logs",))).items}
    assert "App/Logs" not in one
    assert "App/Access" in one
    whole = {item.path for item in deletion(world, Choice(retain=("App",))).items}
    assert not [path for path in whole if path.startswith("App/")]


def test_whatever_cannot_be_deleted_may_be_left_behind() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "it is in use", on="delete")
    there = at(world)
    carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    force = Choice(force=True)
    ended = carry_out(considered(there.cloud, stack(there), force, COMMANDS), there)
    assert ended.stack.status == "DELETE_COMPLETE"
    assert world.of("DeleteStack")[-1]["DeletionMode"] == "FORCE_DELETE_STACK"


def test_a_stack_that_has_moved_since_it_was_shown_stays() -> None:
    world = World()
    world.stack(NAME)
    there = at(world)
    found = considered(there.cloud, stack(there), PLAIN, COMMANDS)
    world.changes_meanwhile(NAME)
    with pytest.raises(NeedsHuman, match="has moved"):
        carry_out(found, there)
    assert world.of("DeleteStack") == []


def test_a_stack_that_somebody_else_has_deleted_meanwhile_is_gone() -> None:
    world = World()
    world.stack(NAME)
    there = at(world)
    found = considered(there.cloud, stack(there), PLAIN, COMMANDS)
    carry_out(found, there)
    asked = len(world.of("DeleteStack"))
    assert carry_out(found, there).stack.status == "DELETE_COMPLETE"
    assert len(world.of("DeleteStack")) == asked


def test_somebody_elses_change_sets_keep_a_stack_under_review() -> None:
    world = World()
    world.stack(NAME, "REVIEW_IN_PROGRESS")
    url = world.package()
    world.clients().cloudformation.create_change_set(
        StackName=NAME, ChangeSetName="theirs", TemplateURL=url, ChangeSetType="CREATE"
    )
    with pytest.raises(NeedsHuman, match="under review by somebody else: theirs"):
        deletion(world)


def test_what_fails_in_a_nested_stack_is_told_by_its_whole_path() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "it is in use", on="delete")
    world.fails("App/Access", "it is in use as well", on="delete")
    there = at(world)
    carry_out(considered(there.cloud, stack(there), PLAIN, COMMANDS), there)
    heard: list[object] = []
    there = replace(there, report=heard.append)
    choice = Choice(retain=("App/Logs",))
    ended = carry_out(considered(there.cloud, stack(there), choice, COMMANDS), there)
    assert ended.stack.status == "DELETE_FAILED"
    assert {step.path for step in ended.steps if step.failed} == {"App", "App/Access"}
    assert {one.path for one in heard if isinstance(one, Step)} <= {
        *("App", "App/Access", "App/Logs"),
    }


def test_what_was_never_made_is_not_lost() -> None:
    world = World()
    made = world.stack(NAME)
    made.resources["Topic"].physical = ""
    assert "Topic" not in {item.path for item in deletion(world).items}
