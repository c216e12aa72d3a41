"""What a spec must be beyond its form: one check a function, each with an id.

A part that is well formed is checked even where another is not; what spans parts is
checked once all of them are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from cfngen.spec.bucket import Bucket
from cfngen.spec.care import Delivery
from cfngen.spec.checks import (
    addresses,
    builds,
    capacity,
    care,
    databases,
    edges,
    environments,
    jobs,
    metrics,
    names,
    routes,
    scaling,
    sidecars,
    stores,
    suppressing,
    tasks,
    variables,
)
from cfngen.spec.checks.check import Check
from cfngen.spec.edge import Edge
from cfngen.spec.environment import Environment
from cfngen.spec.job import Job
from cfngen.spec.network import Network
from cfngen.spec.service import Service
from cfngen.spec.source import Place, Problem
from cfngen.spec.stores import Cache, Database
from cfngen.spec.system import System

Found = tuple[str, Problem]
"""The id of a check and what it found."""


@dataclass(frozen=True)
class Kind:
    """A kind of part: its model, and the checks that need nothing else."""

    model: type[BaseModel]
    checks: tuple[Check, ...]


ONE: Mapping[str, Kind] = {
    "network": Kind(Network, addresses.NETWORK),
    "edge": Kind(Edge, edges.EDGE),
    "database": Kind(Database, databases.DATABASE),
    "cache": Kind(Cache, stores.CACHE),
    "delivery": Kind(Delivery, care.DELIVERY),
}
"""Parts that a spec has once, by their section."""

TASK = (*tasks.TASK, *variables.TASK)

MANY: Mapping[str, Kind] = {
    "services": Kind(
        Service,
        (
            *(*TASK, *scaling.SERVICE, *routes.SERVICE),
            *(*sidecars.SERVICE, *metrics.SERVICE),
        ),
    ),
    "jobs": Kind(Job, (*TASK, *jobs.JOB)),
    "buckets": Kind(Bucket, stores.BUCKET),
    "environments": Kind(Environment, environments.ENVIRONMENT),
}
"""Parts that a spec names, by the section that holds them."""

SYSTEM = (
    *(*names.SYSTEM, *capacity.SYSTEM, *tasks.SYSTEM, *variables.SYSTEM),
    *(*stores.SYSTEM, *routes.SYSTEM, *edges.SYSTEM, *care.SYSTEM, *builds.SYSTEM),
    *(*jobs.SYSTEM, *sidecars.SYSTEM, *metrics.SYSTEM, *suppressing.SYSTEM),
    *environments.SYSTEM,
)
"""Checks that need several parts."""


def every() -> tuple[Check, ...]:
    """Return all checks by id; kinds of parts share some."""
    parts = (check for kind in (*ONE.values(), *MANY.values()) for check in kind.checks)
    return tuple(sorted({*parts, *SYSTEM}, key=lambda check: check.id))


def kinds(data: Mapping[str, Any]) -> Iterator[tuple[Place, Any, Kind]]:
    """Yield the parts of a spec that can be checked alone, with their places."""
    for section, kind in ONE.items():
        if section in data:
            yield (section,), data[section], kind
    for section, kind in MANY.items():
        named = data.get(section)
        for name, part in named.items() if isinstance(named, dict) else ():
            yield (section, name), part, kind


def of_part(part: BaseModel, kind: Kind, place: Place) -> Iterator[Found]:
    """Yield what is wrong within one part."""
    for check in kind.checks:
        for problem in check.find(part):
            yield check.id, problem.below(place)


def of_system(system: System) -> Iterator[Found]:
    """Yield what is wrong between the parts."""
    for check in SYSTEM:
        for problem in check.find(system):
            yield check.id, problem
