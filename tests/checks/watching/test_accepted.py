"""What AWS takes, and a check of what watches has to let be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.data.system import Fine, att, body, ref

BODY = "Dashboard/DashboardBody"
DIMENSION = "Busy/Dimensions/1/Value"

RENAMED = {"Lines/MetricTransformations/0/MetricName": "rows"}
AGENT = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"


def made(type: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type, "Properties": properties}


def seen(**properties: Any) -> dict[str, str]:
    """Return the body of a dashboard with one graph."""
    return body({"widgets": [{"type": "metric", "properties": properties}]})


def sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


STACK = made("AWS::CloudFormation::Stack", TemplateURL="https://example.com/t.json")
CUSTOM = made("Custom::Made", ServiceToken="arn:aws:lambda:us-east-1:1:function:a")
SAM = made("AWS::Serverless::Function", Handler="a.b", Runtime="python3.13")
LOG_ALARM = made("AWS::CloudWatch::LogAlarm", Threshold=1)

BAND = [
    {"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"},
    {
        "Id": "m1",
        "MetricStat": {
            "Metric": {"Namespace": "shop", "MetricName": "lines"},
            "Period": 300,
            "Stat": "Sum",
        },
    },
]

FINE = (
    Fine("a percentile", "CG630", {"Node/ExtendedStatistic": "p99.95"}),
    Fine("a trimmed mean", "CG630", {"Node/ExtendedStatistic": "TM(2%:98%)"}),
    Fine(
        "a metric and its band",
        "CG632",
        {"Rate/Metrics": BAND, "Rate/ThresholdMetricId": "ad1"},
    ),
    Fine(
        "lower-case words",
        "CG632",
        {"Rate/Metrics/0/Expression": "if(all > 1 and fill(bad, repeat) > 1, 1, 0)"},
    ),
    Fine("more than is reserved", "CG633", {"Busy/Threshold": 150}),
    Fine(
        "a name from a nested stack",
        "CG634",
        {"Stack": STACK, DIMENSION: att("Stack", "Outputs.Service")},
    ),
    Fine(
        "a name from a custom resource",
        *("CG634", {"Made": CUSTOM, DIMENSION: att("Made", "Service")}),
    ),
    Fine(
        "a table in several regions",
        "CG634",
        {
            "Global": made("AWS::DynamoDB::GlobalTable"),
            "Busy/Namespace": "AWS/DynamoDB",
            "Busy/Dimensions": [{"Name": "TableName", "Value": ref("Global")}],
        },
    ),
    Fine(
        "what a role of AWS's may publish",
        *("CG635", {**RENAMED, "R": made("AWS::IAM::Role", ManagedPolicyArns=[AGENT])}),
    ),
    Fine(
        "actions from elsewhere",
        "CG636",
        {
            "Stack": STACK,
            "Made": CUSTOM,
            "Sam": SAM,
            "Group": made("AWS::AIOps::InvestigationGroup", Name="x"),
            "Alarm/AlarmActions": [
                att("Stack", "Outputs.Topic"),
                att("Made", "Arn"),
                att("Sam", "Arn"),
                att("Group", "Arn"),
                sub("arn:aws:automate:${AWS::Region}:ec2:reboot"),
            ],
        },
    ),
    Fine(
        "a rule with a role",
        "CG637",
        {
            "Rule": made(
                "AWS::Events::Rule",
                Targets=[{"Id": "a", "Arn": ref("Topic"), "RoleArn": "arn:aws:iam::1"}],
            )
        },
    ),
    Fine(
        "fields with hyphens",
        "CG638",
        {
            "Errors/FilterPattern": "[ip, user-id, ..., bytes > 1000]",
            "Errors/MetricTransformations/0/MetricValue": "$bytes",
            "Errors/MetricTransformations/0/Dimensions/0/Value": "$user-id",
        },
    ),
    Fine(
        "a graph of contributors",
        "CG639",
        {BODY: seen(region="us-east-1", insightRule={"ruleName": "a"})},
    ),
    Fine(
        "a chart",
        *("CG639", {BODY: body({"widgets": [{"type": "chart", "properties": {}}]})}),
    ),
    Fine("a body that is not known", "CG639", {BODY: sub("${Unknown}")}),
    Fine("widgets that are not known", "CG639", {BODY: sub('{"widgets": ${Unknown}}')}),
    Fine("one of several", "CG639", {BODY: sub('{"widgets": [${Unknown}]}')}),
    Fine("a part of a list", "CG639", {BODY: sub('{"widgets": [{}${Unknown}]}')}),
    Fine(
        "a width that is not known",
        "CG639",
        {
            BODY: sub(
                '{"widgets": [{"type": "text", "x": ${Unknown}, "width": ${Unknown}, '
                '"properties": {"markdown": "${Unknown} and ${Queue}"}}]}'
            )
        },
    ),
    Fine(
        "metrics that are not known",
        *(
            "CG640",
            {BODY: sub('{"widgets": [{"properties": {"metrics": ${Unknown}}}]}')},
        ),
    ),
    Fine(
        "metrics and alarms that are no lists",
        *(
            "CG640",
            {BODY: body({"widgets": [{"properties": {"metrics": 5, "alarms": 5}}]})},
        ),
    ),
    Fine(
        "a name of two parts",
        "CG640",
        {BODY: seen(metrics=[["AWS/SQS", "x", "QueueName", "$Queue.Arn$Queue.Arn"]])},
    ),
    Fine(
        "a function's alias",
        "CG641",
        {
            "Alias": made("AWS::Lambda::Alias", FunctionName="a"),
            "Other/Protocol": "lambda",
            "Other/Endpoint": ref("Alias"),
        },
    ),
    Fine(
        "a function that a transform makes",
        "CG641",
        {"Sam": SAM, "Other/Protocol": "lambda", "Other/Endpoint": att("Sam", "Arn")},
    ),
    Fine(
        "some of several alarms",
        "CG643",
        {
            "Both/AlarmRule": sub(
                'AT_LEAST(50%, NOT OK, ("a (b)", ${Alarm})) OR ALARM(c)'
            )
        },
    ),
    Fine(
        "an alarm on logs",
        "CG643",
        {"Log": LOG_ALARM, "Both/AlarmRule": sub("ALARM(${Log})")},
    ),
)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_aws_takes_is_let_be(fine: Fine) -> None:
    assert fine.silent()
