"""What the pipeline builds: each image, from which folder, for which processor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.spec.service import sidecar_image
from cfngen.spec.system import System
from cfngen.spec.task import Architecture


@dataclass(frozen=True)
class Image:
    """One of System.images, with the folder of the source that has its Dockerfile."""

    name: str
    folder: str
    architecture: Architecture


def images(system: System) -> tuple[Image, ...]:
    """Return every image that has a repository, in the order of System.images."""
    return (*_of_services(system), *_of_jobs(system))


def architectures(system: System) -> tuple[Architecture, ...]:
    """Return the processors that images are built for, in the order of the images."""
    return tuple(dict.fromkeys(image.architecture for image in images(system)))


def variable(name: str, what: str) -> str:
    """Return the variable of a script that says something of an image or a service."""
    return f"{name.replace('-', '_').upper()}_{what}"


def repository(image: str) -> str:
    """Return the variable that holds the address of an image's repository."""
    return variable(image, "REPOSITORY")


def _of_services(system: System) -> Iterator[Image]:
    """Yield the images of services and of their sidecars."""
    for name, service in system.services.items():
        processor = system.architecture_of(service)
        yield Image(name, service.build or ".", processor)
        for sidecar, wanted in service.sidecars.items():
            if not wanted.image:
                folder = wanted.build or sidecar
                yield Image(sidecar_image(name, sidecar), folder, processor)


def _of_jobs(system: System) -> Iterator[Image]:
    """Yield the images of jobs that run none of a service's."""
    for name, job in system.jobs.items():
        if not job.image:
            yield Image(name, job.build or name, system.architecture_of(job))
