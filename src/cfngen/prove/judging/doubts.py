"""The names of what is not known and decides whether a claim holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.prove.judging.offences import Offence, example
from cfngen.prove.judging.parts import Fact, facts
from cfngen.prove.judging.wording import unseen
from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.rules import (
    Acl,
    Bound,
    Entry,
    Group,
    Route,
    Rule,
    Table,
    Way,
)
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk
from cfngen.prove.reach.wording import ranges_words

MOST = 12
"""So many pairs of ends are looked into; the names of others are alike."""


def doubts(network: Network, offences: Iterable[Offence]) -> tuple[str, ...]:
    """Return the names that decide, those of rules on a packet's way first.

    Where no rule on the way has any, it is who has addresses that are not at hand, all
    that is not known of the ends and of what guards them, or what somebody else has.
    """
    some = tuple(offences)[:MOST]
    for kind in (_met, _hidden, _around, _of_strangers):
        names = dict.fromkeys(name for one in some for name in kind(network, one))
        if names:
            return tuple(names)
    return ()


def hanging(network: Network, way: Walk) -> tuple[str, ...]:
    """Return the names that decide whether a packet that is not sure to pass does;
    none where it surely arrives, or surely does not."""
    ends = (way.source, way.target, way.family)
    if way.arrives or not walk(network, *ends, way.packet, Bound.MAY).arrives:
        return ()
    one, two, kind, near, far = ((value, value) for value in way.packet.fields)
    alone = Packets(((one, two, kind, near, far),))
    found = doubts(network, (Offence(*ends, alone, Packets()),))
    return found or ("what is not known here",)


def _hidden(network: Network, one: Offence) -> Iterator[str]:
    """Yield that nobody knows who has addresses that rules are for, or what is in a
    network that routes lead to."""
    found = unseen(network, one)
    if found:
        yield f"who is at {ranges_words(found, one.family)}"
        return
    for fact in _facts(network, _walks(network, one)):
        if isinstance(fact.item, Route) and fact.item.way is Way.OUTSIDE:
            yield f"what is behind {fact.item.target}"


def along(network: Network, walks: Iterable[Walk]) -> tuple[str, ...]:
    """Return the names of what is not known of the rules that walks meet."""
    met = _facts(network, walks)
    return tuple(dict.fromkeys(name for fact in met for name in fact.item.unknowns))


def _facts(network: Network, walks: Iterable[Walk]) -> Iterator[Fact]:
    """Yield the rules, entries and routes that walks meet."""
    every = facts(network)
    for way in walks:
        for hop in way.hops:
            yield from every.get(hop.by, ())


def _walks(network: Network, one: Offence) -> tuple[Walk, ...]:
    """Return the way of one packet of an offence, looked at from either side."""
    packet, ends = example(network, one), (one.source, one.target, one.family)
    return tuple(walk(network, *ends, packet, side) for side in Bound)


def _met(network: Network, one: Offence) -> Iterator[str]:
    """Yield the unknowns of what a packet meets, looked at from either side."""
    yield from _of_ends(one)
    yield from along(network, _walks(network, one))


def _of_ends(one: Offence) -> Iterator[str]:
    """Yield what is not known of the ends themselves."""
    ends = (one.source, one.target)
    for end in ends:
        if end is None or end.workload == STRANGER:
            continue
        yield from end.unknowns
        if one.family is Family.V4 and end.public is None and None in ends:
            yield f"whether {end.workload} has a public address"
        if one.family is Family.V6 and end.v6 is None:
            yield f"whether {end.workload} has an IPv6 address"


def _of_strangers(network: Network, one: Offence) -> Iterator[str]:
    """Yield what addresses somebody else may have, in a subnet where they may be."""
    ends = (one.source, one.target)
    for end in ends:
        if end is None or end.workload != STRANGER:
            continue
        if one.family is Family.V6:
            yield f"whether anybody else in {end.subnet} has an IPv6 address"
        elif None in ends:
            yield f"whether anybody else in {end.subnet} has a public address"


def _around(network: Network, one: Offence) -> Iterator[str]:
    """Yield all that is not known of what is around the ends."""
    for end in (one.source, one.target):
        subnet = network.subnets.get(end.subnet) if end is not None else None
        if end is None or subnet is None:
            continue
        yield from subnet.unknowns
        for path in end.groups:
            yield from _inside(network, network.groups.get(path))
        yield from _inside(network, network.acls.get(subnet.acl))
        yield from _inside(network, network.tables.get(subnet.table))


def _inside(network: Network, holder: Group | Acl | Table | None) -> Iterator[str]:
    """Yield the unknowns of a group, a network ACL or a route table."""
    items: tuple[Rule | Entry | Route, ...] = ()
    match holder:
        case Group(ingress=ingress, egress=egress):
            items = (*ingress, *egress)
        case Acl(inbound=inbound, outbound=outbound):
            items = (*inbound, *outbound)
        case Table(routes=routes):
            items = routes
    for item in items:
        yield from item.unknowns
        if isinstance(item, Rule) and item.group in network.groups:
            yield from network.groups[item.group].carried
