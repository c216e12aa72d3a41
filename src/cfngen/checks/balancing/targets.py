"""Target groups: the load balancer in front, the health checks, the tasks behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.balancing.reading import (
    APPLICATION,
    GROUP,
    LISTENER,
    Served,
    balancer_of,
    forwarded,
    listener_of,
    readable,
    served,
)
from cfngen.checks.check import Problem
from cfngen.checks.network.elsewhere import reached
from cfngen.checks.network.ground import named, vpcs
from cfngen.checks.network.routes import before
from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Resource, known, listed, number, target, text

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "HTTP": APPLICATION,
    "HTTPS": APPLICATION,
    "TCP": ("TCP", "TCP_UDP"),
    "TLS": ("TCP", "TLS"),
    "UDP": ("UDP", "TCP_UDP"),
    "TCP_UDP": ("TCP_UDP",),
}
"""Which protocols of target groups a listener's protocol goes with; those of QUIC
may be any."""

QUIC = ("QUIC", "TCP_QUIC")
INTERVAL, TIMEOUT = 30, 5
"""The seconds of a health check of HTTP or HTTPS where nobody gives them."""

RANGES = {
    "HealthCheckIntervalSeconds": (5, 300),
    "HealthCheckTimeoutSeconds": (2, 120),
    "HealthyThresholdCount": (2, 10),
    "UnhealthyThresholdCount": (2, 10),
    "Port": (1, 65_535),
}
CODES = re.compile(r"[0-9]{3}(-[0-9]{3})?(,[0-9]{3}(-[0-9]{3})?)*")
HTTP_CODES, TCP_CODES = (200, 499), (200, 599)


def fronted(model: Model) -> Iterator[Problem]:
    """A target group serves one load balancer, of its VPC, in a protocol that fits.

    Elastic Load Balancing refuses a group that another load balancer uses ("target
    groups cannot be associated with more than one load balancer"), one of another VPC,
    and TCP behind HTTP ("TargetGroupAssociationLimit", "IncompatibleProtocols").
    """
    owners: dict[str, str] = {}
    for resource, path, values in forwarded(model):
        own = resource.type == LISTENER
        listener = resource if own else listener_of(model, resource)
        for group in (target(model, value) for value in values):
            if group is None or listener is None or group.type != GROUP:
                continue
            owner = balancer_of(listener)
            first = owners.setdefault(group.path, owner) if owner else ""
            if owner and first not in ("", owner) and not resource.when:
                message = f"{group.path} is behind {first}, and here behind {owner}."
                yield Problem(resource, path, message, "Make a target group for each.")
            yield from _fits(model, resource, path, listener, group)


def _fits(
    model: Model,
    resource: Resource,
    path: tuple[str | int, ...],
    listener: Resource,
    group: Resource,
) -> Iterator[Problem]:
    """Yield a target group whose protocol or VPC is not that of its load balancer."""
    spoken = text(listener.get("Protocol")) or ""
    given = text(group.get("Protocol"))
    fits = given in (None, *QUIC, *SPOKEN.get(spoken, (given,)))
    if not fits:
        message = f"{listener.path} speaks {spoken}, {group.path} {given}."
        yield Problem(resource, path, message)
    balancer = target(model, listener.get("LoadBalancerArn"))
    vpc = named(group.get("VpcId"))
    others = set(vpcs(model, balancer.get("Subnets")).values()) if balancer else set()
    if vpc and others and vpc not in others:
        message = f"{group.path} is of {vpc}, its load balancer of {min(others)}."
        yield Problem(resource, path, message)


def healthy(model: Model) -> Iterator[Problem]:
    """The health check of a target group is one that its protocol has.

    The interval is longer than the timeout ("Health check interval must be greater than
    the timeout"), which are 30 and 5 seconds by default; thresholds are 2 to 10, a path
    and codes are for HTTP and HTTPS, and TCP is not for groups that speak HTTP.
    """
    for group in model.of(GROUP):
        for name, (low, high) in RANGES.items():
            value = number(group.get(name))
            if value is not None and not low <= value <= high:
                message = f"{name} is {value:g}; it is {low} to {high}."
                yield Problem(group, (name,), message)
        yield from _paced(group)
        yield from _asked(group)


def _paced(group: Resource) -> Iterator[Problem]:
    """Yield a check that begins before the one before it has ended."""
    http = text(group.get("Protocol")) in APPLICATION
    interval, timeout = (
        number(usual if http and group.get(name) is None else group.get(name))
        for name, usual in (
            ("HealthCheckIntervalSeconds", INTERVAL),
            ("HealthCheckTimeoutSeconds", TIMEOUT),
        )
    )
    if interval is None or timeout is None:
        return
    if timeout > interval or (http and timeout == interval):
        message = f"It waits {timeout:g} s for an answer and asks every {interval:g} s."
        mend = "Make the interval longer than the timeout."
        given = ("HealthCheckTimeoutSeconds", "HealthCheckIntervalSeconds")
        path = next(name for name in given if group.get(name) is not None)
        yield Problem(group, (path,), message, mend)


def _asked(group: Resource) -> Iterator[Problem]:
    """Yield paths and codes that the protocol of the check does not have."""
    protocol, given = text(group.get("Protocol")), group.get("HealthCheckProtocol")
    by = protocol if given is None and protocol in APPLICATION else text(given)
    alone = group.get("TargetType") in (None, "instance", "ip")
    if given is None and protocol not in (None, *APPLICATION) and alone:
        by = "TCP"  # a load balancer behind one is asked by HTTP
    if protocol in APPLICATION and by not in (None, *APPLICATION):
        message = f"A group that speaks {protocol} is not checked by {by}."
        yield Problem(group, ("HealthCheckProtocol",), message)
    for name in ("HealthCheckPath", "Matcher"):
        if by == "TCP" and group.get(name) is not None:
            yield Problem(group, (name,), f"A check by TCP has no {name}.")
    path = text(group.get("HealthCheckPath"))
    if path is not None and by in APPLICATION and not path.startswith("/"):
        message = f"The path {path} does not begin with /."
        yield Problem(group, ("HealthCheckPath",), message)
    low, high = HTTP_CODES if protocol in APPLICATION else TCP_CODES
    codes = text(group.get("Matcher", "HttpCode"))
    if codes is not None and by in APPLICATION and protocol is not None:
        numbers = [int(code) for code in re.findall(r"\d+", codes)]
        inside = all(low <= code <= high for code in numbers)
        if not CODES.fullmatch(codes) or not inside:
            message = f"{codes} are no codes from {low} to {high}."
            yield Problem(group, ("Matcher", "HttpCode"), message)


def registered(model: Model) -> Iterator[Problem]:
    """A service registers a container's port with a group of its kind, that is in use.

    ECS refuses a container or port that the task does not have ("The container … did
    not have a container port … defined"), a group of instances for tasks with addresses
    of their own, and a group that no listener forwards to when the service is made
    ("The target group … does not have an associated load balancer").
    """
    for one in served(model):
        yield from _container(model, one)
        task = task_of(model, one.service.get("TaskDefinition"))
        mode = text(task.get("NetworkMode")) if task else None
        kind = one.group.get("TargetType")
        own = mode == "awsvpc" and one.group.type == GROUP
        if own and (kind is None or text(kind) in ("instance", "lambda", "alb")):
            told = text(kind) or "instance"
            message = f"{one.group.path} is of the type {told}, its tasks need ip."
            yield Problem(one.service, (*one.path, "TargetGroupArn"), message)
        yield from _waiting(model, one)


def _container(model: Model, one: Served) -> Iterator[Problem]:
    """Yield a container or port that the task does not have."""
    task = task_of(model, one.service.get("TaskDefinition"))
    containers = task.get("ContainerDefinitions") if task else None
    name, port = (
        text(one.entry.get("ContainerName")),
        number(one.entry.get("ContainerPort")),
    )
    if name is None or not isinstance(containers, list) or task is None:
        return
    found = [c for c in containers if isinstance(c, dict) and c.get("Name") == name]
    if not found and all(
        isinstance(c, dict) and known(c.get("Name")) for c in containers
    ):
        path = (*one.path, "ContainerName")
        yield Problem(one.service, path, f"{task.path} has no container {name}.")
    for container in found:
        mappings = container.get("PortMappings")
        ports = [number(m.get("ContainerPort")) for m in listed(mappings) if _map(m)]
        whole = len(ports) == len(listed(mappings)) and None not in ports
        if whole and port is not None and port not in ports:
            message = f"The container {name} of {task.path} has no port {port:g}."
            yield Problem(one.service, (*one.path, "ContainerPort"), message)


def _map(item: object) -> bool:
    return isinstance(item, dict) and "ContainerPortRange" not in item


def _waiting(model: Model, one: Served) -> Iterator[Problem]:
    """Yield a service that may be made before its group is behind a load balancer."""
    if one.group.type != GROUP or one.group.when:
        return
    uses = [r for r, _, v in forwarded(model) if one.group.path in map(named, v)]
    path = (*one.path, "TargetGroupArn")
    if not uses and readable(model) and not reached(model, one.group):
        message = f"No listener forwards to {one.group.path}."
        yield Problem(one.service, path, message, "Add a rule, or a default action.")
    near = uses and all(r.stack == one.service.stack for r in uses)
    if near and not before(model, one.service) & {r.path for r in uses}:
        message = f"The service does not wait for {uses[0].path}."
        mend = f"Write DependsOn: {uses[0].name}."
        yield Problem(one.service, path, message, mend)
