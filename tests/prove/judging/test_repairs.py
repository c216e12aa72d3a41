"""Repairs: each is the smallest change that was tried out, in the template's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.judging.mending import mended, obstacles
from cfngen.prove.judging.ways import Call
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Bound, Origin, Ranges, Traffic, Way
from cfngen.prove.packets import TCP, UDP, Family, Packet
from cfngen.prove.reach.walk import walk
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import INSIDE, PUBLICS, verdict, world
from tests.prove.networks import (
    Part,
    acl,
    end,
    entry,
    group,
    nat,
    route,
    rule,
    subnet,
    table,
    workload,
)

ONLY = "only backend -> database : tcp/5432"
OPEN_ALB = group("AlbGroup", [], [rule("any", "DatabaseGroup")])
DATABASE = rule("tcp/5432", "BackendGroup")

NARROWED = (
    (
        "a rule too many",
        [DATABASE, rule("tcp/5432", INSIDE)],
        "remove Rule (tcp/5432 from",
    ),
    (
        "a range for a group",
        [rule("tcp/5432", INSIDE)],
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: BackendGroup",
    ),
    (
        "a port too many",
        [rule("tcp", "BackendGroup")],
        "set FromPort and ToPort to 5432",
    ),
    (
        "all protocols",
        [rule("any", INSIDE)],
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: BackendGroup and "
        "set IpProtocol to tcp, FromPort and ToPort to 5432",
    ),
    (
        "another group",
        [DATABASE, rule("tcp/5432", "AlbGroup")],
        "remove Rule (tcp/5432 from AlbGroup)",
    ),
    (
        "a prefix list",
        [rule("tcp/5432", "10.0.0.0/8", list_="Office")],
        "replace what Office lists by SourceSecurityGroupId: BackendGroup",
    ),
)
ALL_OUT = group("BackendGroup", [], [rule("any", "DatabaseGroup")])
FREE = acl("IsolatedAcl", [entry(1, True, "any")], [entry(1, True, "any")])


@pytest.mark.parametrize(
    ("rules", "repair"), [case[1:] for case in NARROWED], ids=[c[0] for c in NARROWED]
)
def test_a_claim_of_absence_is_mended_by_less(rules: list[object], repair: str) -> None:
    ends = group("DatabaseGroup", rules, [])  # type: ignore[arg-type]
    outside = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    net = world(ends, OPEN_ALB, ALL_OUT, FREE, outside)
    found = verdict(net, ONLY)
    assert found.truth is Truth.REFUTED
    assert [one.repair[: len(repair)] for one in found.broken] == [repair]


def test_what_else_a_repair_stops_is_said() -> None:
    found = verdict(world(), "backend -/-> database")
    assert found.broken[0].repair == "remove Rule (tcp/5432 from BackendGroup)"
    shared = workload("Job", PUBLICS, ("BackendGroup",), kind=Kind.JOB, public=True)
    found = verdict(world(shared), "backend -/-> database")
    assert found.broken[0].repair.endswith("which also stops job -> database")


def test_what_a_repair_stops_is_looked_for_wherever_its_group_is() -> None:
    own = ("DatabaseGroup",)
    second = workload("Second", ("IsolatedA",), own, kind=Kind.DATABASE)
    shared = workload("Job", PUBLICS, ("BackendGroup",), kind=Kind.JOB, public=True)
    (broken,) = verdict(world(second, shared), "backend -/-> database").broken
    assert broken.stops == (
        "job -> database",
        "backend -> second",
        "job -> second",
    )


def test_of_much_that_a_repair_stops_a_few_are_named() -> None:
    many = (
        workload(f"Extra{n}", ("PublicA",), ("BackendGroup",), public=True)
        for n in range(5)
    )
    (broken,) = verdict(world(*many), "backend -/-> database").broken
    assert broken.repair.endswith(
        "which also stops extra0 -> database, extra1 -> database, "
        "extra2 -> database and 2 more"
    )
    assert broken.stops == tuple(f"extra{n} -> database" for n in range(5))


def test_what_nobody_sends_is_not_missed() -> None:
    """Answers to port 443 are for a client that sends from it, which none does."""
    bare = workload("Alb", PUBLICS, kind=Kind.BALANCER, public=True, unguarded=True)
    free = acl("PublicAcl", [entry(7, True, "tcp/443")], [entry(7, True, "any")])
    claim = "set cf = 104.16.0.0/13\nonly internet[cf] -> alb"
    assert verdict(world(bare, free), claim).broken[0].stops == ()


def test_a_repair_that_stops_nothing_else_comes_first() -> None:
    wide = group("DatabaseGroup", [rule("tcp/5432", INSIDE)], [])
    (broken,) = verdict(world(wide), "backend -/-> database").broken
    assert broken.repair == (
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: JobGroup"
    )


def test_a_list_of_addresses_is_mended_where_it_is_written() -> None:
    wide = rule("tcp/443", "104.0.0.0/5", list_="Edge/Cloudflare")
    net = world(group("AlbGroup", [wide], []))
    claim = "set cf = 104.16.0.0/13\nonly internet[cf] -> alb"
    (broken,) = verdict(net, claim).broken
    assert broken.at.resource == "Edge/Cloudflare"
    assert broken.repair == "replace what Cloudflare lists by 104.16.0.0/13"
    assert broken.walk is not None
    assert broken.walk.hops[-1].by == broken.at


def test_a_port_too_many_is_mended_at_the_rule_and_not_in_its_list() -> None:
    wide = rule("tcp", "104.16.0.0/13", list_="Edge/Cloudflare")
    net = world(group("AlbGroup", [wide], []))
    claim = "set cf = 104.16.0.0/13\nonly internet[cf] -> alb : tcp/443"
    free = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    assert verdict(net, claim).broken[0].at == wide.origin
    assert verdict(world(group("AlbGroup", [wide], []), free), claim).broken[0].at == (
        wide.origin
    )


def test_what_lets_everything_out_without_a_rule_is_mended_by_writing_one() -> None:
    added = Origin("JobGroup", (), "implicit rule")
    implicit = replace(rule("any", "0.0.0.0/0"), origin=added)
    free = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    net = world(group("JobGroup", [], [implicit]), free)
    (broken,) = verdict(net, "job -/-> internet").broken
    assert broken.repair == (
        "write SecurityGroupEgress in JobGroup: without it all may leave, "
        "which also stops job -> database"
    )


def test_an_entry_is_narrowed_where_no_group_filters() -> None:
    bare = workload("Alb", PUBLICS, kind=Kind.BALANCER, public=True, unguarded=True)
    free = acl("PublicAcl", [entry(7, True, "tcp/443")], [entry(7, True, "any")])
    claim = "set cf = 104.16.0.0/13\nonly internet[cf] -> alb"
    broken = verdict(world(bare, free), claim).broken[0]
    assert broken.at.words == "#7"
    assert broken.repair == "replace CidrBlock 0.0.0.0/0, ::/0 by 104.16.0.0/13"


def test_ports_are_taken_out_of_a_rule_for_many() -> None:
    claim = "backend -/-> database : tcp/22"
    wide = group("DatabaseGroup", [rule("tcp/20-30", "BackendGroup")], [])
    net = world(wide, ALL_OUT, FREE)
    outside = acl("PublicAcl", [entry(1, True, "any")], [entry(1, True, "any")])
    assert verdict(net, claim).truth is Truth.PROVED
    (broken,) = verdict(world(wide, ALL_OUT, FREE, outside), claim).broken
    assert broken.repair == "allow tcp/20-21, tcp/23-30 only, one for each"


def test_nothing_that_could_be_mended_is_said_so() -> None:
    bare = workload("Alb", PUBLICS, kind=Kind.BALANCER, public=True, unguarded=True)
    places = (
        subnet(one, f"10.0.{i}.0/24", table="Local") for i, one in enumerate(PUBLICS)
    )
    found = verdict(world(bare, *places), "stranger -/-> alb")
    (broken,) = found.broken
    assert (broken.at.resource, broken.repair) == ("Alb", "")


WIDENED = (
    (
        "an inbound rule",
        (group("DatabaseGroup", [], []),),
        "add to DatabaseGroup SecurityGroupIngress tcp/5432, "
        "SourceSecurityGroupId: BackendGroup",
    ),
    (
        "an outbound rule",
        (group("BackendGroup", [], []),),
        "add to BackendGroup SecurityGroupEgress tcp/5432, "
        "DestinationSecurityGroupId: DatabaseGroup",
    ),
    (
        "an entry for answers",
        (acl("IsolatedAcl", [entry(100, True, "tcp/5432", INSIDE)], []),),
        "add to IsolatedAcl the outbound entry #10: "
        "allow tcp/32768-60999 to 10.0.0.0/23",
    ),
    (
        "an entry before one that denies",
        (
            acl(
                "IsolatedAcl",
                [entry(50, False, "tcp/5432"), entry(100, True, "any")],
                [entry(1, True, "any")],
            ),
        ),
        "add to IsolatedAcl the inbound entry #49: allow tcp/5432 from 10.0.0.0/23",
    ),
)


@pytest.mark.parametrize(
    ("parts", "repair"), [case[1:] for case in WIDENED], ids=[c[0] for c in WIDENED]
)
def test_a_claim_that_something_works_is_mended_by_more(
    parts: tuple[Part, ...], repair: str
) -> None:
    found = verdict(world(*parts), "backend -> database : tcp/5432")
    assert found.truth is Truth.REFUTED
    assert [one.repair for one in found.broken] == [repair]


def test_several_entries_are_not_told_as_one() -> None:
    inbound = [entry(100, True, "tcp/22", INSIDE)]
    net = world(acl("IsolatedAcl", inbound, [entry(1, True, "any")]))
    said = verdict(net, "backend -> database : tcp/5432-5433").broken[0].repair
    assert "the inbound entry #110: allow tcp/5432-5433 from " in said
    apart = verdict(net, "backend -> database : tcp/5432, tcp/6379").broken[0].repair
    assert (
        "add to IsolatedAcl the inbound entries from #110 on, one for each: "
        "allow tcp/5432, tcp/6379 from "
    ) in apart


def test_numbers_of_several_entries_are_all_free() -> None:
    inbound = [entry(50, False, "tcp"), entry(100, True, "any")]
    net = world(acl("IsolatedAcl", inbound, [entry(1, True, "any")]))
    claim = "backend -> database : tcp/5432, tcp/6379"
    assert "entries from #48 on" in verdict(net, claim).broken[0].repair
    inbound = [entry(32_760, True, "tcp/22"), entry(1, True, "tcp/23")]
    net = world(acl("IsolatedAcl", inbound, [entry(1, True, "any")]))
    assert "entries from #2 on" in verdict(net, claim).broken[0].repair


def test_answers_are_told_of_once() -> None:
    net = world(acl("IsolatedAcl", [entry(100, True, "tcp")], []))
    claim = "backend -> database : tcp/5432, tcp/6379"
    assert "entry #10: allow tcp/32768-60999 to" in verdict(net, claim).broken[0].repair


def test_every_obstacle_is_mended_and_told_of() -> None:
    net = world(group("DatabaseGroup", [], []), group("BackendGroup", [], []))
    (broken,) = verdict(net, "backend -> database : tcp/5432").broken
    assert broken.at.resource == "BackendGroup"
    assert [one[:7] for one in broken.repair.split("; ")] == ["add to "] * 2
    assert broken.others == (
        "then stopped by inbound rules of database (no rule for tcp/5432)",
        "backend -> database: tcp/5432",
    )


def behind_nat(*parts: Part) -> Network:
    """Return a backend in private subnets behind a NAT gateway."""
    return world(
        nat("Nat", "PublicA"),
        table("Private", route("0.0.0.0/0", Way.NAT, "Nat")),
        subnet("PrivateA", "10.0.8.0/24", table="Private"),
        workload("Backend", ("PrivateA",), ("BackendGroup",)),
        *parts,
    )


def test_without_any_way_out_it_is_said_what_one_takes() -> None:
    net = behind_nat(table("Private"))
    (broken,) = verdict(net, "backend -> internet : tcp/443").broken
    assert broken.repair.startswith(
        "give Private a way out: a NAT gateway in a public "
    )


def acl_of_nat(inbound: str) -> Part:
    """Return the network ACL of the public tier, which the NAT gateway is in."""
    out = [entry(1, True, "tcp/443"), entry(2, True, "tcp/32768-65535", INSIDE)]
    return acl("PublicAcl", [entry(1, True, inbound)], out)


OUTWARDS = (
    (
        "no route",
        (table("Private"),),
        "add to Private a route for 0.0.0.0/0 to the NAT gateway Nat",
    ),
    (
        "a gateway that is not attached",
        (table("Out", route("0.0.0.0/0", Way.NOWHERE, "Gateway")),),
        "attach Gateway: AWS::EC2::VPCGatewayAttachment",
    ),
    (
        "a NAT gateway without a way out",
        (nat("Nat", "PrivateA"),),
        "put Nat into a public subnet, SubnetId: PublicA",
    ),
    (
        "answers that do not come back to the NAT gateway",
        (acl_of_nat("tcp/443"),),
        "add to PublicAcl the inbound entry #11: allow tcp/1024-65535 from 0.0.0.0/0",
    ),
)


@pytest.mark.parametrize(
    ("parts", "repair"), [case[1:] for case in OUTWARDS], ids=[c[0] for c in OUTWARDS]
)
def test_a_way_out_is_mended(parts: tuple[Part, ...], repair: str) -> None:
    assert verdict(behind_nat(), "backend -> internet : tcp/443").truth is Truth.PROVED
    used = workload("Job", ("PublicA",), ("JobGroup",), kind=Kind.JOB)
    second = subnet("PrivateB", "10.0.9.0/24", table="Other")
    other = table("Other", route("0.0.0.0/0", Way.NAT, "Nat"))
    net = behind_nat(used, second, other, *parts)
    found = verdict(net, "backend -> internet : tcp/443")
    assert found.truth is Truth.REFUTED
    assert [one.repair for one in found.broken] == [repair]


def test_a_gateway_is_attached_for_all_routes_that_lead_there() -> None:
    loose = [route(c, Way.NOWHERE, "Gw") for c in ("0.0.0.0/1", "128.0.0.0/1")]
    (broken,) = verdict(
        world(table("Out", *loose)), "backend -> internet : tcp/443"
    ).broken
    assert broken.repair == "attach Gw: AWS::EC2::VPCGatewayAttachment"


def test_a_table_that_no_template_has_is_not_written_into() -> None:
    main = "Vpc.MainRouteTable"
    net = world(
        table(main),
        *(subnet(one, f"10.0.{i}.0/24", table=main) for i, one in enumerate(PUBLICS)),
        subnet("PublicC", "10.0.2.0/24", table="Out"),
    )
    (broken,) = verdict(net, "backend -> internet : tcp/443").broken
    assert broken.repair == (
        "associate PublicA, PublicB with a route table that has a route for 0.0.0.0/0 "
        "to the internet gateway Gateway"
    )


def test_a_gateway_of_another_vpc_is_no_way_out() -> None:
    net = world(
        *(subnet(o, f"10.0.{i}.0/24", table="Local") for i, o in enumerate(PUBLICS)),
        subnet("Other", "10.1.0.0/24", table="Out", vpc="Second"),
        table("Public"),
    )
    (broken,) = verdict(net, "backend -> internet : tcp/443").broken
    assert broken.repair.startswith("give Local a way out")


def test_a_public_address_is_mended_at_the_task() -> None:
    private = workload("Backend", PUBLICS, ("BackendGroup",), public=False)
    (broken,) = verdict(world(private), "backend -> internet : tcp/443").broken
    assert broken.at.resource == "Backend"
    assert broken.repair == "give Backend AssignPublicIp: ENABLED"


def test_a_way_that_nothing_opens_has_no_repair() -> None:
    net = world()
    ends = (end(net, "Job"), end(net, "Database"))
    packet = Packet(0, 1, UDP, 49_152, 53)  # neither end has such an address
    blocked = walk(net, *ends, Family.V4, packet, Bound.MUST)
    call = Call(*ends, Family.V4, (Traffic((TCP, TCP), (53, 53)),), Ranges())
    assert obstacles(blocked)
    assert mended(net, blocked, call).words == ()
    assert mended(net, blocked, call).network is net


def test_a_repair_opens_nothing() -> None:
    """The group that a rule could name instead is carried by others as well."""
    net = world(
        group("DatabaseGroup", [rule("tcp/5432", "10.0.0.0/25")], []),
        workload("Extra", ("PublicB",), ("BackendGroup",), public=True),
    )
    found = verdict(net, ONLY)
    assert found.truth is Truth.REFUTED
    assert all("SourceSecurityGroupId" not in one.repair for one in found.broken)


def test_a_repair_opens_nothing_that_the_claim_is_not_about() -> None:
    """The job is where the rule's range does not reach, in the other subnet."""
    net = world(
        workload("Backend", ("PublicA",), ("BackendGroup",), public=True),
        workload("Job", ("PublicB",), ("JobGroup",), kind=Kind.JOB, public=True),
        workload("Old", ("PublicA",), ("JobGroup",), kind=Kind.JOB, public=True),
        group("DatabaseGroup", [rule("tcp/5432", "10.0.0.0/24")], []),
    )
    (broken,) = verdict(net, "backend -/-> database").broken
    assert broken.repair == (
        "remove Rule (tcp/5432 from 10.0.0.0/24), which also stops old -> database"
    )


