"""The layers of a system, in deploy order."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.layers import (
    backup,
    cache,
    cluster,
    database,
    delivery,
    edge,
    endpoints,
    jobs,
    monitoring,
    network,
    recovery,
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


def build_apart(system: System) -> tuple[Layer, ...]:
    """Build the layers that the root does not nest: those of another region."""
    return (recovery.build(system),) if system.recovery else ()


def _ground(system: System) -> Iterator[Layer]:
    """Yield what the workloads stand on; stateful layers come early."""
    yield network.build(system)
    yield security.build(system)
    if system.network.endpoints:
        yield endpoints.build(system)
    if system.tasks:
        yield registry.build(system)
    if system.edge or system.buckets:
        yield storage.build(system)
    if system.database:
        yield database.build(system)
    if system.cache:
        yield cache.build(system)
    if system.edge:
        yield edge.build(system)


def _workloads(system: System) -> Iterator[Layer]:
    """Yield the cluster, a layer for each service in it, and one for all jobs."""
    if system.tasks:
        yield cluster.build(system)
    for name, wanted in system.services.items():
        yield service.build(system, name, wanted)
    if system.jobs:
        yield jobs.build(system)


def _care(system: System) -> Iterator[Layer]:
    """Yield what watches the workloads, backs them up and releases them."""
    if system.monitoring:
        yield monitoring.build(system)
    if system.backup:
        yield backup.build(system)
    if system.delivery:
        yield delivery.build(system)
