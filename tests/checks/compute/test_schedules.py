"""Schedules, queues and logs."""

from __future__ import annotations

import pytest

from cfngen.checks.compute import CHECKS
from cfngen.checks.compute.logs import mistakes_of as pattern_mistakes
from cfngen.checks.compute.schedules import mistakes_of
from tests.checks.bending import GONE, Case, Changes, Fine, read, silent, spoken

RIGHT = read("compute")
TASK = "Schedule.Target.EcsParameters"
ROLE = "ScheduleRole.Policies.0.PolicyDocument.Statement"
ZONE = "Schedule.ScheduleExpressionTimezone"

DELIVERED = {"Log.RetentionInDays": GONE, "Log.LogGroupClass": "DELIVERY"}
ORDERED = {"Queue.FifoQueue": True, "Dead.FifoQueue": True}
RULE = {
    "Rule": (
        "Events::Rule",
        {
            "ScheduleExpression": "rate(1 hour)",
            "Targets": [{"Id": "job", **RIGHT["Schedule"]["Properties"]["Target"]}],
        },
    )
}

OF_RULES: Changes = {f"{ROLE}.2.Effect": "Deny", "Schedule": ("S3::Bucket", {})}

CASES = (
    Case(
        "no schedule",
        "CG561",
        {"Schedule.ScheduleExpression": "every day"},
        "Schedule.ScheduleExpression",
        "is no schedule",
    ),
    Case("no such zone", "CG561", {ZONE: "America/Bogotá"}, ZONE, "no time zone"),
    Case(
        "an unknown zone at night",
        "CG561",
        {"Scaled.ScheduledActions.0.Timezone": "Mars"},
        "Scaled.ScheduledActions.0.Timezone",
    ),
    Case(
        "no schedule at night",
        "CG561",
        {"Scaled.ScheduledActions.0.Schedule": "cron(0 22 * * *)"},
        "Scaled.ScheduledActions.0.Schedule",
    ),
    Case(
        "a window without a length",
        "CG561",
        {"Schedule.FlexibleTimeWindow.MaximumWindowInMinutes": GONE},
        "Schedule.FlexibleTimeWindow",
        "has no length",
    ),
    Case(
        "ends before it starts",
        "CG561",
        {"Schedule.EndDate": "2029-01-01T00:00:00Z"},
        "Schedule.EndDate",
        "it ends at",
    ),
    Case(
        "another family",
        *("CG562", {"Task.Family": "api"}, "Schedule.Target.RoleArn"),
        "ScheduleRole may not ecs:RunTask on Task",
    ),
    Case(
        "does not hand on a role",
        "CG562",
        {f"{ROLE}.1.Resource": {"Fn::GetAtt": ["ExecutionRole", "Arn"]}},
        "Schedule.Target.RoleArn",
        "may not iam:PassRole on TaskRole",
    ),
    Case(
        "does not hand on a role of a rule's",
        "CG562",
        {**RULE, f"{ROLE}.1.Effect": "Deny"},
        "Rule.Targets.0.RoleArn",
        "may not iam:PassRole on TaskRole",
    ),
    Case(
        "no subnets for a rule's task",
        "CG563",
        {**RULE, "Rule.Targets.0.EcsParameters.NetworkConfiguration": GONE},
        "Rule.Targets.0.EcsParameters",
        "gets no subnets",
    ),
    Case(
        "no letter box",
        "CG562",
        {f"{ROLE}.2.Resource": {"Fn::GetAtt": ["Queue", "Arn"]}},
        "Schedule.Target.RoleArn",
        "may not sqs:SendMessage on Dead",
    ),
    Case(
        "a name for a cluster",
        "CG563",
        {"Schedule.Target.Arn": {"Ref": "Cluster"}},
        "Schedule.Target.Arn",
        "not the ARN of a cluster",
    ),
    Case(
        "said twice",
        "CG563",
        {f"{TASK}.CapacityProviderStrategy": [{}]},
        f"{TASK}.LaunchType",
    ),
    Case(
        "a task for servers",
        "CG563",
        {"Task.RequiresCompatibilities": ["EC2"]},
        f"{TASK}.LaunchType",
        "not for Fargate",
    ),
    Case(
        "no subnets",
        "CG563",
        {f"{TASK}.NetworkConfiguration": GONE},
        TASK,
        "gets no subnets",
    ),
    Case(
        "an ordered letter box",
        "CG563",
        {"Dead.FifoQueue": True},
        "Schedule.Target.DeadLetterConfig.Arn",
        "FIFO",
    ),
    Case(
        "too many attempts",
        "CG564",
        {"Queue.RedrivePolicy.maxReceiveCount": 1001},
        "Queue.RedrivePolicy",
        "1001 attempts",
    ),
    Case(
        "its own letter box",
        "CG564",
        {"Queue.RedrivePolicy.deadLetterTargetArn": {"Fn::GetAtt": ["Queue", "Arn"]}},
        "Queue.RedrivePolicy",
        "its own",
    ),
    Case(
        "another kind",
        "CG564",
        {"Dead.FifoQueue": "true"},
        "Queue.RedrivePolicy.deadLetterTargetArn",
        "standard and Dead is FIFO",
    ),
    Case(
        "keeps no longer",
        "CG567",
        {"Dead.MessageRetentionPeriod": 3600},
        "Dead.MessageRetentionPeriod",
        "keeps messages 3600 seconds",
    ),
    Case(
        "kept for ever",
        "CG565",
        {"Log.RetentionInDays": GONE},
        "Log.RetentionInDays",
        "for ever",
    ),
    Case(
        "an open pattern",
        "CG566",
        {"Errors.FilterPattern": '{ $.level = "error"'},
        "Errors.FilterPattern",
        "does not end with }",
    ),
)

