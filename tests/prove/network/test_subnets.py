"""Tests of VPCs, subnets, and what each is associated with."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.rules import Way
from tests.checks.network.parts import att, made, ref
from tests.prove.network.places import GATEWAY, SIX, network, shown, unsure


def six(index: int) -> dict[str, Any]:
    """Return the range of a subnet as templates cut it from the VPC's."""
    whole = {"Fn::Select": [0, att("Vpc", "Ipv6CidrBlocks")]}
    return {"Fn::Select": [index, {"Fn::Cidr": [whole, 8, 64]}]}


def subnet(**properties: Any) -> dict[str, Any]:
    return made("EC2::Subnet", **{"VpcId": ref("Vpc"), **properties})


def test_a_vpc_has_all_of_its_ranges() -> None:
    more = made("EC2::VPCCidrBlock", VpcId=ref("Vpc"), CidrBlock="10.1.0.0/16")
    found = network(**SIX, More=more).vpcs["Vpc"]
    assert shown(found.ranges) == [
        "10.0.0.0-10.0.255.255",
        "10.1.0.0-10.1.255.255",
        "2001:db8:1::-2001:db8:1:ff:ffff:ffff:ffff:ffff",
    ]


def test_ranges_that_aws_gives_stand_for_themselves_and_are_assumed() -> None:
    found = network(
        **SIX,
        A=subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock=six(3)),
        B=subnet(CidrBlock="10.0.2.0/24", Ipv6CidrBlock=ref("Open")),
    )
    assert [shown(found.subnets[name].ranges)[1] for name in "AB"] == [
        "2001:db8:1:3::-2001:db8:1:3:ffff:ffff:ffff:ffff",
        "2001:db8:1::-2001:db8:1:0:ffff:ffff:ffff:ffff",
    ]
    line = "2001:db8:1::/56 stands for the IPv6 block that AWS gives Vpc."
    assert found.assumed == (line,)
    assert found == network(
        **SIX,
        A=subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock=six(3)),
        B=subnet(CidrBlock="10.0.2.0/24", Ipv6CidrBlock=ref("Open")),
    )


def test_a_block_may_be_added_to_a_subnet() -> None:
    added = made("EC2::SubnetCidrBlock", SubnetId=ref("A"), Ipv6CidrBlock=six(2))
    found = network(**SIX, Added=added).subnets
    assert shown(found["A"].ranges)[1].startswith("2001:db8:1:2::-")
    assert found["B"].ranges.v6 == ()


def test_a_written_ipv6_range_is_taken_as_it_is() -> None:
    body = subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock="2600:1f00::/64")
    found = network(A=body).subnets["A"]
    assert shown(found.ranges)[1] == "2600:1f00::-2600:1f00::ffff:ffff:ffff:ffff"


def test_a_subnet_whose_range_is_not_known_may_be_anywhere_in_its_vpc() -> None:
    found = network(A=subnet(CidrBlock=ref("Open"))).subnets["A"]
    assert shown(found.ranges) == ["10.0.0.0-10.0.255.255"]
    assert found.unknowns == ("Open",)


def test_a_vpc_whose_range_is_not_known_leaves_the_internet_alone() -> None:
    found = network(Vpc=made("EC2::VPC", CidrBlock=ref("Open"))).vpcs["Vpc"]
    assert shown(found.ranges)[0] == "10.0.0.0-10.255.255.255"
    assert len(found.ranges.v4) == 4


def association(**given: Any) -> dict[str, Any]:
    return made(
        "EC2::SubnetRouteTableAssociation",
        **{"SubnetId": ref("A"), "RouteTableId": ref("Table"), **given},
    )


def test_an_association_says_which_table_a_subnet_has() -> None:
    found = network(**GATEWAY, Joined=association()).subnets
    assert (found["A"].table, found["B"].table) == ("Table", "Vpc.MainRouteTable")


