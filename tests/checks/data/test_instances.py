"""Instances of RDS."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, like, model, problems, ref

CASES = (
    Case(
        "a zone of several",
        *(
            "CG597",
            {"Database/AvailabilityZone": "us-east-1a"},
            "Database/AvailabilityZone",
        ),
        "cannot be told its zone",
    ),
    Case(
        "a replica of a snapshot",
        *(
            "CG598",
            {"Replica/DBSnapshotIdentifier": "old"},
            "Replica/DBSnapshotIdentifier",
        ),
        "Keep one of the two",
    ),
    Case(
        "a replica of Aurora",
        *(
            "CG598",
            {"Replica/SourceDBInstanceIdentifier": ref("Member")},
            "Replica/SourceDBInstanceIdentifier",
        ),
        "Write DBClusterIdentifier",
    ),
    Case(
        "a replica in the clear",
        *("CG598", {"Replica/StorageEncrypted": False}, "Replica/StorageEncrypted"),
        "Leave StorageEncrypted out",
    ),
    Case(
        "an encrypted replica of a source that is not",
        *(
            "CG598",
            {"Database/StorageEncrypted": "false", "Replica/KmsKeyId": "key"},
            "Replica/KmsKeyId",
        ),
        "Encrypt the source",
    ),
    Case(
        "sixteen replicas",
        *(
            "CG598",
            {f"R{n}": like("Replica") for n in range(15)},
            "R14/SourceDBInstanceIdentifier",
        ),
        "15 replicas already",
    ),
    Case(
        "94 days of insights",
        *(
            "CG599",
            {"Database/PerformanceInsightsRetentionPeriod": 94},
            "Database/PerformanceInsightsRetentionPeriod",
        ),
        "31 times",
    ),
    Case(
        "days of insights that are off",
        *(
            "CG599",
            {"Database/EnablePerformanceInsights": "false"},
            "Database/PerformanceInsightsRetentionPeriod",
        ),
        "keeps nothing",
    ),
    Case(
        "monitoring without a role",
        *("CG599", {"Database/MonitoringRoleArn": GONE}, "Database/MonitoringInterval"),
        "Give MonitoringRoleArn",
    ),
    Case(
        "a role without monitoring",
        *("CG599", {"Database/MonitoringInterval": 0}, "Database/MonitoringRoleArn"),
        "no interval",
    ),
    Case(
        "days of what nobody switches on",
        *(
            "CG599",
            {"Database/EnablePerformanceInsights": GONE},
            "Database/PerformanceInsightsRetentionPeriod",
        ),
        "is off and keeps nothing",
    ),
    Case(
        "every 20 seconds",
        *("CG599", {"Database/MonitoringInterval": 20}, "Database/MonitoringInterval"),
        "Write one of 0, 1, 5",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_database_from_a_snapshot_may_be_encrypted() -> None:
    restored = {
        "Database/StorageEncrypted": GONE,
        "Database/KmsKeyId": GONE,
        "Database/DBSnapshotIdentifier": "old",
        "Replica/KmsKeyId": "key",
    }
    assert problems(model(restored), [CHECKS["CG598"]]) == []
