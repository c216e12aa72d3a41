"""A packet's way, rule by rule, agrees with the sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import NONE, Family, Packet
from cfngen.prove.packets.family import span
from cfngen.prove.reach.elsewhere import entering
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk
from tests.prove.networks import (
    Part,
    acl,
    end,
    entry,
    group,
    nat,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)
from tests.prove.reach.drawing import drawn, packet

NETWORKS, PACKETS = 60, 60


@pytest.mark.parametrize("unsure", [0.0, 0.2], ids=["known", "unsure"])
def test_the_way_of_a_packet_agrees_with_the_sets(unsure: float) -> None:
    random, seen = Random(7), Counter[tuple[bool, bool]]()
    for _ in range(NETWORKS):
        some = drawn(random, unsure)
        reach = Reach(some)
        ends = [None, *some.strangers()]
        ends += [e for w in some.workloads.values() for e in w.interfaces]
        for _ in range(PACKETS):
            pair = (random.choice(ends), random.choice(ends))
            family, one = packet(random, reach, pair)
            for bound in Bound:
                flow = reach.flow(*pair, family, bound)
                way = walk(some, *pair, family, one, bound)
                there = all(hop.passes for hop in way.hops if not hop.back)
                told = (pair, one, bound, way.hops)
                others = NONE
                if pair[0] is None and pair[1] is not None and bound is Bound.MAY:
                    others = entering(reach.plane(family, bound), pair[1])
                assert there == (one in flow.initiated | others), told
                assert way.arrives == (one in flow.answered), told
                seen[there, way.arrives] += 1
    assert min(seen[True, True], seen[True, False], seen[False, False]) > 100


def _told(way: Walk) -> list[str]:
    """Return the steps of a way, a line each."""
    found = []
    for hop in way.hops:
        signs = ("<" if hop.back else ">", "+" if hop.passes else "-")
        found.append(f"{' '.join(signs)} {hop.words}: {hop.detail}")
    return found


def _from(some: Network, one: Packet, *, out: bool = False) -> list[str]:
    ends = (end(some, "X"), None if out else end(some, "Y"))
    return _told(walk(some, *ends, Family.V4, one, Bound.MUST))


IN, OUT = (
    Packet(span("10.0.0.9")[0], span(to)[0], 6, 49152, port)
    for to, port in (("10.0.1.9", 5432), ("8.8.8.8", 443))
)
ACL = acl(
    *("Acl", [entry(100, True, "tcp/5432", "10.0.0.0/24")]),
    [entry(90, False, "tcp/49152"), entry(100, True, "tcp/1024-65535", "10.0.0.0/16")],
)
PARTS = (
    *(subnet("A", "10.0.0.0/24", table="Nated"), ACL),
    subnet("B", "10.0.1.0/24", acl="Acl"),
    *(group("G"), group("H", [rule("tcp/5432", "G")])),
    *(workload("X", ("A",), ("G",)), workload("Y", ("B",), ("H",))),
    table("Nated", route("0.0.0.0/0", Way.NAT, "Nat")),
    *(subnet("C", "10.0.2.0/24", table="Public"), nat("Nat", "C")),
)


def test_every_step_names_what_decides() -> None:
    assert _from(network(*PARTS), IN) == [
        "> + outbound rules of x: any to 0.0.0.0/0",
        "> + outbound network ACL of A: #100 allows any to 0.0.0.0/0",
        "> + route of A: 10.0.0.0/16 to local",
        "> + inbound network ACL of B: #100 allows tcp/5432 from 10.0.0.0/24",
        "> + inbound rules of y: tcp/5432 from G",
        "< - outbound network ACL of B: #90 denies tcp/49152 to 0.0.0.0/0",
        "< + route of B: 10.0.0.0/16 to local",
        "< + inbound network ACL of A: #100 allows any from 0.0.0.0/0",
    ]


def test_an_entry_that_is_not_sure_is_no_entry_that_is() -> None:
    perhaps = acl("Acl", [entry(100, True, "tcp/5432", unknowns=("X",))], ())
    told = _from(network(*PARTS, perhaps), IN)
    said = "> - inbound network ACL of B: no entry that is sure for tcp/5432"
    assert said in told


def test_the_way_goes_on_after_what_stops_it() -> None:
    told = _from(network(*PARTS, group("G", (), ())), replace(IN, to_port=80))
    stops = [line for line in told if " - " in line]
    assert stops == [
        "> - outbound rules of x: no rule for tcp/80",
        "> - inbound network ACL of B: no entry for tcp/80",
        "> - inbound rules of y: no rule for tcp/80",
        "< - outbound network ACL of B: #90 denies tcp/49152 to 0.0.0.0/0",
    ]


def test_the_way_through_a_nat_gateway() -> None:
    assert _from(network(*PARTS), OUT, out=True) == [
        "> + outbound rules of x: any to 0.0.0.0/0",
        "> + route of A: 0.0.0.0/0 to NAT gateway Nat",
        "> + outbound network ACL of A: #100 allows any to 0.0.0.0/0",
        "> + inbound network ACL of C: #100 allows any from 0.0.0.0/0",
        "> + NAT gateway Nat: puts its own address and a port of its own",
        "> + outbound network ACL of C: #100 allows any to 0.0.0.0/0",
        "> + route of C: 0.0.0.0/0 to internet gateway Gateway",
        "< + inbound network ACL of C: #100 allows any from 0.0.0.0/0",
        "< + route of C: 10.0.0.0/16 to local",
        "< + outbound network ACL of C: #100 allows any to 0.0.0.0/0",
        "< + inbound network ACL of A: #100 allows any from 0.0.0.0/0",
    ]


@pytest.mark.parametrize(
    ("change", "stop"),
    [
        pytest.param(
            table("Nated"),
            "route of A: no route leads to 8.8.8.8",
            id="no-route",
        ),
        pytest.param(
            table("Nated", route("0.0.0.0/0", Way.INTERNET, "Gateway")),
            "route of A: 0.0.0.0/0 to internet gateway Gateway; "
            "it has no public address",
            id="no-public-address",
        ),
        pytest.param(
            subnet("C", "10.0.2.0/24"),
            "route of C: no route that is sure leads there",
            id="a-nat-gateway-without-a-route",
        ),
        pytest.param(
            group("G", (), [rule("tcp/443", unknowns=("Ports",))]),
            "outbound rules of x: not known: Ports",
            id="a-rule-that-is-not-known",
        ),
    ],
)
def test_what_stops_a_packet_on_its_way_out(change: Part, stop: str) -> None:
    told = _from(network(*PARTS, change), OUT, out=True)
    assert [line for line in told if " - " in line] == [f"> - {stop}"]


def test_an_address_that_an_end_cannot_have_is_told() -> None:
    told = _from(network(*PARTS), replace(IN, source=span("10.0.9.9")[0]))
    assert told[0] == "> - address of x: 10.0.9.9 is not one of its subnet"
    private = replace(OUT, target=span("192.168.0.1")[0])
    told = _from(network(*PARTS), private, out=True)
    assert told[0] == "> - internet: 192.168.0.1 is not a public address"


def test_in_must_a_nat_gateway_takes_the_port_that_fails() -> None:
    some = acl(
        *("Narrow", [entry(1, True, "tcp/443"), entry(2, True, "tcp/1024-60000")]),
        [entry(1, True, "any")],
    )
    whole = network(
        *PARTS, some, subnet("C", "10.0.2.0/24", acl="Narrow", table="Public")
    )
    told = _from(whole, OUT, out=True)
    stops = [line for line in told if " - " in line]
    assert stops == ["< - inbound network ACL of C: no entry for tcp/60001"]
    way = walk(whole, end(whole, "X"), None, Family.V4, OUT, Bound.MAY)
    assert way.arrives


def test_nothing_comes_in_by_an_egress_only_gateway() -> None:
    out = table("Out", route("::/0", Way.EGRESS_ONLY, "Gateway"))
    place = subnet("B", "2001:db8::/64", table="Out")
    y = workload("Y", ("B",), ("H",), v6=True)
    some = network(out, place, y, group("H", [rule("any", "::/0")]))
    one = Packet(span("2600::1")[0], span("2001:db8::9")[0], 6, 49152, 443)
    way = walk(some, None, end(some, "Y"), Family.V6, one, Bound.MAY)
    assert [hop.words for hop in way.hops if not hop.passes] == [
        "route of B back to 2600::1"
    ]


def test_what_is_sure_is_told_before_what_is_not() -> None:
    rules = [rule("tcp/5432", "10.0.0.0/16", unknowns=("X",)), rule("tcp/5432", "G")]
    some = network(*PARTS, group("H", rules))
    way = walk(some, end(some, "X"), end(some, "Y"), Family.V4, IN, Bound.MAY)
    assert "> + inbound rules of y: tcp/5432 from G" in _told(way)
