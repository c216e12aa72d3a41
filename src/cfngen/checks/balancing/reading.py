"""What hangs on a load balancer: listeners, rules, target groups, and their tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cfngen.checks.network.ground import named
from cfngen.model import Model, Resource, Value, known, listed, target, text
from cfngen.resolve.scope import Path

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
SERVICE = "AWS::ECS::Service"

ACTIONS = {LISTENER: "DefaultActions", RULE: "Actions"}
APPLICATION = ("HTTP", "HTTPS")


@dataclass(frozen=True)
class Served:
    """One entry of a service's LoadBalancers: where it stands and what it joins."""

    service: Resource
    path: Path
    entry: dict[str, Value]
    group: Resource


def balancer_of(listener: Resource) -> str:
    """Return what names the load balancer of a listener; empty if unknown."""
    return named(listener.get("LoadBalancerArn"))


def listener_of(model: Model, resource: Resource) -> Resource | None:
    """Return the listener of a rule or of further certificates."""
    return target(model, resource.get("ListenerArn"))


def actions(model: Model) -> Iterator[tuple[Resource, Path, dict[str, Any]]]:
    """Yield every action of every listener and rule, with the way to it."""
    for type, name in ACTIONS.items():
        for resource in model.of(type):
            for index, action in enumerate(listed(resource.get(name))):
                if isinstance(action, dict):
                    yield resource, (name, index), action


def forwarded(model: Model) -> Iterator[tuple[Resource, Path, list[Value]]]:
    """Yield every action that forwards, with the target groups that it names."""
    for resource, path, action in actions(model):
        groups = _groups(action)
        if groups:
            yield resource, path, groups


def readable(model: Model) -> bool:
    """Return whether it is known of every action where it forwards to."""
    return all(
        _readable(action)
        for type, name in ACTIONS.items()
        for resource in model.of(type)
        for action in listed(resource.get(name))
    )


def _readable(action: Value) -> bool:
    """Return whether an action does not forward, or is known to which groups."""
    if not isinstance(action, dict) or not known(action.get("Type")):
        return False
    groups = _groups(action)
    return action.get("Type") != "forward" or bool(groups and all(map(named, groups)))


def _groups(action: dict[str, Any]) -> list[Value]:
    """Return the target groups of an action."""
    config = action.get("ForwardConfig")
    inside = config.get("TargetGroups") if isinstance(config, dict) else None
    given = [
        item.get("TargetGroupArn") if isinstance(item, dict) else item
        for item in listed(inside)
    ]
    return given or listed(action.get("TargetGroupArn"))


def values_of(rule: Resource) -> Iterator[tuple[str, Value]]:
    """Yield each value of a rule's conditions, with the field that it is for."""
    for condition in listed(rule.get("Conditions")):
        if isinstance(condition, dict):
            field = text(condition.get("Field")) or ""
            configs = (c for k, c in condition.items() if k.endswith("Config"))
            for holder in (condition, *configs):
                if isinstance(holder, dict):
                    yield from (
                        (field, value) for value in listed(holder.get("Values"))
                    )


def served(model: Model) -> Iterator[Served]:
    """Yield what each service registers its tasks with, where the group is known."""
    for service in model.of(SERVICE):
        for index, entry in enumerate(listed(service.get("LoadBalancers"))):
            if isinstance(entry, dict):
                group = target(model, entry.get("TargetGroupArn"))
                if group is not None:
                    yield Served(service, ("LoadBalancers", index), entry, group)


def application(balancer: Resource) -> bool:
    """Return whether a load balancer is an Application Load Balancer."""
    return balancer.get("Type") in (None, "application")
