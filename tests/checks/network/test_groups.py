"""Security groups and their rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.parts import att
from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

INLINE = "BalancerGroup.SecurityGroupIngress"
HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}


def _inline(*rules: dict[str, Any]) -> Changes:
    return {INLINE: list(rules)}


CASES = (
    Case(
        "a rule twice among resources",
        *("CG511", {"Again": ("FromBalancer", {"Description": "another"})}),
        *("Again", "already: FromBalancer"),
    ),
    Case(
        "a rule twice in the group, its range written otherwise",
        "CG511",
        _inline(
            {**HTTPS, "CidrIp": "10.0.0.0/8"},
            {**HTTPS, "IpProtocol": "6", "CidrIp": "10.9.9.9/8"},
        ),
        *(f"{INLINE}.1", "already: BalancerGroup"),
    ),
    Case(
        "a rule in the group and as a resource",
        "CG511",
        {
            "Again": (
                "EC2::SecurityGroupIngress",
                {**HTTPS, "GroupId": {"Ref": "BalancerGroup"}, "CidrIp": "0.0.0.0/0"},
            )
        },
        *("Again", "already: BalancerGroup"),
    ),
    Case(
        "ports that end before they start",
        *("CG512", {"FromBalancer.FromPort": "9000"}, "FromBalancer.ToPort"),
        "end at 8080, before they start at 9000",
    ),
    Case(
        "TCP without a port",
        *("CG512", {"FromBalancer.ToPort": GONE}, "FromBalancer", "TCP needs ToPort"),
    ),
    Case(
        "no such port",
        *(
            "CG512",
            {f"{INLINE}.0.ToPort": 70_000},
            f"{INLINE}.0.ToPort",
            "no port 70000",
        ),
    ),
    Case(
        "an IPv6 range in CidrIp",
        *(
            "CG512",
            {f"{INLINE}.0.CidrIp": "::/0"},
            f"{INLINE}.0.CidrIp",
            "no IPv4 range",
        ),
    ),
    Case(
        "an empty range",
        *("CG512", {f"{INLINE}.0.CidrIp": ""}, f"{INLINE}.0.CidrIp", "An empty text"),
    ),
    Case(
        "an address without its length",
        *("CG512", {f"{INLINE}.0.CidrIp": "10.0.0.1"}, f"{INLINE}.0.CidrIp"),
        "10.0.0.1 is no IPv4 range",
    ),
    Case(
        "two sources",
        *("CG512", {"FromBalancer.CidrIp": "10.0.0.0/8"}, "FromBalancer"),
        "one source, this one has 2",
    ),
    Case(
        "no destination",
        *("CG512", {"ToTasks.DestinationSecurityGroupId": GONE}, "ToTasks"),
        "one destination, this one has 0",
    ),
    Case(
        "a port with all protocols",
        *("CG512", {f"{INLINE}.0.IpProtocol": "-1"}, f"{INLINE}.0.FromPort", "ignored"),
    ),
    Case(
        "a load balancer's group of another VPC",
        *("CG513", {"BalancerGroup.VpcId": {"Ref": "OtherVpc"}}),
        *("Balancer.SecurityGroups", "BalancerGroup is of OtherVpc"),
    ),
    Case(
        "a service's group of another VPC",
        *("CG513", {"TaskGroup.VpcId": {"Ref": "OtherVpc"}}),
        "Service.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups",
        "its subnets are of Vpc",
    ),
    Case(
        "subnets of two VPCs",
        *("CG513", {"Public2.VpcId": {"Ref": "OtherVpc"}}),
        *("Balancer.Subnets", "different VPCs: OtherVpc, Vpc"),
    ),
    Case(
        "an umlaut in a description",
        *("CG514", {"TaskGroup.GroupDescription": "Aufträge"}),
        *("TaskGroup.GroupDescription", "'ä'"),
    ),
    Case(
        "an apostrophe in a rule's description",
        *("CG514", {"FromBalancer.Description": "the team's"}),
        *("FromBalancer.Description", '"\'"'),
    ),
    Case(
        "a long description",
        *("CG514", {"TaskGroup.GroupDescription": "x" * 256}),
        *("TaskGroup.GroupDescription", "256 characters"),
    ),
    Case(
        "a name like an id",
        *("CG514", {"TaskGroup.GroupName": "sg-tasks"}, "TaskGroup.GroupName", "sg-"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "the same rule on another port": {
        "Again": ("FromBalancer", {"FromPort": 8081, "ToPort": 8081})
    },
    "the same rule of another group": {
        "Again": ("FromBalancer", {"GroupId": {"Ref": "BalancerGroup"}})
    },
    "the same rule for UDP": {"Again": ("FromBalancer", {"IpProtocol": "udp"})},
    "all protocols and all ports": {
        f"{INLINE}.0": {
            "IpProtocol": "-1",
            "FromPort": 0,
            "ToPort": 65535,
            "CidrIp": "0.0.0.0/0",
        }
    },
    "all protocols from the first port": {
        f"{INLINE}.0": {
            "IpProtocol": "-1",
            "FromPort": 1,
            "ToPort": 65535,
            "CidrIp": "0.0.0.0/0",
        }
    },
    "rules for groups that another stack has made": {
        "Made": (
            "CloudFormation::Stack",
            {"TemplateURL": "https://example.com/n.json"},
        ),
        "One": (
            "FromBalancer",
            {"SourceSecurityGroupId": att("Made", "Outputs.One")},
        ),
        "Two": (
            "FromBalancer",
            {"SourceSecurityGroupId": att("Made", "Outputs.Two")},
        ),
    },
    "ICMP with its type": {
        f"{INLINE}.0": {
            "IpProtocol": "icmp",
            "FromPort": 3,
            "ToPort": -1,
            "CidrIp": "0.0.0.0/0",
        }
    },
    "groups of other accounts": {
        "FromBalancer.SourceSecurityGroupId": "sg-0123456789abcdef0"
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    ids = ("CG511", "CG512", "CG513", "CG514")
    assert problems(model(change), [CHECKS[id] for id in ids]) == []
