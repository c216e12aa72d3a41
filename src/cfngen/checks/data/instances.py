"""Instances of RDS: where they stand, what they replicate, how they are watched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import (
    CLUSTER,
    DATABASES,
    INSTANCE,
    engine,
    given,
    source_of,
)
from cfngen.checks.data.passwords import MADE_FROM
from cfngen.model import Model, Resource, number, switched

MOST_REPLICAS = 15
ENCRYPTED = "StorageEncrypted"

WEEK, MONTH, TWO_YEARS, MOST_MONTHS = 7, 31, 731, 23
"""Days that Performance Insights counts in."""

INTERVALS = (0, 1, 5, 10, 15, 30, 60)
"""Seconds between two looks of enhanced monitoring; 0 is never."""


def encrypted(database: Resource) -> bool | None:
    """Return whether a database's disk is encrypted; None where it is not known."""
    said = database.get(ENCRYPTED)
    if said is None:
        key = database.get("KmsKeyId")
        if any(database.get(name) is not None for name in MADE_FROM):
            return None
        return given(key) or (False if key in (None, "") else None)
    return switched(said)


def zoned(model: Model) -> Iterator[Problem]:
    """A database in several zones is told none.

    RDS chooses both zones of a Multi-AZ instance and refuses one that is named.
    """
    for database in model.of(INSTANCE):
        if switched(database.get("MultiAZ")) and given(
            database.get("AvailabilityZone")
        ):
            message = "a Multi-AZ instance cannot be told its zone."
            mend = "Leave AvailabilityZone out, or set MultiAZ to false."
            yield Problem(database, ("AvailabilityZone",), message, mend)


def replicas(model: Model) -> Iterator[Problem]:
    """A read replica is of an instance of RDS, and encrypted as that is.

    RDS does not restore a replica from a snapshot, makes none of Aurora by this way,
    15 of an instance at most, and none that is encrypted where its source is not, or
    the other way round.
    """
    count: Counter[str] = Counter()
    for replica in model.of(INSTANCE):
        source = source_of(model, replica)
        if source is None:
            continue
        if given(replica.get("DBSnapshotIdentifier")):
            message = "a replica is made of its source, not of a snapshot."
            path = ("DBSnapshotIdentifier",)
            yield Problem(replica, path, message, "Keep one of the two.")
        yield from _source(model, replica, source)
        count[source.path] += not replica.when
        if count[source.path] == MOST_REPLICAS + 1 and not replica.when:
            message = f"{source.path} has {MOST_REPLICAS} replicas already."
            yield Problem(replica, ("SourceDBInstanceIdentifier",), message)


def observed(model: Model) -> Iterator[Problem]:
    """Performance Insights and enhanced monitoring are set as RDS takes them.

    Performance Insights keeps 7 days, 1 to 23 times 31, or 731, and nothing where it
    is off; enhanced monitoring needs a role, and the role an interval.
    """
    for database in model.of(*DATABASES):
        on = "EnablePerformanceInsights"
        if database.type == CLUSTER:
            on = "PerformanceInsightsEnabled"
        yield from _insights(database, on)
        yield from _monitoring(database)


def _source(model: Model, replica: Resource, source: Resource) -> Iterator[Problem]:
    """Yield what a replica cannot have of its source."""
    path = ("SourceDBInstanceIdentifier",)
    if source.type == CLUSTER or engine(model, source).startswith("aurora"):
        message = f"{source.path} is of Aurora, whose readers are its members."
        mend = "Write DBClusterIdentifier instead."
        yield Problem(replica, path, message, mend)
        return
    locked = encrypted(source)
    own = switched(replica.get(ENCRYPTED))
    keyed = given(replica.get("KmsKeyId"))
    if locked is True and own is False:
        message = f"it is not encrypted, and {source.path} is."
        yield Problem(replica, (ENCRYPTED,), message, "Leave StorageEncrypted out.")
    elif locked is False and (own or keyed):
        message = f"it is encrypted, and {source.path} is not."
        named = (ENCRYPTED,) if own else ("KmsKeyId",)
        yield Problem(replica, named, message, "Encrypt the source.")


def _insights(database: Resource, on: str) -> Iterator[Problem]:
    """Yield a time to keep that Performance Insights does not have."""
    path = ("PerformanceInsightsRetentionPeriod",)
    days = number(database.get(*path))
    if days is None:
        return
    months = days % MONTH == 0 and 1 <= days / MONTH <= MOST_MONTHS
    if days not in (WEEK, TWO_YEARS) and not months:
        message = f"Performance Insights does not keep {days:g} days."
        yield Problem(database, path, message, "Write 7, 731, or 31 times 1 to 23.")
    said, member = database.get(on), database.get("DBClusterIdentifier") is not None
    alone = database.type == INSTANCE and not member
    if switched(said) is False or (said is None and alone):
        message = "Performance Insights is off and keeps nothing."
        yield Problem(database, path, message, f"Leave it out, or set {on} to true.")


def _monitoring(database: Resource) -> Iterator[Problem]:
    """Yield an interval without a role, or a role without an interval."""
    seconds = number(database.get("MonitoringInterval"))
    role = database.get("MonitoringRoleArn")
    if seconds is not None and seconds not in INTERVALS:
        message = f"enhanced monitoring does not look every {seconds:g} seconds."
        mend = f"Write one of {', '.join(map(str, INTERVALS))}."
        yield Problem(database, ("MonitoringInterval",), message, mend)
    elif seconds and role in (None, ""):
        message = "enhanced monitoring has no role to write its metrics with."
        mend = "Give MonitoringRoleArn."
        yield Problem(database, ("MonitoringInterval",), message, mend)
    elif given(role) and database.get("MonitoringInterval") in (None, 0, "0"):
        message = "enhanced monitoring has a role and no interval."
        mend = "Give MonitoringInterval, or leave the role out."
        yield Problem(database, ("MonitoringRoleArn",), message, mend)
