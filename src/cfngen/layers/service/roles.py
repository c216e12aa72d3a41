"""The two roles of a task: one that starts it, one that its code runs as.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from awacs import ecr, kms, logs
from awacs import secretsmanager as secrets
from awacs.aws import ArnLike, PolicyDocument, StringEquals
from troposphere import AccountId, GetAtt, Sub, iam
from troposphere.logs import LogGroup

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.policies import allow, arn, document, trust

PULL = (
    ecr.BatchCheckLayerAvailability,
    ecr.BatchGetImage,
    ecr.GetDownloadUrlForLayer,
)


def execution_role(
    layer: Layer, name: str, log_group: LogGroup, secret_arns: Sequence[Any]
) -> iam.Role:
    """Return the role that pulls the image, opens the log and reads the secrets."""
    statements = [
        # Signing in to ECR names no repository; IAM takes "*" only.
        allow([ecr.GetAuthorizationToken], ["*"]),
        allow(list(PULL), [layer.enter(ports.repository_arn(name))]),
        allow(
            [logs.CreateLogStream, logs.PutLogEvents],
            [GetAtt(log_group, "Arn")],
        ),
    ]
    if secret_arns:
        statements.append(allow([secrets.GetSecretValue], list(secret_arns)))
        statements.append(_decrypt(layer))
    return iam.Role(
        "ExecutionRole",
        Description=f"Starts the tasks of {name}: image, log and secrets.",
        AssumeRolePolicyDocument=_trust_tasks(),
        Policies=[
            iam.Policy(PolicyName="start-tasks", PolicyDocument=document(*statements))
        ],
    )


def task_role(name: str) -> iam.Role:
    """Return the role that the service's code runs as; it may do nothing in AWS.

    Databases and caches are reached over the network with a password, not with IAM.
    """
    return iam.Role(
        "TaskRole",
        Description=f"What the code of {name} runs as.",
        AssumeRolePolicyDocument=_trust_tasks(),
    )


def _decrypt(layer: Layer) -> Any:
    """Return the permission to decrypt with the system's key, for secrets only."""
    through = Sub("secretsmanager.${AWS::Region}.amazonaws.com")
    return allow(
        [kms.Decrypt],
        [layer.enter(ports.KEY_ARN)],
        StringEquals({"kms:ViaService": through}),
    )


def _trust_tasks() -> PolicyDocument:
    """Return the trust in the ECS tasks of this account and region only.

    AWS lets the source be narrowed to the account's clusters, not to one cluster:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    """
    return trust(
        "ecs-tasks",
        StringEquals({"aws:SourceAccount": AccountId}),
        ArnLike({"aws:SourceArn": arn("ecs", "*")}),
    )
