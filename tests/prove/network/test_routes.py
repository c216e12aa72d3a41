"""Tests of routes and where they lead."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.rules import Route, Way
from tests.checks.network.parts import made, ref
from tests.prove.network.places import GATEWAY, network, shown, unsure


def routes(condition: Any = "", more: Any = None, **given: Any) -> list[Route]:
    """Return what one route becomes in its table."""
    usual = {"DestinationCidrBlock": "0.0.0.0/0"}
    if any(name.startswith("Destination") for name in given):
        usual = {}
    body = made("EC2::Route", RouteTableId=ref("Table"), **usual, **given)
    if condition:
        body["Condition"] = condition
    parts = {**GATEWAY, "Out": body, **(more or {})}
    found = network(**parts).tables["Table"].routes
    return [one for one in found if one.way is not Way.LOCAL]


NAT = {"Nat": made("EC2::NatGateway", SubnetId=ref("B"), AllocationId="eipalloc-1")}


@pytest.mark.parametrize(
    ("given", "way", "target", "sure"),
    [
        ({"GatewayId": ref("Igw")}, Way.INTERNET, "Igw", True),
        ({"GatewayId": "igw-1"}, Way.INTERNET, "igw-1", True),
        ({"GatewayId": "vgw-1"}, Way.OUTSIDE, "vgw-1", True),
        ({"GatewayId": ref("Open")}, Way.INTERNET, "Open", False),
        ({"NatGatewayId": ref("Nat")}, Way.NAT, "Nat", True),
        ({"NatGatewayId": "nat-1"}, Way.NAT, "nat-1", False),
        ({"EgressOnlyInternetGatewayId": "eigw-1"}, Way.EGRESS_ONLY, "eigw-1", True),
        ({"TransitGatewayId": "tgw-1"}, Way.OUTSIDE, "tgw-1", True),
        ({"VpcPeeringConnectionId": "pcx-1"}, Way.OUTSIDE, "pcx-1", True),
        ({"NetworkInterfaceId": "eni-1"}, Way.OUTSIDE, "eni-1", True),
        ({}, Way.NOWHERE, "", True),
    ],
    ids=[
        *("internet", "internet by id", "VPN", "unknown", "NAT", "NAT by id"),
        *("egress only", "transit", "peering", "interface", "nothing"),
    ],
)
def test_a_route_leads_where_its_target_is(
    given: Any, way: Way, target: str, sure: bool
) -> None:
    (one,) = routes(more=NAT, **given)
    assert (one.way, one.target, one.unknowns == ()) == (way, target, sure)
    assert one.origin.resource == "Out"
    assert not one.vague


def test_a_route_may_have_one_of_two_targets() -> None:
    given = {"GatewayId": unsure(ref("Igw")), "NatGatewayId": unsure(None, ref("Nat"))}
    given["NatGatewayId"] = {"Fn::If": ["Unsure", ref("AWS::NoValue"), ref("Nat")]}
    found = routes(more=NAT, **given)
    assert {(one.way, one.unknowns) for one in found} == {
        (Way.INTERNET, ("Unsure",)),
        (Way.NAT, ("Unsure",)),
    }


def test_a_route_that_may_not_be_there_names_its_condition() -> None:
    (one,) = routes(condition="Unsure", GatewayId=ref("Igw"))
    assert one.unknowns == ("Unsure",)


def test_a_gateway_whose_attachment_hangs_on_a_condition_may_lead_nowhere() -> None:
    attached = {**GATEWAY["Attached"], "Condition": "Unsure"}
    (one,) = routes(more={"Attached": attached}, GatewayId=ref("Igw"))
    assert (one.way, one.unknowns) == (Way.INTERNET, ("Unsure",))


def test_a_gateway_of_another_vpc_leads_nowhere() -> None:
    attached = made(
        "EC2::VPCGatewayAttachment", VpcId=ref("Far"), InternetGatewayId=ref("Igw")
    )
    far = made("EC2::VPC", CidrBlock="10.9.0.0/16")
    (one,) = routes(more={"Attached": attached, "Far": far}, GatewayId=ref("Igw"))
    assert one.way is Way.NOWHERE


def test_a_destination_that_is_not_known_is_everything_and_vague() -> None:
    (one,) = routes(DestinationCidrBlock=ref("Open"), GatewayId=ref("Igw"))
    assert shown(one.ranges) == ["0.0.0.0-255.255.255.255"]
    assert (one.unknowns, one.vague) == (("Open",), True)


def test_a_list_that_aws_keeps_is_not_known() -> None:
    (one,) = routes(DestinationPrefixListId="pl-1", GatewayId=ref("Igw"))
    assert (one.list, one.unknowns, one.vague) == ("pl-1", ("pl-1",), True)


def test_a_gateway_endpoint_is_a_route_of_each_of_its_tables() -> None:
    other = made("EC2::RouteTable", VpcId=ref("Vpc"))
    endpoint = made(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName={"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"},
        RouteTableIds=[ref("Table"), ref("Other")],
    )
    found = network(**GATEWAY, Other=other, S3=endpoint)
    for index, table in enumerate(("Table", "Other")):
        (one,) = (r for r in found.tables[table].routes if r.way is Way.ENDPOINT)
        assert (one.service, one.target, shown(one.ranges)) == ("s3", "S3", [])
        assert one.origin.path == ("RouteTableIds", index)
    assert found.assumed == (
        "Gateway endpoints: the addresses of s3 count as the internet's.",
    )
    assert "S3" not in found.workloads


def test_what_a_vpn_propagates_may_be_anything() -> None:
    propagation = made(
        "EC2::VPNGatewayRoutePropagation",
        RouteTableIds=[ref("Table")],
        VpnGatewayId=ref("Vpn"),
    )
    vpn = made("EC2::VPNGateway", Type="ipsec.1")
    found = network(**GATEWAY, Propagated=propagation, Vpn=vpn)
    (one,) = (r for r in found.tables["Table"].routes if r.way is Way.OUTSIDE)
    assert (one.target, one.propagated, one.vague) == ("Vpn", True, True)
    assert one.unknowns == ("routes that Vpn propagates",)
    assert "Vpn" in found.unread


def test_each_range_of_a_vpc_has_a_local_route() -> None:
    more = made("EC2::VPCCidrBlock", VpcId=ref("Vpc"), CidrBlock="10.1.0.0/16")
    found = network(**GATEWAY, More=more).tables["Table"]
    assert [shown(r.ranges) for r in found.routes if r.way is Way.LOCAL] == [
        ["10.0.0.0-10.0.255.255"],
        ["10.1.0.0-10.1.255.255"],
    ]


def test_a_table_that_is_given_away_may_lead_anywhere() -> None:
    own = made("CloudFormation::CustomResource", ServiceToken="x", Table=ref("Table"))
    found = network(**GATEWAY, Own=own).tables["Table"].routes
    assert {(r.way, r.unknowns) for r in found if r.way is not Way.LOCAL} == {
        (Way.INTERNET, ("Own",)),
        (Way.NAT, ("Own",)),
    }
