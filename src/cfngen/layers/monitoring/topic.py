"""The topic that alarms go to: who may speak, and who hears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from awacs import sns as actions
from awacs.aws import (
    Allow,
    ArnLike,
    Condition,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AccountId, Equals, Not, Ref, sns

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.physical import name_tag
from cfngen.policies import arn, document
from cfngen.spec.system import System


def add(layer: Layer, system: System) -> sns.Topic:
    """Add the topic with its policy and subscription, and return it."""
    topic = layer.add(
        sns.Topic(
            "AlarmTopic",
            KmsMasterKeyId=layer.enter(ports.KEY_ARN),
            Tags=name_tag(system.system, "alarms"),
        )
    )
    layer.add(
        sns.TopicPolicy(
            "AlarmTopicPolicy",
            Topics=[Ref(topic)],
            PolicyDocument=document(*_publishers(system, topic)),
        )
    )
    layer.add(_subscription(layer, topic))
    return topic


def _publishers(system: System, topic: sns.Topic) -> Iterator[Statement]:
    """Yield what lets this account's alarms publish, and its rules where it has any.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    Rules tell of jobs and releases that failed. For them AWS takes no condition, on the
    account or the rule, in the policy of a topic; a rule of another account would come
    with a role of its own, which is not let in.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
    """
    ours = (
        StringEquals({"aws:SourceAccount": AccountId}),
        ArnLike({"aws:SourceArn": arn("cloudwatch", "alarm:*")}),
    )
    yield _publish("Alarms", "cloudwatch", topic, *ours)
    if system.jobs or system.pipelined:
        yield _publish("Rules", "events", topic)


def _publish(sid: str, service: str, topic: sns.Topic, *conditions: Any) -> Statement:
    """Return what lets an AWS service publish."""
    optional = {"Condition": Condition(list(conditions))} if conditions else {}
    return Statement(
        Sid=sid,
        Effect=Allow,
        Principal=Principal("Service", [f"{service}.amazonaws.com"]),
        Action=[actions.Publish],
        Resource=[Ref(topic)],
        **optional,
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
