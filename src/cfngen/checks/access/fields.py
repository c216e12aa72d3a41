"""Fields of secrets that others ask for."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.secrets import SECRET, keys_of
from cfngen.checks.check import Problem
from cfngen.model import (
    Dynamic,
    Model,
    Reference,
    Resource,
    Text,
    Value,
    listed,
    target,
)
from cfngen.model.values import inside
from cfngen.resolve.scope import Path


def there(model: Model) -> Iterator[Problem]:
    """A field of a secret that is asked for is there.

    A task does not start without it ("did not contain json key"), and CloudFormation
    does not resolve it ("Could not find a value associated with JSONKey"). A container
    names a field as `<arn>:field:stage:version`, the last two of which may be empty.
    """
    for task in model.of("AWS::ECS::TaskDefinition"):
        for index, container in enumerate(listed(task.get("ContainerDefinitions"))):
            secrets = container.get("Secrets") if isinstance(container, dict) else None
            for number, item in enumerate(listed(secrets)):
                if isinstance(item, dict):
                    place = ("ContainerDefinitions", index, "Secrets", number)
                    path = (*place, "ValueFrom")
                    yield from _container(model, task, path, item.get("ValueFrom"))
    for resource in model.resources.values():
        for name, value in resource.properties.items():
            yield from _resolved(model, resource, (name,), value)


def _container(
    model: Model, task: Resource, path: Path, value: Value
) -> Iterator[Problem]:
    """Yield that a container's secret has no such field."""
    match value:
        case Text((Reference() as first, str(rest))) if rest.startswith(":"):
            fields = rest[1:].split(":")
            secret = target(model, first)
            if secret is None or secret.type != SECRET:
                return
            if len(fields) != 3:
                message = f"'{rest}' after the ARN is not field, stage and version."
                mend = f"Write :{fields[0]}::"
                yield Problem(task, path, message, mend)
            elif fields[0]:
                yield from _missing(model, task, path, secret, fields[0])


def _resolved(
    model: Model, resource: Resource, path: Path, value: Value
) -> Iterator[Problem]:
    """Yield the fields inside a value that CloudFormation cannot resolve."""
    match value:
        case Dynamic(Text((str(before), Reference() as named, str(rest)))):
            secret = target(model, named)
            fields = rest.removesuffix("}}").split(":")
            wanted = (
                fields[2] if len(fields) > 2 and fields[1] == "SecretString" else ""
            )
            if "secretsmanager:" not in before or not wanted or secret is None:
                return
            if secret.type == SECRET:
                yield from _missing(model, resource, path, secret, wanted)
        case list():
            for index, item in enumerate(value):
                yield from _resolved(model, resource, (*path, index), item)
        case dict():
            for name, item in value.items():
                yield from _resolved(model, resource, (*path, name), item)
        case _:
            for item in inside(value):
                yield from _resolved(model, resource, path, item)


def _missing(
    model: Model, resource: Resource, path: Path, secret: Resource, wanted: str
) -> Iterator[Problem]:
    """Yield that a secret has no such field."""
    known = keys_of(model, secret)
    if known is not None and wanted not in known:
        has = f"It has {', '.join(sorted(known))}." if known else "It has none."
        message = f"{secret.path} has no field '{wanted}'."
        yield Problem(resource, path, message, has)
