"""What becomes of a resource that is removed or replaced.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
"""

from __future__ import annotations

from cfngen.diff.effect import Fate
from cfngen.model import Model, Resource

SNAPSHOTS = (
    *("AWS::DocDB::DBCluster", "AWS::EC2::Volume", "AWS::ElastiCache::CacheCluster"),
    *("AWS::ElastiCache::ReplicationGroup", "AWS::Neptune::DBCluster"),
    *("AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::Redshift::Cluster"),
)
"""Types that support snapshots; of others, Snapshot deletes."""

SAFEST = (Fate.KEPT, Fate.SNAPSHOT, Fate.DELETED)

UNSURE = (
    "UpdateReplacePolicy changes in the same update; AWS does not say whether the old "
    "or the new one counts, so the worse of the two is shown"
)


def removed(model: Model, resource: Resource) -> Fate:
    """Return what becomes of a resource that the next template lacks.

    Its own DeletionPolicy decides, as the template has it that is deployed now: the
    next one does not name the resource. What is in a nested stack that is itself kept
    is kept.
    """
    inside = resource.stack
    while inside in model.resources:
        if removal(model.resources[inside]) is Fate.KEPT:
            return Fate.KEPT
        inside = model.resources[inside].stack
    return removal(resource)


def removal(resource: Resource) -> Fate:
    """Return what a resource's DeletionPolicy says, or AWS's default."""
    return _fate(
        resource, resource.attributes.get("DeletionPolicy") or _usual(resource)
    )


def replaced(before: Resource, after: Resource) -> tuple[Fate, str]:
    """Return what becomes of a resource that is replaced, and what is unsure of it."""
    old = _fate(before, before.attributes.get("UpdateReplacePolicy"))
    new = _fate(before, after.attributes.get("UpdateReplacePolicy"))
    return max(old, new, key=SAFEST.index), "" if old is new else UNSURE


def _usual(resource: Resource) -> str:
    """Return the DeletionPolicy of a resource that has none."""
    member = "DBClusterIdentifier" in resource.properties
    if resource.type == "AWS::RDS::DBCluster":
        return "Snapshot"
    return "Snapshot" if resource.type == "AWS::RDS::DBInstance" and not member else ""


def _fate(resource: Resource, policy: object) -> Fate:
    """Return what a policy means for a resource; one that is not known deletes."""
    if policy in ("Retain", "RetainExceptOnCreate"):
        return Fate.KEPT
    if policy == "Snapshot" and resource.type in SNAPSHOTS:
        return Fate.SNAPSHOT
    return Fate.DELETED
