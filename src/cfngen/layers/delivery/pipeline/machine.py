"""One machine that a release works on: a CodeBuild project with a role of its own.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awacs.aws import Statement
from troposphere import GetAtt, Ref, codebuild

from cfngen.layers.delivery.pipeline import ground as shared
from cfngen.layers.delivery.pipeline import settings
from cfngen.layers.delivery.pipeline.buildspec import buildspec
from cfngen.layers.delivery.pipeline.ground import Ground
from cfngen.physical import name_tag
from cfngen.spec.task import Architecture

MACHINES: Mapping[Architecture, tuple[str, str]] = {
    "x86_64": ("LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0"),
    "arm64": ("ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"),
}
"""What builds for a processor: the kind of machine and AWS's image on it, which has
docker, the AWS CLI and a shell:
https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html"""

SMALL = "BUILD_GENERAL1_SMALL"

STEP_MINUTES = 70
"""Longest preparation: a migration that takes the hour that the script waits for it."""


@dataclass(frozen=True)
class Work:
    """What a project does: its script, whether it leaves files, and what it may."""

    title: str
    description: str
    script: str
    statements: Sequence[Statement]
    variables: Mapping[str, Any]
    leaves: bool = True


def builder(ground: Ground, work: Work, processor: Architecture) -> codebuild.Project:
    """Add a project that builds with docker for a processor, and return it.

    Docker needs a privileged container. Layers are kept on the machine for the next
    build that happens to get the same one.
    """
    return _project(
        ground,
        work,
        _machine(processor, ground.layer.setting(settings.BUILD_SIZE), True),
        TimeoutInMinutes=ground.layer.setting(settings.BUILD_MINUTES),
        Cache=codebuild.ProjectCache(Type="LOCAL", Modes=["LOCAL_DOCKER_LAYER_CACHE"]),
    )


def caller(ground: Ground, work: Work) -> codebuild.Project:
    """Add a project that only calls AWS, and return it."""
    machine = _machine("x86_64", SMALL, False)
    return _project(ground, work, machine, TimeoutInMinutes=STEP_MINUTES)


def _project(
    ground: Ground, work: Work, machine: dict[str, Any], **more: Any
) -> codebuild.Project:
    """Add a project and its role, and return the project."""
    statements = [shared.logging(ground), *shared.artifacts(ground), *work.statements]
    role = shared.role(
        ground, f"{work.title}Role", "codebuild", work.description, statements
    )
    variables = [
        codebuild.EnvironmentVariable(Name=name, Type="PLAINTEXT", Value=value)
        for name, value in sorted(work.variables.items())
    ]
    return ground.layer.add(
        codebuild.Project(
            f"{work.title}Project",
            Description=work.description,
            ServiceRole=GetAtt(role, "Arn"),
            Source=codebuild.Source(
                Type="CODEPIPELINE",
                BuildSpec=buildspec(work.script, leaves=work.leaves),
            ),
            Artifacts=codebuild.Artifacts(Type="CODEPIPELINE"),
            EncryptionKey=ground.key,
            Environment=codebuild.Environment(
                EnvironmentVariables=variables, **machine
            ),
            LogsConfig=codebuild.LogsConfig(
                CloudWatchLogs=codebuild.CloudWatchLogs(
                    Status="ENABLED",
                    GroupName=Ref(ground.log_group),
                    StreamName=work.title.lower(),
                )
            ),
            Tags=name_tag(ground.system.system, work.title.lower()),
            **more,
        )
    )


def _machine(processor: Architecture, size: Any, docker: bool) -> dict[str, Any]:
    """Return the machine that a project runs on."""
    kind, image = MACHINES[processor]
    return {
        "Type": kind,
        "Image": image,
        "ComputeType": size,
        "PrivilegedMode": docker,
        "ImagePullCredentialsType": "CODEBUILD",
    }
