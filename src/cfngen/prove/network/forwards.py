"""What load balancers do with requests: listeners, target groups, and who is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.balancing.reading import (
    GROUP,
    RULE,
    SERVICE,
    balancer_of,
    forwarded,
    listener_of,
)
from cfngen.model import Model, Reference, Resource, listed, number, target
from cfngen.prove.network.places import Forward, Workload
from cfngen.prove.network.rules import Origin
from cfngen.prove.network.tasks import TASK_SET
from cfngen.prove.network.unknowns import key

RELEASES = "AWS::CodeDeploy::DeploymentGroup"


@dataclass(frozen=True)
class Member:
    """Who registers with a target group, and on which port."""

    workload: str
    port: int


def forwards_of(model: Model, workloads: Mapping[str, Workload]) -> tuple[Forward, ...]:
    """Return what load balancers do with requests, once for each target.

    Both target groups of a service that is replaced all at once have its tasks behind
    them, in turn.
    """
    members = _members(model)
    found: dict[Forward, None] = {}
    for resource, _, values in forwarded(model):
        listener = listener_of(model, resource) if resource.type == RULE else resource
        port = number(listener.get("Port")) if listener else None
        if listener is None or port is None:
            continue
        for group in (target(model, value) for value in values):
            if group is None or group.type != GROUP:
                continue
            for one in members.get(group.path) or [Member("", _port(group))]:
                forward = Forward(
                    balancer_of(listener),
                    int(port),
                    Origin(listener.path, ("Port",)),
                    Origin(group.path),
                    one.workload if one.workload in workloads else "",
                    one.port,
                    _health(group, one.port),
                )
                found[forward] = None
    return tuple(found)


def _port(group: Resource) -> int:
    return int(number(group.get("Port")) or 0)


def _health(group: Resource, port: int) -> int:
    """Return the port of a group's health checks: that of requests unless it is said,
    0 where it is not known.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    given = group.get("HealthCheckPort")
    if given in (None, "traffic-port"):
        return port
    return int(number(given) or 0)


def _members(model: Model) -> dict[str, list[Member]]:
    """Return who registers with each target group."""
    found: dict[str, dict[Member, None]] = {}
    for group, member in (*_tasks(model), *_written(model)):
        found.setdefault(group, {})[member] = None
    for one, other in _pairs(model):
        both = found.get(one, {}) | found.get(other, {})
        for group in (one, other):
            found[group] = both
    return {group: list(members) for group, members in found.items()}


def _tasks(model: Model) -> Iterator[tuple[str, Member]]:
    """Yield what services and task sets register, by the container's port."""
    for type in (SERVICE, TASK_SET):
        for one in model.of(type):
            path = one.path
            for entry in listed(one.get("LoadBalancers")):
                port = number(entry.get("ContainerPort")) if _whole(entry) else None
                if port is None:
                    continue
                yield key(entry.get("TargetGroupArn")), Member(path, int(port))
                more = entry.get("AdvancedConfiguration")
                if isinstance(more, dict):
                    other = key(more.get("AlternateTargetGroupArn"))
                    yield other, Member(path, int(port))


def _whole(entry: object) -> bool:
    return isinstance(entry, dict)


def _written(model: Model) -> Iterator[tuple[str, Member]]:
    """Yield the targets that a group names itself."""
    for group in model.of(GROUP):
        for one in listed(group.get("Targets")):
            if isinstance(one, dict):
                port = number(one.get("Port"))
                here = _port(group) if port is None else int(port)
                yield group.path, Member(key(one.get("Id")), here)


def _pairs(model: Model) -> Iterator[tuple[str, str]]:
    """Yield the pairs of target groups that CodeDeploy moves a service between."""
    for one in model.of(RELEASES):
        info = one.get("LoadBalancerInfo", "TargetGroupPairInfoList")
        for pair in listed(info):
            groups = pair.get("TargetGroups") if isinstance(pair, dict) else None
            names = [
                name.path
                for item in listed(groups)
                if isinstance(item, dict)
                and isinstance(name := item.get("Name"), Reference)
            ]
            if len(names) == 2:
                yield names[0], names[1]
