"""What becomes of packets between any two ends."""

from __future__ import annotations

import pytest

from cfngen.errors import InputError
from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.explaining import explain
from cfngen.prove.network.network import Network
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.walking import Walk
from tests.prove.judging.world import PUBLICS, world
from tests.prove.networks import group, ranges, rule, subnet, workload

SETS = Claims(sets={"cf": ranges("104.16.0.0/13")})


def asked(net: Network, a: str, b: str, port: str) -> tuple[Walk, ...]:
    return explain(Reach(net), Selecting(SETS, net), a, b, port)


def stopped(way: Walk) -> list[str]:
    return [hop.words for hop in way.hops if not hop.passes]


def test_what_gets_through_is_shown_there_and_back() -> None:
    (way,) = asked(world(), "backend", "database", "5432")
    assert way.arrives
    assert any(hop.back for hop in way.hops)
    assert (way.packet.from_port, way.packet.to_port) == (49_152, 5432)


def test_what_does_not_is_shown_with_every_obstacle() -> None:
    (way,) = asked(world(), "alb", "database", "tcp/5432")
    assert stopped(way) == ["outbound rules of alb", "inbound rules of database"]


def test_ports_of_which_some_pass_are_shown_both_ways() -> None:
    found = asked(world(), "alb", "backend", "tcp/3000-3001")
    assert {(way.packet.to_port, way.arrives) for way in found} == {
        *((3000, False), (3001, True))
    }
    subnets = [way.source.subnet == way.target.subnet for way in found]  # type: ignore[union-attr]
    assert subnets == [True, True, False, False]


def test_an_address_outside_is_somebody_on_the_internet() -> None:
    (way,) = asked(world(), "104.16.0.7", "alb", "443")
    assert (way.source, way.arrives) == (None, True)
    assert Family.V4.shown(way.packet.source) == "104.16.0.7"
    (other,) = asked(world(), "203.0.113.0/24", "alb", "443")
    assert stopped(other) == ["inbound rules of alb"]


def test_an_address_inside_is_somebody_else_in_its_subnet() -> None:
    way, other = asked(world(), "10.0.20.77", "database", "5432")
    assert way.source is not None
    assert (way.source.workload, way.source.subnet) == ("stranger", "IsolatedA")
    assert Family.V4.shown(way.packet.source) == "10.0.20.77"
    assert stopped(way) == ["inbound rules of database"]
    assert other.target is not None
    assert other.target.subnet == "IsolatedB"


def test_a_set_of_addresses_is_asked_for_as_in_claims() -> None:
    assert [way.arrives for way in asked(world(), "internet[cf]", "alb", "443")] == [
        True
    ]
    assert [way.arrives for way in asked(world(), "internet", "alb", "443")] == [
        *(False, True)
    ]


def test_the_way_out_is_explained_too() -> None:
    (way,) = asked(world(), "backend", "internet", "443")
    assert (way.target, way.arrives) == (None, True)
    (way,) = asked(world(), "database", "8.8.8.8", "udp/53")
    assert "outbound rules of database" in stopped(way)
    assert Family.V4.shown(way.packet.target) == "8.8.8.8"


def test_strangers_of_alike_subnets_are_shown_once() -> None:
    found = asked(world(), "stranger", "database", "5432")
    assert [way.source and way.source.subnet for way in found] == [
        *("PublicA", "IsolatedA", "IsolatedB")
    ]


def test_two_interfaces_of_one_subnet_have_two_addresses() -> None:
    (way,) = asked(world(), "10.0.20.0/24", "database", "icmp")[:1]
    assert way.packet.source != way.packet.target


def test_each_family_is_explained() -> None:
    net = world(
        subnet("PublicA", "10.0.0.0/24", "2001:db8::/64"),
        subnet("IsolatedA", "10.0.20.0/24", "2001:db8:0:20::/64"),
        workload("Backend", PUBLICS[:1], ("BackendGroup",), v6=True),
        workload("Database", ("IsolatedA",), ("DatabaseGroup",), v6=True),
        group("BackendGroup", [], [rule("tcp/5432", "10.0.0.0/8")]),
    )
    found = asked(net, "backend", "database", "5432")
    assert [(way.family, way.arrives) for way in found] == [
        *((Family.V4, True), (Family.V6, False))
    ]


WRONG = (
    ("bakcend", "database", "5432", "bakcend", "Did you mean 'backend'?"),
    ("backend", "database", "tpc/5432", "tpc/5432", "Did you mean tcp/5432?"),
    ("backend", "database", "70000", "not from 1 to 65535", "Write tcp"),
    ("backend", "10.1.0.9", "5432", "10.1.0.9 is in no subnet", "Name a workload"),
    ("8.8.8.8", "internet", "443", "Both ends are the internet", "Name a workload"),
    ("8.8.8.8", "9.9.9.9", "443", "Both ends are the internet", "Name a workload"),
    ("backend", "@pull", "443", "", "Write"),
    ("backend x", "database", "443", "'x'", "comma"),
    ("backend", "database", "tcp/5432 only", "no such question", "Give two ends"),
    ("internet[office]", "alb", "443", "There is no set 'office'", "set office"),
    ("set o = 8.8.8.8 #", "alb", "443", "no such question", "Give two ends"),
    ("backend", "x : tcp/1 where nlb #", "1", "no such question", "Give two ends"),
    ("backend", "alb", "tcp/1 where nlb", "no such question", "Give two ends"),
)


@pytest.mark.parametrize(
    ("a", "b", "port", "message", "hint"), WRONG, ids=[f"{w[0]} {w[1]}" for w in WRONG]
)
def test_words_that_mean_nothing_are_refused(
    a: str, b: str, port: str, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as error:
        asked(world(), a, b, port)
    assert message in error.value.message
    assert hint in error.value.hint


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as error:
        asked(world(), "bakcend", "datbase", "tpc/1")
    assert all(word in error.value.message for word in ("bakcend", "datbase", "tpc/1"))
