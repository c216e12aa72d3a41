"""Copies of new objects in the second region, and the role that S3 makes them with.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from awacs import kms
from awacs import s3 as actions
from awacs.aws import (
    Allow,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
    StringLike,
)
from awacs.sts import AssumeRole
from troposphere import (
    And,
    Condition,
    Equals,
    GetAtt,
    If,
    Not,
    NoValue,
    Ref,
    Sub,
    iam,
    s3,
)

from cfngen import ports
from cfngen.layers import bucket
from cfngen.layers.layer import Layer
from cfngen.layers.storage import settings
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.policies import allow, document
from cfngen.spec.care import Recovery
from cfngen.spec.system import System

S3 = "s3.amazonaws.com"
BATCH = "batchoperations.s3.amazonaws.com"
"""Who copies new objects, and on request those that were there before."""


HAS_KEY = "HasReplicaKey"


def configured(layer: Layer, system: System, name: str) -> Mapping[str, Any]:
    """Return the property by which a bucket copies; add the role for it."""
    if system.recovery is None:
        return {}
    replica = layer.setting(settings.replica_bucket(name))
    condition = layer.condition(_condition(name), Not(Equals(replica, "")))
    role = layer.add(_role(system, name))
    copy = s3.ReplicationConfiguration(
        Role=GetAtt(role, "Arn"), Rules=[_rule(layer, system.recovery, replica)]
    )
    return {"ReplicationConfiguration": If(condition, copy, NoValue)}


def permit(layer: Layer, system: System, name: str, made: s3.Bucket) -> None:
    """Add what the role may do; it names the bucket, which names the role."""
    if system.recovery is None:
        return
    both = And(Condition(_condition(name)), Condition(HAS_KEY))
    layer.add(
        iam.PolicyType(
            f"{logical(name)}ReplicationPolicy",
            Condition=layer.condition(f"{_condition(name)}WithKey", both),
            PolicyName="replicate",
            PolicyDocument=_policy(system.recovery.region, name, made.title),
            Roles=[Ref(_title(name))],
        )
    )


def _condition(name: str) -> str:
    return f"Replicates{logical(name)}"


def _title(name: str) -> str:
    return f"{logical(name)}ReplicationRole"


def _rule(
    layer: Layer, recovery: Recovery, replica: Ref
) -> s3.ReplicationConfigurationRules:
    """Return the rule that copies every object, and that it was deleted.

    A file that users deleted is then gone in the copy as well, where its last version
    is kept for a while. Deleting a version for good is never copied.
    """
    key = layer.setting(settings.replica_key(recovery))
    # Left out when it is empty: S3 then refuses the rule, instead of every object.
    known = layer.condition(HAS_KEY, Not(Equals(key, "")))
    encrypted = s3.EncryptionConfiguration(ReplicaKmsKeyID=key)
    return s3.ReplicationConfigurationRules(
        Id="recovery",
        Priority=1,
        Status="Enabled",
        Filter=s3.ReplicationRuleFilter(Prefix=""),
        DeleteMarkerReplication=s3.DeleteMarkerReplication(Status="Enabled"),
        SourceSelectionCriteria=s3.SourceSelectionCriteria(
            SseKmsEncryptedObjects=s3.SseKmsEncryptedObjects(Status="Enabled")
        ),
        Destination=s3.ReplicationConfigurationRulesDestination(
            Bucket=replica,
            EncryptionConfiguration=If(known, encrypted, NoValue),
        ),
    )


def _role(system: System, name: str) -> iam.Role:
    """Return the role that S3 copies with."""
    return iam.Role(
        _title(name),
        Condition=_condition(name),
        Description=f"S3 copies {name} of {system.system} to the second region.",
        AssumeRolePolicyDocument=_trust(),
        Tags=name_tag(system.system, f"{name}-replication"),
    )


def _trust() -> PolicyDocument:
    """Return who may assume the role.

    No condition names the account: AWS documents none for replication, and a key that
    S3 does not fill in would stop it without a word.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    """
    return document(
        Statement(
            Effect=Allow,
            Action=[AssumeRole],
            Principal=Principal("Service", [S3, BATCH]),
        )
    )


def _policy(region: str, name: str, title: str) -> PolicyDocument:
    """Return what copying takes: reading here, writing there, and both keys."""
    replica = settings.replica_bucket(name).name
    return document(
        *_source(title), *_destination(replica), *_keys(region, title, replica)
    )


def _source(title: str) -> Iterator[Statement]:
    """Yield what is needed of the bucket; the last of each is for Batch Operations."""
    yield allow(
        [
            actions.GetReplicationConfiguration,
            actions.ListBucket,
            actions.PutInventoryConfiguration,
        ],
        [GetAtt(title, "Arn")],
    )
    yield allow(
        [
            actions.GetObjectVersionAcl,
            actions.GetObjectVersionForReplication,
            actions.GetObjectVersionTagging,
            actions.InitiateReplication,
        ],
        [bucket.objects(title)],
    )


def _destination(replica: str) -> Iterator[Statement]:
    """Yield what is needed of the copy."""
    yield allow(
        [actions.ReplicateDelete, actions.ReplicateObject, actions.ReplicateTags],
        [Sub(f"${{{replica}}}/*")],
    )


def _keys(region: str, title: str, replica: str) -> Iterator[Statement]:
    """Yield what is needed of the keys, by way of S3 and for these buckets only.

    With a bucket key, as both have, KMS is told the bucket and not the object, and the
    data key of the copy is decrypted to see that it is sound.
    """
    yield allow(
        [kms.Decrypt],
        [Ref(ports.KEY_ARN.name)],
        StringEquals({"kms:ViaService": Sub("s3.${AWS::Region}.amazonaws.com")}),
        StringLike(_context(GetAtt(title, "Arn"), bucket.objects(title))),
    )
    yield allow(
        [kms.Decrypt, kms.Encrypt],
        [Ref(ports.REPLICA_KEY_ARN.name)],
        StringEquals({"kms:ViaService": f"s3.{region}.amazonaws.com"}),
        StringLike(_context(Ref(replica), Sub(f"${{{replica}}}/*"))),
    )


def _context(*arns: Any) -> dict[str, list[Any]]:
    """Return what KMS is told that it is asked for."""
    return {"kms:EncryptionContext:aws:s3:arn": list(arns)}
