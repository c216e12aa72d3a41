"""The layers of a system, in deploy order."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.layers import (
    cache,
    cluster,
    database,
    delivery,
    edge,
    monitoring,
    network,
    registry,
    security,
    service,
    storage,
)
from cfngen.layers.layer import Layer
from cfngen.spec.system import System


def build_layers(system: System) -> tuple[Layer, ...]:
    """Build every layer that the system asks for, in deploy order."""
    return (*_ground(system), *_workloads(system), *_care(system))


def _ground(system: System) -> Iterator[Layer]:
    """Yield what the workloads stand on; stateful layers come early."""
    yield network.build(system)
    yield security.build(system)
    if system.services:
        yield registry.build(system)
    if system.edge:
        yield storage.build(system)
    if system.database:
        yield database.build(system)
    if system.cache:
        yield cache.build(system)
    if system.edge:
        yield edge.build(system)


def _workloads(system: System) -> Iterator[Layer]:
    """Yield the cluster and a layer for each service in it."""
    if system.services:
        yield cluster.build(system)
    for name, wanted in system.services.items():
        yield service.build(system, name, wanted)


def _care(system: System) -> Iterator[Layer]:
    """Yield what watches the workloads and releases them."""
    if system.monitoring:
        yield monitoring.build(system)
    if system.delivery:
        yield delivery.build(system)
