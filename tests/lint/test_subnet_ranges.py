"""CG201: the address ranges of each environment fit together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.lint.subjects import Body, judge, real, stack, subject

DEV = {"VpcCidr": "10.0.0.0/16", "SubnetACidr": "10.0.0.0/24", "SubnetBCidr": ""}
LINES = {"VpcCidr": 2, "SubnetACidr": 3, "SubnetBCidr": 4}


def subnet(cidr: Any, **more: Any) -> Body:
    properties = {"VpcId": {"Ref": "Vpc"}, "CidrBlock": cidr}
    return {"Type": "AWS::EC2::Subnet", "Properties": properties, **more}


def system(**resources: Body) -> dict[str, Body]:
    """Return a system with a VPC, two subnets and whatever else is asked for."""
    declared = {name: {"Type": "String"} for name in DEV}
    return {
        "root.json": {
            "Parameters": declared,
            "Resources": {
                "Network": stack("network.json", **{n: {"Ref": n} for n in DEV})
            },
        },
        "network.json": {
            "Parameters": declared,
            "Resources": {
                "Vpc": {
                    "Type": "AWS::EC2::VPC",
                    "Properties": {"CidrBlock": {"Ref": "VpcCidr"}},
                },
                "SubnetA": subnet({"Ref": "SubnetACidr"}),
                "SubnetB": subnet({"Ref": "SubnetBCidr"}),
                **resources,
            },
        },
    }


def found(
    folder: Path,
    values: Mapping[str, str] | None = None,
    bent: dict[str, Body] | None = None,
) -> list[tuple[str, str, int, str, str]]:
    """Return place, message and mend of the findings in one environment."""
    environment = {**DEV, "SubnetBCidr": "10.0.1.0/24", **(values or {})}
    judged = subject(folder, bent or system(), {"dev": environment})
    return [(f.file, f.path, f.line, f.message, f.mend) for f in judge("CG201", judged)]


BROKEN: dict[str, tuple[dict[str, str], str, str, str]] = {
    "outside": (
        {"SubnetBCidr": "10.1.0.0/24"},
        "SubnetBCidr",
        "SubnetB has the range 10.1.0.0/24, outside its VPC's.",
        "The VPC has 10.0.0.0/16.",
    ),
    "overlapping": (
        {"SubnetBCidr": "10.0.0.128/25"},
        "SubnetBCidr",
        "SubnetB has the range 10.0.0.128/25, which overlaps SubnetA's 10.0.0.0/24.",
        "",
    ),
    "host bits": (
        {"SubnetBCidr": "10.0.1.7/24"},
        "SubnetBCidr",
        "SubnetB has the range 10.0.1.7/24, which is none.",
        "Did you mean 10.0.1.0/24?",
    ),
    "no range": (
        {"SubnetBCidr": "10.0.300.0/24"},
        "SubnetBCidr",
        "SubnetB has the range 10.0.300.0/24, which is none.",
        "Write an IPv4 range like 10.0.0.0/24.",
    ),
    "an address": (
        {"SubnetBCidr": "10.0.1.0"},
        "SubnetBCidr",
        "SubnetB has the range 10.0.1.0, which is none.",
        "Did you mean 10.0.1.0/32?",
    ),
    "too small": (
        {"SubnetBCidr": "10.0.1.0/29"},
        "SubnetBCidr",
        "SubnetB has the range 10.0.1.0/29.",
        "EC2 takes sizes from /16 to /28.",
    ),
    "a VPC too large": (
        {"VpcCidr": "10.0.0.0/8"},
        "VpcCidr",
        "Vpc has the range 10.0.0.0/8.",
        "EC2 takes sizes from /16 to /28.",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_range_that_does_not_fit_is_found_in_its_file(
    case: str, tmp_path: Path
) -> None:
    values, path, message, mend = BROKEN[case]
    assert [f for f in found(tmp_path, values) if f[1] == path] == [
        ("params/shop/dev.json", path, LINES[path], message, mend)
    ]


def test_a_subnet_larger_than_its_vpc_is_outside(tmp_path: Path) -> None:
    messages = [f[3] for f in found(tmp_path, {"SubnetBCidr": "10.0.0.0/15"})]
    assert "SubnetB has the range 10.0.0.0/15, outside its VPC's." in messages


def test_ranges_that_fit_are_let_be(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_each_environment_is_judged(tmp_path: Path) -> None:
    good = {**DEV, "SubnetBCidr": "10.0.1.0/24"}
    bad = {**DEV, "SubnetBCidr": "10.0.0.0/24"}
    judged = subject(tmp_path, system(), {"dev": good, "prod": bad})
    assert [f.file for f in judge("CG201", judged)] == ["params/shop/prod.json"]


def test_a_literal_is_found_in_its_template(tmp_path: Path) -> None:
    ((file, path, line, message, _),) = found(
        tmp_path, bent=system(SubnetC=subnet("10.0.1.0/25"))
    )
    assert (file, path) == (
        "templates/shop/network.json",
        "Resources/SubnetC/Properties/CidrBlock",
    )
    assert line > 1
    assert message == (
        "SubnetC has the range 10.0.1.0/25, which overlaps SubnetB's 10.0.1.0/24."
    )


def test_without_environments_the_defaults_are_judged(tmp_path: Path) -> None:
    bent = system()
    defaults = {**DEV, "SubnetBCidr": "10.9.0.0/24"}
    for name, text in defaults.items():
        bent["root.json"]["Parameters"][name] = {"Type": "String", "Default": text}
    (finding,) = judge("CG201", subject(tmp_path, bent))
    assert (finding.file, finding.path) == (
        "templates/shop/root.json",
        "Parameters/SubnetBCidr/Default",
    )


def test_a_second_range_of_the_vpc_counts(tmp_path: Path) -> None:
    more = {
        "Type": "AWS::EC2::VPCCidrBlock",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.1.0.0/16"},
    }
    bent = system(More=more)
    assert found(tmp_path, bent=bent, values={"SubnetBCidr": "10.1.0.0/24"}) == []


def test_with_a_range_that_is_unknown_nothing_is_outside(tmp_path: Path) -> None:
    more = {
        "Type": "AWS::EC2::VPCCidrBlock",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "no range"},
    }
    messages = [
        f[3] for f in found(tmp_path, {"SubnetBCidr": "10.1.0.0/24"}, system(More=more))
    ]
    assert messages == ["More has the range no range, which is none."]


def test_items_of_a_list_are_followed(tmp_path: Path) -> None:
    bent = system(
        SubnetC=subnet({"Fn::Select": ["1", {"Fn::Split": [",", {"Ref": "More"}]}]})
    )
    bent["network.json"]["Parameters"]["More"] = {"Type": "String"}
    given = bent["root.json"]["Resources"]["Network"]["Properties"]["Parameters"]
    given["More"] = {"Fn::Join": [",", {"Ref": "Ranges"}]}
    bent["root.json"]["Parameters"]["Ranges"] = {"Type": "CommaDelimitedList"}
    ((_, path, line, message, _),) = found(
        tmp_path, bent=bent, values={"Ranges": "10.0.3.0/24, 10.0.1.0/24"}
    )
    assert (path, line) == ("Ranges", 5)
    assert message.startswith("SubnetC has the range 10.0.1.0/24, which overlaps")


UNKNOWN: dict[str, Body] = {
    "a calculated range": subnet(
        {"Fn::Select": [0, {"Fn::Cidr": ["10.9.0.0/16", 1, 8]}]}
    ),
    "a range under a condition": subnet(
        {"Fn::If": ["A", "10.9.0.0/24", "10.9.1.0/24"]}
    ),
    "an item that is not there": subnet({"Fn::Select": [7, {"Ref": "SubnetACidr"}]}),
    "a subnet under a condition": subnet("10.0.1.0/24", Condition="Never"),
    "a subnet of another VPC": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "vpc-0a1b2c3d", "CidrBlock": "192.168.0.0/24"},
    },
    "a subnet of a second VPC": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Other"}, "CidrBlock": "10.0.1.0/24"},
    },
    "a subnet without IPv4": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "Ipv6CidrBlock": "2001:db8::/64"},
    },
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_cannot_be_known_is_let_be(case: str, tmp_path: Path) -> None:
    assert found(tmp_path, bent=system(SubnetC=UNKNOWN[case])) == []


def test_the_real_system_with_a_range_outside(tmp_path: Path) -> None:
    (finding,) = judge("CG201", real(tmp_path, IsolatedSubnet1Cidr="10.1.2.0/28"))
    assert (finding.file, finding.path) == (
        "params/shop/dev.json",
        "IsolatedSubnet1Cidr",
    )
    assert finding.message == (
        "IsolatedSubnet1 has the range 10.1.2.0/28, outside its VPC's."
    )


def test_the_real_system_with_ranges_that_overlap(tmp_path: Path) -> None:
    judged = real(tmp_path, PrivateSubnet2Cidr="10.0.0.0/20")
    assert len(judge("CG201", judged)) == 3
