"""What becomes of data when its resource goes."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, text
from cfngen.stateful import stateful

POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")

KEPT = (
    *("AWS::DocDB::DBCluster", "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"),
    *("AWS::EC2::Volume", "AWS::ECR::Repository", "AWS::EFS::FileSystem"),
    *("AWS::ElastiCache::ReplicationGroup", "AWS::KMS::Key"),
    *("AWS::MemoryDB::Cluster", "AWS::Neptune::DBCluster"),
    *("AWS::OpenSearchService::Domain", "AWS::RDS::DBCluster"),
    *("AWS::RDS::DBInstance", "AWS::Redshift::Cluster", "AWS::S3::Bucket"),
    *("AWS::SecretsManager::Secret",),
)
"""Types whose data is meant to outlive a stack; logs and queues are not."""

NO_SNAPSHOTS = ("cache.t1.",)
"""Node types that cannot be backed up:
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html"""


def kept(model: Model) -> Iterator[Problem]:
    """What holds data outlives its stack, and what replaces it.

    CloudFormation deletes by default. DeletionPolicy says what becomes of a resource
    that leaves the stack, UpdateReplacePolicy of one that an update replaces; one of
    the two alone is half a safety.
    """
    for resource in model.of(*KEPT):
        held = stateful(resource.type, resource.properties)
        if held is None or held.kind != "data":
            continue
        for policy in POLICIES:
            said = resource.attributes.get(policy, _otherwise(resource, policy))
            if said == "Delete":
                message = f"its {policy} is Delete; with it go {held.lost}."
                mend = f"Set {policy} to Retain, or to Snapshot where there are any."
                yield Problem(resource, (), message, mend)


def snapshots(model: Model) -> Iterator[Problem]:
    """A resource that leaves a last snapshot can be asked for one.

    A member of a cluster has no snapshot of its own, and CloudFormation refuses to make
    it; nor has Memcached or a cache.t1 node: its deletion fails, or leaves nothing.
    """
    for resource in model.of("AWS::RDS::DBInstance"):
        if resource.get("DBClusterIdentifier") not in (None, ""):
            yield from _asked(resource, "a member of a cluster")
    for resource in model.of("AWS::ElastiCache::CacheCluster"):
        if resource.get("Engine") == "memcached":
            yield from _asked(resource, "Memcached")
    caches = ("AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster")
    for resource in model.of(*caches):
        node = text(resource.get("CacheNodeType")) or ""
        if node.startswith(NO_SNAPSHOTS):
            yield from _asked(resource, node)


def _otherwise(resource: Resource, policy: str) -> str:
    """Return what CloudFormation does where the template does not say.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
    """
    rds = resource.type.startswith("AWS::RDS::") and policy == "DeletionPolicy"
    return "Snapshot" if rds else "Delete"


def _asked(resource: Resource, what: str) -> Iterator[Problem]:
    """Yield the policies by which a resource is to leave a snapshot."""
    for policy in POLICIES:
        if resource.attributes.get(policy) == "Snapshot":
            message = f"its {policy} is Snapshot, and {what} leaves none."
            yield Problem(resource, (), message, "Write Delete or Retain.")
