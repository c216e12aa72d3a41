"""Networks that nobody draws on purpose, and what may not be got wrong about them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family
from cfngen.prove.packets.packets import NONE
from cfngen.prove.reach.routing import leads
from cfngen.prove.reach.walk import walk
from tests.models import of_template
from tests.prove.oracle.both import Both, Said, family_of, packet_of
from tests.prove.oracle.drawing import (
    acl,
    alone,
    balancer,
    group,
    nat,
    prefixes,
    ref,
    resource,
    service,
    table,
    vpc,
)
from tests.prove.oracle.naive import wire
from tests.prove.oracle.random_networks import template
from tests.prove.oracle.random_packets import Dealer
from tests.prove.oracle.unknowing import unknowing
from tests.prove.oracle.written import Assumed

WORLD = "203.0.113.9"
OPEN = ("-1 * 0.0.0.0/0", "-1 * ::/0")
OUT = {"Out": "0.0.0.0/0 Internet"}
DARK, WORKS = Said(False, False), Said(True, True)

ONE = vpc({"Public": "10.0.1.0/24", "Inner": "10.0.2.0/24"}) | table(
    "Routes", ["Public"], **OUT
)
DOOR = group("All", OPEN, OPEN) | balancer("Web", "Public", "All")


def said(
    resources: Mapping[str, Any], source: str, target: str, there: str, *ports: int
) -> tuple[Said, Said]:
    """Return what is sure and what is possible of TCP; what is so lies between."""
    both = Both.of(resources)
    one, two = both.place(source), both.place(target)
    here = next(iter(there.split("->")))
    packet = wire(here, there.split("->")[1], 6, *ports)
    must = both.algebra(one, two, packet, Bound.MUST)
    may = both.algebra(one, two, packet, Bound.MAY)
    _, so = both.told(one, two, packet)
    assert must.initiated <= so.initiated <= may.initiated
    assert must.answered <= so.answered <= may.answered
    return must, may


INWARD = (f"{WORLD}->10.0.1.9", 49152, 443)


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("-1 0-0 0.0.0.0/0", True),
        ("-1 22-23 0.0.0.0/0", True),
        ("6 443 0.0.0.0/0", True),
        ("tcp 443 0.0.0.0/0", True),
        ("tcp 444-65535 0.0.0.0/0", False),
        ("17 443 0.0.0.0/0", False),
        ("tcp 443 203.0.113.77/24", True),
        ("tcp 443 203.0.113.9/32", True),
        ("tcp 443 203.0.113.8/32", False),
        ("tcp 443 ::/0", False),
        ("tcp 443 10.0.0.0/16", False),
        ("50 443 0.0.0.0/0", False),
        ("tcp 443 pl:Empty", False),
        ("tcp 443 pl:Listed", True),
    ],
)
def test_a_rule_of_a_group_is_read_as_it_is_meant(line: str, passes: bool) -> None:
    lists = prefixes("Empty") | prefixes("Listed", "203.0.113.8/31")
    body = ONE | lists | group("All", [line]) | balancer("Web", "Public", "All")
    wanted = WORKS if passes else DARK
    assert said(body, "internet", "Web", *INWARD) == (wanted, wanted)


@pytest.mark.parametrize(
    ("lines", "passes"),
    [
        (["100 allow -1 1-2 0.0.0.0/0"], True),
        (["100 allow 6 443 203.0.113.77/24"], True),
        (["100 allow 6 443 ::/0"], False),
        (["32766 allow -1 * 0.0.0.0/0", "1 deny 6 443 203.0.113.9/32"], False),
        (["32766 deny -1 * 0.0.0.0/0", "1 allow 6 443 203.0.113.9/32"], True),
        (["9 allow -1 * 0.0.0.0/0", "10 deny -1 * 0.0.0.0/0"], True),
        (["100 allow 17 443 0.0.0.0/0"], False),
        ([], False),
    ],
)
def test_an_entry_is_read_as_it_is_meant(lines: list[str], passes: bool) -> None:
    body = ONE | DOOR | acl("Acl", ["Public"], lines, ["1 allow -1 * 0.0.0.0/0"])
    wanted = WORKS if passes else DARK
    assert said(body, "internet", "Web", *INWARD) == (wanted, wanted)


@pytest.mark.parametrize(
    "groups", [{"SecurityGroups": []}, {}], ids=["an empty list", "none"]
)
def test_who_names_no_group_has_the_default_one(groups: dict[str, Any]) -> None:
    body = ONE | service("Web", "Public", public=True) | service("Mate", "Inner")
    at = body["Web"]["Properties"]["NetworkConfiguration"]["AwsvpcConfiguration"]
    at |= groups
    assert said(body, "internet", "Web", *INWARD) == (DARK, DARK)
    inside = ("10.0.2.9->10.0.1.9", 49152, 443)
    assert said(body, "Mate", "Web", *inside) == (WORKS, WORKS)


def test_lists_of_rules_may_be_empty() -> None:
    shut = group("Shut", [])
    shut["Shut"]["Properties"] |= {
        "SecurityGroupIngress": [],
        "SecurityGroupEgress": [],
    }
    body = ONE | shut | balancer("Web", "Public", "Shut")
    assert said(body, "internet", "Web", *INWARD) == (DARK, DARK)
    outward = (f"10.0.1.9->{WORLD}", 49152, 443)
    assert said(body, "Web", "internet", *outward) == (WORKS, WORKS)


def test_a_rule_for_an_address_that_aws_keeps_lets_nobody_in() -> None:
    body = ONE | group("All", ["-1 * 10.0.2.2/32"]) | group("Any", OPEN, OPEN)
    body |= service("Web", "Public", "All") | service("Task", "Inner", "Any")
    both = Both.of(body)
    ends = both.place("Task"), both.place("Web")
    assert both.flow(*ends, Family.V4, Bound.MAY).initiated == NONE


def test_a_vpc_with_two_ranges_is_one_network() -> None:
    body = vpc(
        {"A": "10.0.1.0/24", "B": "172.20.1.0/24"}, "10.0.0.0/16", "172.20.0.0/16"
    )
    body |= group("All", OPEN, OPEN) | service("Web", "A", "All")
    body |= service("Task", "B", "All")
    across = ("172.20.1.9->10.0.1.9", 49152, 443)
    assert said(body, "Task", "Web", *across) == (WORKS, WORKS)


def test_subnets_that_overlap_are_told_apart_by_who_is_in_them() -> None:
    body = vpc({"A": "10.0.1.0/24", "B": "10.0.1.0/25"}) | table("Routes", ["A"], **OUT)
    body |= DOOR_IN_A | service("Task", "B", "All", public=True)
    assert said(body, "internet", "Web", *INWARD) == (WORKS, WORKS)
    assert said(body, "internet", "Task", *INWARD) == (DARK, DARK)


DOOR_IN_A = group("All", OPEN, OPEN) | balancer("Web", "A", "All")


def test_what_lies_in_two_vpcs_is_apart_though_ranges_are_alike() -> None:
    other = {
        f"X{name}": json_renamed(part, "X")
        for name, part in (ONE | group("All", OPEN, OPEN) | DOOR).items()
    }
    both = Both.of(ONE | DOOR | other)
    one, two = both.place("Web"), both.place("XWeb")
    assert both.flow(one, two, Family.V4, Bound.MUST).initiated == NONE
    assert both.flow(one, two, Family.V4, Bound.MAY).initiated == NONE
    assert said(ONE | DOOR | other, "internet", "XWeb", *INWARD) == (WORKS, WORKS)


def json_renamed(part: Any, prefix: str) -> Any:
    """Return a resource whose references have a prefix."""
    match part:
        case {"Ref": name}:
            return {"Ref": prefix + name}
        case {"Fn::GetAtt": [name, attribute]}:
            return {"Fn::GetAtt": [prefix + name, attribute]}
        case dict():
            return {key: json_renamed(item, prefix) for key, item in part.items()}
        case list():
            return [json_renamed(item, prefix) for item in part]
        case _:
            return part


def test_a_gateway_of_another_vpc_leads_nowhere() -> None:
    body = ONE | DOOR | {"Else": resource("EC2::VPC", CidrBlock="10.9.0.0/16")}
    body["Attached"] = resource(
        "EC2::VPCGatewayAttachment",
        VpcId=ref("Else"),
        InternetGatewayId=ref("Internet"),
    )
    both = Both.of(body)
    flow = both.flow(None, both.place("Web"), Family.V4, Bound.MAY)
    assert flow.initiated == NONE


@pytest.mark.parametrize(
    ("first", "second"), [("Internet", "Nowhere"), ("Nowhere", "Internet")]
)
def test_of_two_lists_that_overlap_either_may_count(first: str, second: str) -> None:
    """AWS takes one at random:
    https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
    """
    routes = {"One": f"pl:Wide {first}", "Two": f"pl:Near {second}"}
    body = vpc({"Public": "10.0.1.0/24"}) | table("Routes", ["Public"], **routes)
    body |= prefixes("Wide", "203.0.113.0/24") | prefixes("Near", "203.0.113.0/25")
    body |= {"Nowhere": resource("EC2::InternetGateway")}
    outward = (f"10.0.1.9->{WORLD}", 49152, 443)
    assert said(body | DOOR, "Web", "internet", *outward) == (DARK, WORKS)


def test_a_list_with_a_part_of_the_vpc_leaves_open_where_that_goes() -> None:
    routes = {"List": "pl:Inside Internet"}
    body = vpc({"A": "10.0.1.0/24", "B": "10.0.2.0/24"}) | table("Way", ["A"], **routes)
    body |= prefixes("Inside", "10.0.2.0/24") | group("All", OPEN, OPEN)
    body |= service("Web", "A", "All") | service("Task", "B", "All")
    across = ("10.0.1.9->10.0.2.9", 49152, 443)
    assert said(body, "Web", "Task", *across) == (DARK, WORKS)


def test_a_nat_gateway_may_lead_into_its_own_vpc() -> None:
    """A route to it may be more specific than the local one:
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
    """
    subnets = {"A": "10.0.1.0/24", "B": "10.0.2.0/24", "P": "10.0.3.0/24"}
    body = vpc(subnets) | nat("Nat1", "P") | table("Way", ["A"], In="10.0.2.0/24 Nat1")
    body |= group("All", OPEN, OPEN) | service("Web", "A", "All")
    both = Both.of(body | service("Task", "B", "All"))
    ends = both.place("Web"), both.place("Task")
    assert both.flow(*ends, Family.V4, Bound.MAY).initiated
    assert both.flow(*ends, Family.V4, Bound.MUST).initiated == NONE


def test_ipv6_may_lead_to_the_internet_of_ipv4() -> None:
    """NAT64: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html"""
    six = {"A": "2001:db8:0:101::/64"}
    body = vpc({"A": "10.0.1.0/24", "P": "10.0.3.0/24"}, **six) | nat("Nat1", "P")
    body |= table("Way", ["A"], Six="64:ff9b::/96 Nat1") | table("Edge", ["P"], **OUT)
    both = Both.of(
        body | group("All", OPEN, OPEN) | balancer("Web", "A", "All", dual=True)
    )
    web, inner = both.place("Web"), both.network.subnets["A"]
    assert both.flow(web, None, Family.V6, Bound.MAY).initiated
    assert both.flow(web, None, Family.V6, Bound.MUST).initiated == NONE
    assert leads(both.network, inner, Family.V6, Bound.MAY)


def test_a_subnet_that_is_not_at_hand_may_lead_anywhere() -> None:
    body = {
        "Parameters": {"There": {"Type": "String"}, "Vpc": {"Type": "String"}},
        "Resources": group("All", OPEN, OPEN) | service("Web", "There", "All"),
    }
    filled = vpc({"There": "10.0.1.0/24"}) | body["Resources"]
    both = Both.of_model(of_template(body), filled, Assumed())
    web = both.network.workloads["Web"].interfaces[0]
    for target in (None, web, *both.network.strangers()):
        assert both.reach.flow(web, target, Family.V4, Bound.MAY).initiated
    assert both.reach.flow(web, None, Family.V4, Bound.MUST).initiated == NONE


def test_rules_of_its_own_leave_open_what_an_inline_one_for_everything_does() -> None:
    body = ONE | DOOR | alone("Own", "All", "tcp 9 10.0.0.0/16", "Egress")
    both = Both.of(body)
    web, packet = both.place("Web"), wire("10.0.1.9", WORLD, 6, 49152, 443)
    assert both.algebra(web, None, packet, Bound.MUST) == DARK
    assert both.algebra(web, None, packet, Bound.MAY) == WORKS


@pytest.mark.parametrize(
    "peer",
    [{"SourcePrefixListId": "pl-3b927c52"}, {"SourceSecurityGroupId": "sg-0123456789"}],
    ids=["a list of AWS", "a group from elsewhere"],
)
def test_what_is_not_at_hand_may_let_strangers_in(peer: dict[str, str]) -> None:
    body = ONE | group("All") | service("Web", "Public", "All")
    rule = {"IpProtocol": "-1", **peer}
    body["All"]["Properties"]["SecurityGroupIngress"] = [rule]
    both = Both.of(body)
    web = both.interface(both.place("Web"))
    stranger = both.interfaces["stranger", "Inner"]
    may, must = (both.reach.flow(stranger, web, Family.V4, one) for one in Bound)
    assert may.initiated
    assert must.initiated == NONE


@pytest.mark.parametrize(
    ("reply", "answered"), [("129:0", True), ("129:-1", True), ("128:0", False)]
)
def test_a_ping_of_ipv6_has_a_reply_of_its_own_type(reply: str, answered: bool) -> None:
    body = vpc({"A": "10.0.1.0/24"}, A="2001:db8:0:101::/64")
    body |= table("Way", ["A"], Six="::/0 Internet") | group("All", OPEN, OPEN)
    body |= acl("Acl", ["A"], ["1 allow 58 128:-1 ::/0"], [f"1 allow 58 {reply} ::/0"])
    both = Both.of(body | balancer("Web", "A", "All", dual=True))
    packet = wire("2a00:1450::1", "2001:db8:0:101::9", 58, 128, 0)
    for bound in Bound:
        told = both.algebra(None, both.place("Web"), packet, bound)
        assert told == Said(True, answered)
    assert both.told(None, both.place("Web"), packet) == (told, told)


def test_a_nat_gateway_may_take_a_port_that_hears_nothing() -> None:
    body = ONE | nat("Nat1", "Public") | table("Way", ["Inner"], Out="0.0.0.0/0 Nat1")
    inbound = ("1 allow 6 443 10.0.0.0/16", "2 allow 6 32768-65535 0.0.0.0/0")
    body |= acl("Acl", ["Public"], inbound, ["1 allow -1 * 0.0.0.0/0"])
    body |= group("All", OPEN, OPEN) | service("Web", "Inner", "All")
    outward = (f"10.0.2.9->{WORLD}", 49152, 443)
    assert said(body, "Web", "internet", *outward) == (Said(True, False), WORKS)


@pytest.mark.parametrize(
    "address", ["100.64.0.1", "10.9.9.9", "192.168.0.1", "127.0.0.1", "224.0.0.1"]
)
def test_nobody_on_the_internet_has_such_an_address(address: str) -> None:
    inward = (f"{address}->10.0.1.9", 49152, 443)
    assert said(ONE | DOOR, "internet", "Web", *inward) == (DARK, DARK)


def test_a_destination_that_is_not_known_may_be_longer_than_any() -> None:
    routes = table("Way", ["A"], Out="0.0.0.0/0 Internet", To="0.0.0.0/0 Nowhere")
    filled = vpc({"A": "10.0.1.0/24"}) | routes | DOOR_IN_A
    filled["Nowhere"] = resource("EC2::InternetGateway")
    unread = copy.deepcopy(filled)
    unread["WayTo"]["Properties"]["DestinationCidrBlock"] = ref("Open")
    filled["WayTo"]["Properties"]["DestinationCidrBlock"] = "203.0.113.0/24"
    body = {"Parameters": {"Open": {"Type": "String"}}, "Resources": unread}
    both = Both.of_model(of_template(body), filled, Assumed())
    web, packet = both.place("Web"), wire("10.0.1.9", WORLD, 6, 49152, 443)
    assert both.told(web, None, packet) == (DARK, DARK)
    assert both.algebra(web, None, packet, Bound.MUST) == DARK
    assert both.algebra(web, None, packet, Bound.MAY) == WORKS


def unsure(random: Random) -> Both:
    """Return a random network, now and then with gaps."""
    model, filled = unknowing(random, template(random), random.choice((0, 0, 3)))
    return Both.of_model(model, filled, Assumed())


@pytest.mark.parametrize("bound", list(Bound), ids=lambda one: one.value)
def test_a_walk_ends_where_the_sets_say(bound: Bound) -> None:
    seen: set[tuple[bool, bool]] = set()
    for seed in range(25):
        random = Random(seed)
        both = unsure(random)
        dealer = Dealer.of(both.plain)
        for _ in range(40):
            source, target, one = dealer.packet(random)
            ends = both.interface(source), both.interface(target)
            packet = packet_of(one)
            way = walk(both.network, *ends, family_of(one), packet, bound)
            there = all(hop.passes for hop in way.hops if not hop.back)
            said = both.algebra(source, target, one, bound)
            assert Said(there, way.arrives) == said, (seed, one, way.hops)
            seen.add((there, way.arrives))
    assert seen == {(True, True), (True, False), (False, False)}
