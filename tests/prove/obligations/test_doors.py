"""Listeners and open ports of load balancers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pytest

from cfngen.model import Model
from cfngen.prove.network.places import Interface
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Bound
from cfngen.prove.obligations.doors import doors
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Flow, Reach
from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import made
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import (
    OPEN,
    PLACED,
    SHOP,
    group,
    let,
    of,
    ref,
    shop,
    verdict,
)

SOMEBODY, HEARD = "somebody reaches alb", "every port that alb lets in"
WORLD = {"CidrIp": "0.0.0.0/0"}
INSIDE = {"CidrIp": "10.0.0.0/16"}

UDP = {**let(port=80), "IpProtocol": "udp"}
NLB = made(
    *("ElasticLoadBalancingV2::LoadBalancer",),
    Type="network",
    Subnets=[ref("Subnet")],
    SecurityGroups=[ref("DoorGroup")],
)

REACHED: dict[str, tuple[dict[str, Any], Truth]] = {
    "from the internet": ({}, Truth.PROVED),
    "from a part of it": (
        {"DoorGroup": group(let(port=80, CidrIp="203.0.113.0/24"))},
        Truth.PROVED,
    ),
    "nobody": ({"DoorGroup": group()}, Truth.REFUTED),
    "on another port": ({"DoorGroup": group(let(port=81, **WORLD))}, Truth.REFUTED),
    "by private addresses though its name is public": (
        {"DoorGroup": group(let(port=80, **INSIDE))},
        Truth.REFUTED,
    ),
    "from the VPC": (
        {"Door": {"Scheme": "internal"}, "DoorGroup": group(let(port=80, **INSIDE))},
        Truth.PROVED,
    ),
    "by one group": (
        {
            "Door": {"Scheme": "internal"},
            "DoorGroup": group(let(port=80, **of("TaskGroup"))),
        },
        Truth.PROVED,
    ),
    "by a group that nobody carries": (
        {
            "Door": {"Scheme": "internal"},
            "Idle": group(),
            "DoorGroup": group(let(port=80, **of("Idle"))),
        },
        Truth.REFUTED,
    ),
    "without a route back": (
        {"Out": {"DestinationCidrBlock": "10.1.0.0/16"}},
        Truth.REFUTED,
    ),
    "by whoever is given": (
        {"DoorGroup": group(let(port=80, CidrIp=ref("Given")))},
        Truth.UNDECIDED,
    ),
    "at a port that is given": ({"Listener": {"Port": ref("Given")}}, Truth.UNDECIDED),
}


def _released(**named: Any) -> Model:
    """Return a shop that ECS releases, with a listener for tests that is closed."""
    (first,) = SHOP["Web"]["Properties"]["LoadBalancers"]
    entry = {**first, "AdvancedConfiguration": named}
    listener = SHOP["Listener"]["Properties"]
    rule = {"Priority": 1, "Conditions": [], "Actions": listener["DefaultActions"]}
    return shop(
        Web={"LoadBalancers": [entry]},
        Trial=made("ElasticLoadBalancingV2::Listener", **{**listener, "Port": 81}),
        Tried=made(
            "ElasticLoadBalancingV2::ListenerRule", ListenerArn=ref("Trial"), **rule
        ),
    )


TRIALS: dict[str, tuple[dict[str, Any], int]] = {
    "by a rule": ({"TestListenerRule": ref("Tried")}, 1),
    "by a listener": ({"TestListenerRule": ref("Trial")}, 1),
    "as the others are": (
        {"TestListenerRule": ref("Trial"), "ProductionListenerRule": ref("Tried")},
        2,
    ),
    "by none": ({}, 2),
}


@pytest.mark.parametrize(("named", "listeners"), TRIALS.values(), ids=TRIALS)
def test_a_listener_that_ecs_tests_by_may_be_closed(
    named: dict[str, Any], listeners: int
) -> None:
    found = proved(_released(**named))
    assert len([one for one in found if SOMEBODY in one.said.text]) == listeners


def _behind(destination: str) -> dict[str, Any]:
    """Return an internal load balancer for a range that a VPN leads to."""
    by_vpn = made(
        *("EC2::Route",),
        RouteTableId=ref("Table"),
        GatewayId=ref("Vpn"),
        DestinationCidrBlock=destination,
    )
    return {
        "Door": {"Scheme": "internal"},
        "DoorGroup": group(let(port=80, CidrIp="192.168.0.0/16")),
        "Vpn": made("EC2::VPNGateway", Type="ipsec.1"),
        "Home": by_vpn,
    }


def test_another_network_may_call() -> None:
    found = verdict(shop(**_behind("192.168.4.0/24")), SOMEBODY)
    assert found.unknowns == ("who is at 192.168.4.0/24",)
    assert verdict(shop(**_behind("172.16.0.0/16")), SOMEBODY).truth is Truth.REFUTED


class Counting(Reach):
    """Flows that are counted."""

    @cached_property
    def asked(self) -> list[object]:
        """Return the sources that flows were asked from."""
        return []

    def flow(
        self,
        source: Interface | None,
        target: Interface | None,
        family: Family,
        bound: Bound,
    ) -> Flow:
        """Return a flow as ever."""
        self.asked.append(source)
        return super().flow(source, target, family, bound)


def _asked(services: int) -> int:
    """Return from how many a listener's caller is looked for, the last of some."""
    resources: dict[str, Any] = {}
    for number in range(services):
        placed = {**PLACED, "SecurityGroups": [ref(f"Group{number}")], **OPEN}
        network = {"NetworkConfiguration": {"AwsvpcConfiguration": placed}}
        web = {**SHOP["Web"], "Properties": {**SHOP["Web"]["Properties"], **network}}
        resources |= {f"Other{number}": web, f"Group{number}": group()}
    let_in = group(let(port=80, **of(f"Group{services - 1}")))
    model = shop(Door={"Scheme": "internal"}, DoorGroup=let_in, **resources)
    reach = Counting(network_of(model))
    (found, _) = doors(model, Judge(reach))
    assert found.truth is Truth.PROVED
    return len(reach.asked)


