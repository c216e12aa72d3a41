"""The delivery layer: how new images reach the system."""

from __future__ import annotations

from cfngen.errors import WiringError
from cfngen.layers.delivery import github, pipeline
from cfngen.layers.layer import Layer
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the delivery layer.

    Raises WiringError when the spec has no delivery, or no image to deliver.
    """
    ways = system.delivery
    if ways is None or not (ways.github or ways.pipeline) or not system.images:
        raise WiringError(f"{system.system} has no delivery to build a layer for.")
    layer = Layer("delivery", f"{system.system}: release of new images")
    layer.setting(ENVIRONMENT_NAME)
    if ways.github:
        github.add(layer, system, ways.github)
    if ways.pipeline:
        pipeline.add(layer, system, ways.pipeline)
    return layer
