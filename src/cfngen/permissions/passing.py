"""Roles: those that are handed on to services, and those that services make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.model import Resource, Value, listed, parts, references, text
from cfngen.permissions.names import ROLE
from cfngen.permissions.narrowing import Ground
from cfngen.permissions.need import Need

ROLE_TYPE = "AWS::IAM::Role"

NOT_PASSED = (
    *("AWS::CloudFormation::Stack", "AWS::IAM::InstanceProfile"),
    *("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", ROLE_TYPE, "AWS::KMS::Key"),
)
"""Types that speak of roles and hand none to a service."""

ROLE_PROPERTIES = ("Role", "RoleArn", "RoleARN", "PermissionArn")
"""How properties end that hold a role which a service works as."""

LINKED: Mapping[str, tuple[str, str]] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": (
        "ecs.application-autoscaling.amazonaws.com",
        "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html",
    ),
    "AWS::Backup::BackupSelection": (
        "backup.amazonaws.com",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html",
    ),
    "AWS::ECS::Cluster": (
        "ecs.amazonaws.com",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html",
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        "elasticache.amazonaws.com",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "elasticloadbalancing.amazonaws.com",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html",
    ),
    "AWS::RDS::DBCluster": (
        "rds.amazonaws.com",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html",
    ),
    "AWS::RDS::DBInstance": (
        "rds.amazonaws.com",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html",
    ),
}
"""Types whose service makes a role of its own when an account uses it first."""


def passed(ground: Ground) -> Iterator[Need]:
    """Yield the passing of each service's roles to it, and to no other.

    Which service a role is for is what its trust policy says:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """
    for services, found in sorted(_by_service(ground).items()):
        yield Need(
            "iam:PassRole",
            tuple(dict.fromkeys(arn for arn, _ in found)),
            f"roles are handed to {', '.join(services)}",
            tuple(dict.fromkeys(path for _, path in found)),
            (("StringEquals", "iam:PassedToService", services),),
        )


def _by_service(ground: Ground) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """Return the roles that are passed, and who asks for it, by those they trust."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for resource in ground.model.resources.values():
        if resource.type in NOT_PASSED:
            continue
        for reference in references(list(_held(dict(resource.properties)))):
            role = ground.model.resources.get(reference.path)
            if role is not None and role.type == ROLE_TYPE:
                services = tuple(sorted(_trusted(role)))
                pair = (_pattern(ground, role), resource.path)
                found.setdefault(services, []).append(pair)
    return found


def _held(value: Value) -> Iterator[Value]:
    """Yield what properties hold, at any depth, that are for roles."""
    for part in parts(value):
        for key, held in part.items() if isinstance(part, dict) else ():
            if key.endswith(ROLE_PROPERTIES):
                yield held


def _trusted(role: Resource) -> Iterator[str]:
    """Yield the services that may work as a role."""
    for statement in listed(role.get("AssumeRolePolicyDocument", "Statement")):
        principal = statement.get("Principal") if isinstance(statement, dict) else None
        if isinstance(principal, dict):
            yield from filter(None, map(text, listed(principal.get("Service"))))


def _pattern(ground: Ground, role: Resource) -> str:
    """Return the ARNs that a role may have."""
    given = text(role.get("RoleName"))
    if given:
        return ground.written("arn:{p}:iam::{a}:role/{name}", name=given)
    stack = ground.stack_name(role)[: ROLE.most]
    return ground.written(ROLE.arn, ground.region_of(role), stack=stack)


def linked(ground: Ground) -> Iterator[Need]:
    """Yield the making of roles by services that an account has not used before."""
    for service in sorted({name for name, _ in LINKED.values()}):
        types = [type for type, (name, _) in LINKED.items() if name == service]
        found = list(ground.model.of(*types))
        if found:
            yield Need(
                "iam:CreateServiceLinkedRole",
                (
                    ground.written(
                        "arn:{p}:iam::{a}:role/aws-service-role/{service}/*",
                        service=service,
                    ),
                ),
                f"{service} makes a role of its own when it is used first: "
                f"{LINKED[types[0]][1]}",
                tuple(resource.path for resource in found),
                (("StringEquals", "iam:AWSServiceName", (service,)),),
            )