def test_a_rule_is_for_the_group_that_others_do_not_carry() -> None:
    """The backend and the database have groups of their own besides a common one."""
    shared = (
        group("Shared", [], []),
        workload("Backend", PUBLICS, ("Shared", "BackendGroup"), public=True),
        workload("Database", ("IsolatedA",), ("Shared", "DatabaseGroup")),
        workload("Alb", PUBLICS, ("Shared",), kind=Kind.BALANCER, public=True),
    )
    wide = group("DatabaseGroup", [rule("tcp/5432", INSIDE)], [])
    (broken,) = verdict(world(*shared, wide), ONLY).broken
    assert broken.repair.endswith("SourceSecurityGroupId: BackendGroup")
    shut = world(*shared, group("DatabaseGroup", [], []))
    (broken,) = verdict(shut, "backend -> database : tcp/5432").broken
    assert broken.repair == (
        "add to DatabaseGroup SecurityGroupIngress tcp/5432, "
        "SourceSecurityGroupId: BackendGroup"
    )


def six(*parts: Part) -> Network:
    """Return a network whose backend and database have IPv6 addresses too."""
    return world(
        table("Six", route("0.0.0.0/0 ::/0", Way.INTERNET, "Gateway")),
        subnet("PublicA", "10.0.0.0/24", "2001:db8::/64", table="Six"),
        subnet("IsolatedA", "10.0.20.0/24", "2001:db8:0:20::/64"),
        workload("Backend", ("PublicA",), ("BackendGroup",), public=True, v6=True),
        workload("Database", ("IsolatedA",), ("DatabaseGroup",), v6=True),
        group("BackendGroup", [], [rule("tcp/443", "0.0.0.0/0")]),
        *parts,
    )


