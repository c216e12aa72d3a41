"""Plans as a whole: of the wrong account, of husks, of exports, shallow ones."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cfngen.errors import NeedsHuman, OperationFailed, PreviewRejected
from cfngen.plan.making import make
from cfngen.plan.planned import Kind
from cfngen.plan.states import Action
from tests.fakes.world import World
from tests.plan.shop import bodies, deployed, here, leftovers, order


def test_a_create_is_a_plan_of_everything() -> None:
    plan = make(order(), here(World()))
    assert plan.action is Action.CREATE
    assert plan.stack is None
    assert plan.change_set
    assert {one.kind for one in plan.changes} == {Kind.CREATE}
    files = {one.path: one.file for one in plan.changes}
    assert files["Data/Bucket"] == "templates/shop/data.json"
    assert files["Data"] == "templates/shop/root.json"
    assert plan.made is not None


def test_the_token_is_of_the_change_set() -> None:
    first, second = make(order(), here(World())), make(order(), here(World()))
    assert first.token == second.token
    assert first.token.startswith("cfngen-")


def test_another_account_is_refused_before_anything_is_asked() -> None:
    world = World()
    with pytest.raises(NeedsHuman, match="999999999999"):
        make(order(target={"account": "999999999999"}), here(world))
    assert [name for name, _ in world.asked] == ["GetCallerIdentity"]


def test_an_emulators_account_is_nobodys() -> None:
    at = here(World(), endpoint="http://localhost:4566")
    assert make(order(target={"account": "999999999999"}), at).change_set


def test_what_the_target_says_is_what_is_asked_for() -> None:
    world = World()
    target = {
        "role": "arn:aws:iam::123456789012:role/deploy",
        "notify": ("arn:aws:sns:us-east-1:123456789012:t",),
        "alarms": ("arn:aws:cloudwatch:us-east-1:123456789012:alarm:a",),
        "monitor_minutes": 5,
        "protect": True,
        "policy": "{}",
    }
    plan = make(order(target=target), here(world))
    (asked,) = world.of("CreateChangeSet")
    assert asked["RoleARN"] == target["role"]
    assert asked["NotificationARNs"] == list(target["notify"])  # type: ignore[call-overload]
    assert asked["RollbackConfiguration"]["MonitoringTimeInMinutes"] == 5
    assert plan.outside == (
        "Termination protection is turned on.",
        "The stack policy is set.",
    )


def test_what_nobody_says_is_not_asked_for() -> None:
    world = World()
    make(order(), here(world))
    (asked,) = world.of("CreateChangeSet")
    said = {"RoleARN", "NotificationARNs", "RollbackConfiguration"}
    assert not said & set(asked)


def test_tags_and_settings_that_change_are_noted() -> None:
    world = World()
    deployed(world)
    target = {"tags": {"System": "shop"}, "role": "arn:aws:iam::1:role/deploy"}
    notes = make(order(target=target), here(world)).notes
    assert "Tag Environment: dev -> (none)" in notes
    assert any("acts as arn:aws:iam::1:role/deploy" in note for note in notes)


def test_a_stack_that_was_rolled_back_says_where_the_reason_is() -> None:
    world = World()
    deployed(world)
    world.found("shop-dev").status = "UPDATE_ROLLBACK_COMPLETE"
    plan = make(order(parameters={"LogDays": "14"}), here(world))
    assert "cfngen events shop dev --failed" in plan.notes[0]


def husk(*left: str, protected: bool = False) -> World:
    """Return a world in which a create of the shop was undone."""
    world = World()
    deployed(world)
    stack = world.found("shop-dev")
    stack.status, stack.protected = "ROLLBACK_COMPLETE", protected
    for name, resource in stack.resources.items():
        resource.status = "DELETE_SKIPPED" if name in left else "DELETE_COMPLETE"
    return world


def test_an_empty_husk_is_planned_as_a_create_without_a_change_set() -> None:
    world = husk()
    plan = make(order(), here(world))
    assert plan.husk == world.found("shop-dev").id
    assert (plan.action, plan.change_set) == (Action.CREATE, "")
    assert not plan.empty
    assert {one.kind for one in plan.changes if not one.nested} == {Kind.CREATE}
    assert "Data/Bucket" in {one.path for one in plan.changes}
    assert "A deployment deletes it first" in plan.notes[0]
    assert not world.of("CreateChangeSet")


def test_a_husk_with_something_left_is_for_a_person() -> None:
    with pytest.raises(NeedsHuman, match="Data .* is DELETE_SKIPPED") as raised:
        make(order(), here(husk("Data")))
    assert "cfngen recover shop dev" in raised.value.hint


def test_a_protected_husk_is_for_a_person() -> None:
    with pytest.raises(NeedsHuman, match="protected") as raised:
        make(order(), here(husk(protected=True)))
    assert "--disable-protection" in raised.value.hint


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_a_tag_of_what_never_stood_is_not_taken_for_the_one_in_use(
    status: str,
) -> None:
    made = bodies()
    made["root.json"]["Parameters"]["WebImageTag"] = {"Type": "String"}
    tried = order(made, parameters={"WebImageTag": "broken"})
    if status == "REVIEW_IN_PROGRESS":
        world = World()
        make(tried, here(world))
    else:
        world = husk()
        world.found("shop-dev").parameters = {"WebImageTag": "broken"}
    plan = make(order(made, released={"WebImageTag": "latest"}), here(world))
    tags = {one.name: (one.after, one.source) for one in plan.parameters}
    assert tags["WebImageTag"] == ("latest", "default")


def exporting() -> dict[str, Any]:
    made = bodies()
    made["network.json"]["Outputs"]["VpcId"]["Export"] = {"Name": "shop-vpc"}
    return made


IMPORTER: dict[str, Any] = {
    "Resources": {
        "Note": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {
                "Type": "String",
                "Value": {"Fn::ImportValue": "shop-vpc"},
            },
        }
    }
}


def imported() -> World:
    world = World()
    deployed(world, order(exporting()))
    world.stack("reader-dev", template=IMPORTER)
    return world


def unexported(made: dict[str, Any]) -> None:
    made["network.json"]["Outputs"]["VpcId"].pop("Export")
    untouched(made)


def renewed(made: dict[str, Any]) -> None:
    vpc = made["network.json"]["Resources"]["Vpc"]
    vpc["Properties"]["CidrBlock"] = "10.9.0.0/16"


def untouched(made: dict[str, Any]) -> None:
    made["data.json"]["Resources"]["Logs"]["Properties"]["RetentionInDays"] = 30


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        pytest.param(unexported, "goes", id="removed"),
        pytest.param(renewed, "changes", id="changed"),
        pytest.param(untouched, "", id="untouched"),
    ],
)
def test_an_export_in_use_that_goes_or_changes_is_blocked(edit: Any, says: str) -> None:
    world, made = imported(), exporting()
    edit(made)
    plan = make(order(made), here(world))
    why = f"the export shop-vpc {says}, and is imported by reader-dev"
    assert plan.exports == ((why,) if says else ())
    assert [one.path for one in plan.blocked] == (["Network/shop-vpc"] if says else [])


def test_an_export_whose_name_only_aws_knows_is_not_taken_for_gone() -> None:
    world, made = World(), exporting()
    name = {"Fn::Sub": "${AWS::StackName}-vpc"}
    made["network.json"]["Outputs"]["VpcId"]["Export"]["Name"] = name
    deployed(world, order(made))
    (export,) = here(world).cloud.stacks.exports()
    reader = copy.deepcopy(IMPORTER)
    note = reader["Resources"]["Note"]["Properties"]
    note["Value"] = {"Fn::ImportValue": export.name}
    world.stack("reader-dev", template=reader)
    untouched(made)
    assert make(order(made), here(world)).blocked == ()


def test_without_exports_nobody_is_asked_about_them() -> None:
    world = World()
    deployed(world)
    make(order(parameters={"LogDays": "14"}), here(world))
    assert not world.of("ListExports")


def test_a_shallow_plan_of_what_cannot_be_compared_is_refused() -> None:
    world = World()
    deployed(world)
    world.limit_exceeded("Network")
    world.found("shop-dev", "Data").body = "not: json"
    before = leftovers(world)
    with pytest.raises(PreviewRejected, match="cannot be compared"):
        make(order(parameters={"LogDays": "14"}), here(world))
    assert leftovers(world) == before


def test_a_shallow_create_shows_what_the_templates_make() -> None:
    world = World()
    world.rejects_change_set("Data", "Fn::Select cannot select nonexistent value")
    plan = make(order(), here(world))
    assert plan.shallow
    assert {one.kind for one in plan.changes if not one.nested} == {Kind.CREATE}


def test_a_shallow_plan_tells_causes_and_masks_secrets() -> None:
    world = World()
    deployed(world)
    world.limit_exceeded("Network")
    plan = make(order(parameters={"LogDays": "14"}), here(world))
    (logs,) = (one for one in plan.changes if one.path == "Data/Logs")
    (cause,) = logs.causes
    assert cause.path == "Properties.RetentionInDays"
    assert (cause.before, cause.after) == ("7", "14")
    assert cause.why == "parameter LogDays"
    assert "correct horse" not in str(plan.changes)


def test_a_refusal_of_what_is_there_already_is_told() -> None:
    world = World()
    world.refuse("HeadObject", "SomethingElse", "no")
    with pytest.raises(OperationFailed, match="no"):
        make(order(), here(world))


def test_a_shallow_plan_calls_a_revision_one_too() -> None:
    made, world = bodies(), World()
    task = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "old"}}
    made["data.json"]["Resources"]["Task"] = task
    deployed(world, order(made))
    world.limit_exceeded("Network")
    task["Properties"] = {"Family": "new"}
    plan = make(order(made), here(world))
    assert plan.shallow
    (found,) = (one for one in plan.changes if one.path == "Data/Task")
    assert found.kind is Kind.REVISE
