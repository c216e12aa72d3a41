"""Stateful resources keep their logical ids: a new id is a new, empty resource.

STATEFUL is edited by hand. A change here says that data moves or goes: write how into
CHANGELOG.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.committed import FILES, resources, shown

KINDS = {
    "AWS::Backup::BackupVault",
    "AWS::ECR::Repository",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::KMS::Key",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
}

STATEFUL = {
    "nextjs/cache Cache",
    "nextjs/cache CacheSecret",
    "nextjs/database Database",
    "nextjs/database DatabaseSecret",
    "nextjs/registry WebRepository",
    "nextjs/security Key",
    "nextjs/service-web WebSessionSecret",
    "nextjs/storage AccessLogBucket",
    "platform/backup BackupVault",
    "platform/cache Cache",
    "platform/cache CacheSecret",
    "platform/database Database",
    "platform/database DatabaseSecret",
    "platform/recovery BackupVault",
    "platform/recovery Key",
    "platform/registry ApiRepository",
    "platform/registry NotifierRepository",
    "platform/registry SchedulerRepository",
    "platform/registry WorkerRepository",
    "platform/security Key",
    "platform/storage AccessLogBucket",
    "rails/database Database",
    "rails/database DatabaseSecret",
    "rails/delivery ArtifactBucket",
    "rails/recovery FilesReplicaBucket",
    "rails/recovery Key",
    "rails/registry WebNginxRepository",
    "rails/registry WebRepository",
    "rails/security Key",
    "rails/service-web WebSecretKeyBase",
    "rails/storage AccessLogBucket",
    "rails/storage FilesBucket",
    "revendiste/database Database",
    "revendiste/database DatabaseSecret",
    "revendiste/registry BackendRepository",
    "revendiste/registry FrontendRepository",
    "revendiste/security Key",
    "revendiste/storage AccessLogBucket",
}


DERIVED = {
    ("AWS::RDS::DBInstance", "SourceDBInstanceIdentifier"),
    ("AWS::RDS::DBInstance", "DBClusterIdentifier"),
    ("AWS::SecretsManager::Secret", "SecretString"),
}
"""What holds nothing that is not elsewhere as well, by type and a property of it: a
replica copies its source, an instance of Aurora reads the cluster's disk, and a secret
with a text of its own is made of other resources' values."""


def derived(resource: dict[str, Any]) -> bool:
    """Return whether a resource only repeats what others hold."""
    return any((resource["Type"], name) in DERIVED for name in resource["Properties"])


def stateful() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what would lose data, as `system/layer LogicalId`."""
    for file in FILES:
        for name, resource in resources(file):
            if resource["Type"] in KINDS and not derived(resource):
                yield f"{shown(file)} {name}", resource


def test_stateful_logical_ids_are_the_frozen_ones() -> None:
    assert {name for name, _ in stateful()} == STATEFUL


def test_what_holds_data_is_kept_or_snapshotted() -> None:
    safe = {"Retain", "RetainExceptOnCreate", "Snapshot"}
    for name, resource in stateful():
        assert resource["DeletionPolicy"] in safe, name
        assert resource["UpdateReplacePolicy"] in safe, name
