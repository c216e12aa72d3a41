"""What is folded, and above all what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Change, Detail
from cfngen.plan.changeset.seen import Seen
from cfngen.plan.inputs.prepare import prepare
from cfngen.plan.judging.classify import classified
from cfngen.plan.judging.noise import (
    COMES_LATE,
    NOTHING_BELOW,
    PROVIDER,
    REREAD,
    STAYS,
    Verdict,
    verdicts,
)
from cfngen.plan.judging.sides import Sides
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Kind, Planned
from cfngen.plan.tree.placed import ordered
from tests.fakes.world import World
from tests.models import PROJECT
from tests.plan.shop import bodies, deployed, here, order, output

Edit = Callable[[dict[str, Any]], None]


def resource(made: dict[str, Any], file: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = made[f"{file}.json"]["Resources"][name]
    return found


def plan_of(
    edit: Edit, before: Edit | None = None, certain: bool = False, **parameters: str
) -> Plan:
    """Return the plan of an edit; `certain` CloudFormation calls replaced what may."""
    first, world = bodies(), World()
    if before:
        before(first)
    deployed(world, order(first))
    if certain:
        world.false_replacements()
    edit(first)
    return make(order(first, parameters=parameters), here(world))


def by_path(plan: Plan) -> dict[str, Planned]:
    return {one.path: one for one in plan.changes}


def dns(made: dict[str, Any]) -> None:
    resource(made, "network", "Vpc")["Properties"]["EnableDnsHostnames"] = "true"


def nothing(made: dict[str, Any]) -> None:
    pass


def test_a_nested_stack_without_changes_is_folded() -> None:
    found = by_path(plan_of(nothing, LogDays="14"))
    assert (found["Network"].noise, found["Network"].doubt) == (True, NOTHING_BELOW)
    assert not found["Data"].noise
    assert not found["Data/Logs"].noise


@pytest.mark.parametrize("certain", [False, True], ids=["conditional", "true"])
def test_what_seems_replaced_by_an_output_that_stays_is_folded(certain: bool) -> None:
    plan = plan_of(dns, certain=certain)
    database = by_path(plan)["Data/Database"]
    assert (database.kind, database.noise) == (Kind.MAY_REPLACE, True)
    assert database.doubt == STAYS
    assert by_path(plan)["Data"].noise
    assert not by_path(plan)["Network/Vpc"].noise
    assert plan.blocked == ()


def another_resource(made: dict[str, Any]) -> None:
    key = resource(made, "network", "Key")
    made["network.json"]["Resources"]["OtherKey"] = key
    outputs = made["network.json"]["Outputs"]
    outputs["KeyArn"]["Value"] = {"Fn::GetAtt": ["OtherKey", "Arn"]}


def another_output(made: dict[str, Any]) -> None:
    dns(made)
    given = resource(made, "root", "Data")["Properties"]["Parameters"]
    given["KeyArn"] = output("Network", "VpcId")


def under_a_condition(made: dict[str, Any]) -> None:
    dns(made)
    root = made["network.json"]
    root["Conditions"] = {"Own": {"Fn::Equals": [{"Ref": "Cidr"}, "10.1.0.0/16"]}}
    arn = {"Fn::GetAtt": ["Key", "Arn"]}
    root["Outputs"]["KeyArn"]["Value"] = {"Fn::If": ["Own", arn, "arn:other"]}


@pytest.mark.parametrize("edit", [another_resource, another_output, under_a_condition])
@pytest.mark.parametrize("certain", [False, True], ids=["conditional", "true"])
def test_what_is_replaced_by_another_value_is_blocked(
    edit: Edit, certain: bool
) -> None:
    plan = plan_of(edit, certain=certain)
    database = by_path(plan)["Data/Database"]
    assert not database.noise
    assert database.kind in (Kind.MAY_REPLACE, Kind.REPLACE)
    assert [one.path for one in plan.blocked] == ["Data/Database"]


def test_a_condition_whose_parameter_changes_does_not_stay() -> None:
    def before(made: dict[str, Any]) -> None:
        under_a_condition(made)
        made["network.json"]["Outputs"]["KeyArn"]["Value"]["Fn::If"][2] = {
            "Fn::GetAtt": ["Vpc", "VpcId"]
        }

    plan = plan_of(nothing, before, Cidr="10.1.0.0/16")
    assert not by_path(plan)["Data/Database"].noise


def test_replaced_for_certain_with_a_value_that_comes_late_may_be_replaced() -> None:
    def before(made: dict[str, Any]) -> None:
        value = {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}
        made["network.json"]["Outputs"]["KeyArn"]["Value"] = value

    database = by_path(plan_of(dns, before, certain=True))["Data/Database"]
    assert (database.kind, database.doubt) == (Kind.MAY_REPLACE, COMES_LATE)
    assert not database.noise


def test_replaced_by_something_that_is_itself_made_anew_is_replaced() -> None:
    def before(made: dict[str, Any]) -> None:
        made["network.json"]["Outputs"]["KeyArn"]["Value"] = {"Ref": "Vpc"}

    plan = plan_of(nothing, before, certain=True, Cidr="10.1.0.0/16")
    assert by_path(plan)["Network/Vpc"].kind is Kind.REPLACE
    assert by_path(plan)["Data/Database"].kind is Kind.REPLACE
    assert "Data/Database" in {one.path for one in plan.blocked}


def reading(made: dict[str, Any]) -> None:
    """Let something read an attribute of a VPC that may change in place."""
    made["network.json"]["Resources"]["Note"] = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {
            "Type": "String",
            "Value": {"Fn::GetAtt": ["Vpc", "DefaultNetworkAcl"]},
        },
    }


def test_an_attribute_that_is_read_again_is_folded() -> None:
    note = by_path(plan_of(dns, reading))["Network/Note"]
    assert (note.noise, note.doubt) == (True, REREAD)


def test_an_attribute_of_something_new_is_not() -> None:
    note = by_path(plan_of(nothing, reading, Cidr="10.1.0.0/16"))["Network/Note"]
    assert not note.noise


def test_a_real_change_beside_a_false_one_is_shown_as_what_it_is() -> None:
    def edit(made: dict[str, Any]) -> None:
        dns(made)
        resource(made, "data", "Database")["Properties"]["DeletionProtection"] = "true"

    plan = plan_of(edit, certain=True)
    database = by_path(plan)["Data/Database"]
    assert (database.kind, database.noise) == (Kind.UPDATE, False)
    assert database.doubt == STAYS
    assert database.policy == ""
    assert {cause.recreates for cause in database.causes} == {"Never"}
    assert plan.blocked == ()


def test_a_nested_stacks_own_attribute_is_never_folded() -> None:
    def edit(made: dict[str, Any]) -> None:
        resource(made, "root", "Network")["DeletionPolicy"] = "Retain"

    assert not by_path(plan_of(edit, LogDays="14"))["Network"].noise


def test_of_a_whole_system_only_what_changes_is_left() -> None:
    wanted = prepare(PROJECT, "nextjs", "prod", {})
    world = World(page_size=100)
    deployed(world, wanted)
    world.false_replacements()
    given = {**wanted.parameters, "LogRetentionDays": "3"}
    plan = make(replace(wanted, parameters=given), here(world))
    real = {one.type for one in plan.changes if not one.noise and not one.nested}
    assert real == {"AWS::Logs::LogGroup"}
    assert sum(one.noise for one in plan.changes) > 50
    assert plan.blocked == ()


def seen_as(**detail: str) -> Verdict:
    """Return the verdict on a note of which CloudFormation says one thing."""
    told = Detail(
        "Properties",
        "Value",
        recreates="Never",
        evaluation="Dynamic",
        source="ResourceAttribute",
        entity="Vpc.DefaultNetworkAcl",
        **detail,
    )
    vpc = Change("Modify", "Vpc", "AWS::EC2::VPC", "False", details=(told,))
    note = Change("Modify", "Note", "AWS::SSM::Parameter", "False", details=(told,))
    made = bodies()
    reading(made)
    tree = ordered(order(made).files)
    changes = (Seen("Network", vpc), Seen("Network", note))
    return verdicts(changes, Sides(order(), None, tree, tree))["Network/Note"]


@pytest.mark.parametrize(
    ("detail", "folded"),
    [
        pytest.param({}, True, id="nothing is told"),
        pytest.param({"before": "a", "after": "b"}, False, id="another value"),
        pytest.param({"before": "a", "after": "a"}, True, id="the same value"),
        pytest.param({"before": "a", "after": KNOWN_AFTER_APPLY}, True, id="late"),
    ],
)
def test_a_value_that_is_told_and_differs_is_never_folded(
    detail: dict[str, str], folded: bool
) -> None:
    assert seen_as(**detail).noise is folded


@pytest.mark.parametrize(("length", "stays"), [(100, True), (5000, False)])
def test_a_long_value_may_be_cut_off_before_it_differs(
    length: int, stays: bool
) -> None:
    text = "x" * length
    assert seen_as(before=text, after=text).stays is stays


@pytest.mark.parametrize(
    ("name", "replacement", "kind"),
    [
        pytest.param("MultiAZ", "Conditional", Kind.UPDATE, id="never for that"),
        pytest.param("Engine", "Conditional", Kind.MAY_REPLACE, id="it may be"),
        pytest.param("MultiAZ", "True", Kind.REPLACE, id="CloudFormation is sure"),
    ],
)
def test_what_a_provider_never_replaces_is_an_update(
    name: str, replacement: str, kind: Kind
) -> None:
    told = Detail(
        "Properties",
        name,
        recreates="Conditionally",
        before="a",
        after="b",
        evaluation="Static",
        source="DirectModification",
    )
    database = Change(
        "Modify", "Database", "AWS::RDS::DBInstance", replacement, details=(told,)
    )
    tree = ordered(order().files)
    changes = (Seen("Database", database),)
    found = verdicts(changes, Sides(order(), None, tree, tree))["Database/Database"]
    assert found.kind is kind
    assert not found.noise
    assert found.doubt == (PROVIDER if kind is Kind.UPDATE else "")


def test_a_next_revision_is_no_replacement() -> None:
    told = Detail(
        "Properties",
        "ContainerDefinitions",
        recreates="Always",
        before="a",
        after="b",
        evaluation="Static",
        source="DirectModification",
    )
    task = Change("Modify", "Task", "AWS::ECS::TaskDefinition", "True", details=(told,))
    tree = ordered(order().files)
    (found,) = classified((Seen("App", task),), Sides(order(), None, tree, tree))
    assert (found.kind, found.lost) == (Kind.REVISE, "")
