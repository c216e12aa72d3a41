"""What a proof rests on: what it takes for granted, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.prove.claims.claim import Claims, Never, Only, Works
from cfngen.prove.claims.words import CLOUDFLARE
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Kind
from cfngen.prove.network.rules import Ranges, Way
from cfngen.prove.packets import Family, Span
from cfngen.prove.packets.family import family_of, span
from cfngen.prove.packets.packets import merged
from cfngen.spec.ranges import packaged

ALWAYS = (
    "Nobody changes groups, network ACLs or routes by hand or from another stack.",
    "The VPC's resolver, task metadata and time servers answer everybody in it; no "
    "rule filters them, and names can carry data out.",
    "A load balancer opens connections of its own: what it forwards is not followed "
    "through it.",
    "The internet has no reserved addresses, and whoever sends from an address of a "
    "set counts as the set.",
    "Tasks send from ports 32768-60999 as Linux does, all others from 1024-65535.",
)
"""What every proof rests on."""


def assumptions(network: Network, claims: Claims) -> tuple[str, ...]:
    """Return what the proofs of a network rest on, its own matters first."""
    return tuple(
        dict.fromkeys(
            (
                *network.assumed,
                *(f"{path} is not looked into: {w}" for path, w in _unread(network)),
                *_unknown(network),
                *_sets(claims),
                *_ways(network),
                *ALWAYS,
            )
        )
    )


def _unread(network: Network) -> Iterator[tuple[str, str]]:
    """Yield what is not looked into, with the reason as the end of a sentence."""
    yield from ((path, f"{why.rstrip('.')}.") for path, why in network.unread.items())


def _unknown(network: Network) -> Iterator[str]:
    """Yield how what is not known counts, if there is any."""
    names = dict.fromkeys(_names(network))
    if names:
        listed = ", ".join(names)
        yield (
            "What is not known is taken to be the worst for each claim, "
            f"whichever that is: {listed}."
        )


def _names(network: Network) -> Iterator[str]:
    """Yield the names of all that is not known in a network."""
    for group in network.groups.values():
        for rule in (*group.ingress, *group.egress):
            yield from rule.unknowns
    for acl in network.acls.values():
        for entry in (*acl.inbound, *acl.outbound):
            yield from entry.unknowns
    for table in network.tables.values():
        for route in table.routes:
            yield from route.unknowns
    for subnet in network.subnets.values():
        yield from subnet.unknowns
    for workload in network.workloads.values():
        for interface in workload.interfaces:
            yield from interface.unknowns


def _sets(claims: Claims) -> Iterator[str]:
    """Yield how old the lists of addresses are that claims name."""
    named = dict.fromkeys(_within(claims))
    if CLOUDFLARE in named:
        known, ours = claims.sets.get(CLOUDFLARE, Ranges()), packaged()
        same = _spans(ours.every) == tuple(merged(known.of(one)) for one in Family)
        listed = f"it published on {ours.as_of}" if same else "the project lists"
        yield (
            f"Cloudflare sends from the ranges that {listed}, requests of all its "
            "customers among them."
        )
    others = ", ".join(name for name in named if name != CLOUDFLARE)
    if others:
        yield f"The sets that claims name are complete and up to date: {others}."


def _within(claims: Claims) -> Iterator[str]:
    """Yield the names of sets that claims name."""
    for claim in claims.every:
        if isinstance(claim, Works | Only | Never):
            for name in (*claim.sources, *claim.targets):
                if name.within:
                    yield name.within.removeprefix("!")


def _spans(cidrs: Iterable[str]) -> tuple[tuple[Span, ...], ...]:
    """Return ranges of both families as spans."""
    every = tuple(cidrs)
    return tuple(
        merged(span(one) for one in every if family_of(one) is family)
        for family in Family
    )


def _ways(network: Network) -> Iterator[str]:
    """Yield what is not modelled of some things that a network has."""
    ways = {r.way for table in network.tables.values() for r in table.routes}
    if Way.ENDPOINT in ways:
        yield (
            "Gateway endpoints lead to their service alone, whose buckets and tables "
            "may be anybody's."
        )
    if Way.OUTSIDE in ways:
        yield "What is behind peering, transit and VPN connections is not at hand."
    exposed = [
        one
        for workload in network.workloads.values()
        for one in workload.interfaces
        if one.public is not False and workload.kind is not Kind.NAT
    ]
    if exposed:
        yield (
            "What a workload sends to a public address of another one comes from the "
            "internet: claims on the internet speak of it, those on the two do not."
        )
    if any(not _leads_out(network, one) for one in exposed):
        yield (
            "A public address takes nothing in from the internet where its subnet has "
            "no route to an internet gateway."
        )
    kinds = {one.kind for one in network.workloads.values()}
    if Kind.DATABASE in kinds:
        yield (
            "Databases are reached by packets; AWS's own interfaces, such as snapshots "
            "that are shared or a data API, are matters of roles."
        )


def _leads_out(network: Network, end: Interface) -> bool:
    """Return whether a route of an interface's subnet leads to an internet gateway."""
    subnet = network.subnets.get(end.subnet)
    table = network.tables.get(subnet.table) if subnet is not None else None
    return any(one.way is Way.INTERNET for one in (table.routes if table else ()))
