"""Load balancers and the tasks behind them: requests and health checks arrive."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model import Model
from cfngen.prove.network.places import Forward
from cfngen.prove.network.rules import Traffic
from cfngen.prove.obligations.doors import OVER_UDP
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.verdicts import said
from cfngen.prove.packets import TCP
from cfngen.prove.verdict import Verdict


def targets(model: Model, judge: Judge) -> Iterator[Verdict]:
    """Yield whether each load balancer reaches its targets, on each port once.

    Each node of it calls tasks in every subnet, from ports 1024 to 65535, and waits for
    the answer: else targets stay unhealthy and ECS stops them.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    seen: set[tuple[str, str, int]] = set()
    for one in judge.network.forwards:
        for port, what in _ports(model, one).items():
            key = (one.balancer, one.target, port)
            if port and one.target and key not in seen:
                seen.add(key)
                yield _reached(model, judge, one, (port, what))


def _ports(model: Model, one: Forward) -> dict[int, str]:
    """Return the TCP ports of a target that are called, and what for.

    Over UDP requests come from their clients' own addresses, which are not followed;
    health checks do not, and are TCP.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
    """
    group = model.resources.get(one.group.resource)
    if group is not None and group.get("Protocol") in OVER_UDP:
        return {one.health: "health checks"}
    if one.health == one.target_port:
        return {one.health: "requests and health checks"}
    return {one.target_port: "requests", one.health: "health checks"}


def _reached(
    model: Model, judge: Judge, one: Forward, asked: tuple[int, str]
) -> Verdict:
    """Return whether requests or health checks to a port arrive and are answered."""
    port, what = asked
    names = (judge.network.name(path) for path in (one.balancer, one.target))
    words = "{} of {} reach {} on tcp/{}".format(what, *names, port)
    resource = model.resources.get(one.group.resource, model[one.balancer])
    obligation = said(model, resource, (), words)
    traffic = Traffic((TCP, TCP), (port, port))
    return judge.reaches(obligation, one.balancer, one.target, [traffic])
