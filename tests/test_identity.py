"""Stateful resources keep their logical ids: a new id is a new, empty resource.

STATEFUL is edited by hand. A change here says that data moves or goes: write how into
CHANGELOG.md.
"""

from __future__ import annotations

from tests.committed import FILES, resources, shown

KINDS = {
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
}


def test_stateful_logical_ids_are_the_frozen_ones() -> None:
    found = {
        f"{shown(file)} {name}"
        for file in FILES
        for name, resource in resources(file)
        if resource["Type"] in KINDS
    }
    assert found == STATEFUL


def test_what_holds_data_is_kept_or_snapshotted() -> None:
    safe = {"Retain", "RetainExceptOnCreate", "Snapshot"}
    for file in FILES:
        for name, resource in resources(file):
            if resource["Type"] in KINDS:
                assert resource["DeletionPolicy"] in safe, name
                assert resource["UpdateReplacePolicy"] in safe, name
