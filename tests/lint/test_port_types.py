"""CG102: outputs feed parameters of their own type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lint.subjects import Body, judge, real, stack, subject

VPC, SUBNET = "AWS::EC2::VPC::Id", "AWS::EC2::Subnet::Id"
GROUP, SUBNETS = "AWS::EC2::SecurityGroup::Id", "List<AWS::EC2::Subnet::Id>"
ZONE = "AWS::Route53::HostedZone::Id"

RESOURCES = {
    "Vpc": {"Type": "AWS::EC2::VPC"},
    "SubnetA": {"Type": "AWS::EC2::Subnet"},
    "SubnetB": {"Type": "AWS::EC2::Subnet"},
    "Group": {"Type": "AWS::EC2::SecurityGroup"},
    "Key": {"Type": "AWS::KMS::Key"},
    "Database": {"Type": "AWS::RDS::DBInstance"},
    "Zone": {"Type": "AWS::Route53::HostedZone"},
    "Own": {"Type": "Custom::Anything"},
    "Call": {"Type": "AWS::CloudFormation::CustomResource"},
    "New": {"Type": "AWS::Not::Yet"},
}

PARAMETERS = {
    "VpcCidr": {"Type": "String", "Default": "10.0.0.0/16"},
    "GivenVpcId": {"Type": VPC},
    "GivenSubnetIds": {"Type": SUBNETS},
    "Anything": {"Type": "String"},
    "Empty": {"Type": "String", "Default": ""},
    "Port": {"Type": "Number"},
}


def system(output: Any, type: str) -> dict[str, Body]:
    """Return a system whose one output feeds one parameter of a type."""
    setting = {"Type": "String", "Default": "vpc-0a1b2c3d"}
    passed = {n: {"Ref": n} for n, p in PARAMETERS.items() if "Default" not in p}
    return {
        "root.json": {
            "Parameters": PARAMETERS | {"Setting": setting},
            "Resources": {
                "Network": stack("network.json", Empty={"Ref": "Setting"}, **passed),
                "App": stack("app.json", In={"Fn::GetAtt": ["Network", "Outputs.Out"]}),
            },
        },
        "network.json": {
            "Parameters": PARAMETERS,
            "Resources": RESOURCES,
            "Outputs": {"Out": {"Value": output}},
        },
        "app.json": {"Parameters": {"In": {"Type": type}}},
    }


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def attribute(resource: str, name: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [resource, name]}


WRONG: dict[str, tuple[Any, str, str]] = {
    "a subnet for a VPC": (ref("SubnetA"), VPC, "the Ref of an AWS::EC2::Subnet"),
    "a database for a VPC": (
        ref("Database"),
        VPC,
        "the Ref of an AWS::RDS::DBInstance",
    ),
    "a range for a VPC": (
        attribute("Vpc", "CidrBlock"),
        VPC,
        "the CidrBlock of an AWS::EC2::VPC",
    ),
    "a setting that is a range for a VPC": (
        ref("VpcCidr"),
        VPC,
        'VpcCidr, which is "10.0.0.0/16"',
    ),
    "a VPC of a group for the group": (
        attribute("Group", "VpcId"),
        GROUP,
        "the VpcId of an AWS::EC2::SecurityGroup",
    ),
    "a parameter of another type": (
        ref("GivenVpcId"),
        SUBNET,
        "GivenVpcId, a parameter of type AWS::EC2::VPC::Id",
    ),
    "a list with a stranger": (
        {"Fn::Join": [",", [ref("SubnetA"), ref("Group")]]},
        SUBNETS,
        "the Ref of an AWS::EC2::SecurityGroup",
    ),
    "a list for one": (
        {"Fn::Join": [",", [ref("SubnetA")] * 2]},
        SUBNET,
        "a list: the Ref of an AWS::EC2::Subnet",
    ),
    "a list of ids for one": (
        {"Fn::Join": [",", ref("GivenSubnetIds")]},
        SUBNET,
        "a list: GivenSubnetIds, a parameter of type List<AWS::EC2::Subnet::Id>",
    ),
    "a substitution of one": (
        {"Fn::Sub": "${SubnetA}"},
        VPC,
        "the Ref of an AWS::EC2::Subnet",
    ),
    "a substitution of several": (
        {"Fn::Sub": "${SubnetA},${Vpc.DefaultSecurityGroup}"},
        SUBNETS,
        "the DefaultSecurityGroup of an AWS::EC2::VPC",
    ),
    "text": ("example.com", ZONE, 'the text "example.com"'),
    "an id for a number": (ref("Vpc"), "Number", "the Ref of an AWS::EC2::VPC"),
    "the wrong half of a condition": (
        {"Fn::If": ["Public", ref("SubnetA"), ref("Vpc")]},
        SUBNET,
        "the Ref of an AWS::EC2::VPC",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_wrong_kind_is_found(case: str, tmp_path: Path) -> None:
    output, type, words = WRONG[case]
    found = judge("CG102", subject(tmp_path, system(output, type)))
    start = "a list: " if words.startswith("a list: ") else ""
    assert {f.message for f in found} == {
        f"App takes In as {type} and is given {start}Network's output Out, "
        f"{words.removeprefix(start)}."
    }
    assert {f.path for f in found} == {"Resources/App/Properties/Parameters/In"}
    assert {(f.file, f.line) for f in found} == {("templates/shop/root.json", 57)}


RIGHT: dict[str, tuple[Any, str]] = {
    "a VPC": (ref("Vpc"), VPC),
    "its attribute": (attribute("SubnetA", "VpcId"), VPC),
    "a group by Ref": (ref("Group"), GROUP),
    "a group by attribute": (attribute("Group", "GroupId"), GROUP),
    "a hosted zone": (ref("Zone"), ZONE),
    "a list of subnets": (
        {"Fn::Join": [",", [ref("SubnetA"), ref("SubnetB")]]},
        SUBNETS,
    ),
    "a list of one": (ref("SubnetA"), SUBNETS),
    "a list passed on": ({"Fn::Join": [",", ref("GivenSubnetIds")]}, SUBNETS),
    "a parameter of the type": (ref("GivenVpcId"), VPC),
    "an empty default that the root fills": (ref("Empty"), VPC),
    "anything for a string": (ref("Database"), "String"),
    "anything for strings": (ref("Database"), "CommaDelimitedList"),
    "a number": (ref("Port"), "Number"),
    "a literal number": (5432, "Number"),
    "unknown: a string without default": (ref("Anything"), VPC),
    "unknown: an attribute without format": (
        attribute("Database", "Endpoint.Port"),
        "Number",
    ),
    "unknown: a custom resource": (ref("Own"), VPC),
    "unknown: a custom resource by its other name": (ref("Call"), VPC),
    "unknown: a type that cfn-lint lacks": (ref("New"), VPC),
    "unknown: a mixture": ({"Fn::Sub": "x-${Database}"}, VPC),
    "unknown: an import": ({"Fn::ImportValue": "x"}, VPC),
    "unknown: what is not there": (ref("Nothing"), VPC),
    "unknown: a pseudo parameter": (ref("AWS::StackId"), VPC),
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_fits_or_is_unknown_is_let_be(case: str, tmp_path: Path) -> None:
    output, type = RIGHT[case]
    assert judge("CG102", subject(tmp_path, system(output, type))) == []


def test_a_setting_of_the_root_is_judged_by_each_environments_value(
    tmp_path: Path,
) -> None:
    templates = system(ref("Vpc"), VPC)
    given = templates["root.json"]["Resources"]["App"]["Properties"]["Parameters"]
    given["In"] = {"Ref": "Setting"}
    environments = {"dev": {"Setting": "vpc-0a1b2c3d"}, "prod": {"Setting": "none"}}
    (found,) = judge("CG102", subject(tmp_path, templates, environments))
    assert found.message == (
        f'App takes In as {VPC} and is given Setting, which is "none".'
    )


def test_the_real_system_with_a_range_for_its_vpc(tmp_path: Path) -> None:
    def bend(templates: dict[str, Body]) -> None:
        templates["network.json"]["Outputs"]["VpcId"]["Value"] = ref("VpcCidr")

    found = judge("CG102", real(tmp_path, bend))
    assert "Security" in {f.path.split("/")[1] for f in found}
    assert {f.message.partition(" is given ")[2] for f in found} == {
        'Network\'s output VpcId, VpcCidr, which is "10.0.0.0/16".'
    }


def test_the_real_system_with_two_tiers_exchanged(tmp_path: Path) -> None:
    def bend(templates: dict[str, Body]) -> None:
        outputs = templates["network.json"]["Outputs"]
        outputs["PublicSubnetIds"]["Value"] = ref("Vpc")

    found = judge("CG102", real(tmp_path, bend))
    assert [f.path for f in found] == [
        "Resources/Edge/Properties/Parameters/PublicSubnetIds"
    ]
