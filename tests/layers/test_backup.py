"""Properties of the backup layer: when, what, where to, and who may do it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import backup, database
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.clock import daily, weekly
from tests.layers.resolved import kind, outputs, properties, resolved, statements
from tests.layers.variations import nextjs

RECOVERY = {"region": "us-west-2"}
AURORA = {"engine": "aurora-postgresql"}
COPIED = {
    "BackupCopyVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:copies",
    "ReplicaKeyArn": "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d",
}


def backed_up(**changes: Any) -> System:
    return nextjs(**{"backup": {"keep_days": 30}, "recovery": RECOVERY} | changes)


def built(**changes: Any) -> Layer:
    return backup.build(backed_up(**changes))


SYSTEMS = {
    "with copies": backed_up(),
    "without a second region": backed_up(recovery=None),
    "without monitoring": backed_up(monitoring=None),
    "aurora": backed_up(database=AURORA),
}


def rule(layer: Layer, **given: str) -> dict[str, Any]:
    """Return the plan's one rule."""
    plan = properties(layer, "BackupPlan", **given)["BackupPlan"]
    (found,) = plan["BackupPlanRule"]
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(backup.build(system)) == []


@pytest.mark.parametrize("missing", ["backup", "database"])
def test_without_a_wish_or_a_database_there_is_no_such_layer(missing: str) -> None:
    with pytest.raises(WiringError, match="nextjs has no backup"):
        built(**{missing: None})


def test_backups_are_kept_as_long_as_the_spec_says_until_an_environment_does() -> None:
    assert rule(built())["Lifecycle"] == {"DeleteAfterDays": "30"}
    kept = rule(built(), BackupRetentionDays="90")
    assert kept["Lifecycle"] == {"DeleteAfterDays": "90"}


def test_they_are_made_daily_and_done_an_hour_before_rds_starts_its_own() -> None:
    found = rule(built())
    match = re.fullmatch(
        r"cron\((\d+) (\d+) \* \* \? \*\)", found["ScheduleExpression"]
    )
    assert match is not None
    minute, hour = map(int, match.groups())
    free = found["CompletionWindowMinutes"] + 60
    assert found["StartWindowMinutes"] >= 60  # AWS takes no less
    own = database.settings
    busy = daily(str(own.BACKUP_WINDOW.default))
    busy |= weekly(str(own.MAINTENANCE_WINDOW.default))
    start = 60 * hour + minute
    days = range(0, 7 * 1440, 1440)
    ours = {(day + start + m) % (7 * 1440) for day in days for m in range(free)}
    assert not ours & busy


def test_rds_keeps_its_own_window_since_no_backup_is_continuous() -> None:
    assert "EnableContinuousBackup" not in rule(built())


def test_the_database_is_backed_up_and_nothing_else() -> None:
    selection = properties(built(), "BackupSelection")["BackupSelection"]
    assert selection["Resources"] == ["@DatabaseArn"]
    assert selection["IamRoleArn"] == "@BackupRole.Arn"
    assert "ListOfTags" not in selection


def test_the_vault_is_encrypted_kept_and_not_in_the_way_of_the_next() -> None:
    vault = resolved(built())["BackupVault"]
    assert vault["Properties"]["EncryptionKeyArn"] == "@KeyArn"
    assert vault["DeletionPolicy"] == "RetainExceptOnCreate"
    assert vault["UpdateReplacePolicy"] == "Retain"
    assert vault["Properties"]["BackupVaultName"] == "nextjs-dev-5e6f70819203"
    assert outputs(built()) == {"BackupVaultName": "@BackupVault"}


class TestCopies:
    """A second region has them too, where it is asked for."""

    def test_they_need_a_vault_and_its_key(self) -> None:
        for given in ({}, *({name: COPIED[name]} for name in COPIED)):
            assert "CopyActions" not in rule(built(), **given)
            assert "BackupCopyPolicy" not in resolved(built(), **given)

    def test_they_go_to_the_vault_and_are_kept_as_long(self) -> None:
        given = {**COPIED, "BackupRetentionDays": "90"}
        assert rule(built(), **given)["CopyActions"] == [
            {
                "DestinationBackupVaultArn": COPIED["BackupCopyVaultArn"],
                "Lifecycle": {"DeleteAfterDays": "90"},
            }
        ]

    def test_a_vault_elsewhere_is_refused(self) -> None:
        pattern = built().settings["BackupCopyVaultArn"].pattern
        right = COPIED["BackupCopyVaultArn"]
        assert re.fullmatch(pattern, right)
        assert re.fullmatch(pattern, "")
        assert not re.fullmatch(pattern, right.replace("us-west-2", "eu-west-1"))

    def test_without_a_second_region_nothing_asks_for_one(self) -> None:
        layer = built(recovery=None)
        assert not layer.settings.keys() & COPIED.keys()
        assert "CopyJobsFailedAlarm" not in resolved(layer)


