"""What alarms do."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, att, model, problems, ref

POLICY = "TopicPolicy/PolicyDocument/Statement/0"

CASES = (
    Case(
        "the name of a topic",
        *(
            "CG636",
            {"Alarm/AlarmActions/0": att("Topic", "TopicName")},
            "Alarm/AlarmActions/0",
        ),
        "Write Ref",
    ),
    Case(
        "a queue",
        *(
            "CG636",
            {"Alarm/AlarmActions/0": att("Queue", "Arn")},
            "Alarm/AlarmActions/0",
        ),
        "can do nothing with Queue",
    ),
    Case(
        "no ARN",
        *("CG636", {"Both/AlarmActions/0": "ops@example.com"}, "Both/AlarmActions/0"),
        "is no ARN",
    ),
    Case(
        "six actions",
        *("CG636", {"Alarm/OKActions": [ref("Topic")] * 6}, "Alarm/OKActions"),
        "6 actions are more than 5",
    ),
    Case(
        "a topic that keeps alarms out",
        *(
            "CG637",
            {f"{POLICY}/Principal/Service": "events.amazonaws.com"},
            "Topic",
        ),
        "does not let cloudwatch.amazonaws.com in",
    ),
    Case(
        "a key that keeps alarms out",
        *("CG637", {"Key/KeyPolicy/Statement/1": GONE}, "Topic/KmsMasterKeyId"),
        "kms:GenerateDataKey and kms:Decrypt to cloudwatch.amazonaws.com",
    ),
    Case(
        "a key that alarms cannot decrypt with",
        *(
            "CG637",
            {"Key/KeyPolicy/Statement/1/Action": "kms:GenerateDataKey*"},
            "Topic/KmsMasterKeyId",
        ),
        "does not allow kms:Decrypt",
    ),
    Case(
        "AWS's own key",
        *("CG637", {"Topic/KmsMasterKeyId": "alias/aws/sns"}, "Topic/KmsMasterKeyId"),
        "Name a key of your own",
    ),
    Case(
        "a rule that tells a topic without a policy",
        *(
            "CG637",
            {
                "New": {"Type": "AWS::SNS::Topic", "Properties": {}},
                "Rule": {
                    "Type": "AWS::Events::Rule",
                    "Properties": {"Targets": [{"Id": "a", "Arn": ref("New")}]},
                },
            },
            "New",
        ),
        "does not let events.amazonaws.com in",
    ),
    Case(
        "a rule that is kept out",
        *(
            "CG637",
            {
                "Rule": {
                    "Type": "AWS::Events::Rule",
                    "Properties": {"Targets": [{"Id": "a", "Arn": ref("Topic")}]},
                }
            },
            "Topic",
        ),
        "does not let events.amazonaws.com in",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_topic_without_a_policy_lets_the_account_in() -> None:
    default = model({"TopicPolicy/Topics": ["arn:aws:sns:us-east-1:1:other"]})
    assert problems(default, [CHECKS["CG637"]]) == []
