"""The names of what is not known and decides whether a claim holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.prove.judging.offences import Offence, example
from cfngen.prove.judging.parts import facts
from cfngen.prove.judging.wording import unseen
from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.rules import Acl, Bound, Entry, Group, Route, Rule, Table
from cfngen.prove.packets import Family
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk
from cfngen.prove.reach.wording import ranges_words

MOST = 12
"""So many pairs of ends are looked into; the names of others are alike."""


def doubts(network: Network, offences: Iterable[Offence]) -> tuple[str, ...]:
    """Return the names that decide, those of rules on a packet's way first.

    Where no rule on the way has any, it is who has addresses that are not at hand, or
    all that is not known of the ends and of what guards them.
    """
    some = tuple(offences)[:MOST]
    met = dict.fromkeys(name for one in some for name in _met(network, one))
    every = dict.fromkeys(name for one in some for name in _around(network, one))
    hidden = dict.fromkeys(name for one in some for name in _hidden(network, one))
    return tuple(met or hidden or every)


def _hidden(network: Network, one: Offence) -> Iterator[str]:
    """Yield that nobody knows who has addresses that rules are for."""
    found = unseen(network, one)
    if found:
        yield f"who is at {ranges_words(found, one.family)}"


def along(network: Network, walks: Iterable[Walk]) -> tuple[str, ...]:
    """Return the names of what is not known of the rules that walks meet."""
    every = facts(network)
    met = (fact for way in walks for hop in way.hops for fact in every.get(hop.by, ()))
    return tuple(dict.fromkeys(name for fact in met for name in fact.item.unknowns))


def _met(network: Network, one: Offence) -> Iterator[str]:
    """Yield the unknowns of what a packet meets, looked at from either side."""
    packet = example(network, one)
    yield from _of_ends(one)
    ends = (one.source, one.target, one.family)
    yield from along(network, (walk(network, *ends, packet, side) for side in Bound))


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
