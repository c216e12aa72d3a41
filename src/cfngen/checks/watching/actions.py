"""What alarms do, and whether who is told can be told."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.serving import lets_in, policies
from cfngen.checks.watching.alarms import ALARMS, MOST_ACTIONS
from cfngen.checks.watching.metrics import KNOWN
from cfngen.model import Model, Reference, Resource, Value, listed, target, text
from cfngen.resolve.scope import Path

TOPIC, KEY = "AWS::SNS::Topic", "AWS::KMS::Key"
LISTS = ("AlarmActions", "OKActions", "InsufficientDataActions")

ARNS = {
    TOPIC: ("", "TopicArn"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ("", "Arn"),
    "AWS::AutoScaling::ScalingPolicy": ("", "Arn", "PolicyArn"),
    "AWS::Lambda::Function": ("Arn",),
    "AWS::Lambda::Version": ("", "FunctionArn"),
    "AWS::Lambda::Alias": ("", "AliasArn"),
    "AWS::SSMIncidents::ResponsePlan": ("", "Arn"),
}
"""What an alarm can do something with, and where its ARN comes from."""

OTHERS = ("AWS::Events::Rule", "AWS::StepFunctions::StateMachine")
WRONG = frozenset(type for type in (*KNOWN, *OTHERS) if type not in ARNS)
"""What an alarm can do nothing with, though it has an ARN."""

OWN_KEY = "alias/aws/sns"


def acting(model: Model) -> Iterator[Problem]:
    """What an alarm does is named by an ARN of something that alarms act on.

    Those are topics, scaling policies, functions and a few more, five in each state.
    CloudWatch refuses others ("Invalid arn syntax", "Invalid Action").
    """
    for alarm in model.of(*ALARMS):
        for state in LISTS:
            actions = listed(alarm.get(state))
            if len(actions) > MOST_ACTIONS:
                message = f"{len(actions)} actions are more than {MOST_ACTIONS}."
                yield Problem(alarm, (state,), message, "Send them through one topic.")
            for index, action in enumerate(actions):
                yield from _action(model, alarm, (state, index), action)


def told(model: Model) -> Iterator[Problem]:
    """A topic that is told of alarms and events lets them in, and so does its key.

    A topic with a policy of its own lets in whom that names, and EventBridge by such a
    one only. A topic that a key
    encrypts takes nothing from cloudwatch.amazonaws.com unless the key's policy lets it
    use the key; aws/sns lets no service. Alarms then go off, and nobody is told.
    """
    for topic, service, origin in _tellers(model):
        named = f"{service}.amazonaws.com"
        if _shut(model, topic, service):
            message = f"its policy does not let {named} in, and {origin} publishes."
            yield Problem(topic, (), message, f"Allow sns:Publish to {named}.")
        key = target(model, topic.get("KmsMasterKeyId"))
        if text(topic.get("KmsMasterKeyId")) == OWN_KEY:
            message = f"{OWN_KEY} does not let {named} use it, and {origin} publishes."
            mend = "Name a key of your own."
            yield Problem(topic, ("KmsMasterKeyId",), message, mend)
        elif key is not None and key.type == KEY:
            wanted = ("kms:GenerateDataKey", "kms:Decrypt")
            kept = [one for one in wanted if lets_in(model, key, service, one) is False]
            if kept:
                what = " and ".join(kept)
                message = f"{key.path} does not allow {what} to {named}, and {origin} "
                message += "publishes."
                mend = f"Allow it to {named} in the key's policy."
                yield Problem(topic, ("KmsMasterKeyId",), message, mend)


def _action(
    model: Model, alarm: Resource, path: Path, action: Value
) -> Iterator[Problem]:
    """Yield that an action is none."""
    if isinstance(action, str) and not action.startswith("arn:"):
        message = f"'{action}' is no ARN."
        yield Problem(alarm, path, message, "Name a topic by its ARN.")
    found = target(model, action)
    if found is None or not isinstance(action, Reference):
        return
    if found.type in WRONG:
        message = f"an alarm can do nothing with {found.path}, a {found.type}."
        yield Problem(alarm, path, message, "Name a topic or a scaling policy.")
    elif action.attribute not in ARNS.get(found.type, (action.attribute,)):
        message = f"{action.attribute or 'Ref'} of {found.path} is not its ARN."
        how = ARNS[found.type][0] or "Ref"
        yield Problem(alarm, path, message, f"Write {how}.")


def _tellers(model: Model) -> Iterator[tuple[Resource, str, str]]:
    """Yield each topic of the model with a service that publishes to it, and what."""
    seen: set[tuple[str, str]] = set()
    for service, type, read in (
        *(("cloudwatch", type, _alarm_aims) for type in ALARMS),
        ("events", "AWS::Events::Rule", _rule_aims),
    ):
        for resource in model.of(type):
            for value in read(resource):
                topic = target(model, value)
                if topic is None or topic.type != TOPIC:
                    continue
                if (topic.path, service) not in seen:
                    seen.add((topic.path, service))
                    yield topic, service, resource.path


def _alarm_aims(alarm: Resource) -> list[Value]:
    """Return what an alarm acts on."""
    return [action for state in LISTS for action in listed(alarm.get(state))]


def _rule_aims(rule: Resource) -> list[Value]:
    """Return what a rule of EventBridge tells by itself, and not in a role."""
    aims = [aim for aim in listed(rule.get("Targets")) if isinstance(aim, dict)]
    return [aim.get("Arn") for aim in aims if aim.get("RoleArn") is None]


def _shut(model: Model, topic: Resource, service: str) -> bool:
    """Return whether the policy of a topic keeps a service out for sure.

    The policy that SNS writes by itself lets in the account, and with it alarms, but
    not rules of EventBridge; one that names principals of accounts is let be.
    """
    found = list(policies(model, topic))
    if not found:
        return service == "events"
    accounts = any(
        one is None or any(s.allows and s.principals("AWS") for s in one.statements())
        for one in found
    )
    inside = lets_in(model, topic, service, "sns:Publish")
    return not accounts and inside is False
