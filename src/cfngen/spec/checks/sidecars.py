"""Checks of the containers of a service's tasks: ports, images, who is in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.service import Service
from cfngen.spec.source import Problem
from cfngen.spec.system import System

MOST_CONTAINERS = 10
"""Containers that a task definition may have:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"""

FIXED_IMAGE = re.compile(r":(?!latest$|latest@)[^/:@]+$|@sha256:[0-9a-f]{64}$")
"""The end of an image that stays the same: a tag other than latest, or a digest."""


def port_for_requests(service: Service) -> Iterator[Problem]:
    """A service without a port has no routes and no path that is asked for health."""
    for key in ("routes", "health_check"):
        if service.port is None and key in service.model_fields_set:
            yield Problem(
                (key,),
                "No request comes in: the service has no port.",
                f"Add port: with the one that the container serves, or remove {key}.",
                on_key=True,
            )


def one_in_front(service: Service) -> Iterator[Problem]:
    """One sidecar at most is in front, and it and the service behind have a port."""
    fronts = [name for name, sidecar in service.sidecars.items() if sidecar.front]
    for name in fronts:
        place = ("sidecars", name, "front")
        if name != fronts[0]:
            message = f"{fronts[0]} takes the requests already."
            yield Problem(place, message, "Remove front from one of them.")
        if service.sidecars[name].port is None:
            message = "It takes requests and has no port."
            yield Problem(place, message, "Add port: with the one that it serves.")
        if service.port is None:
            message = "It would hand requests on to a service without a port."
            yield Problem(place, message, "Add port: to the service, or remove front.")


def ports_apart(service: Service) -> Iterator[Problem]:
    """No two containers of a task serve the same port, since they share a network."""
    first = {service.port: "the service"}
    for name, sidecar in service.sidecars.items():
        known = first.setdefault(sidecar.port, name)
        if sidecar.port is not None and known != name:
            yield Problem(
                ("sidecars", name, "port"),
                f"{sidecar.port} is the port of {known} too; containers of a task "
                "share a network.",
                "Write another port.",
            )


def named_apart(system: System) -> Iterator[Problem]:
    """No sidecar bears the name of its service, as the first container does."""
    for name, service in system.services.items():
        if name in service.sidecars:
            yield Problem(
                ("services", name, "sidecars", name),
                f"The service's own container is called {name}.",
                "Rename the sidecar.",
                on_key=True,
            )


def few_containers(service: Service) -> Iterator[Problem]:
    """A task has ten containers at most."""
    count = 1 + len(service.sidecars)
    if count > MOST_CONTAINERS:
        yield Problem(
            ("sidecars",),
            f"{count} containers are too many; a task may have {MOST_CONTAINERS}.",
            "Move some to services of their own.",
        )


def image_stays(service: Service) -> Iterator[Problem]:
    """An image from elsewhere has a tag, not latest, or a digest: it stays the same."""
    for name, sidecar in service.sidecars.items():
        if sidecar.image and not FIXED_IMAGE.search(sidecar.image):
            yield Problem(
                ("sidecars", name, "image"),
                "Without a tag, or with latest, this changes from one start of a task "
                "to the next.",
                f"Write a tag: {sidecar.image.removesuffix(':latest')}:1.2",
            )


SERVICE = (
    Check("CG090", port_for_requests),
    Check("CG091", one_in_front),
    Check("CG092", ports_apart),
    Check("CG093", image_stays),
    Check("CG094", few_containers),
)

SYSTEM = (Check("CG095", named_apart),)
