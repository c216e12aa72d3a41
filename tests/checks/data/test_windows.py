"""Windows for backups and maintenance."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, model, problems

CASES = (
    Case(
        "a backup in the maintenance window",
        *(
            "CG595",
            {"Database/PreferredBackupWindow": "01:30-02:30"},
            "Database/PreferredBackupWindow",
        ),
        "meets the maintenance window",
    ),
    Case(
        "a backup over midnight into the maintenance window",
        *(
            "CG595",
            {"Database/PreferredMaintenanceWindow": "mon:00:15-mon:01:15"},
            "Database/PreferredBackupWindow",
        ),
        "Move one of them",
    ),
    Case(
        "maintenance over the end of the week",
        *(
            "CG595",
            {"Cluster/PreferredMaintenanceWindow": "sun:23:00-mon:06:30"},
            "Cluster/PreferredBackupWindow",
        ),
        "meets",
    ),
    Case(
        "the windows of a cache",
        *("CG595", {"Cache/SnapshotWindow": "07:30-08:30"}, "Cache/SnapshotWindow"),
        "meets",
    ),
    Case(
        "a short window",
        *(
            "CG595",
            {"Database/PreferredBackupWindow": "23:30-23:45"},
            "Database/PreferredBackupWindow",
        ),
        "lasts 15 minutes",
    ),
    Case(
        "half an hour of a cache",
        *(
            "CG595",
            {"Cache/PreferredMaintenanceWindow": "sun:07:00-sun:07:30"},
            "Cache/PreferredMaintenanceWindow",
        ),
        "60 or more",
    ),
    Case(
        "no window",
        *(
            "CG595",
            {"Database/PreferredBackupWindow": "9pm"},
            "Database/PreferredBackupWindow",
        ),
        "no such window",
    ),
    Case(
        "no day",
        *(
            "CG595",
            {"Cache/PreferredMaintenanceWindow": "son:07:00-son:08:00"},
            "Cache/PreferredMaintenanceWindow",
        ),
        "as sun:07:30",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize("window", ["00:00-01:00", "02:00-02:30", "22:00-23:00"])
def test_windows_may_touch(window: str) -> None:
    touching = model({"Database/PreferredBackupWindow": window})
    assert problems(touching, [CHECKS["CG595"]]) == []
