"""How the number of tasks follows CPU and memory: by steps, or towards a target.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
"""

from __future__ import annotations

from troposphere import GetAtt, If, Ref, Sub, ecs
from troposphere import applicationautoscaling as scaling

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.service import settings
from cfngen.layers.service.metrics import Metric, dimensions, wishes
from cfngen.layers.service.steps import (
    IN_COOLDOWN_SECONDS,
    OUT_COOLDOWN_SECONDS,
    add_steps,
)
from cfngen.layers.task.settings import has_image
from cfngen.naming import logical
from cfngen.settings import number
from cfngen.spec.service import Service, Steps


def add_scaling(
    layer: Layer, name: str, service: Service, running: ecs.Service
) -> None:
    """Add the scalable target of a service, its policies and their alarms."""
    target = layer.add(_target(layer, name, service, running))
    steps = {m: wish for m, wish in wishes(service) if isinstance(wish, Steps)}
    if steps:
        series = dimensions(layer, GetAtt(running, "Name"))
        add_steps(layer, name, steps, target, series)
    for metric, goal in wishes(service):
        if isinstance(goal, int):
            layer.add(_tracking_policy(layer, name, target, metric, goal))


def _target(
    layer: Layer, name: str, service: Service, running: ecs.Service
) -> scaling.ScalableTarget:
    """Return the service's bounds: 0 and 0 until it has an image.

    Registering bounds moves the number of tasks inside them. That takes a service from
    none to its minimum when its first image is set, and back to none:
    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
    """
    image = has_image(layer, name)
    fewest = layer.setting(settings.fewest_tasks(name, service))
    most = layer.setting(settings.most_tasks(name, service))
    resource = Sub(
        "service/${Cluster}/${Name}",
        Cluster=layer.enter(ports.CLUSTER_NAME),
        Name=GetAtt(running, "Name"),
    )
    return scaling.ScalableTarget(
        "ScalableTarget",
        ServiceNamespace="ecs",
        ScalableDimension="ecs:service:DesiredCount",
        ResourceId=resource,
        MinCapacity=If(image, fewest, 0),
        MaxCapacity=If(image, most, 0),
    )


def _tracking_policy(
    layer: Layer,
    name: str,
    target: scaling.ScalableTarget,
    metric: Metric,
    percent: int,
) -> scaling.ScalingPolicy:
    """Return the policy that keeps one metric near a value.

    With one such policy a metric, Auto Scaling adds for any and removes for all.
    """
    word = metric.word.capitalize()
    value = number(
        f"{logical(name)}{word}TargetPercent",
        f"Percent of {metric.shown} that scaling of {name} keeps near.",
        percent,
        1,
        99,
    )
    configuration = scaling.TargetTrackingScalingPolicyConfiguration(
        PredefinedMetricSpecification=scaling.PredefinedMetricSpecification(
            PredefinedMetricType=metric.predefined
        ),
        TargetValue=layer.setting(value),
        ScaleOutCooldown=OUT_COOLDOWN_SECONDS,
        ScaleInCooldown=IN_COOLDOWN_SECONDS,
    )
    return scaling.ScalingPolicy(
        f"{word}TargetPolicy",
        PolicyName=f"{metric.word}-target",
        PolicyType="TargetTrackingScaling",
        ScalingTargetId=Ref(target),
        TargetTrackingScalingPolicyConfiguration=configuration,
    )
