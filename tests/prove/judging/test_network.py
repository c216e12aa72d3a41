"""Claims on a small system: proved, refuted, undecided, or about nothing."""

from __future__ import annotations

import pytest

from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Way
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import (
    INSIDE,
    PUBLICS,
    at_rule,
    verdict,
    without,
    world,
)
from tests.prove.networks import acl, entry, group, route, rule, subnet, table, workload

CLOUD = "set cf = 104.16.0.0/13\n"

HOLDS = (
    "backend, job -> database : tcp/5432",
    "backend, job -> database : tcp/5432 only",
    "only backend, job -> database : tcp/5432",
    "only alb -> backend : tcp/3001",
    f"{CLOUD}internet[cf] -> alb : tcp/443 only",
    f"{CLOUD}only internet[cf] -> alb",
    f"{CLOUD}internet[!cf] -/-> alb",
    "database -/-> internet",
    "internet -/-> backend",
    "isolated -/-> internet by route",
    "nacl public, isolated default-deny",
    "backend -> internet : tcp/443 only",
    "* -/-> job",
    "stranger -/-> database",
    "backend -/-> alb",
    "alb -/-> backend : tcp/22",
    "only backend -> internet",
    "vpc -/-> database : udp",
)

FAILS = (
    ("only backend -> database", "job reaches database on tcp/5432"),
    ("backend -/-> database : tcp/5432", "backend reaches database on tcp/5432"),
    ("alb -> database : tcp/5432", "alb does not reach database on tcp/5432"),
    ("backend -> internet : tcp/80", "backend does not reach internet on tcp/80"),
    ("internet -> alb : tcp/443", "internet does not reach alb on tcp/443"),
    ("only internet[cf] -> alb : tcp/80", "internet reaches alb on tcp/443"),
    ("backend -> database : tcp/5430-5432", "backend does not reach"),
    ("backend -> database : icmp", "backend does not reach database on icmp 8/0"),
    ("public -/-> internet by route", "sends 0.0.0.0/0 of PublicA, PublicB"),
)

SAYS_NOTHING = (
    ("cache -> database : tcp/5432", "cache: there is nobody"),
    ("only backend, bakcend -> database", "bakcend: there is nobody"),
    ("only * -> alb", "everybody may reach it"),
    ("set own = 10.0.0.0/8\ninternet[own] -/-> alb", "no address of the set"),
    ("set six = 2001:db8::/32\ninternet[six] -> alb : tcp/443", "no family"),
    ("set six = 2606:4700::/32\ninternet[six] -/-> alb", "no family"),
    ("nacl private default-deny", "private: no subnet"),
    ("cache -> @pull", "cache: there is nobody"),
    ("nobody -/-> internet by route", "nobody: no subnet"),
    ("alb -> backend : any but tcp, udp, icmp", "nothing of what it names has an"),
)


@pytest.mark.parametrize("text", HOLDS)
def test_what_holds_is_proved(text: str) -> None:
    found = verdict(world(), text)
    assert (found.truth, found.broken) == (Truth.PROVED, ()), found.why


@pytest.mark.parametrize(("text", "why"), FAILS)
def test_what_does_not_is_refuted(text: str, why: str) -> None:
    found = verdict(world(), f"{CLOUD}{text}")
    assert found.truth is Truth.REFUTED
    assert why in found.why
    assert found.said.text == text


@pytest.mark.parametrize(("text", "why"), SAYS_NOTHING)
def test_what_says_nothing_is_never_proved(text: str, why: str) -> None:
    found = verdict(world(), text)
    assert (found.truth, found.broken) == (Truth.VACUOUS, ())
    assert why in found.why


