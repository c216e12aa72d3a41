"""What picks one part of the system among the metrics of AWS.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/creating_alarms.html
"""

from __future__ import annotations

from typing import Any

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.spec.service import Service
from cfngen.spec.stores import Database
from cfngen.spec.system import System

Dimensions = tuple[tuple[str, Any], ...]

ALB = "AWS/ApplicationELB"
ECS = "AWS/ECS"
SQS = "AWS/SQS"
RDS = "AWS/RDS"
ELASTICACHE = "AWS/ElastiCache"


def balancer(layer: Layer) -> Dimensions:
    """Return what picks the load balancer."""
    return (("LoadBalancer", layer.enter(ports.ALB_FULL_NAME)),)


def targets(
    layer: Layer, system: System, name: str, service: Service
) -> tuple[Dimensions, ...]:
    """Return what picks the target groups of a service, one or two.

    Between two CodeDeploy moves the requests, so that either may be the live one.
    """
    groups = [ports.target_group_full_name(name)]
    if system.blue_green(service):
        groups.append(ports.green_target_group_full_name(name))
    return tuple(
        (*balancer(layer), ("TargetGroup", layer.enter(group))) for group in groups
    )


def tasks(layer: Layer, name: str) -> Dimensions:
    """Return what picks the tasks of a service."""
    return (
        ("ClusterName", layer.enter(ports.CLUSTER_NAME)),
        ("ServiceName", layer.enter(ports.service_name(name))),
    )


def dead_letters(layer: Layer) -> Dimensions:
    """Return what picks the queue of starts that failed."""
    return (("QueueName", layer.enter(ports.JOB_QUEUE_NAME)),)


def writer(layer: Layer, database: Database) -> Dimensions:
    """Return what picks the instance that writes; in a cluster it may be any."""
    if database.aurora:
        return (*cluster(layer), ("Role", "WRITER"))
    return (("DBInstanceIdentifier", layer.enter(ports.DATABASE_INSTANCE_ID)),)


def cluster(layer: Layer) -> Dimensions:
    """Return what picks a whole cluster of Aurora."""
    return (("DBClusterIdentifier", layer.enter(ports.DATABASE_CLUSTER_ID)),)
