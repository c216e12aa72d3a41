"""What both ways of delivery are allowed: push images, migrate, pass roles on."""

from __future__ import annotations

from collections.abc import Iterable

from awacs import ecr, ecs, iam, logs
from awacs.aws import ArnEquals, Statement, StringEquals
from troposphere import Sub

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.physical import log_group, physical
from cfngen.policies import allow, arn
from cfngen.spec.system import System

PUSH = (
    ecr.BatchCheckLayerAvailability,
    ecr.BatchGetImage,
    ecr.CompleteLayerUpload,
    ecr.GetDownloadUrlForLayer,
    ecr.InitiateLayerUpload,
    ecr.PutImage,
    ecr.UploadLayerPart,
)
"""What docker asks of a repository to push an image, and to pull one:
https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""


def migrating(system: System) -> tuple[str, ...]:
    """Return the services that migrate the database before a release."""
    return tuple(name for name, one in system.services.items() if one.migrate)


def migration(service: str) -> str:
    """Return the task by which a service migrates, as its family's name ends."""
    return f"{service}-migrate"


def push(layer: Layer, images: Iterable[str]) -> list[Statement]:
    """Return the permission to push images to the repositories of some of them."""
    repositories = [layer.enter(ports.repository_arn(name)) for name in images]
    return [
        # Signing in to ECR names no repository; IAM takes "*" only.
        allow([ecr.GetAuthorizationToken], ["*"]),
        allow(list(PUSH), list(repositories)),
    ]


def families(system: System, tasks: Iterable[str]) -> list[Sub]:
    """Return the task definitions of some tasks, in any revision, as ARNs."""
    return [
        arn("ecs", "task-definition/${Family}:*", Family=physical(system.system, task))
        for task in tasks
    ]


def run_migrations(layer: Layer, system: System) -> list[Statement]:
    """Return the permission to run the migrations, watch them and read their logs."""
    named = [layer.enter(ports.migration_family(n)) for n in migrating(system)]
    cluster = layer.enter(ports.CLUSTER_NAME).data["Ref"]
    return [
        allow(
            [ecs.RunTask],
            [arn("ecs", f"task-definition/${{{one.data['Ref']}}}:*") for one in named],
            ArnEquals({"ecs:cluster": layer.enter(ports.CLUSTER_ARN)}),
        ),
        allow([ecs.DescribeTasks], [arn("ecs", f"task/${{{cluster}}}/*")]),
        allow(
            [logs.GetLogEvents], [_log_streams(system, n) for n in migrating(system)]
        ),
    ]


def pass_roles(layer: Layer, tasks: Iterable[str]) -> Statement:
    """Return the passing of the roles of services and jobs to their tasks, by name."""
    roles = [
        layer.enter(role(name))
        for name in tasks
        for role in (ports.execution_role_arn, ports.task_role_arn)
    ]
    return allow(
        [iam.PassRole],
        list(roles),
        StringEquals({"iam:PassedToService": "ecs-tasks.amazonaws.com"}),
    )


def _log_streams(system: System, name: str) -> Sub:
    """Return the log streams of a service's migrations."""
    return arn(
        "logs",
        "log-group:${Group}:log-stream:migrate/*",
        Group=log_group(system.system, name),
    )
