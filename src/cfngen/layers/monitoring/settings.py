"""The settings of monitoring: where alarms go and what sets them off."""

from __future__ import annotations

from cfngen.naming import logical
from cfngen.settings import Setting, number, switch
from cfngen.spec.care import Monitoring
from cfngen.spec.stores import Database

EMAIL = Setting(
    "AlarmEmail",
    "Address that alarms are mailed to, once it confirms; empty for none.",
    default="",
    pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$",
    hint="an e-mail address, or empty",
)

CONNECTIONS = number(
    "AlarmDatabaseConnections",
    "Open database connections that alarm; the smallest instances take about 80.",
    default=60,
    minimum=1,
    maximum=10_000,
)

FREE_MEMORY = number(
    "AlarmDatabaseFreeMemoryMiB",
    "MiB of free database memory below which an alarm goes off.",
    default=64,
    minimum=1,
    maximum=1_000_000,
)

FEWEST_REQUESTS = number(
    "AlarmErrorPercentRequests",
    "Requests to a service in five minutes below which no percentage alarms.",
    default=100,
    minimum=1,
    maximum=1_000_000_000,
)

CAPACITY = number(
    "AlarmDatabaseCapacityPercent",
    "Percent of the most that Aurora Serverless may grow to that alarms.",
    default=90,
    minimum=1,
    maximum=100,
)

REPLICA_LAG = number(
    "AlarmReplicaLagSeconds",
    "Seconds that a read replica is behind the database that alarm.",
    default=60,
    minimum=1,
    maximum=86_400,
)

EVICTIONS = number(
    "AlarmCacheEvictions",
    "Keys that a full cache pushed out in five minutes that alarm.",
    default=1,
    minimum=1,
    maximum=1_000_000_000,
)


def cpu(monitoring: Monitoring) -> Setting:
    """Return the setting of the CPU threshold, the same for all that has a CPU."""
    return number(
        "AlarmCpuPercent",
        "Percent of CPU of a service, the database or the cache that alarms.",
        monitoring.cpu,
        1,
        100,
    )


def memory(monitoring: Monitoring) -> Setting:
    """Return the setting of the memory threshold of services and the cache."""
    return number(
        "AlarmMemoryPercent",
        "Percent of memory of a service or the cache that alarms.",
        monitoring.memory,
        1,
        100,
    )


def latency(monitoring: Monitoring) -> Setting:
    """Return the setting of the response time threshold."""
    return number(
        "AlarmLatencyMs",
        "95th percentile of a service's response time in milliseconds that alarms.",
        monitoring.latency_ms,
        1,
        3_600_000,
    )


def errors(monitoring: Monitoring) -> Setting:
    """Return the setting of how many server errors alarm."""
    return number(
        "AlarmServerErrors",
        "Server errors (HTTP 5xx) in five minutes that alarm.",
        monitoring.errors,
        1,
        1_000_000_000,
    )


def error_percent(monitoring: Monitoring) -> Setting:
    """Return the setting of the share of server errors that alarms."""
    return number(
        "AlarmErrorPercent",
        "Percent of a service's answers in five minutes being server errors that "
        "alarms.",
        monitoring.error_percent,
        1,
        100,
    )


def counted(name: str, most: int) -> Setting:
    """Return the setting of how much of a log metric alarms."""
    return number(
        f"Alarm{logical(name)}Count",
        f"Sum of the log metric {name} within five minutes that alarms.",
        most,
        1,
        1_000_000_000,
    )


def dashboard(monitoring: Monitoring) -> Setting:
    """Return the setting of whether there is a dashboard."""
    return switch(
        "EnableDashboard", "Draw a dashboard of the system.", monitoring.dashboard
    )


def free_storage(database: Database) -> Setting:
    """Return the setting of the free disk threshold: a tenth of the first size.

    RDS grows the disk by itself once less than a tenth of it is free, so what stays
    below for long is a disk that may not or cannot grow:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    """
    return number(
        "AlarmDatabaseFreeStorageGiB",
        "GiB of free database disk below which an alarm goes off.",
        max(1, database.storage.min // 10),
        1,
        65_536,
    )
