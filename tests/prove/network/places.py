"""A small VPC as resources, and short words for what its network says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Entry, Group, Ranges, Rule
from cfngen.prove.packets import Family
from tests.checks.network.parts import made, ref
from tests.models import of_template

Resources = Mapping[str, Any]

VPC: Resources = {
    "Vpc": made("EC2::VPC", CidrBlock="10.0.0.0/16"),
    "A": made("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.1.0/24"),
    "B": made("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.2.0/24"),
    "Sg": made("EC2::SecurityGroup", VpcId=ref("Vpc"), GroupDescription="g"),
}
SIX: Resources = {
    "Six": made("EC2::VPCCidrBlock", VpcId=ref("Vpc"), AmazonProvidedIpv6CidrBlock=True)
}
GATEWAY: Resources = {
    "Igw": made("EC2::InternetGateway"),
    "Attached": made(
        "EC2::VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Igw")
    ),
    "Table": made("EC2::RouteTable", VpcId=ref("Vpc")),
}
OPEN = {"Parameters": {"Open": {"Type": "String"}}}
UNSURE = {
    **OPEN,
    "Conditions": {"Unsure": {"Fn::Equals": [{"Ref": "Open"}, "yes"]}},
}
"""A parameter without a value, and a condition that hangs on it."""


def network(**resources: Any) -> Network:
    """Return the network of the small VPC and of further resources."""
    return network_in(UNSURE, **resources)


def network_in(head: Mapping[str, Any], **resources: Any) -> Network:
    """Return the network of a template with the small VPC in it."""
    body = {**head, "Resources": {**VPC, **resources}}
    return network_of(of_template(body))


def unsure(yes: Any, no: Any = None) -> dict[str, Any]:
    """Return an Fn::If on the condition that nobody knows."""
    absent = {"Ref": "AWS::NoValue"}
    return {"Fn::If": ["Unsure", yes, absent if no is None else no]}


def group(**properties: Any) -> dict[str, Any]:
    """Return a security group of the small VPC."""
    return made(
        "EC2::SecurityGroup", VpcId=ref("Vpc"), GroupDescription="g", **properties
    )


def rule(**properties: Any) -> dict[str, Any]:
    """Return an inline rule: HTTPS from or to a range unless it is said."""
    ends = {"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourcePrefixListId"}
    ends |= {"DestinationSecurityGroupId", "SourceSecurityGroupName"}
    end = {} if ends & properties.keys() else {"CidrIp": "192.0.2.0/24"}
    usual = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    return {**usual, **end, **properties}


def shown(ranges: Ranges) -> list[str]:
    """Return ranges as the first and the last address of each."""
    return [
        f"{family.shown(low)}-{family.shown(high)}"
        for family in Family
        for low, high in ranges.of(family)
    ]


def everything(fact: Rule | Entry) -> bool:
    """Return whether a rule or entry is for all addresses, protocols and ports."""
    whole = all(fact.ranges.of(family) == (family.every,) for family in Family)
    return whole and [(t.protocol, t.to) for t in fact.traffic] == [
        ((0, 255), (0, 65_535))
    ]


def only(found: Network, path: str) -> Interface:
    """Return the interface of a workload that has one."""
    (one,) = found.workloads[path].interfaces
    return one


def of_group(found: Network, path: str = "Sg") -> Group:
    """Return a security group."""
    return found.groups[path]


def service(**network_of_it: Any) -> dict[str, Any]:
    """Return a service of ECS in subnet A, with the group, unless it is said."""
    usual = {"Subnets": [ref("A")], "SecurityGroups": [ref("Sg")]}
    given = {name: v for name, v in (usual | network_of_it).items() if v is not None}
    return made("ECS::Service", NetworkConfiguration={"AwsvpcConfiguration": given})
