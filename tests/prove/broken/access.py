"""Roles that may do more than they are meant to, and those who may become them."""

from __future__ import annotations

from typing import Any

from tests.checks.planted.mistake import put
from tests.models import Bodies, Change
from tests.prove.broken.variant import Variant, both

WEB = "service-web.json"
TRUST = ("AssumeRolePolicyDocument", "Statement", 0)


def may(file: str, role: str, *actions: str, on: Any = "*") -> Change:
    """Return the change that allows a role something more."""

    def change(bodies: Bodies) -> None:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": on}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        policy = {"PolicyName": "more", "PolicyDocument": document}
        held = bodies[file]["Resources"][role]["Properties"]
        held["Policies"] = [*held.get("Policies", ()), policy]

    return change


EVERY_ROLE = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*"}
READ = ("secretsmanager:GetSecretValue", "kms:Decrypt")

VARIANTS = (
    Variant(
        "a task that starts tasks with any role",
        "nextjs prod",
        "role web.task, web.execution no-escalation",
        "ServiceWeb/TaskRole",
        both(
            may(WEB, "TaskRole", "ecs:RunTask", "ecs:RegisterTaskDefinition"),
            may(WEB, "TaskRole", "iam:PassRole", on=EVERY_ROLE),
            may(WEB, "TaskRole", "secretsmanager:Get*"),
        ),
        planted=True,
    ),
    Variant(
        "a task that may read every secret",
        "nextjs prod",
        "only web.execution read Database/DatabaseSecret",
        "ServiceWeb/TaskRole",
        may(WEB, "TaskRole", "secretsmanager:Get*", "kms:*"),
    ),
    Variant(
        "a task that may read one secret more",
        "nextjs dev",
        "only web.execution read Cache/CacheSecret",
        "ServiceWeb/TaskRole",
        both(
            may(WEB, "TaskRole", READ[0], on={"Ref": "CacheSecretArn"}),
            may(WEB, "TaskRole", READ[1], on={"Ref": "KeyArn"}),
        ),
    ),
    Variant(
        "a role of flow logs that reads secrets",
        "nextjs prod",
        "only web.execution read ServiceWeb/WebSessionSecret",
        "Network/FlowLogRole",
        may("network.json", "FlowLogRole", *READ),
    ),
    Variant(
        "a task role for everybody",
        "platform prod",
        "role *.execution, *.task only for ecs-tasks.amazonaws.com",
        "ServiceWorker/TaskRole",
        put("service-worker.json", "TaskRole", *TRUST, "Principal", value="*"),
    ),
    Variant(
        "an execution role for functions too",
        "platform dev",
        "role *.execution, *.task only for ecs-tasks.amazonaws.com",
        "ServiceApi/ExecutionRole",
        put(
            *("service-api.json", "ExecutionRole", *TRUST, "Principal", "Service"),
            value=["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"],
        ),
    ),
    Variant(
        "every repository of the organisation deploys",
        "nextjs prod",
        "role Delivery/DeployRole only for github:example/nextjs:ref:refs/heads/main",
        "Delivery/DeployRole",
        put(
            *("delivery.json", "DeployRole", *TRUST, "Condition"),
            value={
                "StringLike": {
                    "token.actions.githubusercontent.com:sub": "repo:example/*"
                },
                "StringEquals": {
                    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
                },
            },
        ),
    ),
    Variant(
        "an application that may do everything with files",
        "rails prod",
        "role web.task only",
        "ServiceWeb/TaskRole",
        may(WEB, "TaskRole", "s3:*", on={"Fn::Sub": "${FilesBucketArn}/*"}),
    ),
    Variant(
        "an application that reads every bucket",
        "rails dev",
        "role web.task only",
        "ServiceWeb/TaskRole",
        may(WEB, "TaskRole", "s3:GetObject"),
    ),
    Variant(
        "a job's task that may start tasks with any role",
        "revendiste prod",
        "role *.execution, *.task no-escalation",
        "Jobs/SyncPaymentsTaskRole",
        both(
            may("jobs.json", "SyncPaymentsTaskRole", "ecs:RunTask"),
            may("jobs.json", "SyncPaymentsTaskRole", "iam:PassRole", on=EVERY_ROLE),
        ),
    ),
    Variant(
        "a schedule that may start any task",
        "revendiste prod",
        "role sync-payments.schedule only",
        "Jobs/SyncPaymentsScheduleRole",
        may("jobs.json", "SyncPaymentsScheduleRole", "ecs:RunTask"),
    ),
    Variant(
        "a task that writes its own rights",
        "rails prod",
        "role web.task, web.execution no-escalation",
        "ServiceWeb/TaskRole",
        may(WEB, "TaskRole", "iam:PutRolePolicy", on=EVERY_ROLE),
    ),
)
