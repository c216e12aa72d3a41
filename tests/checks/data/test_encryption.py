"""What leaves its data in clear, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.checks import CHECKS, check
from tests.models import of_resources

UNENCRYPTED = [one for one in CHECKS if one.id == "CG660"]

RDS = {"Engine": "postgres"}
REDIS = {"Engine": "redis"}

Stores = dict[str, tuple[str, dict[str, Any]]]

CLEAR: Stores = {
    "a database that nobody encrypts": ("RDS::DBInstance", RDS),
    "a database told not to": ("RDS::DBInstance", {**RDS, "StorageEncrypted": "false"}),
    "a cluster of RDS": ("RDS::DBCluster", {"Engine": "mysql"}),
    "a Redis that nobody encrypts": ("ElastiCache::ReplicationGroup", REDIS),
    "a Valkey told not to": (
        "ElastiCache::ReplicationGroup",
        {"Engine": "valkey", "AtRestEncryptionEnabled": False},
    ),
    "files that nobody encrypts": ("EFS::FileSystem", {}),
    "a warehouse told not to": ("Redshift::Cluster", {"Encrypted": False}),
    "a search domain told not to": (
        "OpenSearchService::Domain",
        {"EncryptionAtRestOptions": {"Enabled": False}},
    ),
    "documents told not to": ("DocDB::DBCluster", {"StorageEncrypted": False}),
}

FINE: Stores = {
    "a database that encrypts": ("RDS::DBInstance", {**RDS, "StorageEncrypted": True}),
    "a database with a key": ("RDS::DBInstance", {**RDS, "KmsKeyId": "alias/mine"}),
    "a database of a snapshot": (
        "RDS::DBInstance",
        {**RDS, "DBSnapshotIdentifier": "last"},
    ),
    "a member of a cluster": ("RDS::DBInstance", {**RDS, "DBClusterIdentifier": "all"}),
    "a replica": ("RDS::DBInstance", {**RDS, "SourceDBInstanceIdentifier": "first"}),
    "a database of an engine that is not known": ("RDS::DBInstance", {}),
    "Aurora": ("RDS::DBCluster", {"Engine": "aurora-postgresql"}),
    "a Valkey of which nobody says anything": (
        "ElastiCache::ReplicationGroup",
        {"Engine": "valkey"},
    ),
    "a Redis of a snapshot": (
        "ElastiCache::ReplicationGroup",
        {**REDIS, "SnapshotName": "last"},
    ),
    "a Redis with a key": (
        "ElastiCache::ReplicationGroup",
        {**REDIS, "KmsKeyId": "alias/mine"},
    ),
    "files that are encrypted": ("EFS::FileSystem", {"Encrypted": True}),
    "a warehouse of which nobody says anything": ("Redshift::Cluster", {}),
    "a switch that is not known": (
        "EFS::FileSystem",
        {"Encrypted": {"Fn::ImportValue": "x"}},
    ),
}


def found(kind: str, properties: dict[str, Any]) -> list[str]:
    stores = of_resources(Store={"Type": f"AWS::{kind}", "Properties": properties})
    return [finding.id for finding in check(stores, UNENCRYPTED)]


@pytest.mark.parametrize("case", CLEAR)
def test_a_store_in_clear_is_found(case: str) -> None:
    assert found(*CLEAR[case]) == ["CG660"]


@pytest.mark.parametrize("case", FINE)
def test_what_encrypts_or_may_is_let_be(case: str) -> None:
    assert found(*FINE[case]) == []