FINE = (
    Fine("no zone", "CG561", {ZONE: GONE}),
    Fine("no window", "CG561", {"Schedule.FlexibleTimeWindow": {"Mode": "OFF"}}),
    Fine("any family", "CG562", {f"{ROLE}.0.Resource": "*", "Task.Family": "api"}),
    Fine("by name", "CG563", {f"{TASK}.TaskDefinitionArn": "web"}),
    Fine(
        "the queue lets the role in",
        "CG562",
        {
            f"{ROLE}.2.Effect": "Deny",
            "More": (
                "SQS::QueuePolicy",
                {
                    "Queues": [{"Ref": "Dead"}],
                    "PolicyDocument": {
                        "Statement": {
                            "Effect": "Allow",
                            "Action": "sqs:SendMessage",
                            "Principal": {
                                "AWS": {"Fn::GetAtt": ["ScheduleRole", "Arn"]}
                            },
                        }
                    },
                },
            ),
        },
    ),
    Fine("a rule as it should be", "CG563", RULE),
    Fine("a queue that lets rules in", "CG562", {**RULE, **OF_RULES}),
    Fine("a log that is handed on", "CG565", DELIVERED),
    Fine("a queue in order", "CG567", {"Dead.MessageRetentionPeriod": 60, **ORDERED}),
    Fine(
        "a policy as text", "CG564", {"Queue.RedrivePolicy": '{"maxReceiveCount": 3}'}
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "rate(5 minutes)",
            "rate(1 hour)",
            "rate(1 hours)",
            "at(2030-01-31T06:00:00)",
        ),
        *("cron(30 6 * * ? *)", "cron(0/5 9-17 ? * MON-FRI *)", "cron(0 0 L * ? 2030)"),
        "cron(0 10 ? jan mon-fri *)",
    ],
)
def test_a_schedule_can_be(expression: str) -> None:
    assert not list(mistakes_of(expression))


@pytest.mark.parametrize(
    "expression",
    [
        *("rate(0 minutes)", "rate(5 weeks)", "rate(-1 hours)", "rate(5minutes)"),
        *("at(2030-02-30T06:00:00)", "at(2030-01-31 06:00)", "every(5 minutes)"),
        *("cron(30 6 * * * *)", "cron(30 6 ? * ? *)", "cron(60 6 * * ? *)"),
        *("cron(30 6 * * ?)", "cron(30 24 * * ? *)"),
    ],
)
def test_a_schedule_cannot_be(expression: str) -> None:
    assert list(mistakes_of(expression))


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "ERROR", '"an error" -debug', "?ERROR ?WARN", "it's", "%ERR[0-9]{2}%"),
        *('{ $.x = "a}" }', "{ $.a[0].b != 1 && ($.c IS NULL || $.d NOT EXISTS) }"),
        *(
            "[ip, user, ..., code = 4*, size > 1]",
            r'{ $.x = "a \" b" }',
            "{ $.x = %a)% }",
        ),
    ],
)
def test_a_pattern_can_be_read(pattern: str) -> None:
    assert not list(pattern_mistakes(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            '"an error',
            "{ $.x = 1",
            "{ ($.x = 1 }",
            "{ $.x == 1 }",
            "{ level = error }",
        ),
        *("{ $.a = 1 AND $.b = 2 }", "[a, b", '{ $.x = "a }', "{ $.x = 1) }"),
    ],
)
def test_a_pattern_cannot_be_read(pattern: str) -> None:
    assert list(pattern_mistakes(pattern))
