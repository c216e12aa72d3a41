"""The monitoring layer: alarms on what can run out, and the topic that they go to."""

from __future__ import annotations

from collections.abc import Iterator

from troposphere import AWSObject, Ref, cloudwatch, sns

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import dashboard, jobs, topic
from cfngen.layers.monitoring.answers import target_alarms
from cfngen.layers.monitoring.dimensions import targets
from cfngen.layers.monitoring.logs import log_metrics
from cfngen.layers.monitoring.services import load_balancer_alarms, task_alarms
from cfngen.layers.monitoring.stores import cache_alarms, database_alarms
from cfngen.naming import logical
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.care import Monitoring
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the monitoring layer.

    Raises WiringError when the spec asks for no monitoring.
    """
    if system.monitoring is None:
        raise WiringError(f"{system.system} has no monitoring to build a layer for.")
    layer = Layer("monitoring", f"{system.system}: alarms")
    layer.setting(ENVIRONMENT_NAME)
    hears = topic.add(layer, system)
    watchers = [*_watchers(layer, system, system.monitoring, hears)]
    for watcher in watchers:
        layer.add(watcher)
    alarms = [one for one in watchers if isinstance(one, cloudwatch.Alarm)]
    dashboard.add(layer, system, system.monitoring, alarms)
    layer.leave(ports.ALARM_TOPIC_ARN, Ref(hears))
    for name, service in system.services.items():
        if system.blue_green(service):
            taken_back = Ref(f"{logical(name)}ErrorsAlarm")
            layer.leave(ports.errors_alarm_name(name), taken_back)
    return layer


def _watchers(
    layer: Layer, system: System, monitoring: Monitoring, hears: sns.Topic
) -> Iterator[AWSObject]:
    """Yield what watches every part that the system has."""
    if system.edge is not None:
        yield from load_balancer_alarms(layer, system, monitoring, hears)
    for name, service in system.services.items():
        if system.takes_requests(service):
            groups = targets(layer, system, name, service)
            yield from target_alarms(layer, name, groups, monitoring, hears)
        yield from task_alarms(layer, name, service, monitoring, hears)
        yield from log_metrics(layer, system, name, service, hears)
    if system.jobs:
        yield jobs.queue_alarm(layer, hears)
    for name in system.jobs:
        yield jobs.failure_rule(layer, system, name, hears)
    if system.database is not None:
        yield from database_alarms(layer, system.database, monitoring, hears)
    if system.cache is not None:
        yield from cache_alarms(layer, monitoring, hears)
