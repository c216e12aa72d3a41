"""The names that claims may use for workloads and subnets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from cfngen.model import Resource, listed
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.rules import Names

NAME_TAG, OWN_TAG = "Name", "cfngen:name"
CDK_PATH = "aws:cdk:path"
CDK_TIER, CDK_NAME = "aws-cdk:subnet-type", "aws-cdk:subnet-name"
CDK_HASH = re.compile(r"(?<=.)[0-9A-F]{8}$")
"""What the CDK puts behind the names of constructs that it makes a logical id of.

https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html
"""
CDK_INNER = ("Resource", "Default")
"""What the CDK calls the resource itself inside a construct."""
STACK = "Service"
"""How the nested stacks begin that hold one service each."""

TYPE_WORDS = (
    *("Service", "Schedule", "Rule", "TaskSet", "LoadBalancer", "Project", "Endpoint"),
    *("Cluster", "Instance", "Function", "MountTarget", "ReplicationGroup", "Proxy"),
    *("NatGateway", "Job", "Task"),
)
PHYSICAL = ("ServiceName", "FunctionName", "DBInstanceIdentifier", "ReplicationGroupId")
"""Where authors write names, besides logical ids and tags."""

KIND_WORDS: Mapping[Kind, Names] = {
    Kind.SERVICE: ("services", "tasks"),
    Kind.JOB: ("jobs", "tasks"),
    Kind.DATABASE: ("database",),
    Kind.CACHE: ("cache",),
    Kind.ENDPOINT: ("endpoints",),
    Kind.NAT: ("nats",),
}
WORDS = ("alb", "nlb")
"""Words for load balancers, by their type."""

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
    first = (resource.name, kebab(resource.name), *short_names(resource))
    return tuple(dict.fromkeys((*first, *_own_names(resource, kind), *words)))


def _own_names(resource: Resource, kind: Kind) -> Names:
    """Return the names that a workload keeps, whoever else has them: of its stack, of
    its tag and of all of its kind."""
    nested = resource.stack.rpartition("/")[2]
    alone = kind is Kind.SERVICE and nested.startswith(STACK)
    service = kebab(nested.removeprefix(STACK)) if alone else ""
    found = (service, tag(resource, OWN_TAG), *KIND_WORDS.get(kind, ()))
    return tuple(filter(None, found))


def short_names(resource: Resource) -> Names:
    """Return what a workload may be called for short, if nothing else is.

    That is its logical id without the word of its type: `web` for `WebService`. What
    the CDK makes has the names of its constructs in the path that it writes down, and
    a hash behind them in its logical id.
    """
    plain = CDK_HASH.sub("", resource.name)
    found = [kebab(plain)] if plain != resource.name else []
    for name in (plain, *_constructs(resource)):
        for word in TYPE_WORDS:
            short = name.removesuffix(word)
            if short and short != name:
                found.append(kebab(short))
    own = (resource.get(name) for name in PHYSICAL)
    return tuple(dict.fromkeys((*found, *(one for one in own if _plain(one)))))


def _constructs(resource: Resource) -> Iterator[str]:
    """Yield the CDK's constructs around a resource, put together as in a logical id.

    The stack is left out, and so is what stands twice: `Shop/Web/Service/Service` is
    `WebService`.
    """
    held = resource.attributes.get("Metadata")
    path = held.get(CDK_PATH) if isinstance(held, dict) else None
    if isinstance(path, str):
        steps = [one for one in path.split("/")[1:] if one not in CDK_INNER]
        once = [one for one, after in pairwise((*steps, "")) if one != after]
        yield "".join(one[:1].upper() + one[1:] for one in once)


def _plain(value: object) -> bool:
    """Return whether a value is a name that claims can write."""
    return isinstance(value, str) and bool(re.fullmatch(r"[a-z][a-z0-9-]*", value))


def told_apart(
    workloads: Iterable[Workload], resources: Mapping[str, Resource]
) -> Iterator[Workload]:
    """Yield workloads, each without short names that another one has.

    Of `WebService` and `WebLoadBalancer` none is `web`: who lets `web` in would let in
    both and not know. Those of one logical id, in several stacks, share its names.
    """
    found = tuple(workloads)
    holders: dict[str, set[str]] = {}
    for one in found:
        for name in one.names:
            holders.setdefault(name, set()).add(resources[one.path].name)
    for one in found:
        resource = resources[one.path]
        kept = {resource.name, kebab(resource.name), *_own_names(resource, one.kind)}
        shared = {n for n in short_names(resource) if len(holders.get(n, ())) > 1}
        loose = shared - kept - set(WORDS)
        yield replace(one, names=tuple(n for n in one.names if n not in loose))


def subnet_names(resource: Resource) -> Names:
    """Return the names of a subnet, path apart: `isolated` for `IsolatedSubnet1`.

    The CDK writes the tier and the name that the author gave into tags.
    """
    words = re.sub(r"[^a-z]+", " ", kebab(resource.name)).split()
    plain = [word for word in words if word != "subnet" and len(word) > 1]
    tiers = [word for word in words if word in TIERS] or ["-".join(plain)]
    made = tag(resource, CDK_TIER).lower()
    if made:
        tiers = [made, tag(resource, CDK_NAME)]
    found = (resource.name, kebab(resource.name), *tiers, tag(resource, NAME_TAG))
    return tuple(dict.fromkeys(filter(None, found)))