class TestRole:
    """What AWS Backup may do."""

    def test_only_aws_backup_for_this_account_takes_it(self) -> None:
        role = properties(built(), "BackupRole")
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"] == {"Service": ["backup.amazonaws.com"]}
        account = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
        assert statement["Condition"] == account

    @pytest.mark.parametrize(
        ("described", "snapshot"),
        [({}, "snapshot"), (AURORA, "cluster-snapshot")],
        ids=["instance", "cluster"],
    )
    def test_it_changes_the_database_and_its_own_snapshots_only(
        self, described: dict[str, str], snapshot: str
    ) -> None:
        own = f"arn:aws:rds:eu-west-1:123456789012:{snapshot}:awsbackup:*"
        role = properties(built(database=described), "BackupRole")
        changing = [
            statement
            for statement in statements(role)
            if any(a.startswith("rds:") for a in statement["Action"])
            and not all("Describe" in a for a in statement["Action"])
        ]
        assert changing
        for statement in changing:
            assert set(statement["Resource"]) <= {"@DatabaseArn", own}

    def test_it_can_delete_nothing(self) -> None:
        policy = properties(built(), "BackupCopyPolicy", **COPIED)
        text = json.dumps([properties(built(), "BackupRole"), policy])
        assert "Delete" not in text
        assert "Modify" not in text

    def test_a_key_is_granted_to_aws_services_only(self) -> None:
        policy = properties(built(), "BackupCopyPolicy", **COPIED)
        here = statements(properties(built(), "BackupRole"))
        there = policy["PolicyDocument"]["Statement"]
        for found, key in ((here, "@KeyArn"), (there, COPIED["ReplicaKeyArn"])):
            (grant,) = [s for s in found if "kms:CreateGrant" in s["Action"]]
            assert grant["Resource"] == [key]
            assert grant["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}

    @pytest.mark.parametrize(
        ("described", "snapshot"),
        [({}, "snapshot"), (AURORA, "cluster-snapshot")],
        ids=["instance", "cluster"],
    )
    def test_copies_come_from_here_and_go_to_one_region_and_one_vault(
        self, described: dict[str, str], snapshot: str
    ) -> None:
        policy = properties(built(database=described), "BackupCopyPolicy", **COPIED)
        granted = {
            action: resource
            for statement in policy["PolicyDocument"]["Statement"]
            for action in statement["Action"]
            for resource in statement["Resource"]
        }
        here = f"arn:aws:rds:eu-west-1:123456789012:{snapshot}"
        there = f"arn:aws:rds:us-west-2:123456789012:{snapshot}"
        kind_of = "DBClusterSnapshot" if described else "DBSnapshot"
        vault, key = COPIED["BackupCopyVaultArn"], COPIED["ReplicaKeyArn"]
        assert granted == {
            f"rds:Copy{kind_of}": f"{there}:awsbackup:*",
            "rds:AddTagsToResource": f"{there}:awsbackup:*",
            "rds:ListTagsForResource": f"{there}:awsbackup:*",
            f"rds:Describe{kind_of}s": f"{there}:*",
            "backup:CopyFromBackupVault": f"{here}:awsbackup:*",
            "backup:CopyIntoBackupVault": vault,
            "backup:DescribeBackupVault": vault,
            "kms:DescribeKey": key,
            "kms:CreateGrant": key,
        }


def test_a_backup_that_is_missed_and_a_copy_that_fails_alarm() -> None:
    alarms = kind(built(), "CloudWatch::Alarm")
    assert {a["MetricName"] for a in alarms.values()} == {
        *("NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired"),
        "NumberOfCopyJobsFailed",
    }
    for alarm in alarms.values():
        assert alarm["Dimensions"] == [
            {"Name": "BackupVaultName", "Value": "@BackupVault"}
        ]
        assert alarm["AlarmActions"] == ["@AlarmTopicArn"]
        assert alarm["TreatMissingData"] == "notBreaching"


def test_without_monitoring_nobody_is_told() -> None:
    layer = built(monitoring=None)
    assert kind(layer, "CloudWatch::Alarm") == {}
    assert "AlarmTopicArn" not in layer.entering
