"""What a spec must be beyond its form: one check a function, each with an id.

A part that is well formed is checked even where another is not; what spans parts is
checked once all of them are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from cfngen.spec.checks import (
    addresses,
    capacity,
    care,
    names,
    routes,
    stores,
    tasks,
    variables,
)
from cfngen.spec.checks.check import Check
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


SECTIONS: Mapping[str, Kind] = {
    "network": Kind(Network, addresses.NETWORK),
    "database": Kind(Database, stores.DATABASE),
    "cache": Kind(Cache, stores.CACHE),
}
"""Parts that a spec has once."""

SERVICE = Kind(Service, (*tasks.SERVICE, *variables.SERVICE, *routes.SERVICE))

SYSTEM = (
    *(*names.SYSTEM, *capacity.SYSTEM, *tasks.SYSTEM, *stores.SYSTEM),
    *(*routes.SYSTEM, *care.SYSTEM),
)
"""Checks that need several parts."""


def every() -> tuple[Check, ...]:
    """Return all checks by id."""
    parts = (check for kind in (*SECTIONS.values(), SERVICE) for check in kind.checks)
    return tuple(sorted((*parts, *SYSTEM), key=lambda check: check.id))


def kinds(data: Mapping[str, Any]) -> Iterator[tuple[Place, Any, Kind]]:
    """Yield the parts of a spec that can be checked alone, with their places."""
    for name, kind in SECTIONS.items():
        if name in data:
            yield (name,), data[name], kind
    services = data.get("services")
    for name, service in services.items() if isinstance(services, dict) else ():
        yield ("services", name), service, SERVICE


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
