"""Topics and who reads them."""

from __future__ import annotations

import pytest

from tests.checks.data.system import GONE, Case, att

CASES = (
    Case(
        "no address",
        *("CG641", {"Reader/Endpoint": "ops"}, "Reader/Endpoint"),
        "is not an e-mail address",
    ),
    Case(
        "another protocol",
        *("CG641", {"Reader/Protocol": "https"}, "Reader/Endpoint"),
        "begins with https://",
    ),
    Case(
        "no queue",
        *("CG641", {"Other/Endpoint": att("Topic", "TopicArn")}, "Other/Endpoint"),
        "Topic is no AWS::SQS::Queue",
    ),
    Case(
        "a queue that lets nobody in",
        *("CG641", {"QueuePolicy/PolicyDocument/Statement/1": GONE}, "Other/Endpoint"),
        "Queue does not let the topic in",
    ),
    Case(
        "mail of a topic in order",
        *("CG641", {"Topic/FifoTopic": True}, "Reader/Protocol"),
        "not read by email",
    ),
    Case(
        "a reader in the topic",
        *(
            "CG641",
            {
                "Topic/Subscription": [
                    {"Protocol": "sms", "Endpoint": "ops@example.com"}
                ]
            },
            "Topic/Subscription/0/Endpoint",
        ),
        "a telephone number",
    ),
    Case(
        "a name without order",
        *("CG642", {"Topic/TopicName": "alarms.fifo"}, "Topic/TopicName"),
        "set FifoTopic to true",
    ),
    Case(
        "order without a name",
        *("CG642", {"Queue/FifoQueue": "true"}, "Queue/QueueName"),
        "does not end with .fifo",
    ),
    Case(
        "content without order",
        *(
            "CG642",
            {"Queue/ContentBasedDeduplication": True},
            "Queue/ContentBasedDeduplication",
        ),
        "Set FifoQueue",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
