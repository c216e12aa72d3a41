"""Tests of reading a whole network."""

from __future__ import annotations

import pytest

from cfngen.prove.network.reading import network_of
from tests.checks.network.parts import made, ref
from tests.models import model, of_resources
from tests.prove.network.places import VPC, network, service


def test_nothing_is_a_network_of_nothing() -> None:
    found = network_of(of_resources(Bucket=made("S3::Bucket")))
    parts = (found.vpcs, found.subnets, found.groups, found.acls, found.tables)
    assert [dict(one) for one in parts] == [{}] * 5
    assert (found.workloads, found.forwards, found.unread) == ({}, (), {})


def test_a_network_of_parameters_alone_is_whole() -> None:
    body = service(Subnets=["subnet-1"], SecurityGroups=["sg-1"])
    found = network_of(of_resources(Service=body))
    (one,) = found.workloads["Service"].interfaces
    subnet = found.subnets[one.subnet]
    assert subnet.vpc in found.vpcs
    assert subnet.acl in found.acls
    assert subnet.table in found.tables
    assert one.groups[0] in found.groups


def test_groups_of_a_vpc_that_is_not_at_hand_are_in_it() -> None:
    group = made("EC2::SecurityGroup", VpcId="vpc-1", GroupDescription="g")
    body = service(Subnets=["subnet-1"], SecurityGroups=[ref("Own")])
    found = network(Own=group, Service=body)
    assert found.groups["Own"].vpc == found.subnets["subnet-1"].vpc == "vpc-1"
    assert "vpc-1" in found.vpcs


def test_reading_twice_says_the_same() -> None:
    one, other = (network_of(model("rails", "prod")) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("given", ["", "x", None, [], {}, 0, "::/200", ["x"]], ids=repr)
@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ("Vpc", "CidrBlock"),
        ("A", "VpcId"),
        ("A", "CidrBlock"),
        ("A", "Ipv6CidrBlock"),
        ("Sg", "VpcId"),
        ("Sg", "SecurityGroupEgress"),
        ("Service", "NetworkConfiguration"),
        ("Service", "LoadBalancers"),
    ],
)
def test_what_makes_no_sense_is_read_as_unknown(
    resource: str, name: str, given: object
) -> None:
    body = {**VPC, "Service": service()}[resource]
    bent = {**body, "Properties": {**body["Properties"], name: given}}
    found = network(**{"Service": service(), resource: bent})
    for one in found.workloads.values():
        for inner in one.interfaces:
            subnet = found.subnets[inner.subnet]
            assert subnet.vpc in found.vpcs
            assert subnet.acl in found.acls
            assert subnet.table in found.tables
