"""Claims and who is not at hand: other subnets of the VPC, other networks."""

from __future__ import annotations

import pytest

from cfngen.prove.judging.doubts import hanging
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import TCP, Family, Packet
from cfngen.prove.reach.walk import walk
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import ISOLATED, verdict, world
from tests.prove.networks import (
    Part,
    acl,
    end,
    entry,
    group,
    network,
    route,
    rule,
    subnet,
    table,
)

ONLY = "only backend, job -> database"
PEER = "172.31.0.0/16"


def rules(cidr: str) -> Part:
    """Return the database's group with a rule for a range besides its own."""
    own = [rule("tcp/5432", "BackendGroup"), rule("tcp/5432", "JobGroup")]
    return group("DatabaseGroup", [*own, rule("tcp/5432", cidr)], [])


OPEN = acl("IsolatedAcl", [entry(100, True, "tcp")], [entry(100, True, "tcp")])
PEERED = table("Nowhere", route(PEER, Way.OUTSIDE, "Peering"))


@pytest.mark.parametrize(
    ("cidr", "who"),
    [("10.0.99.0/24", "10.0.99.0/24"), (PEER, PEER)],
    ids=["a subnet of another stack", "a network that is peered"],
)
@pytest.mark.parametrize("text", [ONLY, "* -/-> database : tcp/5432"])
def test_addresses_that_nobody_is_known_to_have_are_undecided(
    cidr: str, who: str, text: str
) -> None:
    alone = group("DatabaseGroup", [rule("tcp/5432", cidr)], [])
    found = verdict(world(rules(cidr) if text == ONLY else alone, OPEN, PEERED), text)
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, (f"who is at {who}",))
    (broken,) = found.broken
    assert broken.what == f"somebody at {who} may reach database on tcp/5432"
    assert broken.walk is not None
    assert broken.walk.arrives


NAMED = f"set other = {PEER}, 8.8.8.8/32\n{ONLY}".replace(
    "job ->", "job, internet[other] ->"
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (ONLY, (rules(PEER), OPEN)),
        (NAMED, (rules(PEER), OPEN, PEERED)),
        ("internet -/-> database", (rules(PEER), OPEN, PEERED)),
        ("vpc -/-> database : udp", (rules("10.0.99.0/24"), OPEN)),
        (ONLY, (rules(PEER), ISOLATED, PEERED)),
    ],
    ids=["no route", "in a set", "not public", "another port", "a network ACL"],
)
def test_addresses_that_cannot_come_or_that_may_are_proved(
    text: str, parts: tuple[Part, ...]
) -> None:
    assert verdict(world(*parts), text).truth is Truth.PROVED


def test_what_is_behind_a_network_that_routes_lead_to_decides() -> None:
    out = table("Out", route("0.0.0.0/0", Way.OUTSIDE, "Peering"))
    found = verdict(world(out), "backend -> internet : tcp/443")
    assert (found.truth, found.unknowns) == (
        Truth.UNDECIDED,
        ("what is behind Peering",),
    )
    assert found.broken[0].what == "backend might not reach internet on tcp/443"


@pytest.mark.parametrize(
    ("six", "which"),
    [((), "a public"), (("2001:db8::/64",), "an IPv6")],
    ids=["4", "6"],
)
def test_what_addresses_somebody_else_has_decides(
    six: tuple[str, ...], which: str
) -> None:
    cidrs = "::/0" if six else "0.0.0.0/0"
    net = network(
        table("Out", route(cidrs, Way.INTERNET, "Gateway")),
        subnet("A", "10.0.0.0/24", *six, table="Out", names=("public",)),
    )
    found = verdict(net, "public -/-> internet")
    assert (found.truth, found.unknowns) == (
        Truth.UNDECIDED,
        (f"whether anybody else in A has {which} address",),
    )


@pytest.mark.parametrize(
    ("names", "to", "found"),
    [
        (("Office",), "BackendGroup", ("Office",)),
        (("Office",), "JobGroup", ()),
        ((), "BackendGroup", ()),
    ],
    ids=["a rule that may be there", "one for others", "one that is there"],
)
def test_what_a_packet_depends_on(
    names: tuple[str, ...], to: str, found: tuple[str, ...]
) -> None:
    some = rule("tcp/5432", to, unknowns=names)
    net = world(group("DatabaseGroup", [some], []))
    ends = (end(net, "Backend"), end(net, "Database"), Family.V4)
    packet = Packet(0x0A000014, 0x0A001414, TCP, 49_152, 5432)
    way = walk(net, *ends, packet, Bound.MUST)
    assert hanging(net, way) == found


def test_a_subnet_of_another_stack_is_inside_the_vpc() -> None:
    net = world(rules("10.0.99.0/24"), OPEN)
    assert verdict(net, "only vpc -> database").truth is Truth.PROVED
    assert verdict(net, "stranger -/-> database").truth is Truth.UNDECIDED
