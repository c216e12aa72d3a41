"""Checks of the jobs: when they run, and what."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks import cron
from cfngen.spec.checks.check import Check
from cfngen.spec.checks.time_zones import time_zones
from cfngen.spec.job import Job
from cfngen.spec.source import Problem
from cfngen.spec.system import System
from cfngen.spec.wording import close


def one_schedule(job: Job) -> Iterator[Problem]:
    """A job has one schedule: every or cron."""
    if job.every is None and job.cron is None:
        message = "Nothing says when it runs."
        mend = 'Add every: hour, or cron: "30 6 * * ? *"'
        yield Problem((), message, mend, on_key=True)
    if job.every is not None and job.cron is not None:
        message = "every and cron are two schedules; a job has one."
        yield Problem(("cron",), message, "Keep one of the two.", on_key=True)


def cron_is_one(job: Job) -> Iterator[Problem]:
    """A cron expression is one of EventBridge Scheduler."""
    if job.cron is not None:
        for message, mend in cron.mistakes(job.cron):
            yield Problem(("cron",), message, mend)


def zone_exists(job: Job) -> Iterator[Problem]:
    """A time zone is one of the IANA database, and stands with cron only."""
    zones = time_zones()
    if job.time_zone not in zones:
        yield Problem(
            ("time_zone",),
            f"There is no time zone '{job.time_zone}'.",
            close(job.time_zone, zones, "Write one such as America/Montevideo."),
        )
    if job.cron is None and "time_zone" in job.model_fields_set:
        yield Problem(
            ("time_zone",),
            "A time zone means nothing without cron: a span is the same everywhere.",
            "Remove it, or write cron in place of every.",
            on_key=True,
        )


def image_is_there(system: System) -> Iterator[Problem]:
    """A job runs the image of a service that there is, or one of its own."""
    for name, job in system.jobs.items():
        if job.image is not None and job.image not in system.services:
            otherwise = "Write the name of a service, or remove image."
            yield Problem(
                ("jobs", name, "image"),
                f"There is no service '{job.image}'.",
                close(job.image, tuple(system.services), otherwise),
            )


def image_fits_the_processor(system: System) -> Iterator[Problem]:
    """A job runs on the processor that its image is built for."""
    for name, job in system.jobs.items():
        service = system.services.get(job.image or "")
        if service is None:
            continue
        built, runs = system.architecture_of(service), system.architecture_of(job)
        if built != runs:
            yield Problem(
                ("jobs", name, "architecture"),
                f"It runs on {runs}, and the image of {job.image} is built for "
                f"{built}.",
                f"Write architecture: {built}.",
            )


def something_that_ends(job: Job) -> Iterator[Problem]:
    """A job that runs a service's image has a command of its own.

    The image's own is the service, which never ends.
    """
    if job.image is not None and not job.command:
        yield Problem(
            ("command",),
            f"Without a command it would run {job.image} itself, which never ends.",
            "Add command: with what the job does.",
        )


JOB = (
    Check("CG080", one_schedule),
    Check("CG081", cron_is_one),
    Check("CG082", zone_exists),
    Check("CG085", something_that_ends),
)

SYSTEM = (
    Check("CG083", image_is_there),
    Check("CG084", image_fits_the_processor),
)
