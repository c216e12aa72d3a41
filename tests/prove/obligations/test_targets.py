"""Requests and health checks reach tasks and are answered."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import made, task
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import group, let, of, ref, shop, verdict

BOTH = "requests and health checks of alb reach web on tcp/8080"
CHECKS, REQUESTS = (
    "health checks of alb reach web on tcp/9000",
    "requests of alb reach web on tcp/8080",
)
OTHER = {"Targets": {"HealthCheckPort": "9000"}}
ADMITTED = {"TaskGroup": group(*(let(port=p, **of("DoorGroup")) for p in (8080, 9000)))}

CASES: dict[str, tuple[dict[str, Any], str, Truth]] = {
    "on one port": ({}, BOTH, Truth.PROVED),
    "the same port by name": (
        {"Targets": {"HealthCheckPort": "traffic-port"}},
        *(BOTH, Truth.PROVED),
    ),
    "another port, closed": (OTHER, CHECKS, Truth.REFUTED),
    "requests all the same": (OTHER, REQUESTS, Truth.PROVED),
    "another port, open": ({**OTHER, **ADMITTED}, CHECKS, Truth.PROVED),
    "over UDP, health checks only": (
        {
            "Targets": {"Protocol": "UDP"},
            "TaskGroup": group(let(port=8080, **of("DoorGroup"))),
        },
        *("health checks of alb reach web on tcp/8080", Truth.PROVED),
    ),
    "by range": (
        {"TaskGroup": group(let(port=8080, CidrIp="10.0.0.0/24"))},
        *(BOTH, Truth.PROVED),
    ),
    "by a part of the range": (
        {"TaskGroup": group(let(port=8080, CidrIp="10.0.0.0/25"))},
        *(BOTH, Truth.REFUTED),
    ),
    "by public addresses": (
        {"TaskGroup": group(let(port=8080, CidrIp="203.0.113.0/24"))},
        *(BOTH, Truth.REFUTED),
    ),
}


@pytest.mark.parametrize(("changed", "words", "truth"), CASES.values(), ids=CASES)
def test_tasks_are_called(changed: dict[str, Any], words: str, truth: Truth) -> None:
    assert verdict(shop(**changed), words).truth is truth


def test_health_checks_on_a_port_that_is_given_are_not_decided() -> None:
    model = shop(("Given",), Targets={"HealthCheckPort": {"Ref": "Given"}})
    assert not [one for one in proved(model) if "health checks" in one.said.text]
    assert verdict(model, REQUESTS).truth is Truth.PROVED


UDP = {**let(port=8080, CidrIp="0.0.0.0/0"), "IpProtocol": "udp"}
ANYTHING = {"TaskGroup": group({**of("DoorGroup"), "IpProtocol": "-1"})}
NLB: dict[str, Any] = {
    "Door": made(
        *("ElasticLoadBalancingV2::LoadBalancer",),
        Type="network",
        Subnets=[ref("Subnet")],
        SecurityGroups=[ref("DoorGroup")],
    ),
    "Listener": {"Protocol": "TCP"},
}
OVER_UDP = {**NLB, "Targets": {"Protocol": "UDP", "HealthCheckPort": "9000"}}
KEPT = [{"Key": "preserve_client_ip.enabled", "Value": "true"}]


def mapping(*ports: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """Return a task definition that maps ports."""
    whole = task(Image="nginx", PortMappings=list(ports))
    return {"Task": {**whole, "Properties": {**whole["Properties"], **properties}}}


def registered(container: Any) -> dict[str, Any]:
    """Return what a service registers with the target group."""
    named = {"ContainerName": container, "ContainerPort": 8080}
    return {**named, "TargetGroupArn": ref("Targets")}


ON_UDP = mapping({"ContainerPort": 8080, "Protocol": "udp"})

# What is changed, the obligation that is spoken of, and what stops it.
KEPT_OR_NOT: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "over TCP, mapped over UDP": (ON_UDP, BOTH, "Task maps port 8080 over udp"),
    "over UDP, mapped over UDP": (
        {**OVER_UDP, **ON_UDP, "TaskGroup": group(UDP)},
        *("lets somebody in on udp/8080", None),
    ),
    "over UDP, mapped over TCP": (
        {**OVER_UDP, "TaskGroup": group(UDP)},
        *("lets somebody in on udp/8080", "Task maps port 8080 over tcp"),
    ),
    "over UDP, let in over TCP": (
        {**OVER_UDP, **ON_UDP},
        *("lets somebody in on udp/8080", "TaskGroup let no udp/8080 in"),
    ),
    "over both, mapped over one": (
        {**NLB, **ON_UDP, **ANYTHING, "Targets": {"Protocol": "TCP_UDP"}},
        *("lets somebody in on tcp/8080", None),
    ),
    "with the addresses of clients": (
        {
            **NLB,
            "Targets": {"Protocol": "TCP", "TargetGroupAttributes": KEPT},
            "TaskGroup": group(let(port=8080, CidrIp="203.0.113.0/24")),
        },
        *("lets somebody in on tcp/8080", None),
    ),
    "with its own addresses": (
        {
            **NLB,
            "Targets": {"Protocol": "TCP"},
            "TaskGroup": group(let(port=8080, CidrIp="203.0.113.0/24")),
        },
        *("of nlb reach web on tcp/8080", "does not reach"),
    ),
    "a port of a range": (mapping({"ContainerPortRange": "8000-8090"}), BOTH, None),
    "no port": (mapping(), BOTH, "container shop of Task does not map port 8080"),
    "no such container": (
        {"Web": {"LoadBalancers": [registered("cart")]}},
        *(BOTH, "Task has no container cart"),
    ),
    "a port of another container": (
        mapping(
            ContainerDefinitions=[
                {"Name": "shop", "Image": "nginx"},
                {"Name": "cart", "PortMappings": [{"ContainerPort": 8080}]},
            ]
        ),
        *(BOTH, "container shop of Task does not map port 8080"),
    ),
    "a container that is given": (
        {"Web": {"LoadBalancers": [registered(ref("AWS::StackId"))]}},
        *(BOTH, None),
    ),
    "another port of the host": (
        mapping({"ContainerPort": 8080, "HostPort": 80}),
        *(BOTH, "to port 80 of a host"),
    ),
    "any port of the host": (
        mapping({"ContainerPort": 8080, "HostPort": 0}),
        *(BOTH, None),
    ),
    "the interfaces of a host": (
        mapping({"ContainerPort": 8080}, NetworkMode="bridge"),
        *(BOTH, "its network mode is bridge"),
    ),
    "no network mode": (
        mapping({"ContainerPort": 8080}, NetworkMode=ref("AWS::NoValue")),
        *(BOTH, "its network mode is bridge"),
    ),
    "no health checks": (
        {"Targets": {"HealthCheckEnabled": False}},
        *(BOTH, "Targets switches its health checks off"),
    ),
}


@pytest.mark.parametrize(
    ("changed", "words", "why"), KEPT_OR_NOT.values(), ids=KEPT_OR_NOT
)
def test_what_is_forwarded_is_taken(
    changed: dict[str, Any], words: str, why: str | None
) -> None:
    found = verdict(shop(**changed), words)
    assert found.truth is (Truth.REFUTED if why else Truth.PROVED)
    assert (why or "") in found.why


def test_health_checks_keep_no_addresses() -> None:
    model = shop(**NLB, Targets={"Protocol": "TCP", "TargetGroupAttributes": KEPT})
    assert verdict(model, "health checks of nlb").truth is Truth.PROVED


UNKNOWN: dict[str, dict[str, Any]] = {
    "a protocol": mapping({"ContainerPort": 8080, "Protocol": ref("Given")}),
    "a port": mapping({"ContainerPort": ref("Given")}),
    "whose they are": mapping(
        ContainerDefinitions=[
            {"Name": ref("Given"), "PortMappings": [{"ContainerPort": 8080}]}
        ]
    ),
    "all of them": {"Task": task(Image="nginx", PortMappings=ref("Given"))},
}


@pytest.mark.parametrize("changed", UNKNOWN.values(), ids=UNKNOWN)
def test_ports_that_are_given_are_not_known(changed: dict[str, Any]) -> None:
    found = verdict(shop(("Given",), **changed), BOTH)
    assert found.unknowns == ("how Task maps port 8080",)


def test_what_listens_over_udp_may_listen_over_tcp_too() -> None:
    model = shop(**{**NLB, **ON_UDP}, Targets={"Protocol": "UDP"})
    found = verdict(model, "health checks of nlb")
    assert found.truth is Truth.UNDECIDED
    assert "which maps 8080 over udp" in found.unknowns[0]


def test_a_task_that_is_refused_pulls_no_image() -> None:
    model = shop(**mapping({"ContainerPort": 8080}, NetworkMode="host"))
    (broken,) = verdict(model, "pull its image").broken
    assert (broken.at.resource, broken.at.path) == ("Task", ("NetworkMode",))


def test_a_load_balancer_that_is_elsewhere_is_not_known() -> None:
    model = shop(Listener={"LoadBalancerArn": "arn:aws:elb:us-east-1:1:x"})
    assert verdict(model, "reach web on tcp/8080").truth is Truth.UNDECIDED
