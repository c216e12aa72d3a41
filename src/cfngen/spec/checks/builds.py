"""Checks of the folders that images are built from."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.job import Job
from cfngen.spec.service import Service, Sidecar
from cfngen.spec.source import Place, Problem
from cfngen.spec.system import System


def built(system: System) -> Iterator[tuple[Place, Service | Sidecar | Job]]:
    """Yield what says where it is built, with the place of that."""
    parts: dict[Place, Service | Sidecar | Job] = {
        ("services", name): service for name, service in system.services.items()
    }
    parts |= {place: sidecar for place, _, sidecar in placed.sidecars(system)}
    parts |= {("jobs", name): job for name, job in system.jobs.items()}
    for place, part in parts.items():
        if "build" in part.model_fields_set:
            yield (*place, "build"), part


def somebody_builds(system: System) -> Iterator[Problem]:
    """A folder to build is given where a pipeline builds."""
    for place, _ in built(system):
        if not system.pipelined:
            yield Problem(
                place,
                "Nobody builds: the spec has no delivery.pipeline.",
                "Add the pipeline, or remove build.",
                on_key=True,
            )


def inside_the_source(system: System) -> Iterator[Problem]:
    """A folder to build lies in the source."""
    for place, part in built(system):
        if ".." in part.build.split("/"):
            message = f"{part.build} leads out of the source."
            yield Problem(place, message, "Write a folder below its root.")


def built_or_taken(system: System) -> Iterator[Problem]:
    """An image is built, or is that of somebody else, not both."""
    for place, part in built(system):
        if not isinstance(part, Service) and part.image:
            yield Problem(
                place,
                f"Nothing is built: its image is {part.image}.",
                "Remove image, or remove build.",
                on_key=True,
            )


SYSTEM = (
    Check("CG073", somebody_builds),
    Check("CG078", inside_the_source),
    Check("CG079", built_or_taken),
)
