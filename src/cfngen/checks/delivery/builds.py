"""Builds: where they run, what they read, what their role may do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from cfngen.checks.access.grants import Asked, may, role_of
from cfngen.checks.check import Problem
from cfngen.checks.delivery.absent import absent
from cfngen.model import Model, Resource, Text, Value, listed, switched, target, text
from cfngen.resolve.scope import Path

PROJECT = "AWS::CodeBuild::Project"
FROM_PIPELINE, NO_SOURCE = "CODEPIPELINE", "NO_SOURCE"
ENVIRONMENT = "Environment"
LAMBDA = ("ARM_LAMBDA_CONTAINER", "LINUX_LAMBDA_CONTAINER")
ARM, LINUX = ("ARM_CONTAINER", "ARM_EC2", LAMBDA[0]), ("LINUX_CONTAINER", "LINUX_EC2")
CURATED = "aws/codebuild/"
DOCKER = re.compile(
    r"(^[\s-]*|[;&|(]\s*)([\"']?\b(sudo|time|then|do|exec|[A-Z_]+=\S+)\s+)*[\"']?"
    r"docker +(build|buildx|push|run|compose)\b",
    re.MULTILINE,
)
"""Docker where a command begins: on a line of a list, or behind another command."""

SPEC: Path = ("Source", "BuildSpec")
VPC = ("VpcId", "Subnets", "SecurityGroupIds")
NETWORK = (
    *("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces"),
    "ec2:DescribeSubnets",
)


def housed(model: Model) -> Iterator[Problem]:
    """A build's image, compute and type of environment go together.

    An image of one architecture does not run on the other; Lambda has compute of its
    own, no privileges and no VPC; images of CodeBuild are pulled with its credentials;
    Docker needs the privileged mode, and so does a cache of its layers.
    """
    for project in model.of(PROJECT):
        kind = text(project.get(ENVIRONMENT, "Type")) or ""
        compute = text(project.get(ENVIRONMENT, "ComputeType")) or ""
        image = text(project.get(ENVIRONMENT, "Image")) or ""
        if (
            compute
            and kind
            and (compute.startswith("BUILD_LAMBDA") != (kind in LAMBDA))
        ):
            message = f"{kind} has no compute type {compute}."
            yield Problem(project, (ENVIRONMENT, "ComputeType"), message)
        yield from _architecture(project, kind, image)
        pulled = project.get(ENVIRONMENT, "ImagePullCredentialsType")
        if image.startswith(CURATED) and pulled == "SERVICE_ROLE":
            path = (ENVIRONMENT, "ImagePullCredentialsType")
            message = "an image of CodeBuild is pulled with the credentials CODEBUILD."
            yield Problem(project, path, message)
        yield from _privileged(project, kind)
        names = Counter(_variables(project))
        for name, times in names.items():
            if times > 1:
                path = (ENVIRONMENT, "EnvironmentVariables")
                yield Problem(project, path, f"the variable {name} is there twice.")


def fed(model: Model) -> Iterator[Problem]:
    """A build gets its source from where it is started, and its spec can be read.

    Source and artifacts are CODEPIPELINE both, or neither; a pipeline gives a project
    of another source its own. Without a source the spec is written in the project. A
    spec is YAML with a version and phases ("YAML_FILE_ERROR" when the build starts).
    """
    for project in model.of(PROJECT):
        source = text(project.get("Source", "Type"))
        artifacts = text(project.get("Artifacts", "Type"))
        ends = FROM_PIPELINE in (source, artifacts)
        if source and artifacts and ends and source != artifacts:
            message = f"the source is {source} and the artifacts are {artifacts}."
            yield Problem(
                project, ("Artifacts", "Type"), message, f"{FROM_PIPELINE}, both"
            )
        if source == NO_SOURCE and absent(project, *SPEC):
            message = "without a source the BuildSpec stands in the project."
            yield Problem(project, ("Source",), message)
        for message in mistakes_of(project.get(*SPEC)):
            yield Problem(project, SPEC, message)


def allowed(model: Model) -> Iterator[Problem]:
    """The role of a build may write its log and reach its network.

    A build fails before its first command without logs:CreateLogStream and
    logs:PutLogEvents on its log group, or without ec2:CreateNetworkInterface in a VPC,
    which has to be named with subnets and security groups.
    """
    for project in model.of(PROJECT):
        network = project.get("VpcConfig")
        if isinstance(network, dict):
            for name in VPC:
                if not network.get(name):
                    message = f"a build in a VPC needs {name}."
                    yield Problem(project, ("VpcConfig",), message)
        role = role_of(model, project.get("ServiceRole"))
        if role is not None:
            yield from _role(model, project, role)


def mistakes_of(written: Value) -> Iterator[str]:
    """Yield what is wrong with a build spec that stands in a project.

    What is known by name only counts as a word. A single line is the path of a file.
    """
    pieces = written.parts if isinstance(written, Text) else (written,)
    spec = "".join(piece if isinstance(piece, str) else "named" for piece in pieces)
    if "\n" not in spec or not isinstance(written, str | Text):
        return
    try:
        body: Any = yaml.safe_load(spec)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f", line {place.line + 1}" if place is not None else ""
        yield f"the BuildSpec is no YAML{where}."
        return
    if not isinstance(body, dict):
        yield "the BuildSpec is no mapping."
    elif str(body.get("version")) not in ("0.1", "0.2"):
        yield "the BuildSpec has no version; 0.2 is the newest."
    elif not isinstance(body.get("phases"), dict) and "batch" not in body:
        yield "the BuildSpec has no phases."


def _architecture(project: Resource, kind: str, image: str) -> Iterator[Problem]:
    """Yield that an image of CodeBuild is for the other architecture."""
    if not image.startswith(CURATED):
        return
    for types, foreign, name in ((ARM, "x86_64", "x86"), (LINUX, "aarch64", "ARM")):
        if kind in types and foreign in image:
            message = f"{image} is for {name}, and {kind} is not."
            yield Problem(project, (ENVIRONMENT, "Image"), message)


def _privileged(project: Resource, kind: str) -> Iterator[Problem]:
    """Yield what needs privileges and has none, or has them and cannot."""
    path = (ENVIRONMENT, "PrivilegedMode")
    has = False if absent(project, *path) else switched(project.get(*path))
    if kind in LAMBDA:
        if has:
            yield Problem(project, path, f"{kind} has no privileged mode.")
        if project.get("VpcConfig"):
            yield Problem(project, ("VpcConfig",), f"{kind} runs in no VPC.")
    if has is not False:
        return
    if "LOCAL_DOCKER_LAYER_CACHE" in listed(project.get("Cache", "Modes")):
        message = "a cache of Docker's layers needs the privileged mode."
        yield Problem(project, ("Cache", "Modes"), message)
    elsewhere = any(project.get(ENVIRONMENT, one) for one in ("DockerServer", "Fleet"))
    written = project.get(*SPEC)
    pieces = written.parts if isinstance(written, Text) else (written,)
    if not elsewhere and any(
        isinstance(one, str) and DOCKER.search(one) for one in pieces
    ):
        message = "the build runs Docker without the privileged mode."
        yield Problem(project, path, message, "Set PrivilegedMode to true.")


def _variables(project: Resource) -> Iterator[str]:
    """Yield the names of a project's variables."""
    for item in listed(project.get(ENVIRONMENT, "EnvironmentVariables")):
        name = text(item.get("Name")) if isinstance(item, dict) else None
        if name is not None:
            yield name


def _role(model: Model, project: Resource, role: Resource) -> Iterator[Problem]:
    """Yield what a build's role may not do and has to."""
    logs: Path = ("LogsConfig", "CloudWatchLogs")
    group = target(model, project.get(*logs, "GroupName"))
    needed: list[tuple[str, Asked | None]] = []
    if group is not None and project.get(*logs, "Status") in (None, "ENABLED"):
        about = Asked(group.path)
        needed += [("logs:CreateLogStream", about), ("logs:PutLogEvents", about)]
    if isinstance(project.get("VpcConfig"), dict):
        needed += [(action, None) for action in NETWORK]
    for action, asked in needed:
        if may(model, role, action, asked) is False:
            message = f"{role.path} may not {action}."
            mend = f"Allow it in {role.name}."
            yield Problem(project, ("ServiceRole",), message, mend)
