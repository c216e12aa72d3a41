"""What gets from one end to another: the steps, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Subnet, Vpc
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import ANY_PORT, TCP, Family, Packet, Span
from cfngen.prove.packets.family import family_of, span
from cfngen.prove.reach.flow import Reach
from tests.prove.networks import (
    EVERYWHERE,
    Part,
    acl,
    end,
    entry,
    group,
    nat,
    network,
    ranges,
    route,
    rule,
    subnet,
    table,
    workload,
)

MUST, MAY, V4, V6 = Bound.MUST, Bound.MAY, Family.V4, Family.V6
BOTH = [pytest.param(bound, id=bound.value) for bound in Bound]
A, B = subnet("A", "10.0.0.0/24"), subnet("B", "10.0.1.0/24")
SHUT = acl("Shut", (), ())


def _packet(
    source: str, target: str, port: int, client: int = 49152, protocol: int = TCP
) -> Packet:
    return Packet(span(source)[0], span(target)[0], protocol, client, port)


X_TO_Y = _packet("10.0.0.9", "10.0.1.9", 5432)
X_OUT = _packet("10.0.0.9", "8.8.8.8", 443)
X_IN = _packet("8.8.8.8", "10.0.0.9", 443)


def _gets(
    some: Network,
    source: Interface | None,
    target: Interface | None,
    packet: Packet,
    bound: Bound,
    family: Family = V4,
) -> tuple[bool, bool]:
    """Return whether a packet gets there, and whether it is answered."""
    flow = Reach(some).flow(source, target, family, bound)
    return packet in flow.initiated, packet in flow.answered


def _pair(
    *parts: Part, where: str = "B", groups: tuple[str, str] = ("G", "H")
) -> Network:
    """Return a network with X in A, and Y in B."""
    x, y = workload("X", ("A",), groups[:1]), workload("Y", (where,), groups[1:])
    return network(A, B, group("G"), group("H", [rule("any", "G")]), x, y, *parts)


def _x_to_y(some: Network, bound: Bound, packet: Packet = X_TO_Y) -> tuple[bool, bool]:
    return _gets(some, end(some, "X"), end(some, "Y"), packet, bound)


@pytest.mark.parametrize("bound", BOTH)
def test_a_reference_admits_who_carries_the_group(bound: Bound) -> None:
    assert _x_to_y(_pair(), bound) == (True, True)
    assert _x_to_y(_pair(groups=("H", "H")), bound) == (False, False)


@pytest.mark.parametrize("bound", BOTH)
def test_both_ends_have_a_say(bound: Bound) -> None:
    narrow = group("G", (), [rule("tcp/5433", "10.0.0.0/16")])
    assert _x_to_y(_pair(narrow), bound) == (False, False)
    shut = group("H", [rule("tcp/5432", "10.0.9.0/24")])
    assert _x_to_y(_pair(shut), bound) == (False, False)


@pytest.mark.parametrize("bound", BOTH)
def test_a_reference_is_about_private_addresses(bound: Bound) -> None:
    some = network(
        replace(A, table="Public"),
        group("G", [rule("any", "G")]),
        workload("X", ("A",), ("G",), public=True),
    )
    assert _gets(some, None, end(some, "X"), X_IN, bound) == (False, False)


@pytest.mark.parametrize("bound", BOTH)
def test_acls_are_for_what_leaves_a_subnet(bound: Bound) -> None:
    one = replace(A, acl="Shut")
    near = _packet("10.0.0.9", "10.0.0.10", 5432)
    assert _x_to_y(_pair(SHUT, one), bound) == (False, False)
    assert _x_to_y(_pair(SHUT, one, where="A"), bound, near) == (True, True)


@pytest.mark.parametrize("bound", BOTH)
def test_an_answer_needs_a_way_back(bound: Bound) -> None:
    inward = [entry(1, True, "tcp/5432")]
    mute = acl("Acl", inward, [entry(1, True, "tcp/60000-65535")])
    some = _pair(mute, replace(B, acl="Acl"))
    assert _x_to_y(some, bound) == (True, False)
    late = replace(X_TO_Y, from_port=60001)
    assert _x_to_y(some, bound, late) == (True, True)


@pytest.mark.parametrize(
    ("icmp", "answered"),
    [pytest.param(2048, True, id="echo"), pytest.param(772, False, id="too-big")],
)
def test_of_control_messages_only_echo_is_answered(icmp: int, answered: bool) -> None:
    ping = _packet("10.0.0.9", "10.0.1.9", icmp, 0, V4.icmp)
    assert _x_to_y(_pair(), MUST, ping) == (True, answered)


def test_aws_keeps_addresses() -> None:
    for source in ("10.0.0.3", "10.0.0.255"):
        assert _x_to_y(_pair(), MAY, _packet(source, "10.0.1.9", 1)) == (False, False)


@pytest.mark.parametrize("public", [True, False, None])
def test_an_internet_gateway_needs_a_public_address(public: bool | None) -> None:
    some = network(
        replace(A, table="Public"),
        group("G", [rule("any", *EVERYWHERE)]),
        workload("X", ("A",), ("G",), public=public),
    )
    x = end(some, "X")
    for bound, unsure in ((MAY, True), (MUST, False)):
        gets = unsure if public is None else public
        assert _gets(some, x, None, X_OUT, bound) == (gets, gets)
        assert _gets(some, None, x, X_IN, bound) == (gets, gets)


@pytest.mark.parametrize("bound", BOTH)
def test_the_internet_needs_a_route_back(bound: Bound) -> None:
    some = network(
        replace(A, table="Half"),
        table("Half", route("0.0.0.0/1", Way.INTERNET)),
        group("G", [rule("any", *EVERYWHERE)]),
        workload("X", ("A",), ("G",), public=True),
    )
    far = _packet("203.0.113.9", "10.0.0.9", 443)
    assert _gets(some, None, end(some, "X"), X_IN, bound) == (True, True)
    assert _gets(some, None, end(some, "X"), far, bound) == (False, False)


@pytest.mark.parametrize("bound", BOTH)
def test_an_egress_only_gateway_lets_out_and_not_in(bound: Bound) -> None:
    some = network(
        subnet("A", "10.0.0.0/24", "2001:db8::/64", table="Out"),
        table("Out", route("::/0", Way.EGRESS_ONLY)),
        group("G", [rule("any", *EVERYWHERE)]),
        workload("X", ("A",), ("G",), v6=True),
    )
    out, back = (
        _packet("2001:db8::9", "2600::1", 443),
        _packet("2600::1", "2001:db8::9", 1),
    )
    x = end(some, "X")
    assert _gets(some, x, None, out, bound, V6) == (True, True)
    assert _gets(some, None, x, back, bound, V6) == (False, False)


def test_ipv6_needs_an_address_of_it() -> None:
    some = network(
        subnet("A", "2001:db8::/64", table="Public"),
        group("G", [rule("any", *EVERYWHERE)]),
        workload("X", ("A",), ("G",), v6=False),
    )
    (stranger,) = some.strangers()
    packet = _packet("2600::1", "2001:db8::9", 1)
    assert _gets(some, None, end(some, "X"), packet, MAY, V6) == (False, False)
    assert _gets(some, None, stranger, packet, MAY, V6) == (True, True)


def _nated(*parts: Part, of: str = "Open", client: Span = ANY_PORT) -> Network:
    """Return a network whose X is behind a NAT gateway in B."""
    return network(
        replace(A, table="Nated"),
        subnet("B", "10.0.1.0/24", acl=of, table="Public"),
        table("Nated", route("0.0.0.0/0", Way.NAT, "Nat")),
        nat("Nat", "B"),
        group("G"),
        workload("X", ("A",), ("G",)),
        *parts,
    )


def _out(some: Network, bound: Bound, packet: Packet = X_OUT) -> tuple[bool, bool]:
    return _gets(some, end(some, "X"), None, packet, bound)


@pytest.mark.parametrize("bound", BOTH)
def test_a_nat_gateway_lets_out_and_not_in(bound: Bound) -> None:
    some = _nated()
    assert _out(some, bound) == (True, True)
    assert _gets(some, None, end(some, "X"), X_IN, bound) == (False, False)
    assert _out(some, bound, replace(X_OUT, protocol=47)) == (False, False)
    ping = _packet("10.0.0.9", "8.8.8.8", 2048, 0, V4.icmp)
    assert _out(some, bound, ping) == (True, True)


@pytest.mark.parametrize("bound", BOTH)
def test_a_nat_gateway_needs_a_route_and_a_public_address(bound: Bound) -> None:
    assert _out(_nated(subnet("B", "10.0.1.0/24")), bound) == (False, False)
    private = workload("Nat", ("B",), public=False, unguarded=True)
    assert _out(_nated(private), bound) == (False, False)


ALL = entry(1, True, "any")


@pytest.mark.parametrize(
    ("inbound", "outbound", "may", "must"),
    [
        pytest.param([ALL], [ALL], (True, True), (True, True), id="open"),
        pytest.param([], [ALL], (False, False), (False, False), id="shut-in"),
        pytest.param([ALL], [], (False, False), (False, False), id="shut-out"),
        pytest.param(
            [entry(1, True, "tcp/443"), entry(2, True, "tcp/1024-65535")],
            [entry(1, True, "tcp/443"), entry(2, True, "tcp/49152")],
            *((True, True), (True, True)),
            id="what-is-needed",
        ),
        pytest.param(
            [entry(1, True, "tcp/443"), entry(2, True, "tcp/32768-65535")],
            [ALL],
            *((True, True), (True, False)),
            id="some-ports-of-its-own",
        ),
        pytest.param(
            [entry(1, True, "tcp/443")],
            [ALL],
            *((True, False), (True, False)),
            id="no-port-of-its-own",
        ),
        pytest.param(
            [ALL],
            [entry(1, True, "tcp/443")],
            *((True, False), (True, False)),
            id="no-answer-from-it",
        ),
    ],
)
def test_the_acl_of_a_nat_gateway(
    inbound: list[object],
    outbound: list[object],
    may: tuple[bool, bool],
    must: tuple[bool, bool],
) -> None:
    some = _nated(acl("Acl", inbound, outbound), of="Acl")  # type: ignore[arg-type]
    assert _out(some, MAY) == may
    assert _out(some, MUST) == must


def test_addresses_of_ipv4_may_be_called_from_ipv6_by_a_nat_gateway() -> None:
    some = network(
        subnet("A", "2001:db8::/64", table="Nated"),
        table("Nated", route("64:ff9b::/96", Way.NAT, "Nat")),
        *(nat("Nat", "A"), group("G", (), [rule("any", *EVERYWHERE)])),
        workload("X", ("A",), ("G",), v6=True),
    )
    out = _packet("2001:db8::9", "64:ff9b::808:808", 443)
    x = end(some, "X")
    assert _gets(some, x, None, out, MAY, V6) == (True, True)
    assert _gets(some, x, None, out, MUST, V6) == (False, False)


def test_a_nat_gateway_that_is_not_at_hand() -> None:
    elsewhere = table("Nated", route("0.0.0.0/0", Way.NAT, "nat-123"))
    assert _out(_nated(elsewhere), MAY) == (True, True)
    assert _out(_nated(elsewhere), MUST) == (False, False)


def test_a_nat_gateway_in_the_same_subnet_is_behind_no_acl() -> None:
    home = replace(A, table="Both", acl="Acl")
    ways = table(
        "Both",
        route("0.0.0.0/0", Way.INTERNET),
        route("8.0.0.0/8", Way.NAT, "Nat", unknowns=("X",)),
    )
    some = acl("Acl", [entry(1, True, "tcp/1024-65535", "8.0.0.0/8")], [ALL])
    assert _out(_nated(home, ways, nat("Nat", "A"), some), MAY) == (True, True)


@pytest.mark.parametrize("bound", BOTH)
def test_of_two_in_a_subnet_each_has_its_own_address(bound: Bound) -> None:
    some = network(
        *(replace(A, table="Public"), group("G")),
        workload("X", ("A",), ("G",), public=True),
        workload("Y", ("A",), ("G",), public=False),
    )
    reach = Reach(some)
    found = [
        bool(reach.flow(end(some, name), None, V4, bound).initiated)
        for name in ("X", "Y")
    ]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("way", "may"),
    [
        pytest.param(Way.OUTSIDE, True, id="another-network"),
        pytest.param(Way.NOWHERE, False, id="black-hole"),
    ],
)
def test_what_is_behind_other_gateways_is_not_known(way: Way, may: bool) -> None:
    some = _nated(table("Nated", route("0.0.0.0/0", way)))
    assert _out(some, MAY) == (may, may)
    assert _out(some, MUST) == (False, False)


def test_two_vpcs_meet_outside_or_not_at_all() -> None:
    other = Vpc("Other", ranges("10.9.0.0/16"))
    away = subnet("B", "10.9.1.0/24", vpc="Other", table="Back")
    admits = group("H", [rule("any", "10.0.0.0/8")])
    packet = replace(X_TO_Y, target=span("10.9.1.9")[0])
    back = table("Back", local=("10.9.0.0/16",))
    assert _x_to_y(_pair(other, away, admits, back), MAY, packet) == (False, False)
    there = table("There", route("10.9.0.0/16", Way.OUTSIDE))
    one_way = _pair(other, away, admits, back, there, replace(A, table="There"))
    assert _x_to_y(one_way, MAY, packet) == (True, False)
    assert _x_to_y(one_way, MUST, packet) == (False, False)


@pytest.mark.parametrize("place", ["", "subnet-0123"])
def test_a_subnet_that_is_not_at_hand_may_be_anywhere(place: str) -> None:
    some = _pair(where=place)
    assert _x_to_y(some, MAY) == (True, True)
    assert _x_to_y(some, MUST) == (False, False)
    narrow = _pair(group("H", [rule("tcp/80", "G")]), where=place)
    assert _x_to_y(narrow, MAY) == (False, False)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(replace(A, acl="acl-123"), id="acl"),
        pytest.param(replace(A, table="rtb-123"), id="table"),
    ],
)
def test_an_acl_or_a_table_that_is_not_at_hand(place: Subnet) -> None:
    some = _pair(place)
    assert _x_to_y(some, MAY) == (True, True)
    assert _x_to_y(some, MUST) == (False, False)


def test_a_rule_that_is_not_known_counts_in_may() -> None:
    some = _pair(group("H", [rule("any", unknowns=("X",))]))
    assert _x_to_y(some, MAY) == (True, True)
    assert _x_to_y(some, MUST) == (False, False)


def test_groups_that_are_not_known_let_all_through_in_may() -> None:
    y = workload("Y", ("B",), ("H",), unknowns=("Groups",))
    shut = group("H", [rule("tcp/80", "G")])
    assert _x_to_y(_pair(shut, y), MAY) == (True, True)
    assert _x_to_y(_pair(shut, y), MUST) == (False, False)
    assert _x_to_y(_pair(groups=("G", "sg-123")), MAY) == (True, True)
    assert _x_to_y(_pair(groups=("G", "sg-123")), MUST) == (False, False)


@pytest.mark.parametrize(
    ("carried", "gets"),
    [
        pytest.param((), False, id="ours"),
        pytest.param(("Export",), True, id="exported"),
    ],
)
def test_a_stranger_may_carry_a_group_that_is_given_away(
    carried: tuple[str, ...], gets: bool
) -> None:
    some = _pair(group("G", carried=carried))
    stranger = next(one for one in some.strangers() if one.subnet == "A")
    y = end(some, "Y")
    assert _gets(some, stranger, y, X_TO_Y, MAY) == (gets, gets)
    assert _gets(some, stranger, y, X_TO_Y, MUST) == (False, False)


def test_a_stranger_is_admitted_by_address() -> None:
    some = _pair(group("H", [rule("tcp/5432", "10.0.0.0/16")]))
    stranger = next(one for one in some.strangers() if one.subnet == "A")
    assert _gets(some, stranger, end(some, "Y"), X_TO_Y, MAY) == (True, True)


def test_two_of_one_workload_reach_each_other() -> None:
    some = network(
        *(A, B, group("G", [rule("tcp/5432", "G")])),
        workload("X", ("A", "B"), ("G",)),
    )
    ends = (end(some, "X"), end(some, "X", 1))
    assert _gets(some, *ends, X_TO_Y, MUST) == (True, True)


def test_nothing_gets_from_the_internet_to_itself() -> None:
    flow = Reach(network()).flow(None, None, V4, MAY)
    assert not flow.initiated


def test_the_addresses_of_ends() -> None:
    some = _pair()
    reach = Reach(some)
    assert reach.addresses(None, V4) == reach.internet(V4)
    assert reach.addresses(end(some, "X"), V4) == (
        (X_OUT.source - 5, X_OUT.source + 245),
    )
    assert family_of("10.0.0.9") is V4
