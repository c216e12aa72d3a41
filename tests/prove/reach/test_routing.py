"""Which route packets take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.network.rules import Bound, Route, Way
from cfngen.prove.packets import Family
from cfngen.prove.packets.family import family_of, span
from cfngen.prove.reach.routing import leads, pieces, within
from tests.prove.networks import network, route, subnet, table

UNSURE = ("X",)


def _taken(address: str, bound: Bound, *routes: Route) -> set[str]:
    """Return the targets of the routes that packets to an address take."""
    at = span(address)[0]
    found = pieces(table("Table", *routes), family_of(address), bound)
    return {r.target or r.way.value for (low, high), r in found if low <= at <= high}


DEFAULT = route("0.0.0.0/0", Way.INTERNET, "igw")
PEER = route("172.31.0.0/16", Way.OUTSIDE, "pcx")
HALF = route("0.0.0.0/1", Way.NAT, "nat")
LISTED = replace(route("172.31.0.0/16", Way.NAT, "list"), list="pl-1")
LEARNED = replace(route("172.31.0.0/16", Way.OUTSIDE, "vgw"), propagated=True)
INNER = route("10.0.1.0/24", Way.OUTSIDE, "firewall")


@pytest.mark.parametrize(
    ("routes", "address", "target"),
    [
        pytest.param((DEFAULT, PEER), "172.31.0.9", "pcx", id="longest"),
        pytest.param((PEER, DEFAULT), "8.8.8.8", "igw", id="default"),
        pytest.param((DEFAULT,), "10.0.0.9", "local", id="local"),
        pytest.param((DEFAULT, HALF), "8.8.8.8", "nat", id="half"),
        pytest.param((DEFAULT, HALF), "203.0.113.9", "igw", id="other-half"),
        pytest.param((LISTED, PEER), "172.31.0.9", "pcx", id="range-before-list"),
        pytest.param((LEARNED, LISTED), "172.31.0.9", "list", id="list-before-learned"),
        pytest.param((LEARNED, PEER), "172.31.0.9", "pcx", id="static-before-learned"),
        pytest.param((LEARNED, DEFAULT), "172.31.0.9", "vgw", id="learned-is-longer"),
        pytest.param((INNER,), "10.0.1.9", "firewall", id="longer-than-local"),
        pytest.param(
            (replace(INNER, propagated=True),), "10.0.1.9", "local", id="never-learned"
        ),
    ],
)
@pytest.mark.parametrize("bound", list(Bound), ids=lambda one: one.value)
def test_the_route_that_is_taken(
    routes: tuple[Route, ...], address: str, target: str, bound: Bound
) -> None:
    assert _taken(address, bound, *routes) == {target}


@pytest.mark.parametrize(
    ("unsure", "address", "may", "must"),
    [
        pytest.param(PEER, "172.31.0.9", {"igw", "pcx"}, set(), id="longer"),
        pytest.param(PEER, "8.8.8.8", {"igw"}, {"igw"}, id="elsewhere"),
        pytest.param(
            replace(HALF, vague=True), "8.8.8.8", {"igw", "nat"}, set(), id="vague"
        ),
        pytest.param(
            *(replace(DEFAULT, target="other", vague=True), "10.0.0.9"),
            *({"local"}, {"local"}),
            id="an-internet-gateway-never-takes-local",
        ),
        pytest.param(
            *(replace(route("0.0.0.0/0", Way.NAT, "nat"), vague=True), "10.0.0.9"),
            *({"local", "nat"}, set()),
            id="a-nat-gateway-may",
        ),
        pytest.param(
            *(replace(LEARNED, ranges=DEFAULT.ranges, vague=True), "10.0.0.9"),
            *({"local"}, {"local"}),
            id="learned-ones-never-take-local",
        ),
    ],
)
def test_a_route_that_is_not_known_adds_and_hides(
    unsure: Route, address: str, may: set[str], must: set[str]
) -> None:
    routes = (DEFAULT, replace(unsure, unknowns=UNSURE))
    assert _taken(address, Bound.MAY, *routes) == may
    assert _taken(address, Bound.MUST, *routes) == must


def test_a_shorter_route_that_is_not_known_changes_nothing_that_is() -> None:
    maybe = route("0.0.0.0/0", Way.NAT, "nat", unknowns=UNSURE)
    assert _taken("10.0.0.9", Bound.MUST, maybe) == {"local"}
    assert _taken("10.0.0.9", Bound.MAY, maybe) == {"local"}
    assert _taken("8.8.8.8", Bound.MUST, maybe) == set()


def test_gateway_endpoints_are_no_way_to_the_internet() -> None:
    endpoint = route("0.0.0.0/0", Way.ENDPOINT, "s3", unknowns=UNSURE)
    assert _taken("8.8.8.8", Bound.MAY, endpoint) == set()
    assert _taken("8.8.8.8", Bound.MUST, endpoint, DEFAULT) == {"igw"}


@pytest.mark.parametrize(
    ("routes", "may", "must"),
    [
        pytest.param((), 0, 0, id="isolated"),
        pytest.param((DEFAULT,), 1, 1, id="internet-gateway"),
        pytest.param((HALF,), 1, 1, id="half"),
        pytest.param((PEER,), 0, 0, id="peering-with-private-addresses"),
        pytest.param((route("0.0.0.0/0", Way.OUTSIDE),), 1, 0, id="transit-gateway"),
        pytest.param((route("0.0.0.0/0", Way.NOWHERE),), 0, 0, id="black-hole"),
        pytest.param((replace(DEFAULT, unknowns=UNSURE),), 1, 0, id="unsure"),
    ],
)
def test_which_routes_lead_to_the_internet(
    routes: tuple[Route, ...], may: int, must: int
) -> None:
    place = subnet("A", "10.0.0.0/24", table="Table")
    small = network(place, table("Table", *routes))
    assert len(leads(small, place, Family.V4, Bound.MAY)) == may
    assert len(leads(small, place, Family.V4, Bound.MUST)) == must
    assert not leads(small, place, Family.V6, Bound.MAY)


def test_a_table_that_is_not_at_hand_may_lead_anywhere() -> None:
    place = subnet("A", "10.0.0.0/24", table="rtb-1")
    (lost,) = leads(network(place), place, Family.V4, Bound.MAY)
    assert lost.unknowns == ("rtb-1",)
    assert not leads(network(place), place, Family.V4, Bound.MUST)


BACK = (Way.LOCAL, Way.OUTSIDE, Way.NAT)
"""What may lead back into the same VPC."""


@pytest.mark.parametrize(
    ("one", "two", "may", "must"),
    [
        pytest.param("V", "V", BACK, (Way.LOCAL,), id="one-vpc"),
        pytest.param("V", "W", (Way.OUTSIDE,), (), id="two-vpcs"),
        pytest.param("V", "", None, (), id="not-known"),
    ],
)
def test_ways_between_vpcs(
    one: str, two: str, may: tuple[Way, ...] | None, must: tuple[Way, ...]
) -> None:
    assert within(one, two, Bound.MAY) == may
    assert within(one, two, Bound.MUST) == must