def test_a_rule_for_everybody_inside_lets_strangers_in() -> None:
    wide = rule("tcp/5432", INSIDE)
    net = world(group("DatabaseGroup", [wide], []))
    found = verdict(net, "only backend, job -> database : tcp/5432")
    (broken,) = found.broken
    assert found.truth is Truth.REFUTED
    assert broken.at == wide.origin
    assert broken.walk is not None
    assert broken.walk.arrives
    assert not any(hop.back for hop in broken.walk.hops)
    assert broken.walk.packet.from_port == 49_152
    assert broken.walk.hops[-1].by == wide.origin
    assert broken.others == (
        "any other interface in 4 subnets (every address of 10.0.0.0/23, "
        "10.0.20.0/23) -> database: tcp/5432",
    )


def test_what_cannot_be_known_is_undecided_by_name() -> None:
    open_to = rule("tcp/5432", INSIDE, unknowns=("OfficeRange",))
    net = world(group("DatabaseGroup", [rule("tcp/5432", "BackendGroup"), open_to], []))
    found = verdict(net, "only backend -> database")
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("OfficeRange",))
    assert "OfficeRange" in found.why
    assert "may reach database" in found.broken[0].what
    assert found.broken[0].walk is not None
    assert found.broken[0].walk.arrives
    works = verdict(net, "job -> database : tcp/5432")
    assert (works.truth, works.unknowns) == (Truth.UNDECIDED, ("OfficeRange",))
    assert works.broken[0].at == open_to.origin


def test_what_is_surely_broken_is_refuted_whatever_else_is_unknown() -> None:
    rules = [
        rule("tcp/5432", INSIDE, unknowns=("Office",)),
        rule("tcp/5432", "AlbGroup"),
    ]
    opened = group("AlbGroup", [], [rule("tcp/5432", "DatabaseGroup")])
    found = verdict(
        world(group("DatabaseGroup", rules, []), opened), "only job -> database"
    )
    assert found.truth is Truth.REFUTED
    assert [one.at for one in found.broken] == [rules[1].origin]


def test_an_address_that_may_be_public_is_undecided() -> None:
    maybe = workload("Backend", PUBLICS, ("BackendGroup",), public=None)
    found = verdict(world(maybe), "backend -> internet : tcp/443")
    assert found.truth is Truth.UNDECIDED
    assert "whether Backend has a public address" in found.unknowns


def test_a_group_that_is_not_at_hand_is_undecided() -> None:
    net = without(world(), "DatabaseGroup")
    assert verdict(net, "stranger -/-> database").truth is Truth.UNDECIDED
    assert verdict(net, "backend -> database : tcp/5432").truth is Truth.UNDECIDED


def test_every_pair_of_subnets_has_to_work() -> None:
    shut = acl("ShutAcl", [entry(100, True, "tcp/22")], [entry(100, True, "any")])
    apart = subnet("IsolatedB", "10.0.21.0/24", table="Nowhere", acl="ShutAcl")
    found = verdict(world(shut, apart), "backend -> database : tcp/5432")
    assert found.truth is Truth.REFUTED
    assert [hop.words for hop in found.broken[0].walk.hops if not hop.passes] == [  # type: ignore[union-attr]
        "inbound network ACL of IsolatedB"
    ]


def test_every_port_of_clients_has_to_be_answered() -> None:
    narrow = acl(
        "IsolatedAcl",
        [entry(100, True, "tcp/5432", INSIDE)],
        [entry(100, True, "tcp/49152-65535", INSIDE)],
    )
    found = verdict(world(narrow), "backend -> database : tcp/5432")
    (broken,) = found.broken
    assert broken.what == (
        "the answers of database to backend on tcp/5432 do not get through"
    )
    assert broken.walk is not None
    assert 32_768 <= broken.walk.packet.from_port < 49_152


def test_a_load_balancer_calls_from_more_ports_than_a_task() -> None:
    ends = group("DatabaseGroup", [rule("tcp/5432", INSIDE)], [])
    alb = group("AlbGroup", [], [rule("tcp/5432", "DatabaseGroup")])
    net = world(ends, alb)
    assert verdict(net, "backend -> database : tcp/5432").truth is Truth.PROVED
    assert verdict(net, "alb -> database : tcp/5432").truth is Truth.REFUTED


