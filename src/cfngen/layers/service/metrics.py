"""What ECS reports of a service, once a minute while it has tasks.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from troposphere import cloudwatch as cw

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.spec.service import Service, Steps

NAMESPACE = "AWS/ECS"
PERIOD_SECONDS = 60


@dataclass(frozen=True)
class Metric:
    """A utilisation in percent: as the spec, people, ECS and Auto Scaling call it."""

    word: str
    shown: str
    name: str
    predefined: str


CPU = Metric("cpu", "CPU", "CPUUtilization", "ECSServiceAverageCPUUtilization")
MEMORY = Metric(
    "memory", "memory", "MemoryUtilization", "ECSServiceAverageMemoryUtilization"
)


def dimensions(layer: Layer, service_name: Any) -> list[cw.MetricDimension]:
    """Return the dimensions that pick one service."""
    return [
        cw.MetricDimension(Name="ClusterName", Value=layer.enter(ports.CLUSTER_NAME)),
        cw.MetricDimension(Name="ServiceName", Value=service_name),
    ]


def wishes(service: Service) -> Iterator[tuple[Metric, int | Steps]]:
    """Yield each metric that the spec scales on, with what it says of it."""
    for metric, wish in ((CPU, service.scale.cpu), (MEMORY, service.scale.memory)):
        if wish is not None:
            yield metric, wish
