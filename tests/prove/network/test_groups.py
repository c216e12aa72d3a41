"""Tests of security groups and their rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.parts import att, made, ref
from tests.prove.network.places import (
    SIX,
    everything,
    group,
    network,
    network_in,
    of_group,
    rule,
    shown,
    unsure,
)


def test_a_rule_keeps_where_it_is_written() -> None:
    body = group(SecurityGroupIngress=[rule(), rule(CidrIp="198.51.100.7/24")])
    first, second = of_group(network(Sg=body)).ingress
    assert [one.origin.path for one in (first, second)] == [
        ("SecurityGroupIngress", 0),
        ("SecurityGroupIngress", 1),
    ]
    assert shown(second.ranges) == ["198.51.100.0-198.51.100.255"]


@pytest.mark.parametrize(
    ("given", "ranges"),
    [
        ({"CidrIp": att("Vpc", "CidrBlock")}, ["10.0.0.0-10.0.255.255"]),
        ({"CidrIp": unsure("10.0.0.0/8", "10.0.0.0/8")}, ["10.0.0.0-10.255.255.255"]),
        ({"CidrIpv6": "2001:db8::/126"}, ["2001:db8::-2001:db8::3"]),
    ],
    ids=["the VPC's", "one way or the other", "IPv6"],
)
def test_a_range_may_be_written_in_many_ways(given: Any, ranges: list[str]) -> None:
    found = of_group(network(Sg=group(SecurityGroupIngress=[rule(**given)]))).ingress
    assert [shown(one.ranges) for one in found] == [ranges] * len(found)


def test_a_range_that_is_not_known_is_every_address_of_its_family() -> None:
    body = group(SecurityGroupIngress=[rule(CidrIp=ref("Open"))])
    (found,) = of_group(network(Sg=body)).ingress
    assert shown(found.ranges) == ["0.0.0.0-255.255.255.255"]
    assert found.unknowns == ("Open",)


@pytest.mark.parametrize("given", ["", "x", "10.0.0.0/33", "::/0"])
def test_what_is_no_range_of_the_family_is_every_address_of_it(given: str) -> None:
    body = group(SecurityGroupIngress=[rule(CidrIp=given)])
    (found,) = of_group(network(Sg=body)).ingress
    assert shown(found.ranges) == ["0.0.0.0-255.255.255.255"]
    assert len(found.unknowns) == 1


def test_ports_that_are_not_known_are_all_ports() -> None:
    body = group(SecurityGroupIngress=[rule(ToPort=ref("Open"))])
    (found,) = of_group(network(Sg=body)).ingress
    assert [one.to for one in found.traffic] == [(0, 65_535)]
    assert found.unknowns == ("Open",)


def test_rules_that_are_not_known_at_all_let_everything_through() -> None:
    body = group(SecurityGroupIngress=ref("Open"))
    (found,) = of_group(network(Sg=body)).ingress
    assert everything(found)
    assert found.unknowns == ("Open",)


def test_a_rule_without_another_end_is_not_added() -> None:
    body = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1}
    assert of_group(network(Sg=group(SecurityGroupIngress=[body]))).ingress == ()


def test_a_group_that_is_not_at_hand_may_be_carried_by_anybody() -> None:
    inline = [rule(SourceSecurityGroupId=end) for end in ("sg-1", ref("Open"))]
    found = network(Sg=group(SecurityGroupIngress=inline))
    assert [one.group for one in of_group(found).ingress] == ["sg-1", "Open"]
    for name in ("sg-1", "Open"):
        assert of_group(found, name).carried == (name,)
        assert everything(of_group(found, name).ingress[0])
        assert of_group(found, name).ingress[0].unknowns == (name,)


def test_a_group_that_comes_back_from_elsewhere_may_be_one_of_ours() -> None:
    own = made("CloudFormation::CustomResource", ServiceToken="x", Group=ref("Sg"))
    body = group(SecurityGroupIngress=[rule(SourceSecurityGroupId=att("Own", "Id"))])
    (found,) = of_group(network(Own=own, Peer=body), "Peer").ingress
    assert (found.group, found.unknowns) == ("", ("Own",))
    assert shown(found.ranges)[0] == "0.0.0.0-255.255.255.255"


def test_a_prefix_list_that_is_not_at_hand_is_every_address() -> None:
    body = group(SecurityGroupIngress=[rule(SourcePrefixListId="pl-1")])
    (found,) = of_group(network(Sg=body)).ingress
    assert everything(found) is False
    assert [len(found.ranges.v4), len(found.ranges.v6)] == [1, 1]
    assert (found.list, found.unknowns) == ("pl-1", ("pl-1",))


def test_an_entry_of_a_list_that_is_not_known_makes_the_list_unknown() -> None:
    entries = [{"Cidr": "198.51.100.0/24"}, {"Cidr": ref("Open")}]
    names = made("EC2::PrefixList", AddressFamily="IPv4", Entries=entries)
    body = group(SecurityGroupIngress=[rule(SourcePrefixListId=ref("Names"))])
    (found,) = of_group(network(Names=names, Sg=body)).ingress
    assert found.unknowns == ("Open",)
    assert "0.0.0.0-255.255.255.255" in shown(found.ranges)


def test_rules_of_a_default_group_are_added_to_it() -> None:
    alone = made(
        "EC2::SecurityGroupIngress",
        GroupId=att("Vpc", "DefaultSecurityGroup"),
        **rule(),
    )
    found = of_group(network(In=alone), "Vpc.DefaultSecurityGroup")
    assert [one.origin.resource for one in found.ingress] == ["", "In"]


def test_a_rule_of_one_of_two_groups_is_not_sure_in_either() -> None:
    owner = unsure(ref("Sg"), ref("Peer"))
    alone = made("EC2::SecurityGroupIngress", GroupId=owner, **rule())
    found = network(Sg=group(), Peer=group(), In=alone)
    for name in ("Sg", "Peer"):
        assert [one.unknowns for one in of_group(found, name).ingress] == [("Unsure",)]


def test_many_conditions_together_are_one_unknown() -> None:
    names = [f"C{n}" for n in range(5)]
    ranges = [{"CidrIp": {"Fn::If": [n, "10.0.0.0/8", "0.0.0.0/0"]}} for n in names]
    body = {
        "Parameters": {"Open": {"Type": "String"}},
        "Conditions": {n: {"Fn::Equals": [ref("Open"), n]} for n in names},
    }
    inline = [{"IpProtocol": "-1", **one} for one in ranges]
    found = of_group(network_in(body, Sg=group(SecurityGroupEgress=inline)))
    assert {one.unknowns for one in found.egress} >= {("C0",), ("C4",)}


def test_a_rule_may_say_its_group_by_name() -> None:
    alone = made("EC2::SecurityGroupIngress", GroupName=ref("Sg"), **rule())
    (found,) = of_group(network(In=alone)).ingress
    assert found.origin.resource == "In"


def test_egress_of_a_default_group_may_take_its_own_away() -> None:
    default = att("Vpc", "DefaultSecurityGroup")
    alone = made("EC2::SecurityGroupEgress", GroupId=default, **rule())
    found = of_group(network(Out=alone), "Vpc.DefaultSecurityGroup").egress
    assert [bool(one.unknowns) for one in found] == [True, False]


@pytest.mark.parametrize(
    ("low", "high"), [(-1, -1), (90, 80), (80, 70_000)], ids=["-1", "back", "large"]
)
def test_ports_that_ec2_refuses_are_not_known(low: int, high: int) -> None:
    inline = [rule(FromPort=low, ToPort=high)]
    (found,) = of_group(network(Sg=group(SecurityGroupIngress=inline))).ingress
    assert [one.to for one in found.traffic] == [(0, 65_535)]
    assert found.unknowns == (f"ports {low} {high}",)


@pytest.mark.parametrize(
    ("cidr", "doubt"),
    [
        ("2600::/12", True),
        ("2a05:d018::/35", True),
        ("::/0", False),
        ("2000::/3", False),
        ("2606:4700::/32", False),
        ("fd00::/8", False),
        ("2001:db8:ffff::/48", False),
    ],
    ids=["wide", "of AWS", "all", "all public", "Cloudflare", "private", "nobody"],
)
def test_a_range_may_hold_the_block_that_aws_gives(cidr: str, doubt: bool) -> None:
    rule_ = {"IpProtocol": "-1", "CidrIpv6": cidr}
    listed = made(
        *("EC2::PrefixList",),
        PrefixListName="l",
        AddressFamily="IPv6",
        MaxEntries=1,
        Entries=[{"Cidr": cidr}],
    )
    by_list = {"IpProtocol": "-1", "SourcePrefixListId": ref("List")}
    for body in (rule_, by_list):
        sg = group(SecurityGroupIngress=[body])
        rules = network(**SIX, Sg=sg, List=listed).groups["Sg"].ingress
        assert [bool(one.unknowns) for one in rules] == [False, True][: 1 + doubt]
        assert len(network(Sg=sg, List=listed).groups["Sg"].ingress) == 1
