"""Tests of interfaces: their subnets, groups, and what of them is not known."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Reach
from tests.checks.network.parts import ref
from tests.prove.network.places import (
    group,
    network,
    network_in,
    of_group,
    only,
    service,
    unsure,
)

SUBNETS = {"Parameters": {"Where": {"Type": "List<AWS::EC2::Subnet::Id>"}}}


def test_there_is_an_interface_for_each_subnet() -> None:
    found = network(Service=service(Subnets=[ref("A"), ref("B")]))
    first, second = found.workloads["Service"].interfaces
    assert (first.subnet, second.subnet) == ("A", "B")
    assert first.groups == second.groups == ("Sg",)
    assert first.origin.path == ("NetworkConfiguration", "AwsvpcConfiguration")


def test_a_group_that_hangs_on_a_condition_is_not_sure() -> None:
    one = only(network(Service=service(SecurityGroups=[unsure(ref("Sg"))])), "Service")
    assert (one.groups, one.unknowns) == ((), ("Unsure",))


def test_a_group_that_is_carried_either_way_is_sure() -> None:
    groups = [ref("Sg"), unsure(ref("Peer"))]
    found = network(Peer=group(), Service=service(SecurityGroups=groups))
    one = only(found, "Service")
    assert (one.groups, one.unknowns) == (("Sg",), ("Unsure",))


@pytest.mark.parametrize(
    "groups",
    [
        unsure([ref("Sg")], [ref("Peer")]),
        [unsure(ref("Peer"), ref("Sg"))],
        [ref("Peer"), unsure(ref("Sg"))],
    ],
    ids=["lists", "items", "one more"],
)
def test_rules_for_a_group_that_may_be_carried_may_let_in(groups: Any) -> None:
    opened = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}
    found = network(
        Peer=group(),
        Data=group(
            SecurityGroupIngress=[{**opened, "SourceSecurityGroupId": ref("Sg")}]
        ),
        Service=service(SecurityGroups=groups),
        Store=service(SecurityGroups=[ref("Data")]),
    )
    ends = only(found, "Service"), only(found, "Store")
    reach = Reach(found)
    assert reach.flow(*ends, Family.V4, Bound.MAY).answered
    assert not reach.flow(*ends, Family.V4, Bound.MUST).initiated


def test_a_group_that_others_carry_is_not_perhaps_carried() -> None:
    other = {"Peer": group(), "Other": service(SecurityGroups=[ref("Sg")])}
    either = service(SecurityGroups=[ref("Sg"), unsure(ref("Peer"))])
    found = network(**other, Service=either)
    assert only(found, "Service").perhaps == ("Peer",)
    assert only(found, "Other").perhaps == ()


def test_where_groups_may_be_left_out_the_default_one_may_be_carried() -> None:
    one = only(network(Service=service(SecurityGroups=unsure([ref("Sg")]))), "Service")
    assert one.groups == ()
    assert set(one.perhaps) == {"Sg", "Vpc.DefaultSecurityGroup"}


def test_subnets_that_hang_on_a_condition_are_all_there() -> None:
    found = network(Service=service(Subnets=unsure([ref("A")], [ref("B")])))
    where = [(i.subnet, i.unknowns) for i in found.workloads["Service"].interfaces]
    assert where == [("A", ()), ("B", ())]


@pytest.mark.parametrize("many", [False, True], ids=["in the list", "the list"])
def test_a_group_without_a_value_may_be_any(many: bool) -> None:
    groups: Any = ref("Open") if many else [ref("Open")]
    one = only(network(Service=service(SecurityGroups=groups)), "Service")
    assert one.unknowns == ("Open",)


def test_a_subnet_that_is_not_at_hand_may_lead_anywhere() -> None:
    found = network_in(SUBNETS, Service=service(Subnets=ref("Where")))
    one = only(found, "Service")
    subnet = found.subnets[one.subnet]
    assert (subnet.path, subnet.vpc, subnet.unknowns) == ("Where", "Vpc", ("Where",))
    assert {entry.unknowns for entry in found.acls[subnet.acl].inbound} == {("Where",)}
    ways = {route.way: route.unknowns for route in found.tables[subnet.table].routes}
    assert ways == {Way.LOCAL: (), Way.INTERNET: ("Where",), Way.NAT: ("Where",)}
    assert subnet.path in [one.subnet for one in found.strangers()]


def test_groups_that_are_not_at_hand_are_there_with_their_name() -> None:
    found = network(Service=service(SecurityGroups=["sg-1"]))
    assert only(found, "Service").unknowns == ()
    assert of_group(found, "sg-1").carried == ("sg-1",)
    assert of_group(found, "sg-1").vpc == "Vpc"
