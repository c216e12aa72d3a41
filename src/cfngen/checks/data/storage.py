"""Disks of databases: size, growth and speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import INSTANCE, engine
from cfngen.model import Model, Resource, number, text

PROVISIONED = ("io1", "io2")

SIZES: Mapping[str, tuple[int, int]] = {
    "gp2": (20, 65536),
    "gp3": (20, 65536),
    "io1": (100, 65536),
    "io2": (100, 65536),
    "standard": (5, 3072),
}
"""Least and most GiB of a disk of MySQL, MariaDB or PostgreSQL, by its type."""

SIZED = ("postgres", "mysql", "mariadb")

STRIPED: Mapping[str, int] = {"postgres": 400, "mysql": 400, "mariadb": 400}
"""GiB from which a gp3 disk is several, whose speed can be chosen, by engine."""

IOPS, THROUGHPUT = (12_000, 64_000), (500, 4_000)
"""What can be chosen of such a disk: operations, and MiB, in a second."""

RATIO = (0.5, 50)
"""IOPS for each GiB of an io1 disk."""


def kind(database: Resource) -> str | None:
    """Return the type of a database's disk; None where it is not known.

    Without one it is io1 where IOPS are given, and gp3 otherwise.
    """
    given = database.get("StorageType")
    if given is None:
        return "io1" if database.get("Iops") is not None else "gp3"
    return text(given)


def disks(model: Model) -> Iterator[tuple[Resource, str, str, float]]:
    """Yield each instance with its engine, its type of disk and its size in GiB."""
    for database in model.of(INSTANCE):
        name, disk = engine(model, database), kind(database)
        size = number(database.get("AllocatedStorage"))
        if name in SIZED and disk is not None and disk in SIZES and size is not None:
            yield database, name, disk, size


def sized(model: Model) -> Iterator[Problem]:
    """A database's disk, and what it may grow to, are sizes that its type has.

    RDS refuses other sizes ("Invalid storage size for engine name"): gp2 and gp3 have
    20 to 65536 GiB, io1 and io2 100 to 65536, magnetic disks 5 to 3072.
    """
    for database, name, disk, _ in disks(model):
        least, most = SIZES[disk]
        for property in ("AllocatedStorage", "MaxAllocatedStorage"):
            size = number(database.get(property))
            if size is not None and not least <= size <= most:
                message = f"{name} has no {disk} disk of {size:g} GiB."
                mend = f"It has {least} to {most}."
                yield Problem(database, (property,), message, mend)


def growing(model: Model) -> Iterator[Problem]:
    """A disk that may grow by itself may grow by a tenth at least.

    RDS asks for that much, and refuses less than there is already ("Max storage size
    must be greater than storage size"). As much as there is turns the growth off.
    """
    for database in model.of(INSTANCE):
        size = number(database.get("AllocatedStorage"))
        most = number(database.get("MaxAllocatedStorage"))
        if size is None or most is None or most == size or most * 10 >= size * 11:
            continue
        yield Problem(
            database,
            ("MaxAllocatedStorage",),
            f"the disk of {size:g} GiB may grow to {most:g}, which is no tenth more.",
            f"Allow {-(-int(size) * 11 // 10)} GiB or more, or {size:g} to stay so.",
        )


def fast(model: Model) -> Iterator[Problem]:
    """The speed of a disk is given where it can be chosen, and in its range.

    A gp3 disk below 400 GiB has 3,000 IOPS and no other ("You can't specify IOPS or
    storage throughput for engine postgres and a storage size less than 400"), larger
    ones 12,000 at least; io1 and io2 need IOPS, io1 half to fifty of them a GiB.
    """
    for database, name, disk, size in disks(model):
        if disk == "gp3":
            yield from _general(database, name, size)
        elif disk in PROVISIONED:
            yield from _provisioned(database, disk, size)


def _general(database: Resource, name: str, size: float) -> Iterator[Problem]:
    """Yield what cannot be chosen of a gp3 disk."""
    for property, (least, most) in (("Iops", IOPS), ("StorageThroughput", THROUGHPUT)):
        value = number(database.get(property))
        if value is None:
            continue
        if size < STRIPED[name]:
            message = f"{property} of a gp3 disk of {size:g} GiB cannot be chosen."
            mend = f"Leave it out, or take {STRIPED[name]} GiB or more."
            yield Problem(database, (property,), message, mend)
        elif not least <= value <= most:
            message = f"{property} of a gp3 disk of {size:g} GiB cannot be {value:g}."
            yield Problem(database, (property,), message, f"It is {least} to {most}.")


def _provisioned(database: Resource, disk: str, size: float) -> Iterator[Problem]:
    """Yield IOPS that are missing, or too few or too many for the size."""
    if database.get("Iops") is None:
        message = f"{disk} has no IOPS by itself."
        yield Problem(database, ("StorageType",), message, "Give Iops.")
    iops = number(database.get("Iops"))
    least, most = RATIO
    if disk == "io1" and iops is not None and not least <= iops / size <= most:
        message = f"{iops:g} IOPS are {iops / size:.3g} for each of {size:g} GiB."
        yield Problem(database, ("Iops",), message, f"Between {least} and {most} fit.")
