"""The names that claims may use for workloads and subnets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cfngen.model import Resource, listed
from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Names

NAME_TAG, OWN_TAG = "Name", "cfngen:name"
STACK = "Service"
"""How the nested stacks begin that hold one service each."""

TYPE_WORDS = (
    *("Service", "Schedule", "Rule", "TaskSet", "LoadBalancer", "Project", "Endpoint"),
    *("Cluster", "Instance", "Function", "MountTarget", "ReplicationGroup", "Proxy"),
    *("NatGateway", "Job", "Task"),
)
KIND_WORDS: Mapping[Kind, Names] = {
    Kind.SERVICE: ("services", "tasks"),
    Kind.JOB: ("jobs", "tasks"),
    Kind.DATABASE: ("database",),
    Kind.CACHE: ("cache",),
    Kind.ENDPOINT: ("endpoints",),
    Kind.NAT: ("nats",),
}
TIERS = ("public", "private", "isolated")
JOINTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kebab(name: str) -> str:
    """Return a logical id in kebab case: `SyncPayments` becomes `sync-payments`."""
    return JOINTS.sub("-", name).lower()


def tag(resource: Resource, key: str) -> str:
    """Return the value of a resource's tag, empty where it has none that is known."""
    tags = resource.get("Tags")
    if isinstance(tags, dict):
        return tags[key] if isinstance(tags.get(key), str) else ""
    for one in listed(tags):
        if isinstance(one, dict) and one.get("Key") == key:
            return one["Value"] if isinstance(one.get("Value"), str) else ""
    return ""


def workload_names(resource: Resource, kind: Kind, *words: str) -> Names:
    """Return the names of a workload, its path apart; `words` are those of its type."""
    found = [resource.name, kebab(resource.name)]
    for word in TYPE_WORDS:
        short = resource.name.removesuffix(word)
        if short and short != resource.name:
            found.append(kebab(short))
    nested = resource.stack.rpartition("/")[2].removeprefix(STACK)
    if kind is Kind.SERVICE and nested and nested != resource.stack.rpartition("/")[2]:
        found.append(kebab(nested))
    found += [tag(resource, OWN_TAG), *words, *KIND_WORDS.get(kind, ())]
    return tuple(dict.fromkeys(filter(None, found)))


def subnet_names(resource: Resource) -> Names:
    """Return the names of a subnet, path apart: `isolated` for `IsolatedSubnet1`."""
    words = re.sub(r"[^a-z]+", " ", kebab(resource.name)).split()
    plain = [word for word in words if word != "subnet" and len(word) > 1]
    tiers = [word for word in words if word in TIERS] or ["-".join(plain)]
    found = (resource.name, kebab(resource.name), *tiers, tag(resource, NAME_TAG))
    return tuple(dict.fromkeys(filter(None, found)))
