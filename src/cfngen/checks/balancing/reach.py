"""Whether a load balancer and its tasks let each other's traffic through."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import (
    BALANCER,
    GROUP,
    LISTENER,
    Served,
    fronts,
    served,
)
from cfngen.checks.check import Problem
from cfngen.checks.network.ground import Block, all_targets, block
from cfngen.checks.network.interfaces import TASKS
from cfngen.checks.network.rules import (
    EGRESS,
    INGRESS,
    Door,
    Rules,
    allowed,
    groups_of,
    reaches,
    rules_of,
)
from cfngen.model import Model, Resource, Value, listed, number, target, text
from cfngen.resolve.scope import Path

CARRIED = {
    **dict.fromkeys(("HTTP", "HTTPS", "TCP", "TLS"), ("tcp",)),
    **dict.fromkeys(("UDP", "QUIC"), ("udp",)),
    **dict.fromkeys(("TCP_UDP", "TCP_QUIC"), ("tcp", "udp")),
}
"""The protocols of rules that carry what listeners and target groups speak."""

LINKED = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


def admitted(model: Model) -> Iterator[Problem]:
    """Load balancer and tasks let requests and health checks through, both ways.

    The load balancer's groups have to let out, and the tasks' groups in, what goes to
    the container's port and to that of the health check; else every task stays
    unhealthy and ECS stops it ("Request timed out"). The port of a listener has to be
    let in; that of a listener for tests of a release may stay closed, and so may those
    that are for PrivateLink alone. Routes and network ACLs are not looked at here, and
    neither are groups that other stacks can add rules to: exported ones.
    """
    for one in served(model):
        for listener in fronts(model, one.group):
            balancer = target(model, listener.get("LoadBalancerArn"))
            if balancer is not None and balancer.type == BALANCER:
                yield from _between(model, one, balancer)
                break
    tests = tests_of(model)
    for listener in model.of(LISTENER):
        balancer = target(model, listener.get("LoadBalancerArn"))
        if balancer is None or listener.path in tests:
            continue
        doors = _doors(number(listener.get("Port")), listener.get("Protocol"))
        groups = groups_of(model, balancer.get("SecurityGroups"))
        linked = balancer.get(LINKED) not in (None, "on")
        if doors and groups and not linked and not _open(model, groups, doors):
            message = f"No security group of {balancer.path} lets {doors[0]} in."
            yield Problem(listener, ("Port",), message)


def _doors(port: float | None, protocol: Value) -> list[Door]:
    """Return what has to be open for a protocol, one of them at least."""
    carried = CARRIED.get(text(protocol) or "", ())
    return [] if port is None else [Door(port, one) for one in carried]


def _open(model: Model, groups: list[Resource], doors: list[Door]) -> bool:
    """Return whether one of some groups lets traffic in, or may."""
    every = [rules_of(model, group, INGRESS) for group in groups]
    return any(reaches(one, door) is not False for one in every for door in doors)


def _between(model: Model, one: Served, balancer: Resource) -> Iterator[Problem]:
    """Yield the ports of a service that its load balancer does not reach."""
    inside = groups_of(model, one.service.get(*TASKS, "SecurityGroups"))
    outside = groups_of(model, balancer.get("SecurityGroups"))
    if not inside or not outside:
        return
    near = _blocks(model, one.service.get(*TASKS, "Subnets"))
    far = _blocks(model, balancer.get("Subnets"))
    out = [rules_of(model, group, EGRESS) for group in outside]
    into = [rules_of(model, group, INGRESS) for group in inside]
    for path, doors in _ports(one):
        resource = one.group if path[0] == "HealthCheckPort" else one.service
        if not _any(model, out, doors, inside, near):
            message = (
                f"No group of {balancer.path} lets {doors[0]} out to those of "
                f"{one.service.path}."
            )
            yield Problem(resource, path, message)
        if not _any(model, into, doors, outside, far):
            message = (
                f"No group of {one.service.path} lets {doors[0]} in from those of "
                f"{balancer.path}."
            )
            yield Problem(resource, path, message)


def _any(
    model: Model,
    rules: list[Rules],
    doors: list[Door],
    peers: list[Resource],
    blocks: list[Block],
) -> bool:
    """Return whether one of some groups lets traffic through, or may."""
    return any(
        allowed(model, one, door, peers, blocks) is not False
        for one in rules
        for door in doors
    )


def _ports(one: Served) -> Iterator[tuple[Path, list[Door]]]:
    """Yield the ports on which a load balancer calls a service's tasks."""
    if one.group.type != GROUP:
        return
    port = number(one.entry.get("ContainerPort"))
    doors = _doors(port, one.group.get("Protocol"))
    if doors:
        yield (*one.path, "ContainerPort"), doors
    check = number(one.group.get("HealthCheckPort"))
    if check is not None and check != port:
        yield ("HealthCheckPort",), [Door(check)]


def _blocks(model: Model, subnets: Value) -> list[Block]:
    """Return the ranges of some subnets, none unless all are known."""
    found = all_targets(model, subnets) or []
    ranges = [block(subnet.get("CidrBlock")) for subnet in found]
    whole = [one for one in ranges if one is not None]
    return whole if len(whole) == len(ranges) else []


def tests_of(model: Model) -> set[str]:
    """Return the listeners that a release is tested by."""
    found: set[str] = set()
    for group in model.of("AWS::CodeDeploy::DeploymentGroup"):
        pairs = group.get("LoadBalancerInfo", "TargetGroupPairInfoList")
        for pair in listed(pairs):
            route = pair.get("TestTrafficRoute") if isinstance(pair, dict) else None
            given = route.get("ListenerArns") if isinstance(route, dict) else None
            tests = (target(model, value) for value in listed(given))
            found |= {listener.path for listener in tests if listener}
    return found
