"""The layers of a system, in deploy order."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.layers import registry
from cfngen.layers.layer import Layer
from cfngen.spec.system import System


def build_layers(system: System) -> tuple[Layer, ...]:
    """Build every layer that the system asks for, in deploy order."""
    return tuple(_layers(system))


def _layers(system: System) -> Iterator[Layer]:
    """Yield the layers; whatever a layer needs leaves an earlier one."""
    if system.services:
        yield registry.build(system)