def test_services_that_have_nothing_to_do_with_a_listener_are_not_asked() -> None:
    assert _asked(2) == _asked(6)


@pytest.mark.parametrize(("changed", "truth"), REACHED.values(), ids=REACHED)
def test_a_listener_is_reached(changed: dict[str, Any], truth: Truth) -> None:
    found = verdict(shop(("Given",), **changed), SOMEBODY)
    assert found.truth is truth
    assert (truth is Truth.UNDECIDED) == bool(found.unknowns)


PORTS: dict[str, tuple[dict[str, Any], Truth]] = {
    "one": ({}, Truth.PROVED),
    "another one": (
        {"DoorGroup": group(let(port=80, **WORLD), let(port=443, **WORLD))},
        Truth.REFUTED,
    ),
    "a range": (
        {"DoorGroup": group(let(FromPort=80, ToPort=90, **WORLD))},
        Truth.REFUTED,
    ),
    "everything": ({"DoorGroup": group({"IpProtocol": "-1", **WORLD})}, Truth.REFUTED),
    "a rule of its own": (
        {
            "More": made(
                *("EC2::SecurityGroupIngress",),
                GroupId=ref("DoorGroup"),
                **let(port=8443, **WORLD),
            )
        },
        Truth.REFUTED,
    ),
    "another one over UDP": (
        {"DoorGroup": group(let(port=80, **WORLD), {**UDP, **WORLD})},
        Truth.REFUTED,
    ),
    "over UDP what is heard over TCP": (
        {"DoorGroup": group({**UDP, **WORLD})},
        Truth.REFUTED,
    ),
    "over UDP by a listener for it": (
        {
            "Door": NLB,
            "Listener": {"Protocol": "UDP"},
            "DoorGroup": group({**UDP, **WORLD}),
        },
        Truth.PROVED,
    ),
    "over TCP what is heard over UDP": (
        {"Door": NLB, "Listener": {"Protocol": "UDP"}},
        Truth.REFUTED,
    ),
    "over both": (
        {
            "Door": NLB,
            "Listener": {"Protocol": "TCP_UDP"},
            "DoorGroup": group(let(port=80, **WORLD), {**UDP, **WORLD}),
        },
        Truth.PROVED,
    ),
    "a rule for nobody": (
        {
            "DoorGroup": group(
                let(port=80, **WORLD), let(port=443, CidrIp="127.0.0.1/32")
            )
        },
        Truth.PROVED,
    ),
    "a rule that may open nothing": (
        {"DoorGroup": group(let(port=80, **WORLD), let(port=443, CidrIp=ref("Given")))},
        Truth.PROVED,
    ),
    "a listener that may be there": (
        {"Listener": {"Port": ref("Given")}},
        Truth.UNDECIDED,
    ),
}


