"""The settings of the database."""

from __future__ import annotations

from cfngen.layers import windows
from cfngen.settings import Setting, number, switch
from cfngen.spec.stores import Database
from cfngen.spec.words import INSTANCE_CLASS

DISK_BOUNDS_GIB = (20, 65536)
"""The least and the most gp3 storage of PostgreSQL:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"""

MULTI_AZ = switch("DatabaseMultiAz", "Keep a standby in a second availability zone.")

BACKUP_RETENTION = number(
    "DatabaseBackupRetentionDays",
    "Days that backups are kept and that any second of them can be restored.",
    default=7,
    minimum=1,
    maximum=35,
)

SNAPSHOT = Setting(
    "DatabaseSnapshotIdentifier",
    "Snapshot that the instance is made from; empty for a new database. "
    "Every change replaces the instance.",
    default="",
    pattern="^([A-Za-z][A-Za-z0-9:-]*)?$",
    hint="name or ARN of a DB snapshot, or empty",
)

PERFORMANCE_INSIGHTS = switch(
    "EnablePerformanceInsights",
    "Sample what the database works on; 7 days are kept at no charge.",
    default=True,
)

MAJOR_UPGRADE = switch(
    "EnableDatabaseMajorUpgrade",
    "Let a new major version in the spec upgrade the database, which stops it.",
)

SLOW_QUERY = number(
    "DatabaseSlowQueryMilliseconds",
    "Statements that take at least this long are logged; 0 logs all, -1 none.",
    default=1000,
    minimum=-1,
    maximum=3_600_000,
)

BACKUP_WINDOW = Setting(
    "DatabaseBackupWindow",
    "Daily time (UTC) of the automated backup, outside the maintenance window.",
    default="06:00-07:00",
    pattern=windows.DAILY,
    hint=windows.DAILY_HINT,
)

MAINTENANCE_WINDOW = Setting(
    "DatabaseMaintenanceWindow",
    "Weekly time (UTC) at which RDS may patch and restart the instance.",
    default="sun:07:30-sun:08:30",
    pattern=windows.WEEKLY,
    hint=windows.WEEKLY_HINT,
)


def instance_class(database: Database) -> Setting:
    """Return the setting of the instance class."""
    return Setting(
        "DatabaseInstanceClass",
        "Instance class of the database.",
        default=database.instance,
        pattern=INSTANCE_CLASS.pattern,
        hint=INSTANCE_CLASS.words,
    )


def storage(database: Database) -> Setting:
    """Return the setting of the disk that the database starts with."""
    return number(
        "DatabaseStorageGiB",
        "Disk that the database starts with, in GiB; it never shrinks.",
        database.storage.min,
        *DISK_BOUNDS_GIB,
    )


def max_storage(database: Database) -> Setting:
    """Return the setting of the disk that the database may grow to."""
    return number(
        "DatabaseMaxStorageGiB",
        "Disk that the database may grow to by itself, in GiB.",
        database.storage.max,
        *DISK_BOUNDS_GIB,
    )
