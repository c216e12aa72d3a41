"""The stores that a task is told of: what it is given leads to them."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.secrets import ATTACHMENT
from cfngen.checks.compute.starting import PARAMETER, SECRET
from cfngen.checks.compute.tasks import containers
from cfngen.model import Model, Resource, Value, references, target
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.obligations.secrets import kept
from cfngen.resolve.scope import Path

STORES = (Kind.DATABASE, Kind.CACHE)
CONTENTS = {SECRET: "SecretString", PARAMETER: "Value"}

CLUSTER = "DBClusterIdentifier"
LEADS = ("endpoint", "secret")
"""What is in the names of attributes that make sense only to who then calls:
`Endpoint.Address`, `PrimaryEndPoint.Address`, `MasterUserSecret.SecretArn`."""

Use = tuple[Path, Workload]
"""Where a task is told of a store, and the store."""


def stores(model: Model, network: Network, task: Resource) -> Iterator[Use]:
    """Yield the stores whose address or password a task is given, each once.

    It is given them in its environment, in a parameter or a secret that holds them, or
    in a secret that is attached to the store: host and port are added to that.
    """
    found: dict[str, Use] = {}
    for path, resource in _told(model, task):
        store = _store(model, network, resource)
        if store is not None:
            found.setdefault(store.path, (path, store))
    yield from found.values()


def _told(model: Model, task: Resource) -> Iterator[tuple[Path, Resource]]:
    """Yield what the containers of a task are told of, and where that is written."""
    for container in containers(task):
        here: Path = ("ContainerDefinitions", container.index)
        for index, item in container.items("Environment"):
            for one in _addressed(model, item.get("Value")):
                yield (*here, "Environment", index, "Value"), one
        for index, item in container.items("Secrets"):
            for one in _behind(model, item.get("ValueFrom")):
                yield (*here, "Secrets", index, "ValueFrom"), one


def _behind(model: Model, value: Value) -> Iterator[Resource]:
    """Yield what a secret or a parameter leads to."""
    held = kept(model, value)
    if held is None:
        yield from _addressed(model, value)
        return
    yield from _addressed(model, held.get(CONTENTS[held.type]))
    for one in model.of(ATTACHMENT):
        aim = target(model, one.get("TargetId"))
        if aim is not None and target(model, one.get("SecretId")) is held:
            yield aim


def _addressed(model: Model, value: Value) -> Iterator[Resource]:
    """Yield the resources whose address, or password, is in a value."""
    for found in references(value):
        resource = target(model, found)
        if resource and any(word in found.attribute.lower() for word in LEADS):
            yield resource


def _store(model: Model, network: Network, resource: Resource) -> Workload | None:
    """Return the store that a resource is, or is an instance of."""
    cluster = target(model, resource.get(CLUSTER))
    for one in (resource, cluster):
        store = network.workloads.get(one.path) if one is not None else None
        if store is not None and store.kind in STORES:
            return store
    return None