@pytest.mark.parametrize(("changed", "truth"), PORTS.values(), ids=PORTS)
def test_an_open_port_is_heard(changed: dict[str, Any], truth: Truth) -> None:
    assert verdict(shop(("Given",), **changed), "lets in has").truth is truth


def test_a_listener_of_somebody_may_be_here() -> None:
    given = made(
        *("ElasticLoadBalancingV2::Listener",),
        LoadBalancerArn=ref("Given"),
        Port=443,
        Protocol="HTTP",
    )
    opened = group(let(port=80, **WORLD), let(port=443, **WORLD))
    found = verdict(shop(("Given",), Other=given, DoorGroup=opened), HEARD)
    assert found.unknowns == ("${Given}",)


def test_a_listener_for_both_protocols_is_reached_over_both() -> None:
    found = proved(shop(Door=NLB, Listener={"Protocol": "TCP_UDP"}))
    truths = {one.said.text: one.truth for one in found}
    assert truths["somebody reaches nlb on tcp/80"] is Truth.PROVED
    assert truths["somebody reaches nlb on udp/80"] is Truth.REFUTED


def test_what_others_carry_is_let_be() -> None:
    shared = shop(
        DoorGroup=group({"IpProtocol": "-1", **WORLD}),
        Store={"VPCSecurityGroups": [ref("DoorGroup")]},
    )
    assert not [one for one in proved(shared) if HEARD in one.said.text]


def test_other_stacks_may_add_listeners() -> None:
    given = made("CloudFormation::Stack", TemplateURL="https://x/y.json")
    given["Properties"]["Parameters"] = {"Door": ref("Door")}
    opened = group(let(port=80, **WORLD), let(port=443, **WORLD))
    found = verdict(shop(Nested=given, DoorGroup=opened), HEARD)
    assert found.truth is Truth.UNDECIDED
    assert "other stacks" in found.unknowns[0]


def test_a_listener_for_tests_may_be_closed() -> None:
    test = made(
        *("ElasticLoadBalancingV2::Listener",),
        LoadBalancerArn=ref("Door"),
        Port=8443,
        Protocol="HTTP",
        DefaultActions=[{"Type": "forward", "TargetGroupArn": ref("Targets")}],
    )
    pair = {"TestTrafficRoute": {"ListenerArns": [ref("Test")]}}
    release = made(
        *("CodeDeploy::DeploymentGroup",),
        LoadBalancerInfo={"TargetGroupPairInfoList": [pair]},
    )
    alone = [one.said.text for one in proved(shop(Test=test))]
    released = [one.said.text for one in proved(shop(Test=test, Release=release))]
    assert set(alone) - set(released) == {"somebody reaches alb on tcp/8443"}


def test_nothing_is_said_of_a_classic_load_balancer() -> None:
    classic = made(
        "ElasticLoadBalancing::LoadBalancer",
        Subnets=[ref("Subnet")],
        SecurityGroups=[ref("OldGroup")],
        Listeners=[{"LoadBalancerPort": "80", "InstancePort": "80"}],
    )
    model = shop(OldDoor=classic, OldGroup=group(let(port=80, **WORLD)))
    assert not any("old-door" in one.said.text for one in proved(model))