def test_an_address_of_ipv6_stands_in_the_property_of_a_rule() -> None:
    (broken,) = verdict(six(), "backend -> internet : tcp/443").broken
    assert broken.repair == (
        "add to BackendGroup SecurityGroupEgress tcp/443, CidrIpv6: ::/0"
    )


def test_an_address_of_ipv6_stands_in_the_property_of_an_entry() -> None:
    net = six(
        workload("Alb", ("PublicA",), public=True, v6=True, unguarded=True),
        acl("SixAcl", [entry(5, True, "any", "::/0")], [entry(5, True, "any")]),
        subnet("PublicA", "10.0.0.0/24", "2001:db8::/64", table="Six", acl="SixAcl"),
    )
    claim = "set office = 2a00:1450::/32\nonly internet[office], vpc -> alb"
    (broken,) = verdict(net, claim).broken
    assert broken.repair.startswith("replace Ipv6CidrBlock ::/0 by 2a00:1450::/32")


def test_a_rule_for_messages_is_for_those_of_its_family() -> None:
    net = six(
        group("DatabaseGroup", [rule("icmp", "BackendGroup")], []),
        group("BackendGroup", [], [rule("icmp", "10.0.0.0/8")]),
    )
    (broken,) = verdict(net, "backend -> database : icmp").broken
    assert "SecurityGroupIngress icmpv6, Source" in broken.repair
    assert "SecurityGroupEgress icmpv6, Destination" in broken.repair


