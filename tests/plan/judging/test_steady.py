"""What only seems to stay: each of these replaces a database, or changes a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Change, Detail
from cfngen.plan.changeset.seen import Seen
from cfngen.plan.judging.lasting import lasting
from cfngen.plan.judging.noise import verdicts
from cfngen.plan.judging.sides import Sides
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Kind, Planned
from cfngen.plan.tree.placed import ordered
from tests.fakes.world import World
from tests.plan.shop import bodies, deployed, here, nested, order, output

Made = dict[str, Any]
Edit = Callable[[Made], object]
KEY = "arn:aws:kms:us-east-1:123456789012:key/other"


def planned(before: Edit, edit: Edit, **parameters: str) -> Plan:
    """Return the plan of a change in a shop that was made otherwise before."""
    made, world = bodies(), World()
    before(made)
    deployed(world, order(made))
    edit(made)
    return make(order(made, parameters=parameters), here(world))


def dns(made: Made) -> None:
    """Change something in the network, so that its outputs are known late."""
    vpc = made["network.json"]["Resources"]["Vpc"]
    vpc["Properties"]["EnableDnsHostnames"] = "true"


def database(made: Made) -> Made:
    found: Made = made["data.json"]["Resources"]["Database"]["Properties"]
    return found


def given(made: Made, stack: str) -> Made:
    found: Made = made["root.json"]["Resources"][stack]["Properties"]["Parameters"]
    return found


def two_keys(made: Made) -> None:
    network = made["network.json"]
    network["Resources"]["Other"] = network["Resources"]["Key"]
    network["Outputs"]["OtherArn"] = {"Value": {"Fn::GetAtt": ["Other", "Arn"]}}
    given(made, "Data")["OtherArn"] = output("Network", "OtherArn")
    made["data.json"]["Parameters"]["OtherArn"] = {"Type": "String"}


def refers_to_the_other(made: Made) -> None:
    dns(made)
    database(made)["KmsKeyId"] = {"Ref": "OtherArn"}


def with_a_literal(made: Made) -> None:
    two_keys(made)
    database(made)["KmsKeyId"] = KEY


def chosen(made: Made) -> None:
    """Let a parameter choose which key encrypts the database."""
    two_keys(made)
    data = made["data.json"]
    data["Conditions"] = {"Long": {"Fn::Equals": [{"Ref": "LogDays"}, "90"]}}
    keys = {"Fn::If": ["Long", {"Ref": "OtherArn"}, {"Ref": "KeyArn"}]}
    database(made)["KmsKeyId"] = keys


def mapped(made: Made) -> None:
    chosen(made)
    made["data.json"]["Mappings"] = {"Keys": {"here": {"days": "90"}}}
    found = {"Fn::FindInMap": ["Keys", "here", "days"]}
    long = {"Fn::Equals": [{"Ref": "LogDays"}, found]}
    made["data.json"]["Conditions"]["Long"] = long


def mapped_otherwise(made: Made) -> None:
    dns(made)
    made["data.json"]["Mappings"]["Keys"]["here"]["days"] = "7"


def by_default(made: Made) -> None:
    made["network.json"]["Parameters"]["Own"] = {"Type": "String", "Default": KEY}
    made["network.json"]["Outputs"]["KeyArn"]["Value"] = {"Ref": "Own"}


def other_default(made: Made) -> None:
    dns(made)
    made["network.json"]["Parameters"]["Own"]["Default"] = f"{KEY}2"


def fetched(made: Made) -> None:
    by_default(made)
    kind = "AWS::SSM::Parameter::Value<String>"
    made["network.json"]["Parameters"]["Own"]["Type"] = kind


def resolved(made: Made) -> None:
    value = "{{resolve:ssm:/shop/key}}"
    made["network.json"]["Outputs"]["KeyArn"]["Value"] = value


def streaming(made: Made) -> None:
    made["network.json"]["Resources"]["Table"] = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}},
    }
    stream = {"Fn::GetAtt": ["Table", "StreamArn"]}
    made["network.json"]["Outputs"]["KeyArn"]["Value"] = stream


def streaming_otherwise(made: Made) -> None:
    table = made["network.json"]["Resources"]["Table"]["Properties"]
    table["StreamSpecification"]["StreamViewType"] = "OLD_IMAGE"


def custom(made: Made) -> None:
    made["network.json"]["Resources"]["Own"] = {
        "Type": "Custom::Key",
        "Properties": {"ServiceToken": "arn:aws:lambda:::function:f", "Name": "a"},
    }
    made["network.json"]["Outputs"]["KeyArn"]["Value"] = {"Ref": "Own"}


def custom_otherwise(made: Made) -> None:
    made["network.json"]["Resources"]["Own"]["Properties"]["Name"] = "b"


def nothing(made: Made) -> None:
    pass


@pytest.mark.parametrize(
    ("before", "edit", "days"),
    [
        pytest.param(two_keys, refers_to_the_other, "7", id="another reference"),
        pytest.param(with_a_literal, refers_to_the_other, "7", id="a text before"),
        pytest.param(chosen, dns, "90", id="a condition that turns"),
        pytest.param(mapped, mapped_otherwise, "7", id="a mapping that turns it"),
        pytest.param(by_default, other_default, "7", id="another default"),
        pytest.param(fetched, dns, "7", id="a parameter of Parameter Store"),
        pytest.param(resolved, dns, "7", id="a dynamic reference"),
        pytest.param(streaming, streaming_otherwise, "7", id="the ARN of a stream"),
        pytest.param(custom, custom_otherwise, "7", id="a custom resource's own id"),
    ],
)
def test_a_database_that_may_be_replaced_is_blocked(
    before: Edit, edit: Edit, days: str
) -> None:
    plan = planned(before, edit, LogDays=days)
    found = {one.path: one for one in plan.changes}
    assert not found["Data/Database"].noise
    assert "Data/Database" in {one.path for one in plan.blocked}


@pytest.mark.parametrize("before", [two_keys, by_default, chosen])
def test_and_where_none_of_that_turns_it_is_folded(before: Edit) -> None:
    plan = planned(before, dns)
    found = {one.path: one for one in plan.changes}
    assert found["Data/Database"].noise
    assert plan.blocked == ()


def test_topics_that_events_go_to_are_no_constant() -> None:
    def before(made: Made) -> None:
        topics = {"Fn::Join": ["", [{"Ref": "AWS::NotificationARNs"}]]}
        made["network.json"]["Outputs"]["KeyArn"]["Value"] = topics

    plan = planned(before, dns)
    assert [one.path for one in plan.blocked] == ["Data/Database"]


def note_of(output_before: Any, edit: Edit) -> Planned:
    """Return what becomes of a note of the root that reads a nested output."""

    def before(made: Made) -> None:
        made["network.json"]["Outputs"]["Acl"] = {"Value": output_before}
        made["root.json"]["Resources"]["Note"] = {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": output("Network", "Acl")},
        }

    return {one.path: one for one in planned(before, edit).changes}["Note"]


ACL = {"Fn::GetAtt": ["Vpc", "DefaultNetworkAcl"]}


def other_output(made: Made) -> None:
    dns(made)
    made["network.json"]["Outputs"]["Acl"]["Value"] = {"Ref": "Key"}


def other_vpc(made: Made) -> None:
    vpc = made["network.json"]["Resources"]["Vpc"]
    vpc["Properties"]["CidrBlock"] = "10.9.0.0/16"


@pytest.mark.parametrize(
    ("edit", "folded"),
    [
        pytest.param(dns, True, id="read again"),
        pytest.param(other_output, False, id="another output"),
        pytest.param(other_vpc, False, id="of something new"),
    ],
)
def test_an_output_that_is_read_again_is_folded_if_it_is_the_same(
    edit: Edit, folded: bool
) -> None:
    assert note_of(ACL, edit).noise is folded


def test_a_reference_in_place_of_another_is_shown() -> None:
    def before(made: Made) -> None:
        made["network.json"]["Resources"]["Note"] = {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Type": "String", "Value": ACL},
        }

    def edit(made: Made) -> None:
        dns(made)
        note = made["network.json"]["Resources"]["Note"]["Properties"]
        note["Value"] = {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}

    found = {one.path: one for one in planned(before, edit).changes}
    assert not found["Network/Note"].noise


def verdict(*details: Detail) -> tuple[Kind, bool]:
    """Return what becomes of a database that counts as one that may be replaced."""
    change = Change(
        *("Modify", "Database", "AWS::RDS::DBInstance", "Conditional"), details=details
    )
    tree = ordered(order().files)
    found = verdicts((Seen("Data", change),), Sides(order(), None, tree, tree))
    return found["Data/Database"].kind, found["Data/Database"].noise


LATE = Detail(
    *("Properties", "Engine", "/Properties/Engine", "Conditionally"),
    before="postgres",
    after=KNOWN_AFTER_APPLY,
    evaluation="Dynamic",
    source="DirectModification",
)


@pytest.mark.parametrize(
    "details",
    [
        pytest.param((), id="no reason is told"),
        pytest.param((LATE,), id="a value of the template that comes late"),
    ],
)
def test_what_may_be_replaced_for_no_known_reason_may_be_replaced(
    details: tuple[Detail, ...],
) -> None:
    assert verdict(*details) == (Kind.MAY_REPLACE, False)


@pytest.mark.parametrize(
    ("type", "attribute", "stays"),
    [
        ("AWS::EC2::VPC", "", True),
        ("AWS::EC2::VPC", "VpcId", True),
        ("AWS::EC2::SecurityGroup", "GroupId", True),
        ("AWS::EC2::EIP", "AllocationId", True),
        ("AWS::ECS::Service", "Name", True),
        ("AWS::KMS::Key", "Arn", True),
        ("AWS::RDS::DBInstance", "DBInstanceArn", True),
        ("AWS::RDS::DBInstance", "MasterUserSecret.SecretArn", False),
        ("AWS::RDS::DBInstance", "Endpoint.Address", False),
        ("AWS::DynamoDB::Table", "StreamArn", False),
        ("Custom::Key", "", False),
        ("AWS::CloudFormation::CustomResource", "Arn", False),
    ],
)
def test_what_lasts_through_an_update(type: str, attribute: str, stays: bool) -> None:
    assert lasting(type, attribute) is stays


def test_parameters_that_a_function_makes_do_not_stay() -> None:
    def before(made: Made) -> None:
        root = made["root.json"]
        root["Conditions"] = {"Long": {"Fn::Equals": [{"Ref": "LogDays"}, "90"]}}
        one = {**given(made, "Data"), "KeyArn": KEY}
        made["root.json"]["Resources"]["Data"] = nested("data.json")
        both = {"Fn::If": ["Long", one, {**one, "KeyArn": output("Network", "KeyArn")}]}
        root["Resources"]["Data"]["Properties"]["Parameters"] = both

    plan = planned(before, dns, LogDays="90")
    assert [one.path for one in plan.blocked] == ["Data/Database"]


def test_outputs_of_outputs_of_outputs_are_followed_once_each() -> None:
    """Thirty stacks, each reading the three before it: 3^30 ways lead to the first."""
    first, made = bodies(), bodies()
    for each in (first, made):
        chain(each, 30)
    dns(made)
    world = World(page_size=100)
    deployed(world, order(first))
    plan = make(order(made), here(world))
    real = {one.path for one in plan.changes if not one.noise}
    assert real == {"Network", "Network/Vpc"}


def chain(made: Made, length: int) -> None:
    """Add stacks that hand on what the three before them hand on, and a secret."""
    made["network.json"]["Outputs"]["Out"] = {"Value": {"Ref": "Vpc"}}
    names = ["Network", *(f"S{number}" for number in range(length))]
    for number, name in enumerate(names[1:]):
        above = names[max(0, number - 2) : number + 1]
        taken = {f"In{one}": output(one, "Out") for one in above}
        made["root.json"]["Resources"][name] = nested(f"{name}.json", **taken)
        listed = [{"Ref": one} for one in taken]
        text = {"Fn::Sub": "".join(f"${{{one}}}" for one in taken)}
        made[f"{name}.json"] = {
            "Parameters": {one: {"Type": "String"} for one in taken},
            "Resources": {
                "Logs": {
                    "Type": "AWS::Logs::LogGroup",
                    "Properties": {"LogGroupName": text},
                }
            },
            "Outputs": {"Out": {"Value": {"Fn::Select": ["0", listed]}}},
        }


def deciding(made: Made) -> None:
    """Let an output of the network decide about a bucket."""
    made["network.json"]["Outputs"]["Acl"] = {"Value": ACL}
    given(made, "Data")["Acl"] = {"Fn::Sub": "${Network.Outputs.Acl}"}
    data = made["data.json"]
    data["Parameters"]["Acl"] = {"Type": "String"}
    data["Conditions"] = {
        "Old": {"Fn::Equals": [{"Ref": "Acl"}, "acl-1"]},
        "New": {"Fn::Not": [{"Condition": "Old"}]},
        "Long": {"Fn::Equals": [{"Ref": "LogDays"}, "90"]},
    }


def test_a_condition_that_a_late_value_decides_is_noted() -> None:
    late = [note for note in planned(deciding, dns).notes if "decide" in note]
    assert len(late) == 1
    assert late[0].startswith("Conditions Old, New of Data: ")


def test_a_condition_that_a_parameter_or_a_steady_value_decides_is_not() -> None:
    plan = planned(deciding, nothing, LogDays="90")
    assert not [note for note in plan.notes if "decide" in note]
