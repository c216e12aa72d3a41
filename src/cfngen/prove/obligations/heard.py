"""Open ports of load balancers: each has a listener."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.checks.balancing.reading import LISTENER
from cfngen.checks.network.elsewhere import reached
from cfngen.model import Model, Resource, known, number, target, worded
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Workload
from cfngen.prove.network.rules import Group, Rule, Traffic
from cfngen.prove.obligations.clients import protocols
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.mapping import WORDS
from cfngen.prove.obligations.verdicts import refuted, said, undecided
from cfngen.prove.packets import Span
from cfngen.prove.packets.packets import less, merged
from cfngen.prove.verdict import Broken, Truth, Verdict

LOOPBACK: Span = (127 << 24, (128 << 24) - 1)
"""Rules for these addresses let nobody in."""


def heard(
    model: Model, judge: Judge, balancer: Workload, listeners: list[Resource]
) -> Iterator[Verdict]:
    """Yield whether each port that a load balancer lets in has a listener.

    Only rules that are sure to open something are looked at, and only those of groups
    that nothing else carries: another one may listen there. Where other stacks may add
    listeners, a port without one is not decided.
    """
    groups = tuple(_own(judge.network, balancer))
    name = judge.network.name(balancer.path)
    words = f"every port that {name} lets in has a listener"
    obligation = said(model, model[balancer.path], (), words)
    idle = [
        (rule, protocol, left)
        for group in groups
        for protocol in WORDS
        for rule, left in _idle(group, protocol, _spans(listeners, protocol))
    ]
    unknowns = _unknowns(model, balancer, listeners) if idle else ()
    if unknowns:
        yield undecided(obligation, *unknowns)
    elif idle:
        yield refuted(obligation, *(_silent(name, *one) for one in idle))
    elif groups:
        yield Verdict(obligation, Truth.PROVED)


def _own(network: Network, balancer: Workload) -> Iterator[Group]:
    """Yield the groups of a load balancer that nothing else carries."""
    shared = {
        group
        for one in network.workloads.values()
        if one.path != balancer.path
        for interface in one.interfaces
        for group in interface.groups
    }
    own = (group for one in balancer.interfaces for group in one.groups)
    for path in dict.fromkeys(own):
        group = network.groups.get(path)
        if group is not None and path not in shared and not group.carried:
            yield group


def _spans(listeners: Iterable[Resource], protocol: int) -> list[Span]:
    """Return the ports that listeners are on, over one protocol."""
    spoken = (one for one in listeners if protocol in protocols(one.get("Protocol")))
    ports = (number(one.get("Port")) for one in spoken)
    return [(int(port), int(port)) for port in ports if port is not None]


def _idle(
    group: Group, protocol: int, listeners: Iterable[Span]
) -> Iterator[tuple[Rule, tuple[Span, ...]]]:
    """Yield the rules that open ports without a listener, with the ports."""
    for rule in group.ingress:
        opened = merged(one.to for one in rule.traffic if _of(one, protocol))
        left = () if rule.unknowns else less(opened, listeners)
        if left and (rule.group or rule.ranges.v6 or less(rule.ranges.v4, [LOOPBACK])):
            yield rule, left


def _of(one: Traffic, protocol: int) -> bool:
    return one.protocol[0] <= protocol <= one.protocol[1]


def _unknowns(
    model: Model, balancer: Workload, listeners: list[Resource]
) -> tuple[str, ...]:
    """Return what may listen besides, as far as that is not known."""
    ports = [one.get("Port") for one in listeners]
    unknown = [worded(port) for port in ports if number(port) is None]
    named = [one.get("LoadBalancerArn") for one in model.of(LISTENER)]
    strange = (one for one in named if not known(one) and not target(model, one))
    unknown += map(worded, strange)
    if reached(model, model[balancer.path]):
        unknown.append(f"listeners of other stacks on {balancer.path}")
    return tuple(unknown)


def _silent(name: str, rule: Rule, protocol: int, left: tuple[Span, ...]) -> Broken:
    """Return that nobody listens on ports that a rule opens."""
    ports = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in left)
    what = f"{WORDS[protocol]}/{ports} is open, and {name} has no listener there"
    return Broken(rule.origin, what, repair="close it, or add a listener")
