"""The cluster layer: the ECS cluster that every service and job runs in.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html
"""

from __future__ import annotations

from troposphere import GetAtt, Ref, ecs

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task.capacity import strategy
from cfngen.physical import name_tag
from cfngen.settings import ENVIRONMENT_NAME, choice
from cfngen.spec.system import System

CONTAINER_INSIGHTS = choice(
    "ContainerInsights",
    "Metrics of tasks and containers beyond the free ones: enhanced has the most.",
    default="enabled",
    allowed=("enhanced", "enabled", "disabled"),
)


def build(system: System) -> Layer:
    """Build the cluster layer."""
    layer = Layer("cluster", f"{system.system}: ECS cluster")
    layer.setting(ENVIRONMENT_NAME)
    cluster = layer.add(_cluster(layer, system))
    layer.add(_capacity_providers(layer, cluster))
    layer.leave(ports.CLUSTER_NAME, Ref(cluster))
    layer.leave(ports.CLUSTER_ARN, GetAtt(cluster, "Arn"))
    return layer


def _cluster(layer: Layer, system: System) -> ecs.Cluster:
    """Return the cluster; ECS Exec needs nothing of it and logs as its tasks do."""
    return ecs.Cluster(
        "Cluster",
        ClusterSettings=[
            ecs.ClusterSetting(
                Name="containerInsights", Value=layer.setting(CONTAINER_INSIGHTS)
            )
        ],
        Tags=name_tag(system.system),
    )


def _capacity_providers(
    layer: Layer, cluster: ecs.Cluster
) -> ecs.ClusterCapacityProviderAssociations:
    """Return what may run tasks, and what does where a task does not say."""
    return ecs.ClusterCapacityProviderAssociations(
        "ClusterCapacityProviders",
        Cluster=Ref(cluster),
        CapacityProviders=["FARGATE", "FARGATE_SPOT"],
        DefaultCapacityProviderStrategy=strategy(layer, ecs.CapacityProviderStrategy),
    )
