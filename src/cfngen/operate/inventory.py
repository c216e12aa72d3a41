"""What becomes of everything in a tree of stacks when the root is deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cfngen.cloud.failures import Absent, Denied
from cfngen.operate.tree import Branch
from cfngen.package import STACK
from cfngen.stateful import stateful

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.commands import Commands

BUCKET = "AWS::S3::Bucket"
PROTECTING = ("DeletionProtection", "DeletionProtectionEnabled")
"""Properties with which a resource refuses to be deleted while they are true."""

LOAD_BALANCER = "deletion_protection.enabled"
"""The attribute with which a load balancer does."""


MENDS: Mapping[str, str] = {
    "AWS::RDS::DBInstance": "aws rds modify-db-instance --db-instance-identifier {} "
    "--no-deletion-protection --apply-immediately",
    "AWS::RDS::DBCluster": "aws rds modify-db-cluster --db-cluster-identifier {} "
    "--no-deletion-protection --apply-immediately",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "aws elbv2 "
    "modify-load-balancer-attributes --load-balancer-arn {} "
    "--attributes Key=deletion_protection.enabled,Value=false",
    BUCKET: "aws s3 rm s3://{} --recursive",
}
"""The commands that let a resource be deleted."""


class Fate(StrEnum):
    """What DeletionPolicy makes of a resource."""

    DELETED = "deleted"
    RETAINED = "retained"
    SNAPSHOT = "deleted, after a snapshot"


@dataclass(frozen=True)
class Item:
    """One resource and what becomes of it; `path` as in `Database/Instance`.

    `lost` is what goes with it for good, `hindrance` why its deletion will fail and
    `mend` the command that takes that away; all empty for nothing.
    """

    path: str
    type: str
    physical_id: str
    fate: Fate
    lost: str = ""
    hindrance: str = ""
    mend: str = ""


def inventory(
    cloud: Cloud,
    branches: tuple[Branch, ...],
    commands: Commands,
    undoing: bool = False,
) -> tuple[Item, ...]:
    """Return every resource that is still there, nested stacks aside.

    With `undoing`, a create is taken back, and no policy keeps anything.
    """
    return tuple(
        item
        for branch in branches
        if branch.resources
        for item in _of(cloud, branch, commands, undoing)
    )


def _of(
    cloud: Cloud, branch: Branch, commands: Commands, undoing: bool
) -> Iterator[Item]:
    """Yield what one stack holds; what has no physical id was never made."""
    declared = cloud.stacks.template(branch.stack.id).get("Resources", {})
    for resource in branch.resources:
        gone = resource.status == "DELETE_COMPLETE" or not resource.physical_id
        if resource.type == STACK or gone:
            continue
        body = declared.get(resource.logical_id, {})
        properties = body.get("Properties", {})
        fate = Fate.DELETED if undoing else _fate(resource.type, body)
        loses = stateful(resource.type, properties) if fate is Fate.DELETED else None
        type, id = resource.type, resource.physical_id
        mend = MENDS.get(type, "").format(id)
        stays = fate is Fate.RETAINED
        why = "" if stays else _hindrance(cloud, branch, type, id, body)
        yield Item(
            branch.below(resource.logical_id),
            type,
            id,
            fate,
            loses.lost if loses else "",
            why,
            commands.aws(mend, cloud.region) if why and mend else "",
        )


SNAPSHOTS = frozenset({"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"})
"""Types whose policy is Snapshot where a template says nothing of it.

An instance that belongs to a cluster is deleted:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""


def _fate(type: str, body: Mapping[str, Any]) -> Fate:
    """Return what a resource's policy makes of it."""
    in_cluster = "DBClusterIdentifier" in body.get("Properties", {})
    unsaid = "Snapshot" if type in SNAPSHOTS and not in_cluster else "Delete"
    policy = str(body.get("DeletionPolicy", unsaid))
    if policy.startswith("Retain"):
        return Fate.RETAINED
    return Fate.SNAPSHOT if policy == "Snapshot" else Fate.DELETED


def _hindrance(
    cloud: Cloud, branch: Branch, type: str, id: str, body: Mapping[str, Any]
) -> str:
    """Return why a deletion will fail, empty where nothing is known against it."""
    if _protected(body.get("Properties", {}), branch.stack.parameters):
        return "its deletion protection is on, as far as templates tell"
    if type == BUCKET and id and _holds(cloud, id):
        return "it holds objects; empty it first, with all versions of them"
    return ""


def _protected(properties: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    """Say whether a resource refuses to be deleted, as far as a template tells."""
    attributes = properties.get("LoadBalancerAttributes", ())
    values = [properties[name] for name in PROTECTING if name in properties]
    if isinstance(attributes, list):
        values += [
            one.get("Value") for one in attributes if one.get("Key") == LOAD_BALANCER
        ]
    return any(_true(value, given) for value in values)


def _true(value: Any, given: Mapping[str, str]) -> bool:
    """Say whether a value is true, a reference to a parameter followed."""
    if isinstance(value, Mapping):
        value = given.get(str(value.get("Ref")), "")
    return str(value).lower() == "true"


def _holds(cloud: Cloud, bucket: str) -> bool:
    """Say whether a bucket is known to hold something."""
    try:
        return not cloud.objects.empty(bucket)
    except (Denied, Absent):
        return False
