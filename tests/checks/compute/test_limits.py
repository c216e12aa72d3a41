"""Health checks, what Fargate has, and what a task needs to start."""

from __future__ import annotations

import pytest

from cfngen.checks.compute import CHECKS
from tests.checks.bending import GONE, UNKNOWN, Case, Fine, read, silent, spoken

RIGHT = read("compute")
WEB, SETUP, PROXY = (f"Task.ContainerDefinitions.{index}" for index in range(3))
HEALTH = f"{WEB}.HealthCheck"
OPTIONS = f"{WEB}.LogConfiguration.Options"
START = "ExecutionRole.Policies.0.PolicyDocument.Statement"

CASES = (
    Case(
        "a key that leaves it to the roles of its account",
        "CG548",
        {
            f"{START}.4.Effect": "Deny",
            "Key.KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "kms:*",
                        "Principal": {
                            "AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}
                        },
                    },
                    {
                        "Effect": "Allow",
                        "Action": "kms:*",
                        "Principal": {"AWS": "arn:aws:iam::123456789012:role/Admin"},
                    },
                ]
            },
        },
        f"{WEB}.Secrets.0.ValueFrom",
        "may not kms:Decrypt with Key",
    ),
    Case(
        "asked too often",
        "CG545",
        {f"{HEALTH}.Interval": 1},
        f"{HEALTH}.Interval",
        "is 1",
    ),
    Case("waits too long", "CG545", {f"{HEALTH}.Timeout": "61"}, f"{HEALTH}.Timeout"),
    Case("tries too often", "CG545", {f"{HEALTH}.Retries": 11}, f"{HEALTH}.Retries"),
    Case(
        "starts too late",
        "CG545",
        {f"{HEALTH}.StartPeriod": 301},
        f"{HEALTH}.StartPeriod",
    ),
    Case(
        "no word for how",
        *("CG545", {f"{HEALTH}.Command": ["curl", "localhost"]}),
        *(f"{HEALTH}.Command", "begins with 'curl'"),
    ),
    Case(
        "nothing to run",
        "CG545",
        {f"{HEALTH}.Command": ["CMD"]},
        f"{HEALTH}.Command",
        "nothing",
    ),
    Case(
        "a shell with arguments",
        *("CG545", {f"{HEALTH}.Command": ["CMD-SHELL", "curl", "localhost"]}),
        *(f"{HEALTH}.Command", "CMD-SHELL takes one text"),
    ),
    Case(
        "a program with a space",
        *("CG545", {f"{HEALTH}.Command": ["CMD", "curl localhost"]}),
        *(f"{HEALTH}.Command", "a program called 'curl localhost'"),
    ),
    Case(
        "too much storage",
        "CG546",
        {"Task.EphemeralStorage.SizeInGiB": 201},
        "Task.EphemeralStorage.SizeInGiB",
    ),
    Case(
        "placement",
        "CG546",
        {"Task.PlacementConstraints": [{"Type": "memberOf"}]},
        "Task.PlacementConstraints",
    ),
    Case("privileged", "CG546", {f"{WEB}.Privileged": True}, f"{WEB}.Privileged"),
    Case("links", "CG546", {f"{WEB}.Links": ["proxy"]}, f"{WEB}.Links"),
    Case(
        "swap",
        "CG546",
        {f"{WEB}.LinuxParameters": {"MaxSwap": 1}},
        f"{WEB}.LinuxParameters.MaxSwap",
    ),
    Case(
        "stops too late",
        "CG546",
        {f"{WEB}.StopTimeout": 121},
        f"{WEB}.StopTimeout",
        "is 121",
    ),
    Case(
        "a driver of servers",
        "CG546",
        {f"{WEB}.LogConfiguration.LogDriver": "syslog"},
        f"{WEB}.LogConfiguration.LogDriver",
    ),
    Case(
        "a soft limit above",
        "CG546",
        {f"{WEB}.Ulimits.0.SoftLimit": 4096},
        f"{WEB}.Ulimits.0.SoftLimit",
    ),
    Case(
        "no prefix",
        "CG547",
        {f"{OPTIONS}.awslogs-stream-prefix": GONE},
        OPTIONS,
        "awslogs-stream-prefix is missing",
    ),
    Case(
        "another region",
        "CG547",
        {f"{OPTIONS}.awslogs-region": "eu-west-1"},
        f"{OPTIONS}.awslogs-region",
        "Log is in us-east-1",
    ),
    Case(
        "no role for logs",
        "CG547",
        {"Task.ExecutionRoleArn": GONE},
        f"{WEB}.LogConfiguration.LogDriver",
        "needs an ExecutionRoleArn",
    ),
    Case(
        "may not log",
        "CG547",
        {f"{START}.2.Action": "logs:CreateLogStream"},
        f"{OPTIONS}.awslogs-group",
        "may not logs:PutLogEvents",
    ),
    Case(
        "may log elsewhere",
        *(
            "CG547",
            {
                f"{START}.2.Resource": {"Fn::GetAtt": ["Other", "Arn"]},
                "Other": ("Logs::LogGroup", {}),
            },
        ),
        *(f"{OPTIONS}.awslogs-group", "may not logs:CreateLogStream"),
    ),
    Case(
        "may not make the group",
        "CG547",
        {f"{OPTIONS}.awslogs-create-group": "true"},
        f"{OPTIONS}.awslogs-group",
        "logs:CreateLogGroup",
    ),
    Case(
        "no role for secrets",
        "CG548",
        {"Task.ExecutionRoleArn": GONE},
        f"{WEB}.Secrets.0.ValueFrom",
        "need an ExecutionRoleArn",
    ),
    Case(
        "may not read the secret",
        "CG548",
        {f"{START}.3.Effect": "Deny"},
        f"{WEB}.Secrets.0.ValueFrom",
        "may not secretsmanager:GetSecretValue on Secret",
    ),
    Case(
        "may not use its key",
        "CG548",
        {f"{START}.4.Action": "kms:Encrypt"},
        f"{WEB}.Secrets.0.ValueFrom",
        "may not kms:Decrypt with Key",
    ),
    Case(
        "an empty tag",
        "CG549",
        {f"{WEB}.Image": {"Fn::Sub": "${Repository.RepositoryUri}:"}},
        f"{WEB}.Image",
        "neither :tag nor",
    ),
    Case(
        "a branch as a tag",
        "CG549",
        {f"{WEB}.Image": {"Fn::Sub": "${Repository.RepositoryUri}:fix/login"}},
        f"{WEB}.Image",
        "':fix/login'",
    ),
    Case(
        "a short digest",
        "CG549",
        {f"{WEB}.Image": {"Fn::Sub": "${Repository.RepositoryUri}@sha256:abc"}},
        f"{WEB}.Image",
        "neither",
    ),
    Case(
        "may not pull",
        "CG549",
        {f"{START}.1.Action": "ecr:BatchGetImage"},
        f"{WEB}.Image",
        "may not ecr:GetDownloadUrlForLayer on Repository",
    ),
    Case(
        "may not log in",
        "CG549",
        {f"{START}.0.Effect": "Deny"},
        f"{WEB}.Image",
        "may not ecr:GetAuthorizationToken",
    ),
    Case(
        "no role for ECR",
        "CG549",
        {"Task.ExecutionRoleArn": GONE},
        f"{WEB}.Image",
        "in ECR needs an ExecutionRoleArn",
    ),
)

