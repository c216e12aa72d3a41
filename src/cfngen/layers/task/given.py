"""The variables that a task is given because of what the spec says; see spec.variables.

Addresses are plain; what opens a store is a reference to a secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from troposphere import Ref, Region, Sub

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.physical import metric_namespace
from cfngen.ports import Port
from cfngen.spec import stores, variables
from cfngen.spec.system import System

ADDRESSES: dict[str, tuple[tuple[str, Port], ...]] = {
    "database": (
        (stores.DATABASE_HOST, ports.DATABASE_HOST),
        (stores.DATABASE_PORT, ports.DATABASE_PORT),
        (stores.DATABASE_NAME, ports.DATABASE_NAME),
        (stores.DATABASE_READER_HOST, ports.DATABASE_READER_HOST),
    ),
    "cache": (
        (stores.CACHE_HOST, ports.CACHE_HOST),
        (stores.CACHE_PORT, ports.CACHE_PORT),
    ),
}
"""Where each store is."""

KEYS: dict[str, tuple[tuple[str, Port, str], ...]] = {
    "database": (
        (stores.DATABASE_USERNAME, ports.DATABASE_SECRET_ARN, "username"),
        (stores.DATABASE_PASSWORD, ports.DATABASE_SECRET_ARN, "password"),
        (stores.DATABASE_URL, ports.DATABASE_URL_SECRET_ARN, ""),
    ),
    "cache": ((stores.CACHE_AUTH_TOKEN, ports.CACHE_SECRET_ARN, ""),),
}
"""What opens each store: a secret, and the key of it where it is a JSON object; each
only if spec.variables gives it."""


@dataclass(frozen=True)
class Reference:
    """The value of a secret, or of one key of a secret that is a JSON object."""

    secret: Ref
    key: str = ""

    def whence(self) -> Any:
        """Return the reference as a container definition writes it."""
        if not self.key:
            return self.secret
        return Sub(f"${{{self.secret.data['Ref']}}}:{self.key}::")


def plain(layer: Layer, system: System, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the variables that a service or job is given in plain sight."""
    task = system.tasks[name]
    for used in task.uses:
        for variable, port in ADDRESSES.get(used, ()):
            yield variable, layer.enter(port)
    for bucket in _buckets(system, name, as_secret=False):
        yield variables.bucket_variable(bucket), layer.enter(ports.bucket_name(bucket))
        yield variables.bucket_region_variable(bucket), Region
    if task.custom_metrics:
        yield variables.METRICS_NAMESPACE, metric_namespace(system.system)


def secret(layer: Layer, system: System, name: str) -> Iterator[tuple[str, Reference]]:
    """Yield the variables that a service or job is given by reference."""
    given = variables.given(system, name)
    for used in system.tasks[name].uses:
        for variable, port, key in KEYS.get(used, ()):
            if variable in given:
                yield variable, Reference(layer.enter(port), key)
    for bucket in _buckets(system, name, as_secret=True):
        where = layer.enter(ports.bucket_secret_arn(bucket))
        yield variables.bucket_variable(bucket), Reference(where, "bucket")
        yield variables.bucket_region_variable(bucket), Reference(where, "region")
    if variables.LOAD_BALANCER_ENDPOINT in given:
        endpoint = Reference(layer.enter(ports.ALB_SECRET_ARN), "endpoint")
        yield variables.LOAD_BALANCER_ENDPOINT, endpoint


def _buckets(system: System, name: str, *, as_secret: bool) -> Iterator[str]:
    """Yield the buckets that a task uses, and is told of in one of the two ways."""
    for used in system.tasks[name].uses:
        if used in system.buckets and system.buckets[used].as_secret is as_secret:
            yield used