@pytest.mark.parametrize(
    "joined",
    [
        {**association(), "Condition": "Unsure"},
        association(RouteTableId=unsure(ref("Table"), ref("Other"))),
        association(RouteTableId=ref("Open")),
        association(SubnetId=unsure(ref("A"), ref("B"))),
    ],
    ids=["condition", "which table", "table unknown", "which subnet"],
)
def test_an_association_that_is_not_sure_leaves_every_table(joined: Any) -> None:
    out = made(
        "EC2::Route",
        RouteTableId=ref("Table"),
        DestinationCidrBlock="0.0.0.0/0",
        GatewayId=ref("Igw"),
    )
    other = made("EC2::RouteTable", VpcId=ref("Vpc"))
    found = network(**GATEWAY, Out=out, Other=other, Joined=joined)
    assert found.subnets["A"].table == "A.MainRouteTable"
    routes = found.tables["A.MainRouteTable"].routes
    leads = [route for route in routes if route.way is Way.INTERNET]
    assert leads
    assert {route.unknowns for route in leads} <= {("Unsure",), ("Open",)}
    assert [r.unknowns for r in routes if r.way is Way.LOCAL] == [()]


def test_an_acl_that_is_not_at_hand_may_allow_everything() -> None:
    joined = made(
        "EC2::SubnetNetworkAclAssociation",
        SubnetId=ref("A"),
        NetworkAclId="acl-1",
    )
    found = network(Joined=joined)
    acl = found.acls[found.subnets["A"].acl]
    assert not acl.default
    assert {entry.unknowns for entry in acl.inbound} == {("acl-1",)}
    assert all(entry.allows for entry in (*acl.inbound, *acl.outbound))


def test_an_acl_of_the_model_is_the_subnets() -> None:
    joined = made(
        "EC2::SubnetNetworkAclAssociation",
        SubnetId=ref("A"),
        NetworkAclId=ref("Acl"),
    )
    acl = made("EC2::NetworkAcl", VpcId=ref("Vpc"))
    found = network(Acl=acl, Joined=joined)
    assert found.subnets["A"].acl == "Acl"
    assert found.acls["Acl"].inbound == ()


def test_a_subnet_that_is_given_away_may_be_associated_there() -> None:
    opaque = made("CloudFormation::CustomResource", ServiceToken="x", Where=ref("A"))
    found = network(Own=opaque)
    routes = found.tables[found.subnets["A"].table].routes
    assert {r.unknowns for r in routes if r.way is not Way.LOCAL} == {("Own",)}
    assert found.unread["Own"] == "what it puts into the network is not at hand"


def test_ipv6_that_hangs_on_a_condition_is_the_most_that_may_be() -> None:
    body = subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock=unsure(six(1)))
    found = network(**SIX, A=body, B=subnet(CidrBlock="10.0.2.0/24")).subnets
    assert shown(found["A"].ranges)[1].startswith("2001:db8:1:1::-")
    assert (found["A"].unknowns, found["B"].unknowns) == (("Unsure",), ())


def test_a_block_of_ones_own_is_cut_as_well() -> None:
    own = made(
        "EC2::VPCCidrBlock",
        VpcId=ref("Vpc"),
        Ipv6CidrBlock="2600:1f00::/56",
        Ipv6Pool="pool",
    )
    body = subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock=six(1))
    found = network(Own=own, A=body)
    assert shown(found.subnets["A"].ranges)[1].startswith("2600:1f00:0:1::-")
    assert found.assumed == ()


def test_no_two_subnets_share_an_assumed_range() -> None:
    both = {
        name: subnet(CidrBlock=f"10.0.{n}.0/24", Ipv6CidrBlock=ref("Open"))
        for n, name in enumerate("AB")
    }
    found = network(**SIX, **both).subnets
    assert [shown(found[name].ranges)[1].partition("-")[0] for name in "AB"] == [
        "2001:db8:1::",
        "2001:db8:1:1::",
    ]


def test_a_vpc_holds_its_subnets_where_its_own_range_is_not_known() -> None:
    found = network(
        **SIX,
        A=subnet(CidrBlock="10.0.1.0/24", Ipv6CidrBlock="2600:1f18:0:1::/64"),
        Own=made("EC2::VPC", CidrBlock=ref("Open")),
        There=made("EC2::Subnet", VpcId=ref("Own"), CidrBlock="198.51.100.0/24"),
    )
    assert "198.51.100.0-198.51.100.255" in shown(found.vpcs["Own"].ranges)
    assert shown(found.vpcs["Vpc"].ranges)[-1] == (
        "2600:1f18:0:1::-2600:1f18:0:1:ffff:ffff:ffff:ffff"
    )
