"""Topics and who reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.serving import lets_in
from cfngen.checks.watching.metrics import KNOWN
from cfngen.model import Model, Resource, Value, listed, switched, target, text

TOPIC, QUEUE = "AWS::SNS::Topic", "AWS::SQS::Queue"

ENDPOINTS: Mapping[str, tuple[str, str]] = {
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "email-json": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "http": (r"http://\S+", "an address that begins with http://"),
    "https": (r"https://\S+", "an address that begins with https://"),
    "sms": (r"\+?[0-9 ().-]{5,}", "a telephone number such as +15550100"),
    "sqs": (r"arn:[a-z-]+:sqs:.+", "the ARN of a queue"),
    "lambda": (r"arn:[a-z-]+:lambda:.+", "the ARN of a function"),
    "firehose": (r"arn:[a-z-]+:firehose:.+", "the ARN of a delivery stream"),
}
"""What an endpoint of each protocol looks like."""

TYPES = {"sqs": QUEUE, "lambda": "AWS::Lambda::Function"}
"""What the ARN of an endpoint is of; of a function's versions and aliases as well."""


def subscribed(model: Model) -> Iterator[Problem]:
    """Who reads a topic is named as its protocol asks, and lets the topic in.

    SNS refuses an endpoint of another form ("Invalid parameter: Email address"). A
    queue whose policy does not let sns.amazonaws.com send is never told anything.
    """
    for holder, path, topic, protocol, endpoint in _readers(model):
        form, words = ENDPOINTS.get(protocol, (".*", ""))
        if isinstance(endpoint, str) and not re.fullmatch(form, endpoint):
            message = f"'{endpoint}' is not {words}."
            yield Problem(holder, (*path, "Endpoint"), message, f"Write {words}.")
        aim = target(model, endpoint)
        wanted = TYPES.get(protocol)
        if aim is not None and wanted and aim.type in KNOWN - {wanted}:
            message = f"{aim.path} is no {wanted}."
            yield Problem(holder, (*path, "Endpoint"), message, f"Name {words}.")
        elif (
            aim is not None
            and aim.type == QUEUE
            and (lets_in(model, aim, "sns", "sqs:SendMessage") is False)
        ):
            message = f"{aim.path} does not let the topic in."
            mend = "Allow sqs:SendMessage to sns.amazonaws.com in its policy."
            yield Problem(holder, (*path, "Endpoint"), message, mend)
        ordered = topic is not None and switched(topic.get("FifoTopic"))
        if ordered and protocol in ENDPOINTS and protocol != "sqs":
            message = f"a FIFO topic is not read by {protocol}."
            yield Problem(holder, (*path, "Protocol"), message, "Read it by a queue.")


def ordered(model: Model) -> Iterator[Problem]:
    """A topic or queue that keeps the order is called so, and no other one.

    The name of a FIFO topic or queue ends with .fifo, and that of no other; only they
    tell messages apart by content. SNS and SQS refuse the rest.
    """
    for type, name, switch in (
        (TOPIC, "TopicName", "FifoTopic"),
        (QUEUE, "QueueName", "FifoQueue"),
    ):
        for one in model.of(type):
            called, raw = text(one.get(name)), one.get(switch)
            fifo = switched(raw) if raw is not None else False
            if called and fifo is not None and called.endswith(".fifo") != fifo:
                ends = "does not end" if fifo else "ends"
                message = f"'{called}' {ends} with .fifo."
                mend = f"Rename it, or set {switch} to {str(not fifo).lower()}."
                yield Problem(one, (name,), message, mend)
            content = "ContentBasedDeduplication"
            if fifo is False and switched(one.get(content)):
                message = "only FIFO topics and queues tell messages apart by content."
                yield Problem(one, (content,), message, f"Set {switch}, or drop it.")


def _readers(
    model: Model,
) -> Iterator[tuple[Resource, tuple[str | int, ...], Resource | None, str, Value]]:
    """Yield who reads a topic: the resource and place that say so, topic, protocol
    and endpoint."""
    for one in model.of("AWS::SNS::Subscription"):
        topic, protocol = target(model, one.get("TopicArn")), text(one.get("Protocol"))
        yield one, (), topic, protocol or "", one.get("Endpoint")
    for topic in model.of(TOPIC):
        for index, reader in enumerate(listed(topic.get("Subscription"))):
            if isinstance(reader, dict):
                protocol = text(reader.get("Protocol")) or ""
                path = ("Subscription", index)
                yield topic, path, topic, protocol, reader.get("Endpoint")
