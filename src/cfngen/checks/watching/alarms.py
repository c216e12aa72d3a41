"""Alarms: their metric, the time they look at, and whether they can ever go off."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import given
from cfngen.model import (
    Model,
    Resource,
    Value,
    listed,
    number,
    switched,
    target,
    text,
)

ALARM, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
ALARMS = (ALARM, COMPOSITE, "AWS::CloudWatch::LogAlarm")
HOUR, DAY, WEEK = 3_600, 86_400, 604_800
SHORT = (10, 20, 30)
MOST_ACTIONS = 5

EXTENDED = (
    r"(p|tm|tc|ts|wm)(\d{1,2}|100)(\.\d{0,10})?|IQM"
    r"|(TM|WM|PR|TC|TS)\(\s*-?[\d.]*%?\s*:\s*-?[\d.]*%?\s*\)"
)
"""Statistics that ExtendedStatistic can be:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"""

PERCENT: Mapping[str, tuple[str, ...]] = {
    "AWS/ECS": (
        *("CPUUtilization", "MemoryUtilization", "CPUReservation"),
        *("MemoryReservation", "EBSFilesystemUtilization"),
    ),
    "AWS/RDS": ("CPUUtilization", "ACUUtilization"),
    "AWS/EC2": ("CPUUtilization",),
    "AWS/ElastiCache": (
        *("CPUUtilization", "EngineCPUUtilization"),
        *("DatabaseMemoryUsagePercentage", "DatabaseCapacityUsagePercentage"),
    ),
    "AWS/EFS": ("PercentIOLimit",),
}
"""Metrics between 0 and 100, by namespace."""

BURSTING = ("CPUUtilization", "MemoryUtilization")
"""Metrics of ECS that pass 100 where containers may use more than they reserve, which
is everywhere but on Fargate:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_utilization.html"""

VALUES = ("Average", "Minimum", "Maximum")
MORE = ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")


def shaped(model: Model) -> Iterator[Problem]:
    """An alarm on a metric watches it by one statistic.

    That is Statistic or, for percentiles and the like, ExtendedStatistic. CloudWatch
    refuses an alarm with none of them, or with both.
    """
    for alarm in model.of(ALARM):
        if alarm.get("Metrics") is not None or not given(alarm.get("MetricName")):
            continue
        one, other = alarm.get("Statistic"), alarm.get("ExtendedStatistic")
        if one is None and other is None:
            message = "no statistic is named."
            yield Problem(alarm, ("MetricName",), message, "Add Statistic: Average.")
        elif given(one) and given(other):
            message = "two statistics are named."
            yield Problem(alarm, ("ExtendedStatistic",), message, "Keep one of them.")
        elif isinstance(other, str) and not re.fullmatch(EXTENDED, other):
            message = f"'{other}' is no extended statistic."
            yield Problem(alarm, ("ExtendedStatistic",), message, "Write p95, say.")


def timed(model: Model) -> Iterator[Problem]:
    """An alarm looks at a time that CloudWatch evaluates.

    A period is 10, 20 or 30 seconds or whole minutes; all of them together are a day
    at most, or seven days where one is an hour or longer; of N periods no more than N
    can be breaching. CloudWatch refuses the rest.
    """
    for alarm in model.of(ALARM):
        periods = number(alarm.get("EvaluationPeriods"))
        needed = number(alarm.get("DatapointsToAlarm"))
        if periods is not None and needed is not None and needed > periods:
            message = f"{needed:g} of {periods:g} periods can never be breaching."
            mend = f"Write {periods:g} or fewer."
            yield Problem(alarm, ("DatapointsToAlarm",), message, mend)
        for path, period in _periods(alarm):
            if period not in SHORT and (period < 60 or period % 60):
                message = f"{period:g} seconds are no period."
                mend = "Write 10, 20, 30 or a multiple of 60."
                yield Problem(alarm, path, message, mend)
            most = WEEK if period >= HOUR else DAY
            if periods is not None and period * periods > most:
                span = "a day" if most == DAY else "seven days"
                message = f"{periods:g} periods of {period:g} seconds are more than "
                message += f"{span}."
                mend = f"Evaluate {most // period:g} periods or fewer."
                yield Problem(alarm, ("EvaluationPeriods",), message, mend)


def reachable(model: Model) -> Iterator[Problem]:
    """An alarm on percentages has a threshold that percentages can pass.

    Nothing uses more than 100 % of its CPU, or less than none; above or below that an
    alarm is silent for ever, or always on. A service of ECS that is not on Fargate can
    use more than it reserves.
    """
    for alarm in model.of(ALARM):
        if not _percent(alarm):
            continue
        most = math.inf if _bursts(model, alarm) else 100
        limit = number(alarm.get("Threshold"))
        operator = text(alarm.get("ComparisonOperator")) or ""
        if limit is None or not operator.endswith("Threshold"):
            continue
        never = limit > most if operator in MORE else limit < 0
        never |= operator == "GreaterThanThreshold" and limit == most
        never |= operator == "LessThanThreshold" and limit == 0
        always = limit < 0 if operator in MORE else limit > most
        if never or always:
            which = "never" if never else "always"
            message = f"a percentage is {which} {_words(operator)} {limit:g}."
            yield Problem(alarm, ("Threshold",), message, "Take one from 1 to 99.")


def _periods(alarm: Resource) -> Iterator[tuple[tuple[str | int, ...], float]]:
    """Yield the periods of an alarm in seconds, with their places."""
    own = number(alarm.get("Period"))
    if own is not None:
        yield ("Period",), own
    for index, query in enumerate(listed(alarm.get("Metrics"))):
        for path in (("Period",), ("MetricStat", "Period")):
            seconds = number(_at(query, *path))
            if seconds is not None:
                yield ("Metrics", index, *path), seconds


def _at(value: Value, *path: str) -> Value:
    """Return what is at a path inside a mapping."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _percent(alarm: Resource) -> bool:
    """Return whether an alarm watches a percentage, and not how often it is told."""
    metrics = PERCENT.get(str(alarm.get("Namespace")), ())
    statistic = alarm.get("Statistic") in VALUES
    return alarm.get("MetricName") in metrics and statistic and not _scaled(alarm)


def _bursts(model: Model, alarm: Resource) -> bool:
    """Return whether an alarm is on a service of ECS that may not be on Fargate."""
    if alarm.get("Namespace") != "AWS/ECS" or alarm.get("MetricName") not in BURSTING:
        return False
    for pair in listed(alarm.get("Dimensions")):
        service = target(model, _at(pair, "Value"))
        if service is not None and service.type == "AWS::ECS::Service":
            ways = listed(service.get("CapacityProviderStrategy"))
            names = [_at(way, "CapacityProvider") for way in ways]
            names = names or [service.get("LaunchType")]
            return not all(str(name).startswith("FARGATE") for name in names)
    return True


def _scaled(alarm: Resource) -> bool:
    """Return whether an alarm asks for another unit than the metric's."""
    return switched(alarm.get("Unit")) is not None or given(alarm.get("Unit"))


def _words(operator: str) -> str:
    """Return a comparison in words."""
    return "above" if operator in MORE else "below"
