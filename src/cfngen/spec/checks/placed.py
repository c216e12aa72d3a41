"""What a user has named, each with its place in the spec."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.service import Service, Sidecar, sidecar_image
from cfngen.spec.source import Place
from cfngen.spec.system import System
from cfngen.spec.task import Task


def tasks(system: System) -> Iterator[tuple[Place, str, Task]]:
    """Yield services and jobs with their places and names."""
    for name, service in system.services.items():
        yield ("services", name), name, service
    for name, job in system.jobs.items():
        yield ("jobs", name), name, job


def sidecars(system: System) -> Iterator[tuple[Place, str, Sidecar]]:
    """Yield sidecars with their places and the names of their images."""
    for service, described in system.services.items():
        for name, sidecar in described.sidecars.items():
            place = ("services", service, "sidecars", name)
            yield place, sidecar_image(service, name), sidecar


def regions(system: System) -> Iterator[tuple[Place, str]]:
    """Yield the regions that the system is deployed to, with their places."""
    yield ("region",), system.region
    for name, environment in system.environments.items():
        if environment.region:
            yield ("environments", name, "region"), environment.region


def names(system: System) -> Iterator[tuple[Place, str]]:
    """Yield everything that templates name after a name of the spec, in its order."""
    for place, name, _ in (*tasks(system), *sidecars(system)):
        yield place, name
    for bucket in system.buckets:
        yield ("buckets", bucket), bucket


def containers(task: Task) -> Iterator[tuple[Place, Task | Sidecar]]:
    """Yield the containers of a task with their places: its own, then its sidecars."""
    yield (), task
    if isinstance(task, Service):
        for name, sidecar in task.sidecars.items():
            yield ("sidecars", name), sidecar
