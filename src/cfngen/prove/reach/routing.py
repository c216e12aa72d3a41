"""Where a route table sends packets: the longest prefix first.

https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
Routes to gateway endpoints are left out: they lead to one service of AWS and not to the
internet, and what they take away works there as well as elsewhere (see `calling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Subnet
from cfngen.prove.network.rules import Bound, Ranges, Route, Table, Way
from cfngen.prove.packets import Family, Span
from cfngen.prove.packets.packets import common, less, merged
from cfngen.prove.reach.internet import internet

Piece = tuple[Span, Route]
"""Addresses, and the route that packets to them take, or may take."""

Rank = tuple[bool, int, bool, bool, bool]

OUT = (Way.INTERNET, Way.NAT, Way.EGRESS_ONLY)

BESIDE_LOCAL = (Way.INTERNET, Way.EGRESS_ONLY)
"""What no route inside the VPC's own ranges can lead to:
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html"""


def pieces(table: Table, family: Family, bound: Bound) -> tuple[Piece, ...]:
    """Return where a table sends packets of a family.

    In MUST only what is sure: a route that may be there hides those that it would beat.
    In MAY what a route that may be there would take comes besides.
    """
    ranked = _ranked(table, family)
    if bound is Bound.MUST:
        return tuple(_sure(ranked))
    known = [one for one in ranked if not one[1].unknowns]
    return (*_sure(known), *_possible(ranked))


def spans(found: Iterable[Piece], ways: Iterable[Way]) -> tuple[Span, ...]:
    """Return the addresses that are sent some ways."""
    wanted = tuple(ways)
    return merged(span for span, route in found if route.way in wanted)


def within(one: str, two: str, bound: Bound) -> tuple[Way, ...] | None:
    """Return the routes that lead from a VPC to another or the same, None if any may.

    What leaves a VPC may come back (a firewall between subnets), or come to another;
    a NAT gateway sends on what is for its own VPC (to another one it sends packets of
    its own, which are told of as such). Where a VPC is not known, neither are its
    routes.
    """
    if not one or not two:
        return None if bound is Bound.MAY else ()
    inside = (Way.LOCAL,) if one == two else ()
    if bound is Bound.MUST:
        return inside
    return (*inside, Way.OUTSIDE, Way.NAT) if inside else (Way.OUTSIDE,)


def leads(
    network: Network, subnet: Subnet, family: Family, bound: Bound
) -> tuple[Route, ...]:
    """Return the routes of a subnet that send any internet address anywhere.

    Those to other networks are among them in MAY, since what is there is not at hand;
    so is one without an origin where the table itself is not at hand.
    """
    table = network.tables.get(subnet.table)
    if table is None:
        everywhere = Ranges((Family.V4.every,), (Family.V6.every,))
        why = (subnet.table or f"the route table of {subnet.path}",)
        lost = Route(subnet.origin, everywhere, Way.OUTSIDE, unknowns=why)
        return (lost,) if bound is Bound.MAY else ()
    ways = (*OUT, Way.OUTSIDE) if bound is Bound.MAY else OUT
    public = internet(network, family)
    return tuple(
        dict.fromkeys(
            route
            for span, route in pieces(table, family, bound)
            if route.way in ways and common([span], public)
        )
    )


def _ranked(table: Table, family: Family) -> list[Piece]:
    """Return each prefix with its route, the one that is taken first before others.

    Propagated routes never take local addresses, nor do some others whose destination
    is not known.
    """
    local = [
        span
        for route in table.routes
        if route.way is Way.LOCAL and not route.unknowns
        for span in route.ranges.of(family)
    ]
    found: list[tuple[Rank, Piece]] = []
    for route in table.routes:
        beside = route.propagated or (route.vague and route.way in BESIDE_LOCAL)
        for span in () if route.way is Way.ENDPOINT else route.ranges.of(family):
            place = rank(span, route)
            left = less([span], local) if beside else (span,)
            found += ((place, (piece, route)) for piece in left)
    return [piece for _, piece in sorted(found, key=itemgetter(0))]


def rank(span: Span, route: Route) -> Rank:
    """Return what decides between routes: the least is taken.

    A destination that is not known may be longer than any other; of prefixes that are
    equally long a local route comes first, then static ones, then prefix lists.
    """
    size = span[1] - span[0]
    remote = route.way is not Way.LOCAL
    return (not route.vague, size, remote, route.propagated, bool(route.list))


def _sure(ranked: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what each route takes, in order; what may be there hides what follows."""
    taken: list[Span] = []
    for span, route in ranked:
        if not route.unknowns:
            yield from ((left, route) for left in less([span], taken))
        taken.append(span)


def _possible(ranked: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what a route that may be there would take from those that are."""
    taken: list[Span] = []
    for span, route in ranked:
        if route.unknowns:
            yield from ((left, route) for left in less([span], taken))
        else:
            taken.append(span)
