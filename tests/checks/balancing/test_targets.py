"""Target groups: what is in front of them and behind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

ENTRY = "Service.LoadBalancers.0"
ELSEWHERE: Changes = {
    "Second": ("Balancer", {}),
    "SecondHttp": ("Http", {"LoadBalancerArn": {"Ref": "Second"}}),
}


def _to(*groups: str) -> list[dict[str, Any]]:
    inside = [{"TargetGroupArn": {"Ref": group}} for group in groups]
    return [{"Type": "forward", "ForwardConfig": {"TargetGroups": inside}}]


CASES = (
    Case(
        "a group behind two load balancers",
        "CG526",
        {
            **ELSEWHERE,
            "Again": (
                "Rule",
                {"ListenerArn": {"Ref": "SecondHttp"}, "Actions": _to("Targets")},
            ),
        },
        *("Again.Actions.0", "is behind Balancer, and here behind Second"),
    ),
    Case(
        "TCP behind HTTPS",
        *("CG526", {"Targets.Protocol": "TCP"}, "Rule.Actions.0"),
        "Https speaks HTTPS, Targets TCP",
    ),
    Case(
        "a group of another VPC",
        *("CG526", {"Targets.VpcId": {"Ref": "OtherVpc"}}, "Rule.Actions.0"),
        "Targets is of OtherVpc, its load balancer of Vpc",
    ),
    Case(
        "a container that is not there",
        *("CG527", {f"{ENTRY}.ContainerName": "nginx"}, f"{ENTRY}.ContainerName"),
        "Task has no container nginx",
    ),
    Case(
        "a port that is not mapped",
        *("CG527", {f"{ENTRY}.ContainerPort": "3000"}, f"{ENTRY}.ContainerPort"),
        "web of Task has no port 3000",
    ),
    Case(
        "instances behind a task with its own address",
        *("CG527", {"Targets.TargetType": GONE}, f"{ENTRY}.TargetGroupArn"),
        "of the type instance, its tasks need ip",
    ),
    Case(
        "a group that no listener forwards to",
        "CG527",
        {"Rule": GONE, "Service.DependsOn": []},
        *(f"{ENTRY}.TargetGroupArn", "No listener forwards to Targets"),
    ),
    Case(
        "a service that does not wait",
        *("CG527", {"Service.DependsOn": []}, f"{ENTRY}.TargetGroupArn"),
        "does not wait for Rule",
    ),
    Case(
        "a check that lasts longer than its interval",
        *("CG528", {"Targets.HealthCheckTimeoutSeconds": "15"}),
        *("Targets.HealthCheckTimeoutSeconds", "waits 15 s"),
    ),
    Case(
        "a threshold that there is not",
        *("CG528", {"Targets.HealthyThresholdCount": "1"}),
        *("Targets.HealthyThresholdCount", "2 to 10"),
    ),
    Case(
        "a path without its slash",
        *("CG528", {"Targets.HealthCheckPath": "health"}, "Targets.HealthCheckPath"),
        "does not begin with /",
    ),
    Case(
        "codes that HTTP groups do not take",
        *("CG528", {"Targets.Matcher.HttpCode": "200-599"}, "Targets.Matcher.HttpCode"),
        "no codes from 200 to 499",
    ),
    Case(
        "an interval as short as the timeout that nobody gives",
        "CG528",
        {
            "Targets.HealthCheckTimeoutSeconds": GONE,
            "Targets.HealthCheckIntervalSeconds": 5,
        },
        *("Targets.HealthCheckIntervalSeconds", "asks every 5 s"),
    ),
    Case(
        "a timeout as long as the interval that nobody gives",
        "CG528",
        {
            "Targets.HealthCheckTimeoutSeconds": 30,
            "Targets.HealthCheckIntervalSeconds": GONE,
        },
        *("Targets.HealthCheckTimeoutSeconds", "asks every 30 s"),
    ),
    Case(
        "what is no code",
        *("CG528", {"Targets.Matcher.HttpCode": "2xx"}, "Targets.Matcher.HttpCode"),
        "2xx",
    ),
    Case(
        "TCP for a group that speaks HTTP",
        *("CG528", {"Targets.HealthCheckProtocol": "TCP"}),
        *("Targets.HealthCheckProtocol", "HTTP is not checked by TCP"),
    ),
    Case(
        "a path for a check by TCP",
        *("CG528", {"Targets.Protocol": "TCP"}, "Targets.HealthCheckPath"),
        "TCP has no HealthCheckPath",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


PLAIN = {
    "Targets.HealthCheckPath": GONE,
    "Targets.Matcher": GONE,
}

FINE: dict[str, Changes] = {
    "two listeners of one load balancer": {
        "Again": ("Rule", {"ListenerArn": {"Ref": "Http"}, "Actions": _to("Targets")})
    },
    "HTTPS behind HTTP": {"Targets.Protocol": "HTTPS"},
    "a service that waits by another": {
        "Service.DependsOn": ["Between"],
        "Between": ("SNS::Topic", {"DisplayName": {"Fn::GetAtt": ["Rule", "RuleArn"]}}),
    },
    "tasks on the network of their instance": {
        "Task.NetworkMode": "bridge",
        "Targets.TargetType": "instance",
    },
    "a task that is not known": {
        "Service.TaskDefinition": "shop-worker",
        f"{ENTRY}.ContainerName": "nginx",
    },
    "a group that a custom resource puts behind a listener": {
        "Rule": GONE,
        "Service.DependsOn": [],
        "Routing": {
            "Type": "Custom::Routing",
            "Properties": {"Targets": {"Ref": "Targets"}},
        },
    },
    "QUIC": {"Https.Protocol": "TCP_QUIC", "Targets.Protocol": "TCP_QUIC", **PLAIN},
    "a load balancer behind a load balancer, asked by HTTP": {
        "Targets.Protocol": "TCP",
        "Targets.TargetType": "alb",
        "Https.Protocol": "TCP",
        "Service.LoadBalancers": [],
    },
    "a check by HTTP of a group that speaks TCP": {
        "Targets.Protocol": "TCP",
        "Targets.HealthCheckProtocol": "HTTP",
        "Targets.Matcher.HttpCode": "200-599",
        "Https.Protocol": "TCP",
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    ids = ("CG526", "CG527", "CG528")
    assert problems(model(change), [CHECKS[id] for id in ids]) == []
