"""Claims and who is not at hand: other subnets of the VPC, other networks."""

from __future__ import annotations

import pytest

from cfngen.prove.network.rules import Way
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import ISOLATED, verdict, world
from tests.prove.networks import Part, acl, entry, group, route, rule, table

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


def test_a_subnet_of_another_stack_is_inside_the_vpc() -> None:
    net = world(rules("10.0.99.0/24"), OPEN)
    assert verdict(net, "only vpc -> database").truth is Truth.PROVED
    assert verdict(net, "stranger -/-> database").truth is Truth.UNDECIDED
