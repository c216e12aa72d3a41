"""What the containers of a task need before they run: image, log and secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.compute.starting import AWSLOGS, CREATE, GROUP, WRITE
from cfngen.checks.compute.starting import PULL as LAYERS
from cfngen.checks.compute.tasks import Container, containers
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Value,
    joined,
    known,
    listed,
    references,
    switched,
    target,
    text,
    worded,
)
from cfngen.prove.claims.claim import INTERNET
from cfngen.prove.obligations.needs import (
    ANY,
    Grant,
    Need,
    Services,
    arn,
    foreign,
    halves,
    once,
    start,
    upto,
    written,
)
from cfngen.prove.obligations.secrets import secret
from cfngen.resolve.scope import Path

PULL: Services = ("ecr.api", "ecr.dkr", "s3")
"""What a task calls to pull an image from ECR; its layers are in S3.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
"""

REPOSITORY, LOG_GROUP = "AWS::ECR::Repository", "AWS::Logs::LogGroup"
REGISTRY = re.compile(r"\.dkr[.-](ecr(?:-fips)?\.)")
"""What follows the account in the address of a registry; endpoints lead to `dkr.ecr`
alone: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html"""

PRIVATE = ".dkr.ecr."
REGION = "awslogs-region"
LOCATED = "s3:GetBucketLocation"
TOKEN = Grant("ecr:GetAuthorizationToken", ANY)


def needed(model: Model, task: Resource) -> Iterator[Need]:
    """Yield what a task needs before its containers run, each thing once.

    On Fargate the task's own network interface carries all of it, and the execution
    role asks for it.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    """
    return once(need for one in containers(task) for need in _of(model, one))


def _of(model: Model, container: Container) -> Iterator[Need]:
    """Yield what one container needs."""
    if container.body.get("Image") is not None:
        yield _image(model, container)
    log = container.body.get("LogConfiguration")
    if isinstance(log, dict) and log.get("LogDriver") == AWSLOGS:
        yield _log(model, container, log.get("Options"))
    for path, value in _secrets(container):
        yield secret(model, container.task, (*_path(container), *path), value)
    for index, item in container.items("EnvironmentFiles"):
        yield _file(model, container, index, item)


def _image(model: Model, container: Container) -> Need:
    """Return what pulls a container's image; one that a parameter names may be from
    anywhere."""
    image = container.body.get("Image")
    path: Path = (*_path(container), "Image")
    named = (target(model, one) for one in references(image))
    found = (one for one in named if one is not None and one.type == REPOSITORY)
    repository = next(found, None)
    if repository is not None:  # `Ref`, `RepositoryUri`, or, as the CDK, parts of Arn
        grants = _layers(Reference(repository.path))
        what = f"pull its image from {repository.path}"
        return Need(path, what, (PULL,), grants)
    what = f"pull its image {worded(image)}"
    registry = REGISTRY.search(written(image))
    if registry:
        region, about = _elsewhere(image, registry[1])
        there = foreign(model, container.task, text(region) or "")
        private = PRIVATE in written(image) and not there
        return Need(path, what, (PULL if private else (INTERNET,),), _layers(about))
    if known(image):
        return Need(path, what, ((INTERNET,),))
    return Need(path, what, (PULL, (INTERNET,)), unknown=worded(image))


def _layers(about: Value) -> tuple[Grant, ...]:
    """Return what pulling an image from a repository asks for."""
    return (TOKEN, *(Grant(action, about) for action in LAYERS))


def _elsewhere(image: Value, sign: str) -> tuple[Value, Value]:
    """Return the region and the ARN of a repository from the address of an image in it;
    the region stands behind a sign."""
    account, (_, address) = upto(image, "."), halves(image, sign) or ("", "")
    region, (_, name) = upto(address, "."), halves(address, "/") or ("", image)
    where = start("ecr", region, account)
    return region, joined((where, "repository/", upto(name, ":", "@")))


def _log(model: Model, container: Container, options: Value) -> Need:
    """Return what writes a container's log; without a group nobody knows to which."""
    given = options.get(GROUP) if isinstance(options, dict) else None
    path = (*_path(container), "LogConfiguration", "Options", GROUP)
    if given is None:
        return Need(path, "write its log", (("logs",),))
    told = options.get(REGION) if isinstance(options, dict) else None
    region = text(told)
    creates = isinstance(options, dict) and switched(options.get(CREATE)) is True
    actions = (*WRITE, *(("logs:CreateLogGroup",) if creates else ()))
    if region and foreign(model, container.task, region):
        group = _afar(model, container.task, given, region)
        what = f"write its log to {worded(given)} in {region}"
        grants = tuple(Grant(action, group) for action in actions)
        return Need(path, what, ((INTERNET,),), grants)
    group = _group(model, container.task, given)
    named = target(model, group)
    what = f"write its log to {named.path if named is not None else worded(given)}"
    grants = tuple(Grant(action, group) for action in actions)
    if region or told in (None, model.stack_of(container.task).region):
        return Need(path, what, (("logs",),), grants)
    return Need(path, what, (("logs",), (INTERNET,)), grants, worded(told))


def _afar(model: Model, task: Resource, name: Value, region: str) -> Value:
    """Return the log group of a name in another region, which is another group."""
    called = f"log-group:{text(name) or f'{worded(name)} of {region}'}"
    return arn(model, task, "logs", called, region)


def _group(model: Model, task: Resource, value: Value) -> Value:
    """Return a log group of the model by reference, of others the ARN."""
    if target(model, value) is not None or text(value) is None:
        return value
    same = (g for g in model.of(LOG_GROUP) if g.get("LogGroupName") == value)
    other = arn(model, task, "logs", f"log-group:{value}")
    return next((Reference(one.path, "Arn") for one in same), other)


def _secrets(container: Container) -> Iterator[tuple[Path, Value]]:
    """Yield each secret of a container, of its log driver and of its registry."""
    for index, item in container.items("Secrets"):
        yield ("Secrets", index, "ValueFrom"), item.get("ValueFrom")
    log = container.body.get("LogConfiguration")
    options = log.get("SecretOptions") if isinstance(log, dict) else None
    for index, option in enumerate(listed(options)):
        if isinstance(option, dict):
            path: Path = ("LogConfiguration", "SecretOptions", index, "ValueFrom")
            yield path, option.get("ValueFrom")
    registry = container.body.get("RepositoryCredentials")
    if isinstance(registry, dict):
        name = "CredentialsParameter"
        yield ("RepositoryCredentials", name), registry.get(name)


def _file(
    model: Model, container: Container, index: int, item: Mapping[str, Value]
) -> Need:
    """Return what fetches a file of environment variables; it is in S3.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    """
    path = (*_path(container), "EnvironmentFiles", index, "Value")
    value = item.get("Value")
    what = f"fetch {worded(value)}"
    grants = (Grant("s3:GetObject", value), Grant(LOCATED, upto(value, "/")))
    return Need(path, what, (("s3",),), grants)


def _path(container: Container) -> Path:
    """Return the way to a container, from the properties of its task on."""
    return ("ContainerDefinitions", container.index)
