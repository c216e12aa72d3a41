"""What a change set says of each resource."""

from __future__ import annotations

from tests.fakes.driving import (
    MOVED,
    NAME,
    api,
    below,
    causes,
    described,
    planned,
    small,
)
from tests.fakes.language import UNKNOWN
from tests.fakes.world import World

NO_CHANGES = "didn't contain changes"


def test_a_changed_parameter_changes_what_refers_to_it_and_what_depends_on_that() -> (
    None
):
    world = World()
    world.stack(NAME)
    plan = planned(world, MOVED)
    inside = below(world, plan, "Network", values=True)["Changes"]
    assert ("Static", "ParameterReference", "Cidr") in causes(inside["Vpc"])
    assert inside["Vpc"]["Replacement"] == "True"
    assert inside["Vpc"]["PolicyAction"] == "ReplaceAndDelete"
    target = inside["Vpc"]["Details"][0]["Target"]
    assert (target["BeforeValue"], target["AfterValue"]) == (
        "10.0.0.0/16",
        "10.1.0.0/16",
    )
    assert causes(inside["Subnet"]) == {("Dynamic", "ResourceReference", "Vpc")}
    assert inside["Subnet"]["Replacement"] == "Conditional"
    assert "Gateway" not in inside


def test_a_child_s_output_makes_its_reader_s_changes_dynamic() -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world, MOVED)
    assert ("Dynamic", "ResourceAttribute", "Network.Outputs.VpcId") in causes(
        plan["Changes"]["App"]
    )
    access = below(world, plan, "App", values=True)["Changes"]["Access"]
    assert ("Dynamic", "ParameterReference", "VpcId") in causes(access)
    assert access["Details"][0]["Target"]["AfterValue"] == UNKNOWN
    assert access["Replacement"] == "Conditional"


def test_false_replacements_are_certain_where_a_test_wants_them() -> None:
    world = World()
    world.stack(NAME)
    world.false_replacements()
    access = below(world, planned(world, MOVED), "App")["Changes"]["Access"]
    assert access["Replacement"] == "True"


def test_the_table_of_recreation_can_be_overridden() -> None:
    world = World()
    world.stack(NAME)
    world.recreation.table["AWS::SNS::Topic", "DisplayName"] = "Always"
    plan = planned(world, url=world.package(*small(DisplayName="other")))
    assert plan["Changes"]["Topic"]["Replacement"] == "True"


def test_property_values_come_only_when_asked_for() -> None:
    world = World()
    world.stack(NAME)
    plan = planned(world, url=world.package(*small(DisplayName="other")))
    topic = plan["Changes"]["Topic"]
    assert "AfterContext" not in topic
    assert "AfterValue" not in topic["Details"][0]["Target"]
    topic = described(world, plan["ChangeSetId"], values=True)["Changes"]["Topic"]
    assert topic["AfterContext"] == '{"Properties": {"DisplayName": "other"}}'
    assert topic["Details"][0]["Target"]["Path"] == "/Properties/DisplayName"


def test_no_echo_values_are_asterisks_everywhere() -> None:
    world = World()
    root, children = small(DisplayName={"Ref": "Secret"})
    root["Parameters"]["Secret"] = {"Type": "String", "NoEcho": True}
    before = {"Secret": "hunter2"}
    world.stack(NAME, template=root, children=children, parameters=before)
    url = world.package(root, children)
    plan = planned(world, {"Secret": "s3cret"}, values=True, url=url)
    assert "Topic" in plan["Changes"]
    described_stack = api(world).describe_stacks(StackName=NAME)
    for shown in (str(plan), str(described_stack)):
        assert "hunter2" not in shown
        assert "s3cret" not in shown
        assert "****" in shown


def test_a_removed_resource_tells_what_becomes_of_it() -> None:
    world = World()
    root, children = small()
    root["Resources"]["Kept"] = {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
    }
    root["Resources"]["Data"] = {"Type": "AWS::RDS::DBInstance"}
    world.stack(NAME, template=root, children=children)
    changes = planned(world)["Changes"]
    assert changes["Kept"]["PolicyAction"] == "Retain"
    assert changes["Data"]["PolicyAction"] == "Snapshot"


def test_tags_of_the_stack_change_what_takes_tags() -> None:
    world = World()
    world.stack(NAME, tags={"System": "small"})
    plan = planned(world, Tags=[{"Key": "System", "Value": "other"}])
    assert plan["Changes"]["Topic"]["Scope"] == ["Tags"]


def test_incomplete_values_lose_whole_resources_and_say_so() -> None:
    world = World()
    world.stack(NAME)
    world.incomplete_values("Network/Vpc")
    plan = planned(world, MOVED)
    full = below(world, plan, "Network", values=True)
    assert set(full["Changes"]) == {"Subnet"}
    assert "[WARN] --include-property-values option can return" in full["StatusReason"]
    assert set(below(world, plan, "Network")["Changes"]) == {"Vpc", "Subnet"}
