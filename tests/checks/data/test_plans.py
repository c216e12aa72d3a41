"""Plans of AWS Backup."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, att, model, problems

RULE = "Plan/BackupPlan/BackupPlanRule/0"

CASES = (
    Case(
        "deleted while it is cold",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/Lifecycle/DeleteAfterDays": "119"},
            f"{RULE}/Lifecycle/DeleteAfterDays",
        ),
        "after 120 days or later",
    ),
    Case(
        "a copy that is deleted while it is cold",
        *(
            "CG627",
            {
                f"{RULE}/CopyActions": [
                    {
                        "Lifecycle": {
                            "MoveToColdStorageAfterDays": 1,
                            "DeleteAfterDays": 7,
                        }
                    }
                ]
            },
            f"{RULE}/CopyActions/0/Lifecycle/DeleteAfterDays",
        ),
        "deleted after 7",
    ),
    Case(
        "kept for ever",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/Lifecycle/DeleteAfterDays": 36501},
            f"{RULE}/Lifecycle/DeleteAfterDays",
        ),
        "does not keep 36501",
    ),
    Case(
        "a continuous backup that is kept too long",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/EnableContinuousBackup": True},
            f"{RULE}/Lifecycle/DeleteAfterDays",
        ),
        "not kept for 120",
    ),
    Case(
        "a continuous backup that is cold",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/EnableContinuousBackup": "true"},
            f"{RULE}/Lifecycle/MoveToColdStorageAfterDays",
        ),
        "never get cold",
    ),
    Case(
        "half an hour to start",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/StartWindowMinutes": 30},
            f"{RULE}/StartWindowMinutes",
        ),
        "60 or more",
    ),
    Case(
        "done before it starts",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/StartWindowMinutes": 240},
            f"{RULE}/CompletionWindowMinutes",
        ),
        "must be done in 180",
    ),
    Case(
        "a vault that is locked",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/Lifecycle/DeleteAfterDays": 366},
            f"{RULE}/Lifecycle/DeleteAfterDays",
        ),
        "Vault is locked",
    ),
    Case(
        "a copy to a vault that is locked",
        *(
            "CG627",
            {
                f"{RULE}/CopyActions": [
                    {
                        "DestinationBackupVaultArn": att("Vault", "BackupVaultArn"),
                        "Lifecycle": {"DeleteAfterDays": 1},
                    }
                ]
            },
            f"{RULE}/CopyActions/0/Lifecycle/DeleteAfterDays",
        ),
        "takes no backup of 1 days",
    ),
    Case(
        "two days",
        *(
            "CG627",
            {f"{RULE}/ScheduleExpression": "cron(0 3 * * * *)"},
            f"{RULE}/ScheduleExpression",
        ),
        "neither is a question mark",
    ),
    Case(
        "five fields",
        *(
            "CG627",
            {"Plan/BackupPlan/BackupPlanRule/0/ScheduleExpression": "cron(0 3 * * ?)"},
            f"{RULE}/ScheduleExpression",
        ),
        "has not 6 fields",
    ),
    Case(
        "a backup while RDS makes its own",
        *(
            "CG628",
            {f"{RULE}/ScheduleExpression": "cron(0 23 * * ? *)"},
            f"{RULE}/ScheduleExpression",
        ),
        "every backup would fail",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_backup_has_time_to_start_before_or_after() -> None:
    longer = {
        f"{RULE}/ScheduleExpression": "cron(0 23 * * ? *)",
        f"{RULE}/StartWindowMinutes": 120,
    }
    assert problems(model(longer), [CHECKS["CG628"]]) == []
