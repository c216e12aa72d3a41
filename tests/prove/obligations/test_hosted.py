"""Tasks that share the interface of an instance are reached at the host's ports."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import Model
from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import Resources, made, task
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import group, let, of, ref, shop, verdict

WORDS = "requests of alb reach"
PROVIDER = {"AutoScalingGroupProvider": {"AutoScalingGroupArn": ref("Fleet")}}
HOSTS: Resources = {
    "Fleet": made(
        *("AutoScaling::AutoScalingGroup",),
        VPCZoneIdentifier=[ref("Subnet")],
        LaunchTemplate={"LaunchTemplateId": ref("Template"), "Version": "1"},
        MinSize="1",
        MaxSize="2",
    ),
    "Template": made(
        *("EC2::LaunchTemplate",),
        LaunchTemplateData={"SecurityGroupIds": [ref("HostGroup")]},
    ),
    "Provider": made("ECS::CapacityProvider", **PROVIDER),
    "Cluster": made("ECS::Cluster"),
}
STRATEGY = [{"CapacityProvider": ref("Provider"), "Weight": 1}]


def _model(mode: str | None, host: int | None, opened: Any, **changed: Any) -> Model:
    port = {"ContainerPort": 8080, **({} if host is None else {"HostPort": host})}
    whole = task(Image="nginx", PortMappings=[port])["Properties"]
    own = {"RequiresCompatibilities": ["EC2"], "NetworkMode": mode}
    kept = {name: value for name, value in {**whole, **own}.items() if value}
    service = {
        "NetworkConfiguration": ref("AWS::NoValue"),
        "LaunchType": ref("AWS::NoValue"),
        "CapacityProviderStrategy": STRATEGY,
    }
    around = {
        **HOSTS,
        "Targets": {"TargetType": "instance"},
        "HostGroup": group({**let(**of("DoorGroup")), **opened}),
        "Task": made("ECS::TaskDefinition", **kept),
        "Web": service,
    }
    return shop(**{**around, **changed})


ALL, FEW = {"FromPort": 32768, "ToPort": 65535}, {"FromPort": 49153, "ToPort": 65535}
ONE = {"FromPort": 8080, "ToPort": 8080}

CASES: dict[str, tuple[str | None, int | None, Any, str, Truth]] = {
    "any port": ("bridge", 0, ALL, "tcp/32768-60999", Truth.PROVED),
    "none that is said": ("bridge", None, ALL, "tcp/32768-60999", Truth.PROVED),
    "no mode that is said": (None, 0, ALL, "tcp/32768-60999", Truth.PROVED),
    "some of the ports": ("bridge", 0, FEW, "tcp/32768-60999", Truth.REFUTED),
    "its own port is none": ("bridge", 0, ONE, "tcp/32768-60999", Truth.REFUTED),
    "one port": ("bridge", 8080, ONE, "tcp/8080", Truth.PROVED),
    "another port": ("bridge", 80, ONE, "tcp/80", Truth.REFUTED),
    "the host's": ("host", None, ONE, "tcp/8080", Truth.PROVED),
}


@pytest.mark.parametrize(
    ("mode", "host", "opened", "shown", "truth"), CASES.values(), ids=CASES
)
def test_the_ports_of_hosts_are_open(
    mode: str | None, host: int | None, opened: Any, shown: str, truth: Truth
) -> None:
    found = verdict(_model(mode, host, opened), WORDS)
    assert found.truth is truth
    assert f" on {shown} of fleet" in found.said.text


def test_the_strategy_may_be_the_cluster_s() -> None:
    beside = made(
        *("ECS::ClusterCapacityProviderAssociations",),
        Cluster=ref("Cluster"),
        CapacityProviders=[ref("Provider")],
        DefaultCapacityProviderStrategy=STRATEGY,
    )
    service = {
        "Cluster": ref("Cluster"),
        "LaunchType": ref("AWS::NoValue"),
        "NetworkConfiguration": ref("AWS::NoValue"),
    }
    model = _model("bridge", 0, FEW, Beside=beside, Web=service)
    assert verdict(model, WORDS).truth is Truth.REFUTED


@pytest.mark.parametrize(
    "changed",
    [
        {"Web": {"CapacityProviderStrategy": [{"CapacityProvider": "machines"}]}},
        {"Web": {"LaunchType": "EC2"}},
    ],
    ids=["a provider of others", "any instance of the cluster"],
)
def test_of_hosts_that_nobody_names_nothing_is_said(changed: Any) -> None:
    service = {"NetworkConfiguration": ref("AWS::NoValue"), **changed["Web"]}
    model = _model("bridge", 0, FEW, Web=service)
    assert not [one for one in proved(model) if WORDS in one.said.text]


NLB: dict[str, Any] = {
    "Door": made(
        *("ElasticLoadBalancingV2::LoadBalancer",),
        Type="network",
        Subnets=[ref("Subnet")],
        SecurityGroups=[ref("DoorGroup")],
    ),
    "Listener": {"Protocol": "TCP"},
    "Targets": {"TargetType": "instance", "Protocol": "TCP"},
}


def test_of_the_addresses_of_clients_nothing_is_said() -> None:
    found = proved(_model("bridge", 0, FEW, **NLB))
    assert not [one for one in found if " of fleet" in one.said.text]


def test_windows_has_other_ports() -> None:
    ports = [{"ContainerPort": 8080, "HostPort": 0}]
    other = made(
        *("ECS::TaskDefinition",),
        Family="shop",
        ContainerDefinitions=[{"Name": "shop", "PortMappings": ports}],
        RuntimePlatform={"OperatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
    )
    found = proved(_model("bridge", 0, ALL, Task=other))
    assert not [one for one in found if WORDS in one.said.text]
