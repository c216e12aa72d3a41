"""Times at which AWS may work on a store: the form of the settings that say when.

All times are UTC. Backup and maintenance windows of one store may not overlap:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
"""

from __future__ import annotations

TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = "(mon|tue|wed|thu|fri|sat|sun)"

DAILY = f"^{TIME}-{TIME}$"
DAILY_HINT = "hh:mm-hh:mm in UTC, such as 06:00-07:00"

WEEKLY = f"^{DAY}:{TIME}-{DAY}:{TIME}$"
WEEKLY_HINT = "ddd:hh:mm-ddd:hh:mm in UTC, such as sun:07:30-sun:08:30"
