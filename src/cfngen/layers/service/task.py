"""Task definitions: what runs, with how much CPU and memory, and as whom.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from troposphere import GetAtt, Ref, Region, Sub, ecs, iam
from troposphere.logs import LogGroup

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.service import settings
from cfngen.layers.service.variables import Variables
from cfngen.naming import physical
from cfngen.settings import Setting
from cfngen.spec.service import Service

STOP_SECONDS = 30
"""From SIGTERM to SIGKILL. The load balancer has drained the task by then, so this is
for work that no request waits for; Fargate allows at most 120."""

LOG_BUFFER = "4m"
"""Log lines kept in memory while CloudWatch is away: enough for a short outage, little
beside the smallest task."""


@dataclass(frozen=True)
class Parts:
    """What the task definitions of one service have in common."""

    name: str
    service: Service
    variables: Variables
    log_group: LogGroup
    execution_role: iam.Role
    task_role: iam.Role


def serving(layer: Layer, system: str, parts: Parts) -> ecs.TaskDefinition:
    """Return the task definition of the service itself."""
    service = parts.service
    optional: dict[str, Any] = {}
    if service.health_command:
        optional["HealthCheck"] = _health_check(service)
    if service.command:
        optional["Command"] = list(service.command)
    container = _container(
        layer,
        parts,
        settings.image_tag(parts.name),
        parts.name,
        PortMappings=[ecs.PortMapping(ContainerPort=service.port, Protocol="tcp")],
        StopTimeout=STOP_SECONDS,
        **optional,
    )
    family = physical(system, parts.name)
    return _definition(layer, parts, "TaskDefinition", family, container)


def migrating(layer: Layer, system: str, parts: Parts) -> ecs.TaskDefinition:
    """Return the task definition that migrates the database before a release."""
    container = _container(
        layer,
        parts,
        settings.migration_image_tag(parts.name),
        "migrate",
        Command=list(parts.service.migrate),
    )
    family = physical(system, f"{parts.name}-migrate")
    return _definition(layer, parts, "MigrationTaskDefinition", family, container)


def _definition(
    layer: Layer,
    parts: Parts,
    logical_id: str,
    family: Sub,
    container: ecs.ContainerDefinition,
) -> ecs.TaskDefinition:
    """Return a Fargate task definition of one container."""
    service = parts.service
    optional = {"Volumes": [ecs.Volume(Name="tmp")]} if service.read_only else {}
    return ecs.TaskDefinition(
        logical_id,
        Family=family,
        RequiresCompatibilities=["FARGATE"],
        NetworkMode="awsvpc",
        RuntimePlatform=ecs.RuntimePlatform(
            CpuArchitecture=(service.architecture or "x86_64").upper(),
            OperatingSystemFamily="LINUX",
        ),
        Cpu=layer.setting(settings.cpu(parts.name, service)),
        Memory=layer.setting(settings.memory(parts.name, service)),
        ExecutionRoleArn=GetAtt(parts.execution_role, "Arn"),
        TaskRoleArn=GetAtt(parts.task_role, "Arn"),
        ContainerDefinitions=[container],
        **optional,
    )


def _container(
    layer: Layer, parts: Parts, tag: Setting, stream: str, **more: Any
) -> ecs.ContainerDefinition:
    """Return the service's container with the image of a tag; `more` is its own."""
    repository = layer.enter(ports.repository_uri(parts.name)).data["Ref"]
    image = Sub(f"${{{repository}}}:${{{layer.setting(tag).data['Ref']}}}")
    if parts.service.read_only:
        more["MountPoints"] = [ecs.MountPoint(SourceVolume="tmp", ContainerPath="/tmp")]
    return ecs.ContainerDefinition(
        Name=parts.name,
        Image=image,
        Essential=True,
        Environment=list(parts.variables.plain),
        Secrets=list(parts.variables.secret),
        ReadonlyRootFilesystem=parts.service.read_only,
        # A real init reaps zombies and hands SIGTERM on to a shell's children.
        LinuxParameters=ecs.LinuxParameters(InitProcessEnabled=True),
        LogConfiguration=_logs(parts.log_group, stream),
        **more,
    )


def _logs(group: LogGroup, stream: str) -> ecs.LogConfiguration:
    """Return the way to the log group; a log that is slow never stops the service."""
    return ecs.LogConfiguration(
        LogDriver="awslogs",
        Options={
            "awslogs-group": Ref(group),
            "awslogs-region": Region,
            "awslogs-stream-prefix": stream,
            "mode": "non-blocking",
            "max-buffer-size": LOG_BUFFER,
        },
    )


def _health_check(service: Service) -> ecs.HealthCheck:
    """Return the check inside the container: a minute to start, then 90 s of grace."""
    return ecs.HealthCheck(
        Command=["CMD", *service.health_command],
        Interval=30,
        Timeout=5,
        Retries=3,
        StartPeriod=60,
    )
