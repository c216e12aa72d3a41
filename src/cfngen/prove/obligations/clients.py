"""Clients whose addresses a load balancer keeps: they meet the groups of its targets.

Where they call from is not followed, so that only what stops all of them is seen.
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.balancing.reading import application
from cfngen.model import Model, Resource, Value, listed, switched, text
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Origin, Rule, Traffic
from cfngen.prove.packets import TCP, UDP
from cfngen.prove.packets.wording import traffic
from cfngen.prove.verdict import Broken

PROTOCOLS: Mapping[str, tuple[int, ...]] = {
    "UDP": (UDP,),
    "QUIC": (UDP,),
    "TCP_UDP": (TCP, UDP),
    "TCP_QUIC": (TCP, UDP),
}
"""What is not TCP alone, of listeners and of target groups."""

PRESERVE = "preserve_client_ip.enabled"


def protocols(spoken: Value) -> tuple[int, ...]:
    """Return the protocols of packets that a listener or a target group speaks."""
    return PROTOCOLS.get(text(spoken) or "", (TCP,))


def keeps(model: Model, balancer: str, group: Resource) -> bool:
    """Return whether requests come to targets from the addresses of clients, or may.

    An Application Load Balancer, by path, sends them from its own.
    """
    resource = model.resources.get(balancer)
    proxy = resource is not None and application(resource)
    return not proxy and _preserves(group) is not False


def _preserves(group: Resource) -> bool | None:
    """Return whether a target group of a Network Load Balancer preserves addresses;
    None where that is not known."""
    spoken = text(group.get("Protocol"))
    if spoken in PROTOCOLS:
        return True
    if spoken is None and group.get("Protocol") is not None:
        return None
    for one in listed(group.get("TargetGroupAttributes")):
        if isinstance(one, dict) and one.get("Key") == PRESERVE:
            return switched(one.get("Value"))
    kind = group.get("TargetType")
    told = "instance" if kind is None else text(kind)
    return None if told is None else told != "ip"


def shut(network: Network, target: str, asked: Traffic) -> Iterator[Broken]:
    """Yield the groups of a target that let none of something in, from nowhere.

    One that is not at hand may.
    """
    for interface in network.workloads[target].interfaces:
        if not _opens(network, interface, asked):
            group, shown = interface.groups[0], traffic(asked.protocol, asked.to)
            what = f"{' and '.join(interface.groups)} let no {shown} in"
            yield Broken(Origin(group), what, repair=f"let {shown} in by {group}")


def _opens(network: Network, interface: Interface, asked: Traffic) -> bool:
    """Return whether a group of an interface lets some of something in, or may."""
    if interface.unguarded or interface.unknowns:
        return True
    groups = [network.groups.get(one) for one in interface.groups]
    if not groups or None in groups:
        return True
    rules = (rule for one in groups if one is not None for rule in one.ingress)
    return any(_speaks(rule, asked) for rule in rules)


def _speaks(rule: Rule, asked: Traffic) -> bool:
    """Return whether a rule is for some of something."""
    return any(
        one.protocol[0] <= asked.protocol[0] <= one.protocol[1]
        and one.to[0] <= asked.to[1]
        and asked.to[0] <= one.to[1]
        for one in rule.traffic
    )
