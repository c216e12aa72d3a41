"""Whether tasks in public subnets reach what they start from: image, log, secrets."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.endpoints import ENDPOINT, GATEWAY, kind, service
from cfngen.checks.network.ground import Way, named, tables, way
from cfngen.checks.network.starts import Start, starts
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Value,
    inside,
    listed,
    references,
    switched,
    worded,
)

PULL = ("ecr.api", "ecr.dkr", "s3")
"""What a task needs to pull an image from ECR; its layers are in S3."""

SECRETS = {
    "AWS::SecretsManager::Secret": "secretsmanager",
    "AWS::SSM::Parameter": "ssm",
}


def public_addresses(model: Model) -> Iterator[Problem]:
    """Tasks in a subnet that leads to an internet gateway have public addresses.

    An internet gateway passes nothing on for a private address, so the task reaches
    nothing outside the VPC and stops as one without a way out does. Subnets with IPv6
    are let be: there a task may have another way.
    """
    for start in starts(model):
        for subnet in start.subnets(model):
            if start.public is not False or _dual(model, subnet):
                continue
            if way(model, subnet) == Way.INTERNET:
                missing = _missing(model, start, subnet)
                if missing:
                    yield Problem(
                        start.resource,
                        (*start.path, "AssignPublicIp"),
                        f"{subnet.path} leads to an internet gateway, and its tasks "
                        f"there have no public address to reach {', '.join(missing)}.",
                        "Write AssignPublicIp: ENABLED, or move them behind NAT.",
                    )
                    break


def _dual(model: Model, subnet: Resource) -> bool:
    """Return whether a subnet has, or may have, addresses of IPv6."""
    added = (
        named(one.get("SubnetId")) for one in model.of("AWS::EC2::SubnetCidrBlock")
    )
    return any("pv6" in name for name in subnet.properties) or any(
        one in ("", subnet.path) for one in added
    )


def _missing(model: Model, start: Start, subnet: Resource) -> list[str]:
    """Return what a task needs and no endpoint gives, all if one cannot be known."""
    given: set[str] = set()
    for endpoint in model.of(ENDPOINT):
        vpc, found = named(endpoint.get("VpcId")), service(endpoint)
        if not vpc or (vpc == named(subnet.get("VpcId")) and not found):
            return []
        if vpc == named(subnet.get("VpcId")) and _serves(model, endpoint, subnet):
            given.add(found)
    return [name for name in _needs(model, start.task) if name not in given]


def _serves(model: Model, endpoint: Resource, subnet: Resource) -> bool:
    """Return whether an endpoint serves a subnet, or may."""
    if kind(endpoint) != GATEWAY:
        return switched(endpoint.get("PrivateDnsEnabled")) is not False
    own = {table.path for table in tables(model, subnet) or ()}
    given = endpoint.get("RouteTableIds")
    unknown = not isinstance(given, list) or not all(map(named, given))
    return unknown or bool(own & set(map(named, given)))


def _needs(model: Model, task: Resource) -> list[str]:
    """Return the services that a task needs to start, as endpoints name them."""
    found: dict[str, None] = {}
    for container in listed(task.get("ContainerDefinitions")):
        if isinstance(container, dict):
            found |= dict.fromkeys(_image(model, container.get("Image")))
            log = container.get("LogConfiguration")
            if isinstance(log, dict) and log.get("LogDriver") == "awslogs":
                found["logs"] = None
            for secret in listed(container.get("Secrets")):
                found |= dict.fromkeys(_secret(model, secret))
    return list(found)


def _image(model: Model, image: Value) -> tuple[str, ...]:
    """Return what an image is pulled from."""
    for reference in references(image):
        held = model.resources.get(reference.path)
        if held is not None and held.type == "AWS::ECR::Repository":
            return PULL
    shown = worded(image) if image is not None else ""
    if ".dkr.ecr." in shown:
        return PULL
    return (f"the registry of {shown}",) if isinstance(image, str) else ()


def _secret(model: Model, secret: Value) -> Iterator[str]:
    """Yield the service that holds a secret."""
    source = secret.get("ValueFrom") if isinstance(secret, dict) else None
    for part in (source, *inside(source)):
        if isinstance(part, Reference) and part.path in model.resources:
            yield from (SECRETS[t] for t in (model[part.path].type,) if t in SECRETS)
        elif isinstance(part, str) and ":secretsmanager:" in part:
            yield "secretsmanager"
