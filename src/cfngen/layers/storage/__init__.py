"""The storage layer: the application's buckets, and the one of the access logs."""

from __future__ import annotations

from cfngen.layers.layer import Layer
from cfngen.layers.storage import access_logs, application
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the storage layer; it is empty without an edge and without buckets.

    A nested stack's outputs are there only when all of it is. So whoever is given a
    bucket's name may count on its policy, which the load balancer tries at once.
    """
    layer = Layer("storage", f"{system.system}: buckets")
    if system.edge or system.buckets:
        layer.setting(ENVIRONMENT_NAME)
    for name in system.buckets:
        application.add(layer, system, name)
    if system.edge:
        access_logs.add(layer, system)
    return layer
