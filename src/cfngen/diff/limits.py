"""What an update in place cannot do to a store, though no schema says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile

from cfngen.diff.values import same
from cfngen.model import (
    Model,
    Reference,
    Resource,
    listed,
    mentions,
    number,
    switched,
    targets,
    text,
)

GROWING: Mapping[str, str] = {
    "AWS::EC2::Volume": "Size",
    "AWS::RDS::DBInstance": "AllocatedStorage",
}
"""Properties that can grow only.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html"""

UPGRADED = (
    *("AWS::ElastiCache::ReplicationGroup", "AWS::RDS::DBCluster"),
    "AWS::RDS::DBInstance",
)
"""Types whose EngineVersion never goes back.
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Modify.html"""

ALLOWED = "AllowMajorVersionUpgrade"
"""What an instance needs in the update that changes its major version. A cluster has no
such property. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"""

TWO_PARTS = ("mariadb", "mysql")
"""Engines whose major versions have two parts: 8.0, 10.11."""

IN_USE: Mapping[str, tuple[str, ...]] = {
    "AWS::DocDB::DBSubnetGroup": ("AWS::DocDB::DBCluster",),
    "AWS::ElastiCache::SubnetGroup": (
        *("AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup"),
    ),
    "AWS::Neptune::DBSubnetGroup": ("AWS::Neptune::DBCluster",),
    "AWS::RDS::DBSubnetGroup": ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance"),
}
"""Groups that a subnet cannot leave while one of these is in it.
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html"""

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"

PROTECTIONS: Mapping[str, str] = {
    "AWS::DocDB::DBCluster": "DeletionProtection",
    "AWS::DynamoDB::Table": "DeletionProtectionEnabled",
    "AWS::Neptune::DBCluster": "DeletionProtection",
    "AWS::RDS::DBCluster": "DeletionProtection",
    "AWS::RDS::DBInstance": "DeletionProtection",
}
"""Properties with which AWS refuses to delete a resource."""

PROTECTED = (
    "its deletion protection is on, so AWS does not delete it: CloudFormation tries, "
    "gives up and leaves it behind, outside the stack"
)
"""https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck"""


def refusals(
    old: Resource, new: Resource, before: Model, after: Model, renewed: Collection[str]
) -> Iterator[str]:
    """Yield why AWS refuses to change a resource in place.

    `renewed` are the paths of what is replaced in the same update.
    """
    yield from _shrinking(old, new)
    if new.type in UPGRADED:
        yield from _versions(old, new)
    if new.type in IN_USE:
        yield from _leaving(old, new, before, renewed)
    if new.type == BALANCER and _moves(new, after, renewed):
        yield "its subnets come to lie in another VPC; no load balancer moves there"


def protected(old: Resource) -> bool:
    """Return whether AWS surely refuses to delete a resource."""
    if old.type == BALANCER:
        for attribute in listed(old.get("LoadBalancerAttributes")):
            match attribute:
                case {"Key": "deletion_protection.enabled", "Value": value}:
                    return switched(value) is True
        return False
    name = PROTECTIONS.get(old.type)
    return name is not None and switched(old.get(name)) is True


def _shrinking(old: Resource, new: Resource) -> Iterator[str]:
    """Yield that a size becomes smaller."""
    name = GROWING.get(new.type, "")
    before, after = number(old.get(name)), number(new.get(name))
    if before is not None and after is not None and after < before:
        yield f"{name} can grow and never shrink"


def _versions(old: Resource, new: Resource) -> Iterator[str]:
    """Yield that an engine would go back, or to a major version without leave."""
    engines = [text(one.get("Engine")) or "" for one in (old, new)]
    if engines == ["valkey", "redis"]:
        yield "there is no way back from Valkey to Redis"
    if engines[0] != engines[1]:
        return
    before, after = (_parts(one) for one in (old, new))
    common = min(len(before), len(after))
    if after[:common] < before[:common]:
        yield "EngineVersion cannot go back to an older one"
    size = 2 if engines[1] in TWO_PARTS else 1
    missing = new.get(ALLOWED) is None or switched(new.get(ALLOWED)) is False
    further = common >= size and after[:size] > before[:size]
    if new.type == "AWS::RDS::DBInstance" and missing and further:
        yield f"the major version changes, and {ALLOWED} is not true"


def _parts(resource: Resource) -> tuple[int, ...]:
    """Return the numbers that a version begins with: (8, 0) of `8.0.mysql_aurora`."""
    written = (text(resource.get("EngineVersion")) or "").split(".")
    return tuple(map(int, takewhile(re.compile(r"\d+").fullmatch, written)))


def _leaving(
    old: Resource, new: Resource, before: Model, renewed: Collection[str]
) -> Iterator[str]:
    """Yield that a group loses every subnet, while what is in it is in one of them."""
    subnets, others = old.get("SubnetIds"), new.get("SubnetIds")
    users = (
        one
        for one in before.of(*IN_USE[new.type])
        if mentions(one.properties, old.path)
    )
    user = next(users, None)
    if user is None or not isinstance(subnets, list) or not isinstance(others, list):
        return
    known = all(isinstance(one, str | Reference) for one in (*subnets, *others))
    stay = [s for s in others if not (isinstance(s, Reference) and s.path in renewed)]
    if known and not any(same(one, other) for one in subnets for other in stay):
        yield f"every subnet leaves the group, and {user.path} is in one of them"


def _moves(new: Resource, after: Model, renewed: Collection[str]) -> bool:
    """Return whether the subnets of a resource are in a VPC that is replaced."""
    networks = [one.get("VpcId") for one in targets(after, new.get("Subnets"))]
    return any(isinstance(vpc, Reference) and vpc.path in renewed for vpc in networks)
