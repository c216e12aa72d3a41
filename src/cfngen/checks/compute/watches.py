"""Alarms that start scaling: on which metric, on which side of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.model import Resource, Value, listed, number, text
from cfngen.resolve.scope import Path

SUMS = ("SampleCount", "Sum")
WHEN = re.compile(r"\s*IF\s*\((.+),\s*1\s*,\s*0\s*\)\s*", re.IGNORECASE)
"""An expression that is 1 where a condition holds, and otherwise 0."""

BOTH = re.compile(r"\s+AND\s+|&&", re.IGNORECASE)
BELOW = re.compile(r"[\s(]*([a-z]\w*)\s*<=?\s*([0-9.]+)[\s)]*")
"""A metric that is below a number, and nothing else."""


@dataclass(frozen=True)
class Watch:
    """A metric that an alarm compares: which, and with what; `path` leads there."""

    alarm: Resource
    path: Path
    metric: Value
    above: bool
    threshold: float


def above(alarm: Resource) -> bool | None:
    """Return whether an alarm tells of more than its threshold; None if unknown."""
    comparison = text(alarm.get("ComparisonOperator")) or ""
    sides = {"GreaterThanThreshold": True, "GreaterThanOrEqualToThreshold": True}
    return (sides | {k.replace("Greater", "Less"): False for k in sides}).get(
        comparison
    )


def idle(alarm: Resource) -> Iterator[Watch]:
    """Yield the metrics that are low where an alarm's expression is 1."""
    if not above(alarm):
        return
    items = [one for one in listed(alarm.get("Metrics")) if isinstance(one, dict)]
    stats = {text(one.get("Id")): one.get("MetricStat") for one in items}
    for index, one in enumerate(listed(alarm.get("Metrics"))):
        expression = text(one.get("Expression")) if isinstance(one, dict) else None
        when = WHEN.fullmatch(expression or "")
        for part in map(BELOW.fullmatch, BOTH.split(when[1]) if when else ()):
            stat = stats.get(part[1]) if part else None
            below = number(part[2]) if part else None
            if isinstance(stat, dict) and below is not None:
                path: Path = ("Metrics", index, "Expression")
                what = metric(stat.get("Metric"), stat.get("Stat"), stat)
                yield Watch(alarm, path, what, False, below)


def metric(named: Value, statistic: Value, over: Mapping[str, Value]) -> Value:
    """Return what tells one metric from another, as it is counted; None if unknown.

    What is summed up depends on for how long.
    """
    if not isinstance(named, Mapping) or text(named.get("MetricName")) is None:
        return None
    dimensions = [
        (text(one.get("Name")), one.get("Value"))
        for one in listed(named.get("Dimensions"))
        if isinstance(one, dict)
    ]
    order = sorted(dimensions, key=lambda pair: str(pair[0]))
    summed = [statistic, over.get("Period")] if statistic in SUMS else None
    return [named.get("Namespace"), named.get("MetricName"), order, summed]