FINE = (
    Fine("no health check", "CG545", {f"{HEALTH}.Command": ["NONE"]}),
    Fine(
        "privileges on servers",
        "CG546",
        {"Task.RequiresCompatibilities": ["EC2"], f"{WEB}.Privileged": True},
    ),
    Fine(
        "no prefix on servers",
        "CG547",
        {
            "Task.RequiresCompatibilities": ["EC2"],
            f"{OPTIONS}.awslogs-stream-prefix": GONE,
        },
    ),
    *(
        Fine(
            f"the instance does it, not the role: {id}",
            id,
            {
                "Task.RequiresCompatibilities": ["EC2"],
                f"{START}.{index}.Effect": "Deny",
            },
        )
        for id, index in (("CG547", 2), ("CG549", 1))
    ),
    Fine(
        "a role by its name",
        "CG548",
        {
            f"{START}.3.Effect": "Deny",
            "ExecutionRole.RoleName": "start",
            "More": (
                "IAM::Policy",
                {
                    "Roles": ["start"],
                    "PolicyDocument": {
                        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}
                    },
                },
            ),
        },
    ),
    Fine(
        "the key lets all of the account in, by way of Secrets Manager",
        "CG548",
        {
            f"{START}.4.Effect": "Deny",
            "Key.KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt"],
                        "Principal": {"AWS": "*"},
                        "Condition": {"StringEquals": {"kms:CallerAccount": "1"}},
                    }
                ]
            },
        },
    ),
    Fine(
        "a key whose policy is not known",
        "CG548",
        {f"{START}.4.Effect": "Deny", "Key.KeyPolicy": UNKNOWN},
    ),
    Fine(
        "a role of AWS",
        "CG547",
        {
            "ExecutionRole.Policies": [],
            "ExecutionRole.ManagedPolicyArns": ["arn:aws:iam::aws:policy/x"],
        },
    ),
    Fine(
        "a policy beside the role",
        "CG548",
        {
            f"{START}.3.Effect": "Deny",
            "More": (
                "IAM::Policy",
                {
                    "Roles": [{"Ref": "ExecutionRole"}],
                    "PolicyDocument": {
                        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}
                    },
                },
            ),
        },
    ),
    Fine(
        "the key lets the role in",
        "CG548",
        {
            f"{START}.4.Effect": "Deny",
            "Key.KeyPolicy": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "kms:Decrypt",
                        "Principal": {"AWS": {"Fn::GetAtt": ["ExecutionRole", "Arn"]}},
                    }
                ]
            },
        },
    ),
    Fine(
        "a digest",
        "CG549",
        {f"{WEB}.Image": {"Fn::Sub": "${Repository.RepositoryUri}@sha256:" + "a" * 64}},
    ),
    Fine(
        "an ARN that may be it",
        "CG548",
        {f"{START}.3.Resource": "arn:aws:secretsmanager:*:*:secret:web-*"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)
