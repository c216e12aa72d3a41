"""Change sets: made, settled, described, deleted."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.fakes.driving import (
    CHANGED,
    MOVED,
    NAME,
    api,
    asked,
    below,
    causes,
    deployed,
    described,
    planned,
    small,
    status,
)
from tests.fakes.world import World

NO_CHANGES = "didn't contain changes"


def test_a_change_set_of_a_new_stack_puts_it_and_its_children_under_review() -> None:
    world = World()
    made = asked(world, ChangeSetType="CREATE")
    assert status(world) == "REVIEW_IN_PROGRESS"
    assert described(world, made)["Status"] == "CREATE_PENDING"
    world.clock.sleep(2)
    assert described(world, made)["Status"] == "CREATE_IN_PROGRESS"
    world.clock.sleep(10)
    plan = described(world, made)
    assert (plan["Status"], plan["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
    assert {c["Action"] for c in plan["Changes"].values()} == {"Add"}
    child = below(world, plan, "Network")
    assert child["StatusReason"] == "Only executable from the root change set."
    assert (child["ParentChangeSetId"], child["RootChangeSetId"]) == (made, made)
    assert status(world, child["StackId"]) == "REVIEW_IN_PROGRESS"


def test_deleting_the_root_change_set_leaves_only_the_root_under_review() -> None:
    world = World()
    plan = planned(world, ChangeSetType="CREATE")
    child = below(world, plan, "Network")
    api(world).delete_change_set(ChangeSetName=plan["ChangeSetId"])
    assert status(world) == "REVIEW_IN_PROGRESS"
    with pytest.raises(ClientError, match="does not exist"):
        status(world, child["StackId"])
    with pytest.raises(api(world).exceptions.ChangeSetNotFoundException):
        described(world, child["ChangeSetId"])
    api(world).delete_stack(StackName=NAME)
    with pytest.raises(ClientError, match=f"Stack with id {NAME} does not exist"):
        status(world)


def test_nothing_to_change_is_a_failure_and_unchanged_children_fail_alike() -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world)
    assert plan["Status"] == "FAILED"
    assert NO_CHANGES in plan["StatusReason"]
    api(world).delete_change_set(ChangeSetName=plan["ChangeSetId"])
    plan = planned(world, CHANGED)
    assert plan["Status"] == "CREATE_COMPLETE"
    assert NO_CHANGES in below(world, plan, "Network")["StatusReason"]
    assert below(world, plan, "App")["Status"] == "CREATE_COMPLETE"


def test_a_shallow_one_shows_every_nested_stack_and_none_inside() -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world, IncludeNestedStacks=False)
    assert plan["Status"] == "CREATE_COMPLETE"
    assert set(plan["Changes"]) == {"Network", "App"}
    network = plan["Changes"]["Network"]
    assert "ChangeSetId" not in network
    assert causes(network) == {("Dynamic", "Automatic", "")}


def test_a_child_is_rejected_while_others_are_being_worked_out() -> None:
    world = World()
    world.stack(NAME)
    world.rejects_change_set("Network", "Template format error: no")
    made = asked(world, MOVED)
    world.clock.sleep(3)
    plan = described(world, made)
    child = plan["Changes"]["Network"]["ChangeSetId"]
    assert plan["StatusReason"] == (
        f"Nested change set {child} was not successfully created: Currently in FAILED."
    )
    assert below(world, plan, "App")["Status"] == "CREATE_IN_PROGRESS"
    world.clock.sleep(3)
    assert below(world, plan, "App")["Status"] == "CREATE_COMPLETE"
    assert below(world, plan, "Network")["StatusReason"] == "Template format error: no"


def test_too_many_change_sets_of_a_child_leave_the_shallow_way() -> None:
    world = World()
    world.stack(NAME)
    world.limit_exceeded(child="Network")
    plan = planned(world, MOVED)
    child = world.found(NAME, "Network").id
    assert plan["StatusReason"] == f"ChangeSet limit exceeded for stack {child}"
    shallow = planned(world, MOVED, ChangeSetName="b", IncludeNestedStacks=False)
    assert shallow["Status"] == "CREATE_COMPLETE"


def test_changes_come_in_small_pages() -> None:
    world = World(page_size=2)
    made = asked(world, ChangeSetType="CREATE")
    world.clock.runs_out()
    first = api(world).describe_change_set(ChangeSetName=made)
    assert len(first["Changes"]) == 2
    assert set(described(world, made)["Changes"]) == {"Network", "App", "Topic"}


def test_what_waits_is_listed_and_a_name_serves_once() -> None:
    world = World()
    world.stack(NAME)
    made = asked(world, CHANGED)
    (listed,) = api(world).list_change_sets(StackName=NAME)["Summaries"]
    assert listed["ChangeSetId"] == made
    with pytest.raises(api(world).exceptions.AlreadyExistsException):
        asked(world, MOVED)


def test_the_same_token_makes_the_same_change_set() -> None:
    world = World()
    world.stack(NAME)
    made = asked(world, CHANGED, ClientToken="a")
    assert asked(world, CHANGED, ClientToken="a") == made


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Nobody": "1"}, r"Parameters: \[Nobody\] do not exist in the template"),
        ({"LogDays": ""}, None),
    ],
    ids=["unknown", "fine"],
)
def test_parameters_are_checked(given: dict[str, str], words: str | None) -> None:
    world = World()
    if words is None:
        assert asked(world, given, ChangeSetType="CREATE")
        return
    with pytest.raises(ClientError, match=words):
        asked(world, given, ChangeSetType="CREATE")


def test_a_template_that_cannot_be_read_is_refused_and_fails_its_parent() -> None:
    world = World()
    nowhere = world.objects.url(world.bucket, "nowhere.json")
    with pytest.raises(ClientError, match="S3 error: Access Denied"):
        asked(world, ChangeSetType="CREATE", url=nowhere)
    root, children = small()
    root["Resources"]["Network"]["Properties"]["TemplateURL"] = nowhere
    del children["Network"]
    del root["Resources"]["App"]
    del root["Outputs"]
    plan = planned(world, ChangeSetType="CREATE", url=world.package(root, {}))
    assert "was not successfully created" in plan["StatusReason"]
    assert "Access Denied" in below(world, plan, "Network")["StatusReason"]


def test_capabilities_are_asked_for() -> None:
    world = World()
    root, children = small()
    root["Resources"]["Role"] = {"Type": "AWS::IAM::Role"}
    url = world.package(root, children)
    with pytest.raises(
        api(world).exceptions.InsufficientCapabilitiesException,
        match=r"Requires capabilities : \[CAPABILITY_IAM\]",
    ):
        asked(world, ChangeSetType="CREATE", url=url)
    assert asked(
        world, ChangeSetType="CREATE", url=url, Capabilities=["CAPABILITY_IAM"]
    )


def test_an_update_of_what_is_not_there_or_busy_is_refused() -> None:
    world = World()
    with pytest.raises(ClientError, match=rf"Stack \[{NAME}\] does not exist"):
        asked(world)
    world.stack(NAME, status="UPDATE_ROLLBACK_FAILED")
    with pytest.raises(ClientError, match="is in UPDATE_ROLLBACK_FAILED state and can"):
        asked(world, CHANGED)


def test_botocore_checks_arguments_itself() -> None:
    with pytest.raises(ParamValidationError):
        api(World()).describe_change_set(Name="x")


def test_what_was_executed_frees_its_name() -> None:
    world = World()
    world.stack(NAME)
    assert deployed(world, CHANGED) == "UPDATE_COMPLETE"
    assert asked(world, {"LogDays": "90"})


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
def test_a_change_set_that_is_worked_out_may_resist_its_deletion(strict: bool) -> None:
    world = World()
    world.stack(NAME)
    if strict:
        world.refuses_early_deletion()
    made = asked(world, CHANGED)
    if strict:
        with pytest.raises(ClientError, match="is currently in progress"):
            api(world).delete_change_set(ChangeSetName=made)
        world.clock.runs_out()
    api(world).delete_change_set(ChangeSetName=made)
    assert not api(world).list_change_sets(StackName=NAME)["Summaries"]
