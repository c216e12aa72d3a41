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
        "set FromPort and ToPort to 5432",
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
    assert broken.repair == "allow tcp/20-21, tcp/23-30 only"


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


def test_a_rule_is_for_the_one_of_several_who_needs_it() -> None:
    rules = [rule("tcp/5432", "BackendGroup"), rule("tcp/5432", INSIDE)]
    net = world(group("DatabaseGroup", rules, []))
    (broken,) = verdict(net, "only backend, job -> database : tcp/5432").broken
    assert broken.repair == (
        "replace CidrIp 10.0.0.0/16 by SourceSecurityGroupId: JobGroup"
    )
