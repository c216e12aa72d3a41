"""Properties of the cluster layer: insights and capacity providers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.layers import cluster
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.replacement import replacing
from tests.layers.variations import VARIATIONS, nextjs, settled

EACH = pytest.mark.parametrize("system", VARIATIONS.values(), ids=VARIATIONS.keys())


def built(**parameters: str) -> dict[str, Any]:
    return settled(cluster.build(nextjs()), EnvironmentName="dev", **parameters)


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(cluster.build(system)) == []


@pytest.mark.parametrize("insights", ["enhanced", "enabled", "disabled"])
def test_container_insights_are_the_environments_choice(insights: str) -> None:
    properties = built(ContainerInsights=insights)["Cluster"]["Properties"]
    assert properties["ClusterSettings"] == [
        {"Name": "containerInsights", "Value": insights}
    ]


@pytest.mark.parametrize(
    ("spot", "default"),
    [
        ("none", ["FARGATE"]),
        ("mixed", ["FARGATE", "FARGATE_SPOT"]),
        ("all", ["FARGATE_SPOT"]),
    ],
)
def test_what_asks_for_nothing_runs_where_services_do(
    spot: str, default: list[str]
) -> None:
    found = built(FargateSpot=spot)["ClusterCapacityProviders"]["Properties"]
    assert found["Cluster"] == {"Ref": "Cluster"}
    assert found["CapacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    strategy = found["DefaultCapacityProviderStrategy"]
    assert [entry["CapacityProvider"] for entry in strategy] == default


@pytest.mark.parametrize(
    "kind", ["ECS::Cluster", "ECS::ClusterCapacityProviderAssociations"]
)
def test_no_setting_replaces_the_cluster(kind: str) -> None:
    assert replacing(cluster.build(nextjs()), kind) == set()


def test_what_leaves_is_what_services_need() -> None:
    outputs = json.loads(render(cluster.build(nextjs()).template))["Outputs"]
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "ClusterName": {"Ref": "Cluster"},
        "ClusterArn": {"Fn::GetAtt": ["Cluster", "Arn"]},
    }
