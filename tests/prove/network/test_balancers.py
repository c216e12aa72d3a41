"""Tests of load balancers, and of what they do with requests."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.places import Forward
from tests.checks.network.parts import att, made, ref
from tests.prove.network.places import SIX, network, only, service


def balancer(**given: Any) -> dict[str, Any]:
    usual = {"Subnets": [ref("A")], "SecurityGroups": [ref("Sg")]}
    return made("ElasticLoadBalancingV2::LoadBalancer", **{**usual, **given})


@pytest.mark.parametrize(
    ("given", "public", "six"),
    [
        ({}, True, False),
        ({"Scheme": "internal"}, False, False),
        ({"Scheme": ref("Open")}, None, False),
        ({"IpAddressType": "dualstack"}, True, True),
        ({"IpAddressType": "dualstack-without-public-ipv4"}, False, True),
        ({"IpAddressType": ref("Open")}, True, None),
    ],
    ids=["usual", "internal", "open", "dual", "six in public", "family open"],
)
def test_a_load_balancer_has_public_addresses_unless_it_is_internal(
    given: Any, public: bool | None, six: bool | None
) -> None:
    subnet = made(
        "EC2::Subnet",
        VpcId=ref("Vpc"),
        CidrBlock="10.0.1.0/24",
        Ipv6CidrBlock="2001:db8:1::/64",
    )
    one = only(network(**SIX, A=subnet, Front=balancer(**given)), "Front")
    assert (one.public, one.v6) == (public, six)


def test_a_load_balancer_without_groups_has_the_default_one() -> None:
    one = only(network(Front=balancer(SecurityGroups=None)), "Front")
    assert (one.groups, one.unguarded) == (("Vpc.DefaultSecurityGroup",), False)


def test_a_network_load_balancer_with_groups_is_guarded() -> None:
    found = network(Front=balancer(Type="network"))
    one = only(found, "Front")
    assert (one.groups, one.unguarded) == (("Sg",), False)
    assert found.named("nlb") == (found.workloads["Front"],)
    assert found.named("alb") == ()


def test_subnets_may_be_mapped() -> None:
    mapped = [{"SubnetId": ref("A")}, {"SubnetId": ref("B"), "AllocationId": "e"}]
    found = network(Front=balancer(Subnets=None, SubnetMappings=mapped))
    assert [i.subnet for i in found.workloads["Front"].interfaces] == ["A", "B"]


def test_other_load_balancers_are_not_looked_into() -> None:
    old = made("ElasticLoadBalancing::LoadBalancer", Subnets=[ref("A")])
    found = network(Through=balancer(Type="gateway"), Old=old)
    assert "Through" not in found.workloads
    assert "send packets through" in found.unread["Through"]
    assert only(found, "Old").public is True
    assert "classic" in found.unread["Old"]


def listener(port: int, *groups: str) -> dict[str, Any]:
    many = [{"TargetGroupArn": ref(name)} for name in groups]
    config = {"Type": "forward", "ForwardConfig": {"TargetGroups": many}}
    nothing = {"Type": "fixed-response"}
    return made(
        "ElasticLoadBalancingV2::Listener",
        LoadBalancerArn=ref("Front"),
        Port=port,
        DefaultActions=[config if groups else nothing],
    )


def target(**given: Any) -> dict[str, Any]:
    return made(
        "ElasticLoadBalancingV2::TargetGroup",
        **{"Port": 80, "TargetType": "ip", "VpcId": ref("Vpc"), **given},
    )


def registered(**more: Any) -> dict[str, Any]:
    entry = {"ContainerName": "c", "ContainerPort": 3000, "TargetGroupArn": ref("One")}
    body = service()
    body["Properties"]["LoadBalancers"] = [{**entry, **more}]
    return body


def ways(**resources: Any) -> list[tuple[int, str, str, int, int]]:
    found = network(Front=balancer(), **resources).forwards
    return [
        (f.port, f.group.resource, f.target, f.target_port, f.health) for f in found
    ]


def test_a_listener_forwards_to_the_port_of_the_container() -> None:
    assert ways(Http=listener(80, "One"), One=target(), Service=registered()) == [
        (80, "One", "Service", 3000, 3000)
    ]


@pytest.mark.parametrize(
    ("port", "health"),
    [("traffic-port", 3000), (8080, 8080), ("8081", 8081)],
    ids=["traffic-port", "number", "text"],
)
def test_health_checks_may_go_to_another_port(port: Any, health: int) -> None:
    group = target(HealthCheckPort=port)
    found = ways(Http=listener(80, "One"), One=group, Service=registered())
    assert [each[4] for each in found] == [health]


def test_a_rule_forwards_as_its_listener_does() -> None:
    rule = made(
        "ElasticLoadBalancingV2::ListenerRule",
        ListenerArn=ref("Https"),
        Actions=[{"Type": "forward", "TargetGroupArn": ref("One")}],
    )
    found = network(
        *(),
        Front=balancer(),
        Https=listener(443),
        Rule=rule,
        One=target(),
        Service=registered(),
    )
    (one,) = found.forwards
    assert isinstance(one, Forward)
    assert (one.balancer, one.port, one.listener.resource) == ("Front", 443, "Https")
    assert found.workloads["Front"].ports == (443,)


def test_where_nothing_registers_there_is_no_target() -> None:
    assert ways(Http=listener(80, "One"), One=target(HealthCheckPort=81)) == [
        (80, "One", "", 80, 81)
    ]


def test_tasks_are_behind_both_groups_that_they_are_moved_between() -> None:
    more = {"AdvancedConfiguration": {"AlternateTargetGroupArn": ref("Two")}}
    found = ways(
        Http=listener(80, "One", "Two"),
        One=target(),
        Two=target(),
        Service=registered(**more),
    )
    assert [each[1:4] for each in found] == [
        ("One", "Service", 3000),
        ("Two", "Service", 3000),
    ]


def test_codedeploy_moves_a_service_between_two_groups() -> None:
    names = [{"Name": att(name, "TargetGroupName")} for name in ("One", "Two")]
    release = made(
        "CodeDeploy::DeploymentGroup",
        LoadBalancerInfo={"TargetGroupPairInfoList": [{"TargetGroups": names}]},
    )
    found = ways(
        Http=listener(80, "Two"),
        One=target(),
        Two=target(),
        Service=registered(),
        Release=release,
    )
    assert found == [(80, "Two", "Service", 3000, 3000)]


def test_instances_may_be_targets() -> None:
    machine = made("EC2::Instance", SubnetId=ref("B"))
    group = target(TargetType="instance", Targets=[{"Id": ref("M"), "Port": 81}])
    assert ways(Http=listener(80, "One"), One=group, M=machine) == [
        (80, "One", "M", 81, 81)
    ]
