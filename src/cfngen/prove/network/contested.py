"""Routes by prefix list of which nobody can tell whether they are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.prove.network.rules import Names, Route, Way
from cfngen.prove.packets import Family


def contested(routes: Iterable[Route]) -> tuple[Route, ...]:
    """Return the routes of a table, with unknowns where AWS leaves open which is taken.

    Of two prefix lists that overlap and lead elsewhere it takes one at random. Entries
    that are more specific than a range of the VPC were ignored once, its pages say.
    https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
    """
    every = tuple(routes)
    return tuple(_doubted(route, every) if route.list else route for route in every)


def _doubted(route: Route, every: tuple[Route, ...]) -> Route:
    why: Names = tuple(_doubts(route, every))
    return replace(route, unknowns=(*route.unknowns, *why)) if why else route


def _doubts(route: Route, every: tuple[Route, ...]) -> Iterator[str]:
    """Yield why it is not known whether a route is taken."""
    for other in every:
        if not _overlap(route, other):
            continue
        if other.way is Way.LOCAL:
            yield f"whether entries of {route.list} count inside the VPC"
        elif other.list and (other.way, other.target) != (route.way, route.target):
            yield f"which of {' and '.join(sorted((route.list, other.list)))} counts"


def _overlap(one: Route, two: Route) -> bool:
    """Return whether prefixes meet, where the second's local, within it."""
    inside = two.way is Way.LOCAL
    return any(
        (low <= a and b <= high) if inside else (low <= b and a <= high)
        for family in Family
        for a, b in one.ranges.of(family)
        for low, high in two.ranges.of(family)
    )
