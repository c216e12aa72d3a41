"""Times at which AWS may work on a store: the form of the settings that say when.

All times are UTC. Backup and maintenance windows of one store may not overlap:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
"""

from __future__ import annotations

from cfngen.settings import Setting

TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = "(mon|tue|wed|thu|fri|sat|sun)"

DAILY = f"^{TIME}-{TIME}$"
DAILY_HINT = "hh:mm-hh:mm in UTC, such as 06:00-07:00"

WEEKLY = f"^{DAY}:{TIME}-{DAY}:{TIME}$"
WEEKLY_HINT = "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:07:30-sun:08:30"


def daily(name: str, description: str, default: str) -> Setting:
    """Return the setting of a time of day, such as a backup's."""
    return Setting(name, description, default, pattern=DAILY, hint=DAILY_HINT)


def weekly(name: str, description: str, default: str) -> Setting:
    """Return the setting of a time of the week, such as maintenance's."""
    return Setting(name, description, default, pattern=WEEKLY, hint=WEEKLY_HINT)