@pytest.mark.parametrize("v6", [False, True], ids=("v4 alone", "both families"))
def test_each_family_that_both_ends_have_has_to_work(v6: bool) -> None:
    parts = (
        subnet("PublicA", "10.0.0.0/24", "2001:db8::/64", table="Out"),
        subnet("IsolatedA", "10.0.20.0/24", "2001:db8:0:20::/64"),
        workload("Backend", ("PublicA",), ("BackendGroup",), v6=v6),
        workload("Database", ("IsolatedA",), ("DatabaseGroup",), v6=v6),
        group("BackendGroup", [], [rule("tcp/5432", "10.0.0.0/8")]),
    )
    truth = Truth.REFUTED if v6 else Truth.PROVED
    found = verdict(world(*parts), "backend -> database : tcp/5432")
    assert found.truth is truth


def test_only_what_answers_is_icmp() -> None:
    ping = group("BackendGroup", [rule("icmp", "AlbGroup")], [])
    alb = group("AlbGroup", [], [rule("icmp", "BackendGroup")])
    free = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    assert (
        verdict(world(ping, alb, free), "alb -> backend : icmp").truth is Truth.PROVED
    )


def test_a_member_of_the_same_workload_is_somebody_too() -> None:
    itself = group("BackendGroup", [rule("any", "BackendGroup")])
    found = verdict(world(itself), "only alb -> backend")
    assert "backend reaches backend on any" in found.why


def test_no_group_of_a_stranger_is_ours_unless_others_know_it() -> None:
    shared = group("JobGroup", carried=("the export Jobs",))
    found = verdict(world(shared), "only backend, job -> database")
    assert found.truth is Truth.UNDECIDED
    assert "the export Jobs" in found.unknowns


def test_the_internet_is_what_is_not_in_the_set() -> None:
    wide = rule("tcp/443", "104.0.0.0/5")
    net = world(group("AlbGroup", [wide], [rule("tcp/3001", "BackendGroup")]))
    found = verdict(net, f"{CLOUD}only internet[cf] -> alb : tcp/443")
    (broken,) = found.broken
    assert broken.walk is not None
    assert broken.walk.source is None
    assert broken.at == wide.origin
    (others,) = broken.others
    assert others.startswith("internet (104.0.0.0/12, 104.24.0.0/13, ")
    assert others.endswith(" -> alb: tcp/443")
    assert broken.repair == "replace CidrIp 104.0.0.0/5 by 104.16.0.0/13"


def test_a_way_around_is_found_by_route_alone() -> None:
    half = table(
        "Nowhere",
        route("0.0.0.0/1", Way.NAT, "Nat"),
        route("128.0.0.0/1", Way.NAT, "Nat"),
    )
    found = verdict(world(half), "isolated -/-> internet by route")
    assert [one.what for one in found.broken] == [
        "a route sends 0.0.0.0/1 of IsolatedA, IsolatedB to the NAT gateway",
        "a route sends 128.0.0.0/1 of IsolatedA, IsolatedB to the NAT gateway",
    ]
    assert all(one.repair.startswith("remove Route") for one in found.broken)


def test_a_workload_may_leave_the_subnets_of_a_route_instead() -> None:
    found = verdict(world(), "backend -/-> internet by route")
    (broken,) = found.broken
    assert broken.repair == (
        "remove Route (0.0.0.0/0 to internet gateway), which also stops internet -> "
        "alb, or put backend into subnets that do not have it"
    )


def test_a_route_that_may_be_there_is_undecided() -> None:
    maybe = table(
        "Nowhere", route("0.0.0.0/0", Way.INTERNET, "Gw", unknowns=("UseNat",))
    )
    found = verdict(world(maybe), "isolated -/-> internet by route")
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("UseNat",))