def test_an_entry_for_all_protocols_is_narrowed_in_its_own_words() -> None:
    bare = workload("Alb", PUBLICS, kind=Kind.BALANCER, public=True, unguarded=True)
    free = acl("PublicAcl", [entry(7, True, "any")], [entry(7, True, "any")])
    (broken,) = verdict(world(bare, free), "internet -> alb : tcp/443 only").broken
    assert broken.repair.startswith(
        "set Protocol to 6 and PortRange to From 443, To 443"
    )


def test_a_rule_for_many_becomes_one_for_each_who_is_allowed() -> None:
    claim = "only backend, job -> database : tcp/5432"
    wide = group("DatabaseGroup", [rule("tcp/5432", INSIDE)], [])
    (broken,) = verdict(world(wide), claim).broken
    assert broken.repair == (
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: BackendGroup, "
        "SourceSecurityGroupId: JobGroup, a rule for each"
    )
    out = group("BackendGroup", [], [rule("tcp/443", "AlbGroup")])
    net = world(group("AlbGroup", [rule("tcp/443", "0.0.0.0/0")], []), out)
    claim = "set cf = 104.16.0.0/13\nonly internet[cf], backend -> alb"
    (broken,) = verdict(net, claim).broken
    assert broken.repair == (
        "replace CidrIp 0.0.0.0/0 by CidrIp: 104.16.0.0/13, "
        "SourceSecurityGroupId: BackendGroup, a rule for each"
    )


def test_a_rule_is_for_the_one_of_several_who_needs_it() -> None:
    rules = [rule("tcp/5432", "BackendGroup"), rule("tcp/5432", INSIDE)]
    net = world(group("DatabaseGroup", rules, []))
    (broken,) = verdict(net, "only backend, job -> database : tcp/5432").broken
    assert broken.repair == (
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: JobGroup"
    )
