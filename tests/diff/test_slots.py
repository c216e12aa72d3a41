"""What a new resource cannot take while the old one is there."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import Effect
from tests.diff.small import change, of, one

VPC = of("AWS::EC2::VPC", CidrBlock="10.0.0.0/16")
SUBNET = "AWS::EC2::Subnet"
ENTRY = "AWS::EC2::NetworkAclEntry"
INGRESS = "AWS::EC2::SecurityGroupIngress"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
RECORD = "AWS::Route53::RecordSet"
SERVICE = "AWS::ECS::Service"

Given = dict[str, Any]


def taken(type: str, old: Given, new: Given) -> tuple[str, ...]:
    """Return why `New` cannot come while `Old` goes."""
    before, after = {"Old": of(type, **old)}, {"New": of(type, **new)}
    return change(before, after, "New").refusals


@pytest.mark.parametrize(
    ("type", "old", "new"),
    [
        pytest.param(
            ENTRY,
            {"NetworkAclId": "acl", "RuleNumber": 1, "CidrBlock": "10.0.0.0/8"},
            {"NetworkAclId": "acl", "RuleNumber": "1", "CidrBlock": "0.0.0.0/0"},
            id="a rule's number",
        ),
        pytest.param(
            INGRESS,
            {"GroupId": "sg", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1},
            {
                "GroupId": "sg",
                "IpProtocol": "tcp",
                "FromPort": 1,
                "ToPort": 1,
                "Description": "other",
            },
            id="the same rule of a group",
        ),
        pytest.param(
            LISTENER_RULE,
            {"ListenerArn": "l", "Priority": 1},
            {"ListenerArn": "l", "Priority": 1, "Actions": [{"Type": "forward"}]},
            id="a priority",
        ),
        pytest.param(
            RECORD,
            {"Name": "a.", "Type": "A", "HostedZoneId": "Z", "TTL": "1"},
            {"Name": "a.", "Type": "A", "HostedZoneId": "Z", "TTL": "2"},
            id="a record",
        ),
        pytest.param(
            SUBNET,
            {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"},
            {"VpcId": "vpc", "CidrBlock": "10.0.0.128/25"},
            id="a part of a range",
        ),
        pytest.param(
            "AWS::IAM::Role",
            {"RoleName": "a", "Description": "a"},
            {"RoleName": "a", "Description": "b"},
            id="a name, all else being different",
        ),
        pytest.param(
            SERVICE,
            {"ServiceName": "a", "Cluster": "c", "DesiredCount": 1},
            {"ServiceName": "a", "Cluster": "c", "DesiredCount": 2},
            id="a name within a cluster",
        ),
    ],
)
def test_what_is_taken_until_the_old_one_goes(
    type: str, old: Given, new: Given
) -> None:
    (refusal,) = taken(type, old, new)
    assert "taken by Old, which goes only after" in refusal


@pytest.mark.parametrize(
    ("type", "old", "new"),
    [
        pytest.param(
            ENTRY,
            {"NetworkAclId": "acl", "RuleNumber": 1, "Egress": True},
            {"NetworkAclId": "acl", "RuleNumber": 1, "Egress": False},
            id="the other direction",
        ),
        pytest.param(
            SUBNET,
            {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"},
            {"VpcId": "vpc", "CidrBlock": "10.0.1.0/24"},
            id="ranges side by side",
        ),
        pytest.param(
            SUBNET,
            {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"},
            {"VpcId": "other", "CidrBlock": "10.0.0.0/24"},
            id="another VPC",
        ),
        pytest.param(
            SUBNET,
            {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"},
            {"VpcId": "vpc", "CidrBlock": {"Fn::ImportValue": "x"}},
            id="a range that nobody knows",
        ),
        pytest.param(
            SUBNET,
            {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"},
            {"VpcId": "vpc", "CidrBlock": "ten"},
            id="no range",
        ),
        pytest.param(
            SERVICE,
            {"ServiceName": "a", "Cluster": "c"},
            {"ServiceName": "a", "Cluster": "d"},
            id="a name in another cluster",
        ),
        pytest.param(
            "AWS::Scheduler::Schedule",
            {"Name": "a", "GroupName": "g"},
            {"Name": "a", "GroupName": "h"},
            id="a name in another group",
        ),
        pytest.param(
            "AWS::EC2::SubnetRouteTableAssociation",
            {"SubnetId": "s", "RouteTableId": "a"},
            {"SubnetId": "s", "RouteTableId": "b"},
            id="what is deleted first",
        ),
        pytest.param("AWS::SQS::Queue", {}, {"DelaySeconds": 1}, id="no name"),
        pytest.param("Custom::It", {"Name": "a"}, {"Name": "a"}, id="no schema"),
    ],
)
def test_what_is_free(type: str, old: Given, new: Given) -> None:
    assert taken(type, old, new) == ()


def test_a_subnet_cannot_be_replaced_in_its_own_range() -> None:
    subnet = {"VpcId": "vpc", "CidrBlock": "10.0.0.0/24"}
    found = one(
        of(SUBNET, AvailabilityZone="us-east-1a", **subnet),
        of(SUBNET, AvailabilityZone="us-east-1b", **subnet),
    )
    assert found.effect is Effect.REPLACE
    assert "CidrBlock is taken by the one that it replaces" in found.refusals[0]


def test_a_gateway_cannot_take_over_the_address_of_the_one_it_replaces() -> None:
    gateway = "AWS::EC2::NatGateway"
    old, new = (of(gateway, AllocationId="a", SubnetId=name) for name in "st")
    (refusal,) = one(old, new).refusals
    assert "AllocationId is taken by the one that it replaces" in refusal
    other = of(gateway, AllocationId="b", SubnetId="t")
    assert one(old, other).refusals == ()


def test_what_refers_to_something_new_takes_no_old_place() -> None:
    def network(cidr: str) -> dict[str, Any]:
        subnet = of(SUBNET, VpcId={"Ref": "Vpc"}, CidrBlock="10.0.0.0/24")
        return {"Vpc": VPC | of("AWS::EC2::VPC", CidrBlock=cidr), "Subnet": subnet}

    found = change(network("10.0.0.0/16"), network("10.0.0.0/20"), "Subnet")
    assert (found.effect, found.refusals) == (Effect.REPLACE, ())