def test_what_is_behind_another_network_is_undecided() -> None:
    peer = table("Nowhere", route("0.0.0.0/0", Way.OUTSIDE, "pcx-1"))
    found = verdict(world(peer), "isolated -/-> internet by route")
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("what is behind pcx-1",))


def test_what_nothing_guards_is_told_of_as_such() -> None:
    bare = workload("Alb", PUBLICS, kind=Kind.BALANCER, public=True, unguarded=True)
    free = acl("PublicAcl", [entry(7, True, "any")], [entry(7, True, "any")])
    found = verdict(world(bare, free), "internet -/-> alb")
    assert found.truth is Truth.REFUTED
    assert found.broken[0].at.words == "#7"
    default = subnet("PublicA", "10.0.0.0/24", table="Out", names=("public",))
    net = world(bare, free, default)
    assert verdict(net, "stranger -/-> alb").truth is Truth.REFUTED


def test_two_rules_that_break_a_claim_are_both_told_of() -> None:
    rules = [rule("tcp/5432", INSIDE), rule("any", "AlbGroup")]
    alb = group("AlbGroup", [], [rule("any", "DatabaseGroup")])
    free = acl("IsolatedAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    out = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    net = world(group("DatabaseGroup", rules, []), alb, free, out)
    found = verdict(net, "only backend, job -> database : tcp/5432")
    assert [one.at for one in found.broken] == [one.origin for one in rules]
    assert at_rule("any AlbGroup", net) == rules[1].origin
    assert [one.what for one in found.broken] == [
        "any other interface in PublicA reaches database on tcp/5432",
        "alb reaches database on any",
    ]


@pytest.mark.parametrize("count", [5, 6], ids=["all are told of", "one is not"])
def test_rules_that_are_not_told_of_are_spoken_of(count: int) -> None:
    rules = [rule(f"tcp/{5432 + n}", INSIDE) for n in range(count)]
    free = acl("IsolatedAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    out = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    net = world(group("DatabaseGroup", rules, []), free, out)
    found = verdict(net, "stranger -/-> database").broken
    assert len(found) == 5
    said = "more breaks it, which is found when these are mended"
    assert (said in found[-1].others) is (count == 6)
    assert all(said not in one.others for one in found[:-1])


def test_nothing_is_between_the_internet_and_itself() -> None:
    net = world()
    text = "group out = internet\nout -/-> internet"
    found = verdict(net, text)
    assert found.truth is Truth.VACUOUS
    assert "both ends are the internet" in found.why


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("only backend, job -> database", Truth.UNDECIDED),
        ("job -> database : tcp/5432", Truth.UNDECIDED),
        ("alb -> database : tcp/5432", Truth.REFUTED),
    ],
    ids=["not to get in", "to get in", "whatever the addresses"],
)
def test_a_range_that_is_not_known_may_be_another(text: str, truth: Truth) -> None:
    own = [rule("tcp/5432", "BackendGroup"), rule("tcp/5432", "10.0.0.0/25")]
    anywhere = subnet("PublicA", INSIDE, table="Out", acl="PublicAcl", unknowns=("Ip",))
    gone = subnet("PublicB", INSIDE, table="Out", acl="PublicAcl", unknowns=("Ip",))
    open_ = acl("PublicAcl", [entry(100, True, "any")], [entry(100, True, "any")])
    net = world(anywhere, gone, open_, group("DatabaseGroup", own, []))
    assert verdict(net, text).truth is truth


def test_addresses_that_stand_for_ipv4_need_not_work() -> None:
    dual = subnet("PublicA", "10.0.0.0/24", "2001:db8::/64", table="Six")
    net = world(
        dual,
        table("Six", route("0.0.0.0/0 2000::/3", Way.INTERNET, "Gateway")),
        group("AlbGroup", [rule("tcp/443", "0.0.0.0/0", "::/0")]),
        workload("Alb", ("PublicA",), ("AlbGroup",), public=True, v6=True),
    )
    assert verdict(net, "internet -> alb : tcp/443").truth is Truth.PROVED
