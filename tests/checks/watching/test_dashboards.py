"""Dashboards."""

from __future__ import annotations

import pytest

from tests.checks.data.system import Case, body

BODY = "Dashboard/DashboardBody"

CASES = (
    Case(
        "no JSON",
        *(
            "CG639",
            {"Dashboard/DashboardBody": "widgets: []"},
            BODY,
        ),
        "no JSON object",
    ),
    Case(
        "no list",
        *(
            "CG639",
            {"Dashboard/DashboardBody": body({"widgets": 1})},
            BODY,
        ),
        "Write a list",
    ),
    Case(
        "too many",
        *(
            "CG639",
            {"Dashboard/DashboardBody": body({"widgets": [{}] * 501})},
            BODY,
        ),
        "501 widgets",
    ),
    Case(
        "no such type",
        *(
            "CG639",
            {"Dashboard/DashboardBody": body({"widgets": [{"type": "Metrics"}]})},
            BODY,
        ),
        "its type is 'Metrics', which is none; did you mean metric",
    ),
    Case(
        "no type",
        *("CG639", {BODY: body({"widgets": [{"properties": {}}]})}, BODY),
        "it has no type",
    ),
    Case(
        "no properties",
        *("CG639", {BODY: body({"widgets": [{"type": "log"}]})}, BODY),
        "it has no properties",
    ),
    Case(
        "no alarms",
        *(
            "CG639",
            {BODY: body({"widgets": [{"type": "alarm", "properties": {}}]})},
            BODY,
        ),
        "it has no alarms",
    ),
    Case(
        "too wide",
        *(
            "CG639",
            {BODY: body({"widgets": [{"type": "alarm", "width": 25}]})},
            BODY,
        ),
        "width is 25, and not 1 to 24",
    ),
    Case(
        "over the edge",
        *(
            "CG639",
            {BODY: body({"widgets": [{"type": "alarm", "x": 20}]})},
            BODY,
        ),
        "no room for 6",
    ),
    Case(
        "no region",
        *(
            "CG639",
            {
                BODY: body(
                    {"widgets": [{"type": "metric", "properties": {"metrics": []}}]}
                )
            },
            BODY,
        ),
        "it has no region",
    ),
    Case(
        "no metrics",
        *(
            "CG639",
            {
                BODY: body(
                    {
                        "widgets": [
                            {"type": "metric", "properties": {"region": "us-east-1"}}
                        ]
                    }
                )
            },
            BODY,
        ),
        "widget 1: it has no metrics",
    ),
    Case(
        "no text",
        *(
            "CG639",
            {BODY: body({"widgets": [{"type": "text", "properties": {}}]})},
            BODY,
        ),
        "it has no text",
    ),
    Case(
        "a queue by its ARN",
        *(
            "CG640",
            {
                BODY: body(
                    {
                        "widgets": [
                            {
                                "properties": {
                                    "metrics": [
                                        ["AWS/SQS", "x", "QueueName", "$Queue.Arn"]
                                    ]
                                }
                            }
                        ]
                    }
                )
            },
            BODY,
        ),
        "QueueName is not the Arn of Queue",
    ),
    Case(
        "a queue by its ARN, once more",
        *(
            "CG640",
            {
                BODY: body(
                    {
                        "widgets": [
                            {
                                "properties": {
                                    "metrics": [
                                        ["AWS/SNS", "x", "TopicName", "$Queue.Arn"],
                                        [".", "y", ".", "."],
                                    ]
                                }
                            }
                        ]
                    }
                )
            },
            BODY,
        ),
        "named after no AWS::SQS::Queue",
    ),
    Case(
        "an alarm that is none",
        *(
            "CG640",
            {BODY: body({"widgets": [{"properties": {"alarms": ["$Queue.Arn"]}}]})},
            BODY,
        ),
        "Queue is no alarm",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
