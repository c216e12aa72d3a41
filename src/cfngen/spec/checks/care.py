"""Checks of monitoring, backup, recovery and delivery: each has something to do."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.regions import partition
from cfngen.spec.care import Delivery
from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.source import Problem
from cfngen.spec.system import System


def something_to_watch(system: System) -> Iterator[Problem]:
    """Monitoring has something to watch."""
    watched = (system.edge, system.tasks, system.stores)
    if system.monitoring and not any(watched):
        yield Problem(
            ("monitoring",),
            "There is nothing to watch: no edge, no service, no job, no store.",
            "Add what is to be watched, or remove the section.",
            on_key=True,
        )


def something_to_release(system: System) -> Iterator[Problem]:
    """Delivery has a service or a job to release."""
    if system.delivery and not system.tasks:
        yield Problem(
            ("delivery",),
            "There is nothing to release: no service and no job.",
            "Add services, or remove the section.",
            on_key=True,
        )


def one_way_of_releasing(delivery: Delivery) -> Iterator[Problem]:
    """New images come by one way: by GitHub Actions or by a pipeline."""
    ways = [way for way in ("github", "pipeline") if getattr(delivery, way)]
    if not ways:
        message = "Nothing says how new images come."
        yield Problem((), message, "Add github: or pipeline:", on_key=True)
    if len(ways) > 1:
        message = "github and pipeline would release side by side."
        yield Problem(("pipeline",), message, "Keep one of the two.", on_key=True)


def another_region(system: System) -> Iterator[Problem]:
    """Copies go to another region, one of the same partition of AWS.

    Partitions share no accounts:
    https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
    """
    region = system.recovery.region if system.recovery else ""
    for whose, here in placed.regions(system):
        own = whose == ("region",)
        place = ("recovery", "region") if own else whose
        if region == here:
            itself = f"The system runs in {region} itself."
            message = itself if own else f"Its copies go to {region}: see recovery."
            yield Problem(place, message, "Write another region.")
        elif region and partition(region) != partition(here):
            message = f"AWS keeps {region} and {here} apart; no copy goes there."
            yield Problem(place, message, f"Write another region beside {here}.")


def something_to_copy(system: System) -> Iterator[Problem]:
    """Recovery has buckets or backups to copy."""
    if system.recovery and not system.buckets and not system.backup:
        yield Problem(
            ("recovery",),
            "There is nothing to copy: no bucket and no backup.",
            "Add buckets: or backup:, or remove the section.",
            on_key=True,
        )


def something_to_back_up(system: System) -> Iterator[Problem]:
    """Backup has a database to back up."""
    if system.backup and not system.database:
        yield Problem(
            ("backup",),
            "There is nothing to back up: no database.",
            "Add the database, or remove the section.",
            on_key=True,
        )


DELIVERY = (Check("CG072", one_way_of_releasing),)

SYSTEM = (
    Check("CG070", something_to_watch),
    Check("CG071", something_to_release),
    Check("CG074", another_region),
    Check("CG075", something_to_copy),
    Check("CG076", something_to_back_up),
)
