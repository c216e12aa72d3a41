"""Step scaling: the steps of a policy, and the alarms that start it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from cfngen.checks.check import Problem
from cfngen.checks.compute.scaling import POLICY, SCALED, STEPS
from cfngen.checks.compute.watches import Watch, above, idle, metric
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Value,
    listed,
    number,
    references,
    target,
    text,
)
from cfngen.resolve.scope import Path

ADJUSTMENTS: Path = ("StepScalingPolicyConfiguration", "StepAdjustments")
LOW, HIGH = "MetricIntervalLowerBound", "MetricIntervalUpperBound"
ABSOLUTE = ("ChangeInCapacity", "ExactCapacity")
ALARM = "AWS::CloudWatch::Alarm"


@dataclass(frozen=True)
class Step:
    """One step adjustment: from and to where it acts, by how much."""

    low: float
    high: float
    by: float


def continuous(model: Model) -> Iterator[Problem]:
    """The steps of a policy lie side by side and reach as far as they must.

    No gap and no overlap; one begins at the bottom if one is below 0, one ends at the
    top if one is above; none is without both bounds. Application Auto Scaling refuses
    the policy ("ValidationException").
    """
    for policy in model.of(POLICY):
        steps = _steps(policy)
        if policy.get("PolicyType") != STEPS or steps is None:
            continue
        yield from _neighbours(policy, sorted(steps, key=lambda s: (s.low, s.high)))
        kind = text(policy.get(ADJUSTMENTS[0], "AdjustmentType"))
        if kind == "ExactCapacity" and any(step.by < 0 for step in steps):
            yield Problem(policy, ADJUSTMENTS, "a capacity is below 0.")
        path = (ADJUSTMENTS[0], "MinAdjustmentMagnitude")
        if policy.get(*path) is not None and kind in ABSOLUTE:
            message = f"{kind} has no least magnitude."
            yield Problem(policy, path, message, "Leave it out.")


def answered(model: Model) -> Iterator[Problem]:
    """A policy has a step for what its alarm tells of, and scales what is watched.

    Bounds count from the threshold: an alarm on more than it needs a step at or above
    0, one on less a step at or below. Otherwise the policy does nothing, each time it
    is started. An alarm on a service that other policies scale is for those.
    """
    for alarm in model.of(ALARM):
        policies = _started(model, alarm)
        for policy in policies:
            steps = _steps(policy)
            more = above(alarm)
            if steps and more is not None:
                near = 0.0 if more else -1e-9
                if not any(step.low <= near < step.high for step in steps):
                    side = "above" if more else "below"
                    message = f"{policy.path} has no step just {side} the threshold."
                    yield Problem(alarm, ("AlarmActions",), message)
            yield from _elsewhere(model, alarm, policy)


def apart(model: Model) -> Iterator[Problem]:
    """Tasks are removed below a lower threshold than they are added above.

    Otherwise both alarms hold at once, and the service goes up and down for ever.
    """
    found = list(_watches(model))
    for more, up in found:
        for less, down in found:
            same = more is not less and _scaled(more) == _scaled(less)
            alike = up.metric is not None and up.metric == down.metric
            if not same or not alike or not up.above or down.above:
                continue
            if down.threshold >= up.threshold:
                message = f"tasks are added above {up.threshold:g} and removed below "
                message += f"{down.threshold:g} ({down.alarm.path})."
                mend = "Remove at clearly less than what adds."
                yield Problem(up.alarm, up.path, message, mend)


def _steps(policy: Resource) -> list[Step] | None:
    """Return the steps of a policy; None where one is not known."""
    found: list[Step] = []
    for item in listed(policy.get(*ADJUSTMENTS)):
        by = number(item.get("ScalingAdjustment")) if isinstance(item, dict) else None
        if by is None:
            return None
        low, high = item.get(LOW), item.get(HIGH)
        bottom = -inf if low is None else number(low)
        top = inf if high is None else number(high)
        if bottom is None or top is None:
            return None
        found.append(Step(bottom, top, by))
    return found


def _neighbours(policy: Resource, steps: list[Step]) -> Iterator[Problem]:
    """Yield what is wrong with the bounds of steps in order."""
    for step in steps:
        if step.low == -inf and step.high == inf:
            message = "a step has neither a lower nor an upper bound."
            yield Problem(policy, ADJUSTMENTS, message, "A lower bound of 0 is usual.")
        elif step.low >= step.high:
            yield Problem(policy, ADJUSTMENTS, f"{step.low:g} to {step.high:g}.")
    for one, next in zip(steps, steps[1:], strict=False):
        if one.high != next.low:
            what = "a gap" if one.high < next.low else "an overlap"
            ends = sorted((one.high, next.low))
            message = f"between {ends[0]:g} and {ends[1]:g} there is {what}."
            yield Problem(policy, ADJUSTMENTS, message)
    if any(0 < step.high < inf for step in steps) and steps[-1].high < inf:
        message = f"nothing is said for more than {steps[-1].high:g}."
        yield Problem(policy, ADJUSTMENTS, message, "Leave out the last upper bound.")
    if any(-inf < step.low < 0 for step in steps) and steps[0].low > -inf:
        message = f"nothing is said for less than {steps[0].low:g}."
        yield Problem(policy, ADJUSTMENTS, message, "Leave out the first lower bound.")


def _started(model: Model, alarm: Resource) -> list[Resource]:
    """Return the step scaling policies that an alarm starts."""
    found = [
        target(model, one)
        for action in listed(alarm.get("AlarmActions"))
        for one in references(action)
    ]
    return [p for p in found if p is not None and p.get("PolicyType") == STEPS]


def _elsewhere(model: Model, alarm: Resource, policy: Resource) -> Iterator[Problem]:
    """Yield that an alarm watches another service of ECS than its policy scales."""
    aim = target(model, policy.get("ScalingTargetId"))
    scaled = {one.path for one in references(aim.get("ResourceId"))} if aim else set()
    if alarm.get("Namespace") != "AWS/ECS" or not scaled:
        return
    for index, one in enumerate(listed(alarm.get("Dimensions"))):
        value = one.get("Value") if isinstance(one, dict) else None
        if not isinstance(value, Reference) or one.get("Name") != "ServiceName":
            continue
        if value.path not in scaled and value.path in _all_scaled(model):
            message = f"it watches {value.path}, which {policy.path} does not scale."
            yield Problem(alarm, ("Dimensions", index, "Value"), message)


def _all_scaled(model: Model) -> set[str]:
    """Return the paths of all that is scaled."""
    every = [one.get("ResourceId") for one in model.of(SCALED)]
    return {reference.path for reference in references(every)}


def _watches(model: Model) -> Iterator[tuple[Resource, Watch]]:
    """Yield what starts a policy that adds above, or one that removes below."""
    for alarm in model.of(ALARM):
        for policy in _started(model, alarm):
            steps, more = _steps(policy) or [], above(alarm)
            adds = bool(steps) and all(step.by > 0 for step in steps)
            removes = bool(steps) and all(step.by < 0 for step in steps)
            value = number(alarm.get("Threshold"))
            if value is not None and ((adds and more) or (removes and more is False)):
                own = alarm.properties
                what = metric(own, alarm.get("Statistic"), own)
                yield policy, Watch(alarm, ("Threshold",), what, bool(more), value)
            if removes and alarm.get("Metrics"):
                for watch in idle(alarm):
                    yield policy, watch


def _scaled(policy: Resource) -> Value:
    """Return what a policy scales."""
    return policy.get("ScalingTargetId")
