"""Tests of network ACLs and their entries."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.rules import Acl
from tests.checks.network.parts import att, made, ref
from tests.prove.network.places import SIX, everything, network, shown, unsure


def entry(**given: Any) -> dict[str, Any]:
    usual = {
        "NetworkAclId": ref("Acl"),
        "RuleNumber": 100,
        "RuleAction": "allow",
        "Protocol": -1,
        "CidrBlock": "10.0.1.0/24",
    }
    return made("EC2::NetworkAclEntry", **{**usual, **given})


def acl(**entries: Any) -> Acl:
    parts = {"Acl": made("EC2::NetworkAcl", VpcId=ref("Vpc")), **entries}
    return network(**parts).acls["Acl"]


@pytest.mark.parametrize(
    ("given", "traffic"),
    [
        ({"Protocol": 6, "PortRange": {"From": 80, "To": 90}}, ((6, 6), (80, 90))),
        ({"Protocol": "17", "PortRange": {"From": 53, "To": 53}}, ((17, 17), (53, 53))),
        ({"Protocol": 1, "Icmp": {"Type": 3, "Code": 4}}, ((1, 1), (772, 772))),
        ({"Protocol": 58, "Icmp": {"Type": -1, "Code": -1}}, ((58, 58), (0, 65_535))),
        ({"PortRange": {"From": 80, "To": 90}}, ((0, 255), (0, 65_535))),
        ({"Protocol": 47}, ((47, 47), (0, 65_535))),
    ],
    ids=["TCP", "UDP", "one code", "all types", "all, ports ignored", "GRE"],
)
def test_an_entry_is_for_a_protocol_and_its_ports(given: Any, traffic: Any) -> None:
    (found,) = acl(One=entry(**given)).inbound
    assert [(t.protocol, t.to) for t in found.traffic] == [traffic]
    assert (found.unknowns, found.allows, found.number) == ((), True, 100)
    assert shown(found.ranges) == ["10.0.1.0-10.0.1.255"]


def test_entries_of_each_side_are_apart_and_in_order() -> None:
    found = acl(
        Deny=entry(RuleAction="deny", RuleNumber=5),
        Allow=entry(RuleNumber=1000),
        Out=entry(Egress=True, CidrBlock=None, Ipv6CidrBlock="::/0"),
    )
    assert [(e.origin.resource, e.allows) for e in found.inbound] == [
        ("Deny", False),
        ("Allow", True),
    ]
    (out,) = found.outbound
    assert shown(out.ranges) == ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
    assert not found.default


def test_a_number_that_is_not_known_is_the_first() -> None:
    found = acl(Open=entry(RuleNumber=ref("Open")), Sure=entry(RuleNumber=1))
    assert [(e.number, e.unknowns) for e in found.inbound] == [(0, ("Open",)), (1, ())]


def test_an_action_that_is_not_known_may_be_either() -> None:
    found = acl(Open=entry(RuleAction=ref("Open"))).inbound
    assert {(e.allows, e.unknowns) for e in found} == {
        (True, ("Open",)),
        (False, ("Open",)),
    }


def test_a_side_that_is_not_known_is_both() -> None:
    found = acl(Open=entry(Egress=ref("Open")))
    assert [e.unknowns for e in (*found.inbound, *found.outbound)] == [("Open",)] * 2


def test_an_entry_that_may_not_be_there_names_its_condition() -> None:
    (found,) = acl(One={**entry(), "Condition": "Unsure"}).inbound
    assert found.unknowns == ("Unsure",)


def test_each_way_of_a_condition_is_an_entry() -> None:
    found = acl(One=entry(CidrBlock=unsure("10.0.1.0/24", "10.0.2.0/24"))).inbound
    assert [shown(e.ranges) for e in found] == [
        ["10.0.1.0-10.0.1.255"],
        ["10.0.2.0-10.0.2.255"],
    ]
    assert {e.unknowns for e in found} == {("Unsure",)}


def test_entries_of_a_default_acl_are_among_its_own() -> None:
    first = entry(
        NetworkAclId=att("Vpc", "DefaultNetworkAcl"), RuleNumber=90, RuleAction="deny"
    )
    last = entry(NetworkAclId=att("Vpc", "DefaultNetworkAcl"), RuleNumber=200)
    found = network(First=first, Last=last).acls["Vpc.DefaultNetworkAcl"]
    assert [e.number for e in found.inbound] == [90, 100, 101, 200]


def test_an_acl_that_is_given_away_may_have_other_entries() -> None:
    own = made("CloudFormation::CustomResource", ServiceToken="x", Acl=ref("Acl"))
    found = acl(Own=own, One=entry())
    first = found.inbound[:2]
    assert {(e.allows, everything(e), e.unknowns) for e in first} == {
        (True, True, ("Own",)),
        (False, True, ("Own",)),
    }


def test_a_range_that_is_not_known_is_every_address() -> None:
    (found,) = acl(One=entry(CidrBlock=ref("Open"))).inbound
    assert shown(found.ranges) == ["0.0.0.0-255.255.255.255"]
    assert found.unknowns == ("Open",)


@pytest.mark.parametrize("action", ["allow", "deny"])
def test_a_range_that_may_hold_what_aws_gives_is_there_twice(action: str) -> None:
    given = {"CidrBlock": None, "Ipv6CidrBlock": "2600::/12", "RuleAction": action}
    body = {k: v for k, v in entry(**given)["Properties"].items() if v is not None}
    parts = {"Acl": made("EC2::NetworkAcl", VpcId=ref("Vpc"))}
    one = made("EC2::NetworkAclEntry", **body)
    sure, hidden = network(**SIX, **parts, One=one).acls["Acl"].inbound
    assert (sure.unknowns, sure.number) == ((), hidden.number)
    assert hidden.unknowns == (
        "whether 2600::/12 holds the IPv6 block that AWS gives Vpc",
    )
    assert shown(hidden.ranges) == ["2001:db8:1::-2001:db8:1:ff:ffff:ffff:ffff:ffff"]
