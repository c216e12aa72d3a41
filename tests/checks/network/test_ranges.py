"""CG201: the address ranges of each environment fit together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from cfngen.checks import check
from cfngen.checks.network import CHECKS
from cfngen.findings import Finding
from cfngen.params import Parameters, parse
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.models import model

Body = dict[str, Any]

DEV = {
    "VpcCidr": "10.0.0.0/16",
    "SubnetACidr": "10.0.0.0/24",
    "SubnetBCidr": "10.0.1.0/24",
}
LINES = {"VpcCidr": 2, "SubnetACidr": 3, "SubnetBCidr": 4}
CG201 = next(one for one in CHECKS if one.id == "CG201")


def subnet(cidr: Any, **more: Any) -> Body:
    properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": cidr}
    return {"Type": "AWS::EC2::Subnet", "Properties": properties, **more}


def range_of(**properties: Any) -> Body:
    """Return a further range of the VPC."""
    properties = {"VpcId": {"Ref": "Vpc"}, **properties}
    return {"Type": "AWS::EC2::VPCCidrBlock", "Properties": properties}


def system(**resources: Body) -> dict[str, Body]:
    """Return a system with a VPC, two subnets and whatever else is asked for."""
    given = {name: {"Ref": name} for name in DEV}
    url = {"TemplateURL": "network.json", "Parameters": given}
    network = {"Type": "AWS::CloudFormation::Stack", "Properties": url}
    vpc = {"CidrBlock": {"Ref": "VpcCidr"}}
    return {
        "root.json": {
            "Parameters": {name: {"Type": "String"} for name in DEV},
            "Resources": {"Network": network},
        },
        "network.json": {
            "Parameters": {name: {"Type": "String"} for name in DEV},
            "Conditions": {
                name: {"Fn::Equals": [{"Ref": "AWS::AccountId"}, name]}
                for name in ("Maybe", "Perhaps")
            }
            | {"Never": {"Fn::Equals": ["a", "b"]}},
            "Resources": {
                "Vpc": {"Type": "AWS::EC2::VPC", "Properties": vpc},
                "SubnetA": subnet({"Ref": "SubnetACidr"}),
                "SubnetB": subnet({"Ref": "SubnetBCidr"}),
                **resources,
            },
        },
    }


def judged(templates: Mapping[str, Body], given: Parameters) -> list[Finding]:
    """Return the findings on a system with a parameter file."""
    texts = {name: json.dumps(body, indent=2) for name, body in templates.items()}
    tree = tree_of(texts, "root.json", "templates/shop")
    return list(check(resolve((Root(tree),), given), [CG201]))


def found(
    values: Mapping[str, str] | None = None, bent: dict[str, Body] | None = None
) -> list[tuple[str, str, int, str, str]]:
    """Return place, message and mend of the findings in one environment."""
    text = json.dumps({**DEV, **(values or {})}, indent=1)
    given = parse(text.encode(), "params/shop/dev.json", "dev")
    findings = judged(bent or system(), given)
    return [(f.file, f.path, f.line, f.message, f.mend) for f in findings]


BROKEN: dict[str, tuple[dict[str, str], str, str, str]] = {
    "outside": (
        {"SubnetBCidr": "10.1.0.0/24"},
        "SubnetBCidr",
        "Network/SubnetB: Its range 10.1.0.0/24 is outside its VPC's.",
        "The VPC has 10.0.0.0/16.",
    ),
    "overlapping": (
        {"SubnetBCidr": "10.0.0.128/25"},
        "SubnetBCidr",
        "Network/SubnetB: Its range 10.0.0.128/25 overlaps Network/SubnetA's "
        "10.0.0.0/24.",
        "",
    ),
    "overlapping, written with host bits": (
        {"SubnetBCidr": "10.0.1.7/23"},
        "SubnetBCidr",
        "Network/SubnetB: Its range 10.0.0.0/23 overlaps Network/SubnetA's "
        "10.0.0.0/24.",
        "",
    ),
    "a mask": (
        {"SubnetBCidr": "10.0.1.0/255.255.255.0"},
        "SubnetBCidr",
        "Network/SubnetB: 10.0.1.0/255.255.255.0 is no range.",
        "Write an IPv4 range like 10.0.0.0/24.",
    ),
    "no range": (
        {"SubnetBCidr": "10.0.300.0/24"},
        "SubnetBCidr",
        "Network/SubnetB: 10.0.300.0/24 is no range.",
        "Write an IPv4 range like 10.0.0.0/24.",
    ),
    "nothing": (
        {"SubnetBCidr": ""},
        "SubnetBCidr",
        "Network/SubnetB: An empty text is no range.",
        "Write an IPv4 range like 10.0.0.0/24.",
    ),
    "an address": (
        {"SubnetBCidr": "10.0.1.0"},
        "SubnetBCidr",
        "Network/SubnetB: 10.0.1.0 is no range.",
        "Write an IPv4 range like 10.0.0.0/24.",
    ),
    "too small": (
        {"SubnetBCidr": "10.0.1.0/29"},
        "SubnetBCidr",
        "Network/SubnetB: EC2 has no VPC or subnet of the size of 10.0.1.0/29.",
        "It takes sizes from /16 to /28.",
    ),
    "a VPC too large": (
        {"VpcCidr": "10.0.0.0/8"},
        "VpcCidr",
        "Network/Vpc: EC2 has no VPC or subnet of the size of 10.0.0.0/8.",
        "It takes sizes from /16 to /28.",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_range_that_does_not_fit_is_found_in_its_file(case: str) -> None:
    values, path, message, mend = BROKEN[case]
    assert [f for f in found(values) if f[1] == path] == [
        ("params/shop/dev.json", path, LINES[path], message, mend)
    ]


def test_a_subnet_larger_than_its_vpc_is_outside() -> None:
    messages = [f[3] for f in found({"SubnetBCidr": "10.0.0.0/15"})]
    assert any("10.0.0.0/15 is outside its VPC's" in message for message in messages)


def test_ranges_that_fit_are_let_be() -> None:
    assert found() == []


def test_a_literal_is_found_in_its_template() -> None:
    ((file, path, line, message, _),) = found(
        bent=system(SubnetC=subnet("10.0.1.0/25"))
    )
    assert (file, path) == (
        "templates/shop/network.json",
        "Resources/SubnetC/Properties/CidrBlock",
    )
    assert line > 1
    assert message == (
        "Network/SubnetC: Its range 10.0.1.0/25 overlaps Network/SubnetB's 10.0.1.0/24."
    )


def test_without_environments_the_defaults_are_judged() -> None:
    bent = system()
    for name, text in {**DEV, "SubnetBCidr": "10.9.0.0/24"}.items():
        bent["root.json"]["Parameters"][name] = {"Type": "String", "Default": text}
    (finding,) = judged(bent, Parameters("", ""))
    assert (finding.file, finding.path) == (
        "templates/shop/network.json",
        "Resources/SubnetB/Properties/CidrBlock",
    )


def test_a_second_range_of_the_vpc_counts() -> None:
    bent = system(More=range_of(CidrBlock="10.1.0.0/16"))
    assert found(bent=bent, values={"SubnetBCidr": "10.1.0.0/24"}) == []


def test_a_second_range_of_ipv6_does_not() -> None:
    bent = system(More=range_of(AmazonProvidedIpv6CidrBlock=True))
    assert len(found({"SubnetBCidr": "10.1.0.0/24"}, bent)) == 1


def test_with_a_range_that_is_none_nothing_is_outside() -> None:
    bent = system(More=range_of(CidrBlock="no range"))
    messages = [f[3] for f in found({"SubnetBCidr": "10.1.0.0/24"}, bent)]
    assert messages == ["Network/More: no range is no range."]


def test_items_of_a_list_are_followed() -> None:
    bent = system(
        SubnetC=subnet({"Fn::Select": ["1", {"Fn::Split": [",", {"Ref": "More"}]}]})
    )
    bent["network.json"]["Parameters"]["More"] = {"Type": "String"}
    given = bent["root.json"]["Resources"]["Network"]["Properties"]["Parameters"]
    given["More"] = {"Fn::Join": [",", {"Ref": "Ranges"}]}
    bent["root.json"]["Parameters"]["Ranges"] = {"Type": "CommaDelimitedList"}
    ((_, path, line, message, _),) = found(
        bent=bent, values={"Ranges": "10.0.3.0/24, 10.0.1.0/24"}
    )
    assert (path, line) == ("Ranges", 5)
    assert message.startswith("Network/SubnetC: Its range 10.0.1.0/24 overlaps")


def test_a_calculated_range_is_judged_as_well() -> None:
    blocks = {"Fn::Cidr": ["10.0.1.0/24", 2, 7]}
    bent = system(SubnetC=subnet({"Fn::Select": [1, blocks]}))
    ((_, _, _, message, _),) = found(bent=bent)
    assert message.startswith("Network/SubnetC: Its range 10.0.1.128/25 overlaps")


def test_subnets_under_the_same_condition_exist_together() -> None:
    bent = system(
        SubnetC=subnet("10.0.3.0/24", Condition="Maybe"),
        SubnetD=subnet("10.0.3.0/25", Condition="Maybe"),
    )
    assert [f[1].split("/")[1] for f in found(bent=bent)] == ["SubnetD"]


UNKNOWN: dict[str, dict[str, Body]] = {
    "a range under a condition": {
        "SubnetC": subnet({"Fn::If": ["Maybe", "10.9.0.0/24", "10.9.1.0/24"]})
    },
    "a subnet under a condition": {"SubnetC": subnet("10.0.1.0/24", Condition="Maybe")},
    "subnets under two conditions": {
        "SubnetC": subnet("10.0.3.0/24", Condition="Maybe"),
        "SubnetD": subnet("10.0.3.0/24", Condition="Perhaps"),
    },
    "a subnet that is never made": {"SubnetC": subnet("10.9.0.0", Condition="Never")},
    "subnets of a VPC that is not known": {
        name: {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": {"Fn::ImportValue": name},
                "CidrBlock": "192.168.0.0/24",
            },
        }
        for name in ("SubnetC", "SubnetD")
    },
    "a subnet of another VPC": {
        "SubnetC": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": "vpc-0a1b2c3d", "CidrBlock": "192.168.0.0/24"},
        }
    },
    "a subnet of a second VPC": {
        "Other": {
            "Type": "AWS::EC2::VPC",
            "Properties": {"CidrBlock": "10.0.0.0/16"},
        },
        "SubnetC": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Other"}, "CidrBlock": "10.0.1.0/24"},
        },
    },
    "a subnet without IPv4": {
        "SubnetC": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Vpc"}, "Ipv6CidrBlock": "2001:db8::/64"},
        }
    },
    "a range that a pool gives the VPC": {
        "More": range_of(Ipv4IpamPoolId="ipam-pool-0a1b2c3d", Ipv4NetmaskLength=16),
        "SubnetC": subnet("10.9.0.0/24"),
    },
    "a range of a VPC that is not known": {
        "More": range_of(VpcId={"Fn::ImportValue": "x"}, CidrBlock="10.9.0.0/16"),
        "SubnetC": subnet("10.9.0.0/24"),
    },
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_cannot_be_known_is_let_be(case: str) -> None:
    assert found(bent=system(**UNKNOWN[case])) == []


def test_the_real_system_with_a_range_outside() -> None:
    bent = model("nextjs", "dev", IsolatedSubnet1Cidr="10.1.2.0/28")
    (finding,) = check(bent, [CG201])
    assert (finding.file, finding.path) == (
        "params/nextjs/dev.json",
        "IsolatedSubnet1Cidr",
    )
    assert finding.message == (
        "Network/IsolatedSubnet1: Its range 10.1.2.0/28 is outside its VPC's."
    )


def test_the_real_system_with_ranges_that_overlap() -> None:
    bent = model("nextjs", "dev", PrivateSubnet2Cidr="10.0.0.0/20")
    assert len(check(bent, [CG201])) == 3


def test_each_environment_is_judged() -> None:
    bad = {"SubnetBCidr": "10.0.0.0/24"}
    assert (found(), len(found(bad))) == ([], 1)
