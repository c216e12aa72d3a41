"""NAT gateways: what gets through one, and its answers.

The gateway takes a port of its own and its address of the subnet, and an internet
gateway puts the public address in place of that. Packets and answers meet the network
ACLs of its subnet twice. MUST asks that all of its ports and addresses pass, MAY one.
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
"""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import ANY_PORT, TCP, UDP, Family, Packets, Span
from cfngen.prove.packets.packets import FROM_PORT, SOURCE, common, packets
from cfngen.prove.reach.addressing import addresses, exposed
from cfngen.prove.reach.answering import asked
from cfngen.prove.reach.clients import EPHEMERAL
from cfngen.prove.reach.facts import Facts

PROTOCOLS = (TCP, UDP)
"""Besides ICMP, all that a NAT gateway forwards."""


@dataclass(frozen=True)
class Translated:
    """What gets through a NAT gateway, whatever the packet's own source and port."""

    initiated: Packets
    answered: Packets


def translated(facts: Facts, gateway: Interface, far: tuple[Span, ...]) -> Translated:
    """Return what a NAT gateway forwards to some internet addresses.

    That is from the gateway on; who sends to it, and gets the answer, comes before.
    """
    if not exposed(gateway, facts.family, facts.bound):
        return Translated(Packets(), Packets())
    near = addresses(facts.network, gateway, facts.family)
    ways = (Way.INTERNET, Way.OUTSIDE)[: 1 + (facts.bound is Bound.MAY)]
    led = common(far, facts.sent(gateway.subnet, ways))
    whole = _sent(near, far, facts.family)
    there = _sent(near, led, facts.family) & facts.acl(gateway.subnet, True)
    back = asked(facts.acl(gateway.subnet, False), facts.family)
    return Translated(
        _projected(there, whole, facts), _projected(there & back, whole, facts)
    )


def _sent(near: tuple[Span, ...], far: tuple[Span, ...], family: Family) -> Packets:
    """Return the packets that a NAT gateway may send."""
    found = packets(near, far, (family.icmp, family.icmp), ANY_PORT)
    for protocol in PROTOCOLS:
        found |= packets(near, far, (protocol, protocol), EPHEMERAL)
    return found


def _projected(passing: Packets, whole: Packets, facts: Facts) -> Packets:
    """Return what passes for one of the gateway's addresses and ports, or for all."""
    if facts.bound is Bound.MAY:
        return _freed(passing, facts.family)
    return _freed(whole, facts.family) - _freed(whole - passing, facts.family)


def _freed(some: Packets, family: Family) -> Packets:
    return some.freed(SOURCE, family.every).freed(FROM_PORT, ANY_PORT)
