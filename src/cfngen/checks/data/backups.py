"""Backups that databases make of themselves."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import CLUSTER, INSTANCE, alone, source_of
from cfngen.model import Model, Resource, number, text

RETENTION = "BackupRetentionPeriod"
COPIED_TO = "AutomaticBackupReplicationRegion"
LONGEST = 35


def retained(model: Model) -> Iterator[Problem]:
    """A database keeps backups for as long as RDS can, where something builds on them.

    RDS keeps them 0 to 35 days, Aurora at least 1. Without any there are no read
    replicas and no copies in another region, which RDS refuses to make.
    """
    sources = {
        source.path: replica
        for replica in model.of(INSTANCE)
        if not replica.when and (source := source_of(model, replica))
    }
    for database in model.of(INSTANCE):
        if alone(database):
            yield from _retained(database, 0)
        if number(database.get(RETENTION)) == 0 and database.path in sources:
            replica = sources[database.path]
            message = f"it keeps no backups, and {replica.path} replicates it."
            yield Problem(database, (RETENTION,), message, "Keep them a day or longer.")
        yield from _copied(model, database)
    for database in model.of(CLUSTER):
        yield from _retained(database, 1)


def _retained(database: Resource, least: int) -> Iterator[Problem]:
    """Yield days that RDS does not have."""
    days = number(database.get(RETENTION))
    if days is not None and not least <= days <= LONGEST:
        message = f"RDS does not keep backups for {days:g} days."
        yield Problem(database, (RETENTION,), message, f"Write {least} to {LONGEST}.")


def _copied(model: Model, database: Resource) -> Iterator[Problem]:
    """Yield copies that go nowhere, or of nothing."""
    region = text(database.get(COPIED_TO))
    if not region:
        return
    if number(database.get(RETENTION)) == 0:
        message = f"it keeps no backups that {region} could have copies of."
        yield Problem(database, (RETENTION,), message, "Keep them a day or longer.")
    if region == text(model.stack_of(database).region):
        message = f"its backups are in {region} already."
        yield Problem(database, (COPIED_TO,), message, "Name another region.")
