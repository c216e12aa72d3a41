"""The backup layer: a vault of its own for the database, filled once a day.

Rests on https://docs.aws.amazon.com/aws-backup/latest/devguide/about-backup-plans.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import (
    And,
    Equals,
    GetAtt,
    If,
    Not,
    NoValue,
    Ref,
    Sub,
    backup,
    cloudwatch,
    iam,
)

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.backup import permissions, settings
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring.alarm import AT_LEAST, Limit, Series, alarm
from cfngen.layers.storage.settings import replica_key
from cfngen.physical import physical, unique
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.care import Backup, Recovery
from cfngen.spec.stores import Database
from cfngen.spec.system import System

START_MINUTES, COMPLETE_MINUTES = 60, 180
"""Within how long a backup has to start, the least that there is, and to be done."""

FAILED = {
    "BackupJobsFailed": "The daily backup of the database failed.",
    "BackupJobsExpired": "The daily backup of the database did not start in time.",
}
COPY_FAILED = {"CopyJobsFailed": "A backup was not copied to the second region."}
"""What AWS Backup counts and nobody wants, and what it means:
https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html"""


def build(system: System) -> Layer:
    """Build the backup layer.

    Raises WiringError when the spec asks for no backups, or has nothing to back up.
    """
    wanted, database = system.backup, system.database
    if wanted is None or database is None:
        raise WiringError(f"{system.system} has no backup to build a layer for.")
    layer = Layer("backup", f"{system.system}: daily backups")
    layer.setting(ENVIRONMENT_NAME)
    kept = layer.add(vault(system, layer.enter(ports.KEY_ARN)))
    role = permissions.role(layer, database, GetAtt(kept, "BackupVaultArn"))
    layer.add(role)
    rule = _rule(layer, wanted, kept)
    if system.recovery:
        _copy(layer, database, system.recovery, role, rule)
    plan = layer.add(_plan(system, rule))
    layer.add(_selection(layer, plan, role))
    if system.monitoring:
        for one in _alarms(layer, system, kept):
            layer.add(one)
    layer.leave(ports.BACKUP_VAULT_NAME, Ref(kept))
    return layer


def vault(system: System, key_arn: Any) -> backup.BackupVault:
    """Return a vault; one with backups in it cannot be deleted, so it stays.

    The backups of RDS in it keep the database's key; copies of them take the vault's.
    """
    return backup.BackupVault(
        "BackupVault",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        BackupVaultName=unique(system.system),
        EncryptionKeyArn=key_arn,
    )


def _rule(
    layer: Layer, wanted: Backup, kept: backup.BackupVault
) -> backup.BackupRuleResourceType:
    """Return when backups are made: once a day, away from RDS's own and maintenance.

    Snapshots only. A continuous backup would be RDS's own under another name: AWS
    Backup takes over its window and retention, which CloudFormation then puts back.
    https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
    """
    schedule = layer.setting(settings.SCHEDULE).data["Ref"]
    return backup.BackupRuleResourceType(
        RuleName="daily",
        TargetBackupVault=Ref(kept),
        ScheduleExpression=Sub(f"cron(${{{schedule}}})"),
        StartWindowMinutes=START_MINUTES,
        CompletionWindowMinutes=COMPLETE_MINUTES,
        Lifecycle=backup.LifecycleResourceType(
            DeleteAfterDays=layer.setting(settings.retention(wanted))
        ),
    )


def _copy(
    layer: Layer,
    database: Database,
    recovery: Recovery,
    role: iam.Role,
    rule: backup.BackupRuleResourceType,
) -> None:
    """Have backups copied to the second region, where a vault and its key are given."""
    there = layer.setting(settings.copy_vault(recovery))
    key = layer.setting(replica_key(recovery))
    wanted = And(Not(Equals(there, "")), Not(Equals(key, "")))
    condition = layer.condition("HasBackupCopies", wanted)
    policy = permissions.copies(database, role, there, key, recovery.region)
    policy.Condition = condition
    layer.add(policy)
    action = backup.CopyActionResourceType(
        DestinationBackupVaultArn=there, Lifecycle=rule.Lifecycle
    )
    rule.CopyActions = If(condition, [action], NoValue)


def _plan(system: System, rule: backup.BackupRuleResourceType) -> backup.BackupPlan:
    """Return the plan, whose name has to be its own in the account."""
    return backup.BackupPlan(
        "BackupPlan",
        BackupPlan=backup.BackupPlanResourceType(
            BackupPlanName=physical(system.system), BackupPlanRule=[rule]
        ),
    )


def _selection(
    layer: Layer, plan: backup.BackupPlan, role: iam.Role
) -> backup.BackupSelection:
    """Return what is backed up: the database, by name."""
    return backup.BackupSelection(
        "BackupSelection",
        BackupPlanId=Ref(plan),
        BackupSelection=backup.BackupSelectionResourceType(
            SelectionName="database",
            IamRoleArn=GetAtt(role, "Arn"),
            Resources=[layer.enter(ports.DATABASE_ARN)],
        ),
    )


def _alarms(
    layer: Layer, system: System, kept: backup.BackupVault
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on backups and copies that did not come to be."""
    topic = str(layer.enter(ports.ALARM_TOPIC_ARN).data["Ref"])
    one = (("BackupVaultName", Ref(kept)),)
    troubles = FAILED | (COPY_FAILED if system.recovery else {})
    for trouble, meaning in troubles.items():
        series = Series("AWS/Backup", f"NumberOf{trouble}", "Sum", one, 3600)
        yield alarm(trouble, meaning, series, Limit(AT_LEAST, 1, periods=1), topic)
