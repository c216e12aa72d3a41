"""Alarms on the answers of a service, as the load balancer sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from troposphere import Sub, cloudwatch, sns

from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.alarm import (
    AT_LEAST,
    Limit,
    Series,
    alarm,
    combined,
)
from cfngen.layers.monitoring.dimensions import ALB, Dimensions
from cfngen.naming import logical
from cfngen.spec.care import Monitoring


@dataclass(frozen=True)
class Number:
    """One number made of a series or of several: an expression over their queries."""

    expression: str
    queries: tuple[cloudwatch.MetricDataQuery, ...]


def total(word: str, series: Sequence[Series]) -> Number:
    """Return the sum of series of counts, which say nothing when they are zero."""
    queries = _queries(word, series)
    filled = [f"FILL({query.Id}, 0)" for query in queries]
    return Number(_over("SUM", filled), queries)


def worst(word: str, series: Sequence[Series]) -> Number:
    """Return the highest of some series.

    Nothing is filled in here: by the minute, the newest number comes late, and with 0
    in its place an alarm would never see all of its periods.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
    """
    queries = _queries(word, series)
    return Number(_over("MAX", [query.Id for query in queries]), queries)


def target_alarms(
    layer: Layer,
    name: str,
    groups: Sequence[Dimensions],
    monitoring: Monitoring,
    topic: sns.Topic,
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on a service behind one target group, or one of two."""
    title = logical(name)
    errors = _each("HTTPCode_Target_5XX_Count", "Sum", groups)
    yield _on(
        f"{title}Errors",
        f"{name} answers 5xx.",
        total("errors", errors),
        errors,
        Limit(AT_LEAST, layer.setting(settings.errors(monitoring)), periods=1),
        topic,
    )
    yield _error_percent(layer, name, groups, monitoring, topic)
    slow = worst("seconds", _each("TargetResponseTime", "p95", groups))
    yield combined(
        f"{title}Latency",
        f"{name} is slow: 95th percentile of its response time, milliseconds.",
        f"{slow.expression} * 1000",
        slow.queries,
        Limit(AT_LEAST, layer.setting(settings.latency(monitoring))),
        topic,
    )
    unhealthy = _each("UnHealthyHostCount", "Maximum", groups, period_seconds=60)
    yield _on(
        f"{title}UnhealthyHosts",
        f"A task of {name} fails its health check for five minutes.",
        worst("hosts", unhealthy),
        unhealthy,
        Limit(AT_LEAST, 1, periods=5),
        topic,
    )


def _error_percent(
    layer: Layer,
    name: str,
    groups: Sequence[Dimensions],
    monitoring: Monitoring,
    topic: sns.Topic,
) -> cloudwatch.Alarm:
    """Return the alarm on the share of errors, quiet while few requests come.

    Of three requests at night one that fails is a third, and no outage.
    """
    errors = total("errors", _each("HTTPCode_Target_5XX_Count", "Sum", groups))
    requests = total("requests", _each("RequestCount", "Sum", groups))
    fewest = layer.setting(settings.FEWEST_REQUESTS).data["Ref"]
    share = f"100 * {errors.expression} / {requests.expression}"
    return combined(
        f"{logical(name)}ErrorPercent",
        f"{name} answers too large a part of its requests with 5xx, percent.",
        Sub(f"IF({requests.expression} >= ${{{fewest}}}, {share}, 0)"),
        (*errors.queries, *requests.queries),
        Limit(AT_LEAST, layer.setting(settings.error_percent(monitoring)), periods=1),
        topic,
    )


def _each(
    metric: str,
    statistic: str,
    groups: Sequence[Dimensions],
    period_seconds: int = 300,
) -> tuple[Series, ...]:
    """Return a metric of each target group."""
    return tuple(Series(ALB, metric, statistic, one, period_seconds) for one in groups)


def _on(
    title: str,
    meaning: str,
    number: Number,
    series: Sequence[Series],
    limit: Limit,
    topic: sns.Topic,
) -> cloudwatch.Alarm:
    """Return an alarm on a number; on a single series as it is reported."""
    if len(series) == 1:
        return alarm(title, meaning, series[0], limit, topic)
    return combined(title, meaning, number.expression, number.queries, limit, topic)


def _queries(
    word: str, series: Sequence[Series]
) -> tuple[cloudwatch.MetricDataQuery, ...]:
    """Return the queries of some series: `errors` of one, `errors1` on of several."""
    if len(series) == 1:
        return (series[0].query(word),)
    return tuple(one.query(f"{word}{n}") for n, one in enumerate(series, start=1))


def _over(function: str, terms: Sequence[str]) -> str:
    """Return a function of metric math over terms; of one term it is the term."""
    return terms[0] if len(terms) == 1 else f"{function}([{', '.join(terms)}])"
