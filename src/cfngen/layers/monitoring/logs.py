"""Numbers that are counted in logs, and the alarms on them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
"""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import AWSObject, logs, sns

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.alarm import AT_LEAST, Limit, Series, alarm
from cfngen.naming import logical
from cfngen.physical import metric_namespace
from cfngen.spec.service import LogMetric, Service
from cfngen.spec.system import System


def counted(system: System, name: str) -> Series:
    """Return a log metric: a sum without dimensions, named as in the spec."""
    return Series(metric_namespace(system.system), name, "Sum", ())


def log_metrics(
    layer: Layer, system: System, name: str, service: Service, topic: sns.Topic
) -> Iterator[AWSObject]:
    """Yield a filter for each log metric of a service, and an alarm where wanted."""
    for metric, wanted in service.log_metrics.items():
        yield _filter(layer, system, name, metric, wanted)
        if wanted.alarm is not None:
            most = layer.setting(settings.counted(metric, wanted.alarm))
            yield alarm(
                f"{logical(metric)}Count",
                f"The log of {name} has too much of: {metric}.",
                counted(system, metric),
                Limit(AT_LEAST, most, periods=1),
                topic,
            )


def _filter(
    layer: Layer, system: System, name: str, metric: str, wanted: LogMetric
) -> logs.MetricFilter:
    """Return the filter that counts: nothing where no line matches, not silence."""
    series = counted(system, metric)
    return logs.MetricFilter(
        f"{logical(metric)}MetricFilter",
        LogGroupName=layer.enter(ports.log_group_name(name)),
        FilterPattern=wanted.match,
        MetricTransformations=[
            logs.MetricTransformation(
                MetricNamespace=series.namespace,
                MetricName=series.name,
                MetricValue=wanted.value,
                DefaultValue=0,
            )
        ],
    )
