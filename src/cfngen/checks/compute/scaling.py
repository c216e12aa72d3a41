"""Scaling: how far, of what, and by which policies."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import CLUSTER, FARGATE, SERVICE, possible
from cfngen.checks.network.starts import task_of
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Value,
    listed,
    number,
    target,
    text,
)
from cfngen.resolve.scope import Path

SCALED = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
STEPS, TRACKED = "StepScaling", "TargetTrackingScaling"
TRACKING = "TargetTrackingScalingPolicyConfiguration"
PREDEFINED, CUSTOM = "PredefinedMetricSpecification", "CustomizedMetricSpecification"

CONFIGURED = {
    STEPS: "StepScalingPolicyConfiguration",
    TRACKED: TRACKING,
    "PredictiveScaling": "PredictiveScalingPolicyConfiguration",
}
PERCENT = ("ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization")
REQUESTS = "ALBRequestCountPerTarget"
DIMENSION = "ecs:service:DesiredCount"


def ranged(model: Model) -> Iterator[Problem]:
    """The least number of tasks is no larger than the most.

    Application Auto Scaling refuses the target. What only the next release decides is
    compared as well.
    """
    for scaled in model.of(SCALED):
        highs = possible(model, scaled, "MaxCapacity")
        most = {path[1:]: value for path, value in highs}
        always = most[()] if len(most) == 1 else None
        for path, value in possible(model, scaled, "MinCapacity"):
            yield from _order(scaled, path, value, most.get(path[1:], always))
        actions = listed(scaled.get("ScheduledActions"))
        for index, action in enumerate(actions):
            place = ("ScheduledActions", index, "ScalableTargetAction")
            inner = scaled.get(*place)
            if isinstance(inner, dict):
                path = (*place, "MinCapacity")
                given = inner.get("MinCapacity")
                yield from _order(scaled, path, given, inner.get("MaxCapacity"))
            elif isinstance(action, dict) and inner is None:
                message = "a scheduled action says neither MinCapacity nor MaxCapacity."
                yield Problem(scaled, place[:2], message)


def named(model: Model) -> Iterator[Problem]:
    """What is scaled is named as service/<cluster>/<service>, and is a service there.

    Names, not ARNs: Ref of a service is an ARN, and so is Arn of a cluster. Application
    Auto Scaling refuses the rest ("ECS service doesn't exist", "Unsupported service
    namespace, resource type or scalable dimension").
    """
    for scaled in model.of(SCALED):
        if scaled.get("ServiceNamespace") != "ecs":
            continue
        dimension = text(scaled.get("ScalableDimension"))
        if dimension not in (None, DIMENSION):
            message = f"ECS has no dimension '{dimension}'."
            yield Problem(scaled, ("ScalableDimension",), message, DIMENSION)
        words = _segments(scaled.get("ResourceId"))
        if words is None:
            continue
        if len(words) != 3 or words[0] != "service":
            yield Problem(
                scaled,
                ("ResourceId",),
                "this is not service/<cluster>/<service>.",
                "Join names; ARNs have slashes of their own.",
            )
        else:
            yield from _parts(model, scaled, words[1], words[2])


def tracked(model: Model) -> Iterator[Problem]:
    """A target is tracked by a metric that there is, at a value that it can have.

    A policy has the configuration of its type, and one metric; percentages are above 0,
    and at most 100 on Fargate, where no task gets more than it asks for; requests per
    target need the ResourceLabel of load balancer and target group; two policies of one
    target track different metrics.
    """
    seen: dict[tuple[str, str], Resource] = {}
    for policy in model.of(POLICY):
        kind = text(policy.get("PolicyType"))
        if kind in CONFIGURED and policy.get(CONFIGURED[kind]) is None:
            message = f"{kind} needs a {CONFIGURED[kind]}."
            yield Problem(policy, ("PolicyType",), message)
        aim = target(model, policy.get("ScalingTargetId"))
        if aim is not None and aim.type != SCALED:
            message = f"{aim.path} is no scalable target."
            yield Problem(policy, ("ScalingTargetId",), message)
        if kind != TRACKED or not isinstance(policy.get(TRACKING), dict):
            continue
        yield from _metric(policy, most=100 if _capped(model, aim) else inf)
        metric = text(policy.get(TRACKING, PREDEFINED, "PredefinedMetricType"))
        if aim is not None and metric is not None and not policy.when:
            other = seen.setdefault((aim.path, metric), policy)
            if other is not policy and metric != REQUESTS:
                message = f"{other.path} tracks {metric} of this target already."
                path = (TRACKING, PREDEFINED, "PredefinedMetricType")
                yield Problem(policy, path, message)


def _order(scaled: Resource, path: Path, low: Value, high: Value) -> Iterator[Problem]:
    """Yield that a minimum is larger than its maximum."""
    least, most = number(low), number(high)
    if least is not None and most is not None and least > most:
        message = f"at least {least:g} tasks and at most {most:g}."
        yield Problem(scaled, path, message, "Raise the maximum, or lower this.")


def _segments(value: Value) -> list[Value] | None:
    """Return what slashes part in a text, a reference being one piece; None if unknown.

    A segment of more pieces than one is a Text.
    """
    parts = value.parts if isinstance(value, Text) else (value,)
    if not all(isinstance(part, str | Reference) for part in parts):
        return None
    segments: list[list[Value]] = [[]]
    for part in parts:
        if isinstance(part, Reference):
            segments[-1].append(part)
            continue
        first, *rest = part.split("/")
        segments[-1] += [first] if first else []
        segments += [[one] if one else [] for one in rest]
    return [s[0] if len(s) == 1 else Text(tuple(s)) for s in segments]


def _parts(
    model: Model, scaled: Resource, first: Value, last: Value
) -> Iterator[Problem]:
    """Yield what is wrong with the cluster and the service that are named."""
    cluster, service = target(model, first), target(model, last)
    for found, value, wanted, type in (
        (cluster, first, "", CLUSTER),
        (service, last, "Name", SERVICE),
    ):
        if found is None:
            continue
        if found.type != type:
            message = f"{found.path} is not of type {type}."
            yield Problem(scaled, ("ResourceId",), message)
        elif isinstance(value, Reference) and value.attribute != wanted:
            what = (
                f"Fn::GetAtt {found.name}.{wanted}" if wanted else f"Ref {found.name}"
            )
            message = f"{value.attribute or 'Ref'} of {found.path} is its ARN."
            yield Problem(scaled, ("ResourceId",), message, f"Write {what}.")
    if cluster is not None and service is not None and service.type == SERVICE:
        other = target(model, service.get("Cluster"))
        if other is not None and other is not cluster:
            message = f"{service.path} runs in {other.path}, not in {cluster.path}."
            yield Problem(scaled, ("ResourceId",), message)


def _capped(model: Model, aim: Resource | None) -> bool:
    """Return whether the tasks that are scaled get no more than they ask for."""
    words = _segments(aim.get("ResourceId")) if aim is not None else None
    service = target(model, words[-1]) if words else None
    task = task_of(model, service.get("TaskDefinition")) if service else None
    return task is not None and task.get("RequiresCompatibilities") == [FARGATE]


def _metric(policy: Resource, most: float) -> Iterator[Problem]:
    """Yield what is wrong with the metric of a policy, or with its value."""
    given = [name for name in (PREDEFINED, CUSTOM) if policy.get(TRACKING, name)]
    if len(given) != 1:
        message = f"one metric is tracked; {len(given)} are given."
        yield Problem(policy, (TRACKING,), message, f"Give {PREDEFINED} or {CUSTOM}.")
    metric = text(policy.get(TRACKING, PREDEFINED, "PredefinedMetricType"))
    value = number(policy.get(TRACKING, "TargetValue"))
    if value is not None and metric in PERCENT and not 0 < value <= most:
        wrong = f"{value:g} percent."
        yield Problem(policy, (TRACKING, "TargetValue"), wrong, "Use 1 to 100.")
    label = policy.get(TRACKING, PREDEFINED, "ResourceLabel")
    path = (TRACKING, PREDEFINED, "ResourceLabel")
    if metric == REQUESTS and label is None:
        mend = "Write <load balancer's full name>/<target group's full name>."
        yield Problem(policy, path[:2], f"{REQUESTS} needs a ResourceLabel.", mend)
    elif metric in PERCENT and label is not None:
        yield Problem(
            policy, path, f"{metric} takes no ResourceLabel.", "Leave it out."
        )
