"""What a task needs before its containers run: image, log and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.access.grants import Asked, may
from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import (
    TASK,
    Container,
    containers,
    execution_role,
    on_fargate,
)
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Value,
    references,
    switched,
    target,
    text,
)
from cfngen.resolve.scope import Path

AWSLOGS = "awslogs"
GROUP, REGION, PREFIX = "awslogs-group", "awslogs-region", "awslogs-stream-prefix"
CREATE = "awslogs-create-group"
OPTIONS: Path = ("LogConfiguration", "Options")
WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")

SECRET, PARAMETER = "AWS::SecretsManager::Secret", "AWS::SSM::Parameter"
READ = {SECRET: "secretsmanager:GetSecretValue", PARAMETER: "ssm:GetParameters"}
PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")

TAG = re.compile(r":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
DIGEST = re.compile(r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}")


def logged(model: Model) -> Iterator[Problem]:
    """The log of a container can be written.

    awslogs needs group, region and, on Fargate, a stream prefix and an execution role
    that may write there; without it the task stops ("failed to create Cloudwatch log
    stream"). On EC2 the instance writes. A group is asked for in its own region.
    """
    for task, container in _containers(model):
        logs = container.body.get("LogConfiguration")
        if not isinstance(logs, dict) or logs.get("LogDriver") != AWSLOGS:
            continue
        options = logs.get("Options", {})
        if isinstance(options, dict):
            needed = (GROUP, REGION, *((PREFIX,) if on_fargate(task) else ()))
            for name in needed:
                if name not in options:
                    yield container.problem(OPTIONS, f"{name} is missing.")
            yield from _group(model, container, options)


def readable(model: Model) -> Iterator[Problem]:
    """The execution role of a task may read the secrets that the containers are given.

    Without a role ECS refuses the revision; without the permission, for the secret or
    for the key that it is encrypted with, the task stops ("unable to pull secrets or
    registry auth").
    """
    for task, container in _containers(model):
        for index, item in container.items("Secrets"):
            found = _first(model, item.get("ValueFrom"))
            if found is None or found.type not in READ:
                continue
            path = ("Secrets", index, "ValueFrom")
            if task.get("ExecutionRoleArn") is None:
                message = "secrets need an ExecutionRoleArn."
                yield container.problem(path, message)
                continue
            role = execution_role(model, task)
            if role is not None:
                yield from _reads(model, container, path, role, found)


def pulled(model: Model) -> Iterator[Problem]:
    """The image of a container is well named, and the execution role may pull it.

    A tag has letters, digits, _ . and -, a digest 64 hexadecimal digits; else the task
    stops ("invalid reference format"). On Fargate ECR asks for GetAuthorizationToken,
    and for BatchGetImage and GetDownloadUrlForLayer on the repository; on EC2 the
    instance pulls.
    """
    for task, container in _containers(model):
        image = container.body.get("Image")
        repository = _first(model, image)
        if repository is None or repository.type != "AWS::ECR::Repository":
            continue
        tail = image.parts[1:] if isinstance(image, Text) else ()
        last = tail[0] if len(tail) == 1 and isinstance(tail[0], str) else ":latest"
        if not TAG.fullmatch(last) and not DIGEST.fullmatch(last):
            message = f"'{last}' is neither :tag nor @sha256:digest."
            yield container.problem(("Image",), message)
        if not on_fargate(task):
            continue
        role = execution_role(model, task)
        if role is not None:
            yield from _pulls(model, container, role, repository)
        elif task.get("ExecutionRoleArn") is None:
            message = "an image in ECR needs an ExecutionRoleArn."
            yield container.problem(("Image",), message)


def _containers(model: Model) -> Iterator[tuple[Resource, Container]]:
    """Yield every container with its task definition."""
    for task in model.of(TASK):
        for container in containers(task):
            yield task, container


def _group(
    model: Model, container: Container, options: dict[str, Value]
) -> Iterator[Problem]:
    """Yield that a log group is elsewhere, or that it may not be written."""
    group, task = target(model, options.get(GROUP)), container.task
    if group is not None and group.type == "AWS::Logs::LogGroup":
        here, there = text(options.get(REGION)), text(model.stack_of(group).region)
        if here is not None and there is not None and here != there:
            message = f"{group.path} is in {there}, not in {here}."
            yield container.problem((*OPTIONS, REGION), message)
    role = execution_role(model, task) if on_fargate(task) else None
    if role is None:
        if task.get("ExecutionRoleArn") is None and on_fargate(task):
            message = "awslogs on Fargate needs an ExecutionRoleArn."
            yield container.problem(("LogConfiguration", "LogDriver"), message)
        return
    creates = switched(options.get(CREATE)) is True
    asked = Asked(group.path) if group is not None else None
    for action in (*WRITE, *(("logs:CreateLogGroup",) if creates else ())):
        if may(model, role, action, asked) is False:
            message = f"{role.path} may not {action} on its log group."
            mend = f"Allow it in {role.name}."
            yield container.problem((*OPTIONS, GROUP), message, mend)


def _reads(
    model: Model, container: Container, path: Path, role: Resource, secret: Resource
) -> Iterator[Problem]:
    """Yield what a role may not do and has to, to read a secret."""
    action = READ[secret.type]
    if may(model, role, action, Asked(secret.path)) is False:
        message = f"{role.path} may not {action} on {secret.path}."
        yield container.problem(path, message, f"Allow it in {role.name}.")
    key = _first(model, secret.get("KmsKeyId"))
    if key is None or key.type != "AWS::KMS::Key":
        return
    if may(model, role, "kms:Decrypt", Asked(key.path)) is False:
        message = f"{role.path} may not kms:Decrypt with {key.path}, the secret's key."
        yield container.problem(path, message, f"Allow it in {role.name}.")


def _pulls(
    model: Model, container: Container, role: Resource, repository: Resource
) -> Iterator[Problem]:
    """Yield what a role may not do and has to, to pull an image."""
    asked = [("ecr:GetAuthorizationToken", None)]
    for action, about in (*asked, *((one, Asked(repository.path)) for one in PULL)):
        if may(model, role, action, about) is False:
            where = f" on {repository.path}" if about else ""
            message = f"{role.path} may not {action}{where}."
            yield container.problem(("Image",), message, f"Allow it in {role.name}.")


def _first(model: Model, value: Value) -> Resource | None:
    """Return the resource that a value is, or that a text begins with."""
    if isinstance(value, Text):
        value = value.parts[0]
    found = [one for one in references(value) if isinstance(value, Reference)]
    return target(model, found[0]) if found else None
