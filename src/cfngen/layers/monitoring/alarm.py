"""An alarm: one series of numbers, a threshold, and the topic that hears of it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import Ref, cloudwatch, sns

AT_LEAST = "GreaterThanOrEqualToThreshold"
LESS_THAN = "LessThanThreshold"

QUIET = "notBreaching"
"""No data is no trouble: nothing runs yet, or nobody asks for anything."""

DEAD = "breaching"
"""No data is the trouble: what always reports has gone silent."""


@dataclass(frozen=True)
class Series:
    """A metric with its statistic, and the dimensions that pick one resource."""

    namespace: Any
    name: str
    statistic: str
    dimensions: tuple[tuple[str, Any], ...]
    period_seconds: int = 300

    def metric_dimensions(self) -> list[cloudwatch.MetricDimension]:
        """Return the dimensions as CloudFormation takes them."""
        return [
            cloudwatch.MetricDimension(Name=name, Value=value)
            for name, value in self.dimensions
        ]

    def query(self, query_id: str) -> cloudwatch.MetricDataQuery:
        """Return the series as an expression reads it."""
        return cloudwatch.MetricDataQuery(
            Id=query_id,
            MetricStat=cloudwatch.MetricStat(
                Metric=cloudwatch.Metric(
                    Namespace=self.namespace,
                    MetricName=self.name,
                    Dimensions=self.metric_dimensions(),
                ),
                Period=self.period_seconds,
                Stat=self.statistic,
            ),
            ReturnData=False,
        )


@dataclass(frozen=True)
class Limit:
    """When an alarm goes off: so many periods in a row on the wrong side."""

    comparison: str
    threshold: Any
    periods: int = 3
    missing: Any = QUIET


def alarm(
    title: str,
    meaning: str,
    series: Series,
    limit: Limit,
    topic: sns.Topic | str,
    **more: Any,
) -> cloudwatch.Alarm:
    """Return an alarm on a series as it is reported.

    `topic` hears of it: the topic, or the name of the port that brings its ARN.
    """
    return cloudwatch.Alarm(
        f"{title}Alarm",
        AlarmDescription=meaning,
        Namespace=series.namespace,
        MetricName=series.name,
        Dimensions=series.metric_dimensions(),
        Statistic=series.statistic,
        Period=series.period_seconds,
        **_rest(limit, topic),
        **more,
    )


def computed(
    title: str,
    meaning: str,
    expression: str,
    query: cloudwatch.MetricDataQuery,
    limit: Limit,
    topic: sns.Topic | str,
    **more: Any,
) -> cloudwatch.Alarm:
    """Return an alarm on an expression over a series, such as one in other units."""
    return combined(title, meaning, expression, (query,), limit, topic, **more)


def combined(
    title: str,
    meaning: str,
    expression: Any,
    queries: Sequence[cloudwatch.MetricDataQuery],
    limit: Limit,
    topic: sns.Topic | str,
    **more: Any,
) -> cloudwatch.Alarm:
    """Return an alarm on an expression over several series."""
    result = cloudwatch.MetricDataQuery(
        Id="result", Expression=expression, Label=meaning, ReturnData=True
    )
    return cloudwatch.Alarm(
        f"{title}Alarm",
        AlarmDescription=meaning,
        Metrics=[result, *queries],
        **_rest(limit, topic),
        **more,
    )


def _rest(limit: Limit, topic: sns.Topic | str) -> dict[str, Any]:
    """Return what all alarms have: a limit, and the topic for both ways."""
    return {
        "ComparisonOperator": limit.comparison,
        "Threshold": limit.threshold,
        "EvaluationPeriods": limit.periods,
        "TreatMissingData": limit.missing,
        "AlarmActions": [Ref(topic)],
        "OKActions": [Ref(topic)],
    }
