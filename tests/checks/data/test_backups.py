"""Backups that databases make of themselves."""

from __future__ import annotations

import pytest

from tests.checks.data.system import Case

CASES = (
    Case(
        "no backups, and a replica",
        *(
            "CG596",
            {"Database/BackupRetentionPeriod": 0},
            "Database/BackupRetentionPeriod",
        ),
        "Replica replicates it",
    ),
    Case(
        "no backups, and copies of them",
        *(
            "CG596",
            {"Database/BackupRetentionPeriod": "0"},
            "Database/BackupRetentionPeriod",
        ),
        "us-west-2 could have copies of",
    ),
    Case(
        "too long",
        *(
            "CG596",
            {"Database/BackupRetentionPeriod": "36"},
            "Database/BackupRetentionPeriod",
        ),
        "Write 0 to 35",
    ),
    Case(
        "no backups of Aurora",
        *(
            "CG596",
            {"Cluster/BackupRetentionPeriod": 0},
            "Cluster/BackupRetentionPeriod",
        ),
        "Write 1 to 35",
    ),
    Case(
        "copies in the same region",
        *(
            "CG596",
            {"Database/AutomaticBackupReplicationRegion": "us-east-1"},
            "Database/AutomaticBackupReplicationRegion",
        ),
        "Name another region",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
