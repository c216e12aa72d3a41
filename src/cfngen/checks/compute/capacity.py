"""Capacity: on what a service runs, and what its cluster has."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import CLUSTER, FARGATE, SERVICE
from cfngen.checks.network.starts import task_of
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Value,
    listed,
    number,
    target,
)
from cfngen.resolve.scope import Path


def placed(model: Model) -> Iterator[Problem]:
    """A service runs on capacity that there is, said in one way.

    A launch type and a strategy exclude each other; a strategy has one base at most, a
    weight above 0, nothing beside Fargate where there is Fargate, and providers of its
    cluster only. ECS refuses the rest ("cannot contain a capacity provider that is not
    associated with the cluster").
    """
    for service in model.of(SERVICE):
        strategy = service.get("CapacityProviderStrategy")
        if strategy and service.get("LaunchType") is not None:
            message = "a launch type and a capacity provider strategy are given."
            yield Problem(service, ("LaunchType",), message, "Keep one of the two.")
        path: Path = ("CapacityProviderStrategy",)
        yield from _strategy(service, path, strategy)
        cluster = _cluster(model, service)
        if cluster is not None:
            yield from _provided(model, service, path, strategy, cluster)
        yield from _hosted(model, service, strategy)
    for association in model.of("AWS::ECS::ClusterCapacityProviderAssociations"):
        default: Path = ("DefaultCapacityProviderStrategy",)
        strategy = association.get(*default)
        yield from _strategy(association, default, strategy)
        names = listed(association.get("CapacityProviders"))
        yield from _lacking(association, default, strategy, names)


def _hosted(model: Model, service: Resource, strategy: Value) -> Iterator[Problem]:
    """Yield that a service runs on Fargate and its task is not for it."""
    task = task_of(model, service.get("TaskDefinition"))
    wanted = service.get("LaunchType") == FARGATE or any(
        str(name).startswith(FARGATE) for name in _names(strategy)
    )
    needs = listed(task.get("RequiresCompatibilities")) if task is not None else []
    sure = wanted and needs and all(isinstance(one, str) for one in needs)
    if task is not None and sure and FARGATE not in needs:
        message = f"{task.path} is not for Fargate."
        mend = "Add FARGATE to its RequiresCompatibilities."
        yield Problem(service, ("TaskDefinition",), message, mend)


def _cluster(model: Model, service: Resource) -> Resource | None:
    """Return a service's cluster, if it is in the model."""
    found = target(model, service.get("Cluster"))
    return found if found is not None and found.type == CLUSTER else None


def _strategy(holder: Resource, path: Path, strategy: Value) -> Iterator[Problem]:
    """Yield what is wrong with a strategy by itself."""
    items = [item for item in listed(strategy) if isinstance(item, dict)]
    if not items or len(items) != len(listed(strategy)):
        return
    names = _names(strategy)
    if len(set(map(str, names))) < len(names):
        yield Problem(holder, path, "a capacity provider is named twice.")
    based = [item for item in items if (number(item.get("Base")) or 0) > 0]
    if len(based) > 1:
        message = "two capacity providers have a base; one may."
        yield Problem(holder, path, message, "Keep one Base.")
    weights = [number(item.get("Weight", 0)) for item in items]
    if len(items) > 1 and all(weight == 0 for weight in weights):
        yield Problem(holder, path, "no capacity provider has a weight above 0.")
    fargate = [str(name).startswith(FARGATE) for name in names if isinstance(name, str)]
    if len(set(fargate)) > 1:
        yield Problem(holder, path, "Fargate is mixed with other capacity.")


def _provided(
    model: Model, service: Resource, path: Path, strategy: Value, cluster: Resource
) -> Iterator[Problem]:
    """Yield the capacity providers that a cluster does not have."""
    names = list(listed(cluster.get("CapacityProviders")))
    for one in model.of("AWS::ECS::ClusterCapacityProviderAssociations"):
        of = one.get("Cluster")
        other = target(model, of)
        if other is None or other is cluster:
            names += listed(one.get("CapacityProviders"))
    for one in model.of("AWS::ECS::CapacityProvider"):
        # Managed instances are associated by the provider itself.
        if one.get("ClusterName") is not None:
            names.append(one.get("Name") or Reference(one.path))
    yield from _lacking(service, path, strategy, names)


def _lacking(
    holder: Resource, path: Path, strategy: Value, names: list[Value]
) -> Iterator[Problem]:
    """Yield the providers of a strategy that are not among some names."""
    if not all(isinstance(name, str) for name in names):
        return
    for index, name in enumerate(_names(strategy)):
        if isinstance(name, str) and name not in names:
            message = f"the cluster has no capacity provider {name}."
            whole = (*path, index, "CapacityProvider")
            has = f"It has {', '.join(names)}." if names else "It has none."
            yield Problem(holder, whole, message, has)


def _names(strategy: Value) -> list[Value]:
    """Return the capacity providers of a strategy."""
    items = listed(strategy)
    return [item.get("CapacityProvider") for item in items if isinstance(item, dict)]
