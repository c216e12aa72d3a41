"""The hours in which AWS works on a store: backups each day, maintenance each week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, text

DAY = 24 * 60
WEEK = 7 * DAY
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

TIME = "([01]?[0-9]|2[0-3]):([0-5][0-9])"
DAILY = f"{TIME}-{TIME}"
WEEKLY = f"([a-z]{{3}}):{TIME}-([a-z]{{3}}):{TIME}"

MAINTENANCE = "PreferredMaintenanceWindow"


@dataclass(frozen=True)
class Windows:
    """Where a type keeps its backup window, and how many minutes both last at least."""

    backup: str
    least: int


STORES: Mapping[str, Windows] = {
    "AWS::DocDB::DBCluster": Windows("PreferredBackupWindow", 30),
    "AWS::ElastiCache::CacheCluster": Windows("SnapshotWindow", 60),
    "AWS::ElastiCache::ReplicationGroup": Windows("SnapshotWindow", 60),
    "AWS::Neptune::DBCluster": Windows("PreferredBackupWindow", 30),
    "AWS::RDS::DBCluster": Windows("PreferredBackupWindow", 30),
    "AWS::RDS::DBInstance": Windows("PreferredBackupWindow", 30),
}


@dataclass(frozen=True)
class Span:
    """Some minutes of a day or of a week, from the minute `start` on."""

    start: int
    minutes: int

    def meets(self, other: Span, around: int) -> bool:
        """Return whether two spans share a minute of a clock of `around` minutes."""
        after = (other.start - self.start) % around
        before = (self.start - other.start) % around
        return after < self.minutes or before < other.minutes


def daily(window: str) -> Span | None:
    """Return the minutes of a day that `06:00-07:00` is; None where it is none."""
    found = re.fullmatch(DAILY, window)
    if found is None:
        return None
    start, end = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
    return Span(start, (end - start) % DAY)


def weekly(window: str) -> Span | None:
    """Return the minutes of a week that `sun:07:30-sun:08:30` is, from Monday on."""
    found = re.fullmatch(WEEKLY, window.lower())
    if found is None or found[1] not in DAYS or found[4] not in DAYS:
        return None
    start, end = (
        DAYS.index(found[n]) * DAY + int(found[n + 1]) * 60 + int(found[n + 2])
        for n in (1, 4)
    )
    return Span(start, (end - start) % WEEK)


def apart(model: Model) -> Iterator[Problem]:
    """The windows for backups and for maintenance are long enough, and apart.

    RDS refuses windows under 30 minutes and ElastiCache under 60, and both refuse a
    backup window that meets the maintenance window ("The snapshot window and
    maintenance window must not overlap"), on whichever day that is. Times are in UTC.
    """
    for type, windows in STORES.items():
        for store in model.of(type):
            yield from _apart(store, windows)


def _apart(store: Resource, windows: Windows) -> Iterator[Problem]:
    """Yield what is wrong with the two windows of a store."""
    backup, maintenance = text(store.get(windows.backup)), text(store.get(MAINTENANCE))
    each = daily(backup) if backup else None
    week = weekly(maintenance) if maintenance else None
    for property, written, span, form in (
        (windows.backup, backup, each, "06:00-07:00"),
        (MAINTENANCE, maintenance, week, "sun:07:30-sun:08:30"),
    ):
        if not written:
            continue
        if span is None:
            message = f"'{written}' is no such window."
            yield Problem(store, (property,), message, f"Write one as {form}, in UTC.")
        elif span.minutes < windows.least:
            message = f"the window {written} lasts {span.minutes} minutes."
            mend = f"Give it {windows.least} or more."
            yield Problem(store, (property,), message, mend)
    if each and week and _meet(each, week):
        message = f"the backup window {backup} meets the maintenance window "
        message += f"{maintenance}."
        yield Problem(store, (windows.backup,), message, "Move one of them.")


def _meet(each: Span, week: Span) -> bool:
    """Return whether a daily span meets a weekly one on some day."""
    return any(
        Span(each.start + day * DAY, each.minutes).meets(week, WEEK) for day in range(7)
    )
