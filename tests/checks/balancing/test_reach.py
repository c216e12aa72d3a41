"""Whether load balancer and tasks let each other's traffic through."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.parts import att
from tests.checks.network.system import (
    CHECKS,
    GONE,
    SYSTEM,
    Case,
    Changes,
    model,
    problems,
    spoken,
)
from tests.models import of_template

PORT = "Service.LoadBalancers.0.ContainerPort"
EGRESS = "BalancerGroup.SecurityGroupEgress"
OUT = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}

MADE = ("CloudFormation::Stack", {"TemplateURL": "https://example.com/n.json"})
UDP = {"Https.Protocol": "UDP", "Targets.Protocol": "UDP", "Http": GONE}

CASES = (
    Case(
        "UDP, let in as TCP",
        *("CG537", UDP, "Https.Port", "lets port 443 (udp) in"),
    ),
    Case(
        "UDP for the tasks, let in as TCP",
        *("CG537", UDP, PORT, "lets port 8080 (udp) in from those of Balancer"),
    ),
    Case(
        "nothing lets the requests out",
        *("CG537", {"ToTasks": GONE}, PORT),
        "No group of Balancer lets port 8080 out to those of Service",
    ),
    Case(
        "nothing lets the requests in",
        *("CG537", {"FromBalancer": GONE}, PORT),
        "No group of Service lets port 8080 in from those of Balancer",
    ),
    Case(
        "another port",
        *("CG537", {"FromBalancer.ToPort": 8000, "FromBalancer.FromPort": 8000}, PORT),
        "lets port 8080 in",
    ),
    Case(
        "another protocol",
        *("CG537", {"FromBalancer.IpProtocol": "udp"}, PORT, "lets port 8080 in"),
    ),
    Case(
        "another group",
        *("CG537", {"FromBalancer.SourceSecurityGroupId": {"Ref": "TaskGroup"}}, PORT),
        "lets port 8080 in",
    ),
    Case(
        "a range elsewhere",
        "CG537",
        {"ToTasks": GONE, f"{EGRESS}.0": {**OUT, "CidrIp": "192.168.0.0/16"}},
        *(PORT, "lets port 8080 out"),
    ),
    Case(
        "the port of the health check",
        *("CG537", {"Targets.HealthCheckPort": "9090"}, "Targets.HealthCheckPort"),
        "lets port 9090 in",
    ),
    Case(
        "the port of a listener",
        "CG537",
        {
            "BalancerGroup.SecurityGroupIngress.0.FromPort": 444,
            "BalancerGroup.SecurityGroupIngress.0.ToPort": 444,
        },
        *("Https.Port", "lets port 443 in"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "to the tasks' subnets": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {**OUT, "CidrIp": "10.0.2.0/24"},
    },
    "to everywhere": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"},
    },
    "to a part of the subnets": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {**OUT, "CidrIp": "10.0.2.0/25"},
    },
    "to a prefix list": {
        "ToTasks": GONE,
        f"{EGRESS}.0": {**OUT, "DestinationPrefixListId": "pl-1"},
    },
    "all that EC2 allows by itself": {EGRESS: GONE, "ToTasks": GONE},
    "from a wider range of ports": {
        "FromBalancer.FromPort": 1024,
        "FromBalancer.ToPort": 65535,
    },
    "one group of two": {
        "Second": ("TaskGroup", {}),
        "FromBalancer.GroupId": {"Ref": "Second"},
        "Service.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups": [
            {"Ref": "TaskGroup"},
            {"Ref": "Second"},
        ],
    },
    "no rule that lets out, as an empty list": {EGRESS: [], "ToTasks": GONE},
    "a group that a custom resource adds rules to": {
        "FromBalancer": GONE,
        "Rules": {
            "Type": "Custom::Rules",
            "Properties": {"Group": {"Ref": "TaskGroup"}},
        },
    },
    "the groups that a VPC comes with": {
        "Balancer.SecurityGroups": [att("Vpc", "DefaultSecurityGroup")],
        "FromBalancer": GONE,
    },
    "a load balancer's groups of another stack": {
        "Made": MADE,
        "Balancer.SecurityGroups": [att("Made", "Outputs.Group")],
        "FromBalancer.SourceSecurityGroupId": att("Made", "Outputs.Group"),
    },
    "a rule for a group of another stack": {
        "Made": MADE,
        "FromBalancer.SourceSecurityGroupId": att("Made", "Outputs.Group"),
    },
    "UDP, let in as such": {
        **UDP,
        "BalancerGroup.SecurityGroupIngress.0.IpProtocol": "udp",
        "FromBalancer.IpProtocol": "udp",
        "ToTasks.IpProtocol": "udp",
    },
    "UDP and TCP, one of them let in": {
        **UDP,
        "Https.Protocol": "TCP_UDP",
        "Targets.Protocol": "TCP_UDP",
    },
    "a load balancer for PrivateLink": {
        "BalancerGroup.SecurityGroupIngress": [],
        "Balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off",
    },
    "the port of a listener for tests": {
        "Test": ("Https", {"Port": 8443}),
        "Release": (
            "CodeDeploy::DeploymentGroup",
            {
                "LoadBalancerInfo": {
                    "TargetGroupPairInfoList": [
                        {"TestTrafficRoute": {"ListenerArns": [{"Ref": "Test"}]}}
                    ]
                }
            },
        ),
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG537"]]) == []


@pytest.mark.parametrize("export", [True, False], ids=["exported", "kept"])
def test_other_stacks_add_rules_to_groups_that_are_exported(export: bool) -> None:
    output: dict[str, Any] = {"Value": att("BalancerGroup", "GroupId")}
    if export:
        output["Export"] = {"Name": "balancer-group"}
    closed = {**SYSTEM["BalancerGroup"], "Properties": {"VpcId": {"Ref": "Vpc"}}}
    resources = {**SYSTEM, "BalancerGroup": closed}
    found = of_template({"Resources": resources, "Outputs": {"Group": output}})
    said = [message for _, _, message in problems(found, [CHECKS["CG537"]])]
    closed_ports = [
        f"No security group of Balancer lets port {n} in." for n in (443, 80)
    ]
    assert said == ([] if export else closed_ports)
