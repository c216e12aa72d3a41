"""The containers of a task: image, environment, health and log.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from troposphere import Ref, Region, Sub, ecs
from troposphere.logs import LogGroup

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task.shared import Parts
from cfngen.settings import Setting

STOP_SECONDS = 30
"""From SIGTERM to SIGKILL. The load balancer has drained the task by then, so this is
for work that no request waits for; Fargate allows at most 120."""

LOG_BUFFER = "4m"
"""Log lines kept in memory while CloudWatch is away: enough for a short outage, little
beside the smallest task."""


def main(
    layer: Layer, parts: Parts, tag: Setting, stream: str, **more: Any
) -> ecs.ContainerDefinition:
    """Return the container that runs the task's own image under the tag of a setting.

    It has the task's variables; `more` are properties of its own: `commanded`,
    `checked` and `serving` give the usual ones.
    """
    variables = {
        "Environment": list(parts.variables.plain),
        "Secrets": list(parts.variables.secret),
    }
    image = pushed(layer, parts.image, tag)
    return container(parts, parts.name, image, stream, variables, **more)


def container(
    parts: Parts,
    name: str,
    image: Any,
    stream: str,
    variables: Mapping[str, Any],
    **more: Any,
) -> ecs.ContainerDefinition:
    """Return a container of the task; the task ends when any of them does.

    With a read-only root it has a volume of its own at /tmp.
    """
    if parts.task.read_only:
        volume = "tmp" if name == parts.name else f"{name}-tmp"
        more["MountPoints"] = [
            ecs.MountPoint(SourceVolume=volume, ContainerPath="/tmp")
        ]
    return ecs.ContainerDefinition(
        Name=name,
        Image=image,
        Essential=True,
        **variables,
        ReadonlyRootFilesystem=parts.task.read_only,
        # A real init reaps zombies and hands SIGTERM on to a shell's children.
        LinuxParameters=ecs.LinuxParameters(InitProcessEnabled=True),
        LogConfiguration=_logs(parts.log_group, stream),
        **more,
    )


def pushed(layer: Layer, image: str, tag: Setting) -> Sub:
    """Return an image of System.images as it stands in its repository."""
    repository = layer.enter(ports.repository_uri(image)).data["Ref"]
    return Sub(f"${{{repository}}}:${{{layer.setting(tag).data['Ref']}}}")


def commanded(command: Sequence[str]) -> dict[str, Any]:
    """Return the command in place of the image's own, if there is one."""
    return {"Command": list(command)} if command else {}


def serving(port: int | None) -> dict[str, Any]:
    """Return the port that the container serves, if it serves one."""
    if port is None:
        return {}
    return {"PortMappings": [ecs.PortMapping(ContainerPort=port, Protocol="tcp")]}


def checked(command: Sequence[str]) -> dict[str, Any]:
    """Return the check inside the container, if there is one.

    A container has a minute to start; then three failures in 90 s make it unhealthy.
    """
    if not command:
        return {}
    check = ecs.HealthCheck(
        Command=["CMD", *command], Interval=30, Timeout=5, Retries=3, StartPeriod=60
    )
    return {"HealthCheck": check}


def _logs(group: LogGroup, stream: str) -> ecs.LogConfiguration:
    """Return the way to the log group; a log that is slow never stops the task."""
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
