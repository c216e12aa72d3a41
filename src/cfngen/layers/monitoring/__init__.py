"""The monitoring layer: alarms on what can run out, and the topic that they go to."""

from __future__ import annotations

from collections.abc import Iterator

from awacs import sns as actions
from awacs.aws import (
    Allow,
    ArnLike,
    Condition,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, Equals, Not, Ref, cloudwatch, sns

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.services import (
    load_balancer_alarms,
    target_alarms,
    task_alarms,
)
from cfngen.layers.monitoring.stores import cache_alarms, database_alarms
from cfngen.naming import name_tag
from cfngen.policies import arn, document
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
    topic = layer.add(
        sns.Topic(
            "AlarmTopic",
            KmsMasterKeyId=layer.enter(ports.KEY_ARN),
            Tags=name_tag(system.system, "alarms"),
        )
    )
    layer.add(
        sns.TopicPolicy(
            "AlarmTopicPolicy", Topics=[Ref(topic)], PolicyDocument=_publishers(topic)
        )
    )
    layer.add(_subscription(layer, topic))
    for alarm in _alarms(layer, system, system.monitoring, topic):
        layer.add(alarm)
    layer.leave(ports.ALARM_TOPIC_ARN, Ref(topic))
    return layer


def _alarms(
    layer: Layer, system: System, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on every part that the system has."""
    if system.edge is not None:
        yield from load_balancer_alarms(layer, system, monitoring, topic)
    for name, service in system.services.items():
        if system.edge is not None:
            yield from target_alarms(layer, name, monitoring, topic)
        yield from task_alarms(layer, name, service, monitoring, topic)
    if system.database is not None:
        yield from database_alarms(layer, system.database, monitoring, topic)
    if system.cache is not None:
        yield from cache_alarms(layer, monitoring, topic)


def _publishers(topic: sns.Topic) -> PolicyDocument:
    """Return the policy that lets this account's alarms publish, and nobody else.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    """
    return document(
        Statement(
            Sid="Alarms",
            Effect=Allow,
            Principal=Principal("Service", ["cloudwatch.amazonaws.com"]),
            Action=[actions.Publish],
            Resource=[Ref(topic)],
            Condition=Condition(
                [
                    StringEquals({"aws:SourceAccount": AccountId}),
                    ArnLike({"aws:SourceArn": arn("cloudwatch", "alarm:*")}),
                ]
            ),
        )
    )


def _subscription(layer: Layer, topic: sns.Topic) -> sns.SubscriptionResource:
    """Return the e-mail subscription, if there is an address to mail to."""
    email = layer.setting(settings.EMAIL)
    return sns.SubscriptionResource(
        "AlarmEmailSubscription",
        Condition=layer.condition("HasAlarmEmail", Not(Equals(email, ""))),
        TopicArn=Ref(topic),
        Protocol="email",
        Endpoint=email,
    )
