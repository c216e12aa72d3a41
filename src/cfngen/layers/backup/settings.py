"""The settings of the backups."""

from __future__ import annotations

from cfngen import ports
from cfngen.settings import Setting, number
from cfngen.spec.care import Backup, Recovery
from cfngen.spec.words import CRON

SCHEDULE = Setting(
    "BackupCron",
    "When the daily backup may start (UTC): done an hour before RDS's own begins.",
    default="0 2 * * ? *",
    pattern=CRON.pattern,
    hint=CRON.words,
)


def retention(backup: Backup) -> Setting:
    """Return the setting of how long backups and their copies are kept."""
    return number(
        "BackupRetentionDays",
        "Days that a backup is kept, and its copy in the second region.",
        backup.keep_days,
        1,
        36500,
    )


def copy_vault(recovery: Recovery) -> Setting:
    """Return the setting of the vault that backups are copied to."""
    region = recovery.region
    return Setting(
        ports.BACKUP_COPY_VAULT_ARN.name,
        f"Vault in {region} that backups are copied to; empty for none.",
        default="",
        pattern=f"^(arn:aws[a-z-]*:backup:{region}:[0-9]{{12}}:"
        "backup-vault:[A-Za-z0-9_-]{2,50})?$",
        hint=f"the ARN of a backup vault in {region}, or empty",
    )
