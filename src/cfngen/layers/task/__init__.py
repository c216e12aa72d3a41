"""What every task is made of, be it of a service, of a migration or of a job.

A layer that holds several tasks gives each a prefix, so that their logical ids differ;
a service, alone in its layer, has none: `LogGroup` there, `SyncPaymentsLogGroup` here.
"""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import GetAtt, Sub, ecs, logs

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task import roles, settings
from cfngen.layers.task.shared import Parts
from cfngen.layers.task.variables import variables
from cfngen.physical import log_group
from cfngen.settings import LOG_RETENTION
from cfngen.spec.system import System
from cfngen.spec.task import Task


def parts(
    layer: Layer,
    system: System,
    name: str,
    image: str,
    *,
    prefix: str = "",
    further_images: Sequence[str] = (),
) -> Parts:
    """Add the secrets, the log group and the roles of a service or job.

    `image` is one of System.images, as are `further_images`, which its sidecars run.
    """
    found = variables(layer, system, name)
    group = layer.add(_log_group(layer, system, name, prefix))
    execution = roles.execution_role(
        layer, f"{prefix}ExecutionRole", name, (image, *further_images), group, found
    )
    return Parts(
        name=name,
        task=system.tasks[name],
        architecture=system.architecture_of(system.tasks[name]),
        image=image,
        variables=found,
        log_group=group,
        execution_role=layer.add(execution),
        task_role=layer.add(roles.task_role(layer, f"{prefix}TaskRole", system, name)),
    )


def definition(
    layer: Layer,
    parts: Parts,
    logical_id: str,
    family: Sub,
    *containers: ecs.ContainerDefinition,
) -> ecs.TaskDefinition:
    """Return a Fargate task definition of some containers.

    Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html
    """
    volumes = [
        ecs.Volume(Name=mount.SourceVolume)
        for container in containers
        for mount in container.properties.get("MountPoints", ())
    ]
    return ecs.TaskDefinition(
        logical_id,
        Family=family,
        RequiresCompatibilities=["FARGATE"],
        NetworkMode="awsvpc",
        RuntimePlatform=ecs.RuntimePlatform(
            CpuArchitecture=parts.architecture.upper(), OperatingSystemFamily="LINUX"
        ),
        Cpu=layer.setting(settings.cpu(parts.name, parts.task)),
        Memory=layer.setting(settings.memory(parts.name, parts.task)),
        ExecutionRoleArn=GetAtt(parts.execution_role, "Arn"),
        TaskRoleArn=GetAtt(parts.task_role, "Arn"),
        ContainerDefinitions=list(containers),
        **({"Volumes": volumes} if volumes else {}),
    )


def place(layer: Layer, name: str, task: Task) -> dict[str, object]:
    """Return where tasks run, as services and schedules of ECS both take it.

    Without NAT a public address is the way out of a public subnet.
    """
    public = task.subnets == "public"
    subnets = ports.PUBLIC_SUBNET_IDS if public else ports.PRIVATE_SUBNET_IDS
    return {
        "Subnets": layer.enter(subnets),
        "SecurityGroups": [layer.enter(ports.task_security_group_id(name))],
        "AssignPublicIp": "ENABLED" if public else "DISABLED",
    }


def _log_group(layer: Layer, system: System, name: str, prefix: str) -> logs.LogGroup:
    """Return the log group of all containers of a task."""
    return logs.LogGroup(
        f"{prefix}LogGroup",
        # Kept, its fixed name would keep the stack from being made again.
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        LogGroupName=log_group(system.system, name),
        KmsKeyId=layer.enter(ports.KEY_ARN),
        RetentionInDays=layer.setting(LOG_RETENTION),
    )
