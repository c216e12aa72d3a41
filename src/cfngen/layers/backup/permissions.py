"""The role that AWS Backup works as, by exact action and resource.

AWS's own policy for it may snapshot and tag everything in the account; ours the one
database, and snapshots that AWS Backup has made itself:
https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from awacs import backup, kms, rds, tag
from awacs.aws import Bool, Statement, StringEquals
from troposphere import AccountId, Ref, Sub, iam

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.policies import allow, arn, document, trust
from cfngen.spec.stores import Database


@dataclass(frozen=True)
class Words:
    """What RDS calls a kind of database and its snapshots, and what is done to them."""

    kind: str
    snapshot: str
    describe: Any
    describe_snapshots: Any
    create: Any
    copy: Any


INSTANCE = Words(
    kind="db",
    snapshot="snapshot",
    describe=rds.DescribeDBInstances,
    describe_snapshots=rds.DescribeDBSnapshots,
    create=rds.CreateDBSnapshot,
    copy=rds.CopyDBSnapshot,
)
CLUSTER = Words(
    kind="cluster",
    snapshot="cluster-snapshot",
    describe=rds.DescribeDBClusters,
    describe_snapshots=rds.DescribeDBClusterSnapshots,
    create=rds.CreateDBClusterSnapshot,
    copy=rds.CopyDBClusterSnapshot,
)

TAGGING = (rds.AddTagsToResource, rds.ListTagsForResource)

OWN = "awsbackup:*"
"""How the snapshots that AWS Backup makes are named."""


def role(layer: Layer, database: Database, vault_arn: Any) -> iam.Role:
    """Return the role that makes the backups.

    Without `backup:DeleteRecoveryPoint`: what is too old goes by AWS Backup's own
    service-linked role, and this one cannot delete anything.
    """
    words = CLUSTER if database.aurora else INSTANCE
    statements = [*_snapshots(layer, words), *_key(layer.enter(ports.KEY_ARN))]
    statements.append(allow([backup.DescribeBackupVault], [vault_arn]))
    # Asked for when a plan looks for what it is assigned; it names no resource.
    statements.append(allow([tag.GetResources], ["*"]))
    return iam.Role(
        "BackupRole",
        Description="Makes the daily backups.",
        AssumeRolePolicyDocument=trust(
            "backup", StringEquals({"aws:SourceAccount": AccountId})
        ),
        Policies=[
            iam.Policy(PolicyName="make-backups", PolicyDocument=document(*statements))
        ],
    )


def copies(
    database: Database, made: iam.Role, vault: Ref, key: Ref, region: str
) -> iam.PolicyType:
    """Return what the role may do besides where backups are copied to a region."""
    words = CLUSTER if database.aurora else INSTANCE
    there = f"arn:${{AWS::Partition}}:rds:{region}:${{AWS::AccountId}}:{words.snapshot}"
    return iam.PolicyType(
        "BackupCopyPolicy",
        PolicyName="copy-backups",
        Roles=[Ref(made)],
        PolicyDocument=document(
            allow([words.copy, *TAGGING], [Sub(f"{there}:{OWN}")]),
            # As here, it looks for its snapshots among all.
            allow([words.describe_snapshots], [Sub(f"{there}:*")]),
            # A recovery point of RDS is the snapshot.
            allow(
                [backup.CopyFromBackupVault], [arn("rds", f"{words.snapshot}:{OWN}")]
            ),
            allow([backup.CopyIntoBackupVault, backup.DescribeBackupVault], [vault]),
            *_key(key),
        ),
    )


def _snapshots(layer: Layer, words: Words) -> Iterator[Statement]:
    """Yield what makes, tags and copies snapshots of the database."""
    database: Any = layer.enter(ports.DATABASE_ARN)
    own = arn("rds", f"{words.snapshot}:{OWN}")
    yield allow([words.create], [database, own])
    yield allow([words.copy], [own])
    yield allow([*TAGGING], [database, own])
    # It looks for the database and its snapshots among all; that changes nothing.
    anything = arn("rds", f"{words.kind}:*")
    yield allow([words.describe], [anything])
    yield allow(
        [words.describe_snapshots], [anything, arn("rds", f"{words.snapshot}:*")]
    )


def _key(key: Any) -> Iterator[Statement]:
    """Yield what lets RDS use a key for a snapshot, by a grant and for itself only.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
    """
    yield allow([kms.DescribeKey], [key])
    yield allow([kms.CreateGrant], [key], Bool({"kms:GrantIsForAWSResource": "true"}))
