"""The settings of the database."""

from __future__ import annotations

from cfngen.layers import windows
from cfngen.settings import Setting, number, switch
from cfngen.spec.stores import Database
from cfngen.spec.words import INSTANCE_CLASS

DISK_BOUNDS_GIB = (20, 65536)
"""The least and the most gp3 storage of PostgreSQL and MySQL:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"""

FROM_1 = "25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]?"
MIN_ACU = f"^((0|{FROM_1})(\\.5)?|256)$"
MAX_ACU = f"^(({FROM_1})(\\.5)?|256)$"
"""Capacity of Aurora Serverless in steps of a half, from 0 and from 1 to 256:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html"""

MULTI_AZ = switch("DatabaseMultiAz", "Keep a standby in a second availability zone.")

REPLICAS = number(
    "DatabaseReplicas",
    "Copies of the database that answer queries and take no writes.",
    default=0,
    minimum=0,
    maximum=2,
)

BACKUP_RETENTION = number(
    "DatabaseBackupRetentionDays",
    "Days that backups are kept and that any second of them can be restored.",
    default=7,
    minimum=1,
    maximum=35,
)

BACKUP_COPY = number(
    "DatabaseBackupCopyDays",
    "Days that RDS keeps a copy of its backups in the second region, any second of "
    "them; 0 for no copy.",
    default=0,
    minimum=0,
    maximum=35,
)

SNAPSHOT = Setting(
    "DatabaseSnapshotIdentifier",
    "Snapshot that the database is made from; empty for a new database. "
    "Every change replaces the database.",
    default="",
    pattern="^([A-Za-z][A-Za-z0-9:-]*)?$",
    hint="name or ARN of a snapshot, or empty",
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

SLOW_QUERY_SECONDS = number(
    "DatabaseSlowQuerySeconds",
    "Statements that take at least this long are logged; 0 logs all.",
    default=1,
    minimum=0,
    maximum=31_536_000,
)

PAUSE = number(
    "DatabasePauseAfterSeconds",
    "Time without connections after which a database with a minimum of 0 pauses.",
    default=300,
    minimum=300,
    maximum=86_400,
)

BACKUP_WINDOW = windows.daily(
    "DatabaseBackupWindow",
    "Daily time (UTC) of the automated backup, outside the maintenance window.",
    "06:00-07:00",
)

MAINTENANCE_WINDOW = windows.weekly(
    "DatabaseMaintenanceWindow",
    "Weekly time (UTC) at which RDS may patch and restart the instance.",
    "sun:07:30-sun:08:30",
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


def min_capacity(database: Database) -> Setting:
    """Return the setting of the least capacity of an Aurora Serverless instance.

    It is a text, since a Number could not be held to halves.
    """
    return Setting(
        "DatabaseMinCapacityAcu",
        "Capacity of an idle instance, in ACU of about 2 GiB; 0 pauses it.",
        default=f"{database.capacity.min:g}",
        pattern=MIN_ACU,
        hint="0 to 256 in steps of 0.5, such as 0.5",
    )


def max_capacity(database: Database) -> Setting:
    """Return the setting of the most capacity of an Aurora Serverless instance."""
    return Setting(
        "DatabaseMaxCapacityAcu",
        "Capacity that an instance may grow to, in ACU of about 2 GiB.",
        default=f"{database.capacity.max:g}",
        pattern=MAX_ACU,
        hint="1 to 256 in steps of 0.5, such as 16",
    )
