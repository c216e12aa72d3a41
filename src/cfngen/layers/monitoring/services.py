"""Alarms on the load balancer itself, and on the tasks of services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import Equals, If, Not, Sub, cloudwatch, sns

from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.alarm import (
    AT_LEAST,
    DEAD,
    LESS_THAN,
    QUIET,
    Limit,
    Series,
    alarm,
)
from cfngen.layers.monitoring.dimensions import ALB, ECS, balancer, tasks
from cfngen.layers.service import settings as service_settings
from cfngen.layers.task import settings as task_settings
from cfngen.naming import logical
from cfngen.spec.care import Monitoring
from cfngen.spec.service import Service
from cfngen.spec.system import System


def load_balancer_alarms(
    layer: Layer, system: System, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on the load balancer itself.

    Before the first image it answers everybody 503; that is known and tells nobody.
    """
    one = balancer(layer)
    errors = layer.setting(settings.errors(monitoring))
    image = _has_any_image(layer, system)
    yield alarm(
        "LoadBalancerErrors",
        "The load balancer answers 5xx itself: no healthy task, or timeouts.",
        Series(ALB, "HTTPCode_ELB_5XX_Count", "Sum", one),
        Limit(AT_LEAST, errors, periods=1),
        topic,
        **({"ActionsEnabled": If(image, True, False)} if image else {}),
    )
    yield alarm(
        "RejectedConnections",
        "The load balancer has reached its most connections and turns users away.",
        Series(ALB, "RejectedConnectionCount", "Sum", one),
        Limit(AT_LEAST, 1, periods=1),
        topic,
    )


def task_alarms(
    layer: Layer, name: str, service: Service, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on a service's tasks: how busy they are and how many run."""
    one = tasks(layer, name)
    title = logical(name)
    yield alarm(
        f"{title}Cpu",
        f"CPU of {name} stays high; more tasks do not help, or there are no more.",
        Series(ECS, "CPUUtilization", "Average", one),
        Limit(AT_LEAST, layer.setting(settings.cpu(monitoring))),
        topic,
    )
    yield alarm(
        f"{title}Memory",
        f"Memory of {name} stays high; a task that runs out of it is killed.",
        Series(ECS, "MemoryUtilization", "Average", one),
        Limit(AT_LEAST, layer.setting(settings.memory(monitoring))),
        topic,
    )
    yield alarm(
        f"{title}Tasks",
        f"Fewer tasks of {name} run than its minimum.",
        Series(ECS, "CPUUtilization", "SampleCount", one, period_seconds=60),
        _fewest(layer, name, service),
        topic,
    )


def _fewest(layer: Layer, name: str, service: Service) -> Limit:
    """Return the limit of too few tasks.

    Each running task reports its CPU once a minute, and a service without tasks
    reports nothing; so the samples count the tasks, without Container Insights. Without
    an image there are no tasks to miss.
    """
    image = task_settings.has_image(layer, name)
    fewest = layer.setting(service_settings.fewest_tasks(name, service))
    return Limit(
        LESS_THAN, If(image, fewest, 0), periods=5, missing=If(image, DEAD, QUIET)
    )


def _has_any_image(layer: Layer, system: System) -> str:
    """Declare the condition that some service has an image; '' without services."""
    none = task_settings.NO_IMAGE
    tags: list[Any] = [
        layer.setting(task_settings.image_tag(name)) for name in system.services
    ]
    if not tags:
        return ""
    joined = Sub(" ".join(f"${{{tag.data['Ref']}}}" for tag in tags))
    nothing = Equals(joined, " ".join(none for _ in tags))
    return layer.condition("HasAnyImage", Not(nothing))
