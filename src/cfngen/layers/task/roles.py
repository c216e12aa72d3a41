"""The two roles of a task: one that starts it, one that its code runs as.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from awacs import cloudwatch, ecr, kms, logs, s3, ssmmessages
from awacs import secretsmanager as secrets
from awacs.aws import ArnLike, PolicyDocument, Statement, StringEquals
from troposphere import AccountId, GetAtt, If, NoValue, Sub, iam
from troposphere.logs import LogGroup

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task.settings import exec_enabled
from cfngen.layers.task.variables import Variables
from cfngen.physical import metric_namespace
from cfngen.policies import allow, arn, document, through, trust
from cfngen.spec.system import System

PULL = (
    ecr.BatchCheckLayerAvailability,
    ecr.BatchGetImage,
    ecr.GetDownloadUrlForLayer,
)


def execution_role(
    layer: Layer,
    logical_id: str,
    name: str,
    images: Sequence[str],
    log_group: LogGroup,
    variables: Variables,
) -> iam.Role:
    """Return the role that pulls the images, opens the log and reads the secrets."""
    statements = [
        # Signing in to ECR names no repository; IAM takes "*" only.
        allow([ecr.GetAuthorizationToken], ["*"]),
        allow(list(PULL), [layer.enter(ports.repository_arn(one)) for one in images]),
        allow(
            [logs.CreateLogStream, logs.PutLogEvents],
            [GetAtt(log_group, "Arn")],
        ),
    ]
    if variables.secret_arns:
        arns = list(variables.secret_arns)
        statements.append(allow([secrets.GetSecretValue], arns))
        key = layer.enter(ports.KEY_ARN)
        statements.append(through("secretsmanager", [kms.Decrypt], key))
    return iam.Role(
        logical_id,
        Description=f"Starts the tasks of {name}: image, log and secrets.",
        AssumeRolePolicyDocument=_trust_tasks(),
        Policies=[_policy("start-tasks", *statements)],
    )


def task_role(layer: Layer, logical_id: str, system: System, name: str) -> iam.Role:
    """Return the role that the code of a service or job runs as.

    It may use the task's buckets and send its metrics, and nothing else in AWS:
    databases and caches are reached over the network with a password, not with IAM.
    """
    own = list(_code(layer, system, name))
    shells = If(exec_enabled(layer), _policy("open-shells", _shells()), NoValue)
    return iam.Role(
        logical_id,
        Description=f"What the code of {name} runs as.",
        AssumeRolePolicyDocument=_trust_tasks(),
        Policies=[*([_policy("run", *own)] if own else []), shells],
    )


def _code(layer: Layer, system: System, name: str) -> Iterator[Statement]:
    """Yield what the code itself may do."""
    task = system.tasks[name]
    buckets = [used for used in task.uses if used in system.buckets]
    if buckets:
        arns = [layer.enter(ports.bucket_arn(bucket)) for bucket in buckets]
        yield allow([s3.GetBucketLocation, s3.ListBucket], list(arns))
        yield allow(
            [s3.AbortMultipartUpload, s3.DeleteObject, s3.GetObject, s3.PutObject],
            [Sub(f"${{{one.data['Ref']}}}/*") for one in arns],
        )
        key = layer.enter(ports.KEY_ARN)
        yield through("s3", [kms.Decrypt, kms.GenerateDataKey], key)
    if task.custom_metrics:
        namespace = metric_namespace(system.system)
        # Metrics are no resources to IAM; the namespace is what tells them apart:
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
        yield allow(
            [cloudwatch.PutMetricData],
            ["*"],
            StringEquals({"cloudwatch:namespace": namespace}),
        )


def _shells() -> Statement:
    """Return what ECS Exec needs of a task; IAM takes "*" only.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    """
    return allow(
        [
            ssmmessages.CreateControlChannel,
            ssmmessages.CreateDataChannel,
            ssmmessages.OpenControlChannel,
            ssmmessages.OpenDataChannel,
        ],
        ["*"],
    )


def _policy(name: str, *statements: Statement) -> iam.Policy:
    """Return an inline policy."""
    return iam.Policy(PolicyName=name, PolicyDocument=document(*statements))


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
