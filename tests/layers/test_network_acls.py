"""Network ACLs, judged packet by packet by an interpreter that knows no flows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfngen.errors import InputError
from cfngen.layers import network
from cfngen.layers.flows import (
    ALB,
    CLOUDFLARE,
    INTERNET,
    TESTERS,
    Flow,
    flows,
    tier_of,
)
from cfngen.layers.layer import Layer
from cfngen.spec.network import Tier
from cfngen.spec.system import System
from tests.layers.edges import ENDPOINTS, EVERY, PIPELINE, TESTER
from tests.layers.variations import ALL, nextjs, of, service, settled
from tests.layers.variations import network as network_of

EACH = pytest.mark.parametrize("system", EVERY.values(), ids=EVERY.keys())
NATS = ["none", "single", "per-zone"]
OUTSIDE = "93.184.216.34"
STRANGERS = {INTERNET: OUTSIDE, CLOUDFLARE: "104.16.0.9", TESTERS: TESTER}
"""Those outside of the VPC, each with an address."""
TCP = 6
EDGE = {"domain": "shop.example.com"}


@dataclass(frozen=True)
class Acls:
    """The network ACLs of a network, by tier, and the subnets that they hold."""

    entries: Mapping[Tier, list[dict[str, Any]]]
    subnets: Mapping[Tier, tuple[str, ...]]

    def passes(self, tier: Tier, inbound: bool, address: str, port: int) -> bool:
        """Return whether a tier lets TCP to a port pass, from or to an address."""
        for entry in sorted(self.entries[tier], key=lambda e: e["RuleNumber"]):
            span: dict[str, int] = entry.get("PortRange", {})
            if (
                entry["Egress"] is not inbound
                and entry["Protocol"] == TCP
                and ip_address(address) in ip_network(entry["CidrBlock"])
                and span["From"] <= port <= span["To"]
            ):
                return bool(entry["RuleAction"] == "allow")
        return False

    def hosts(self, tier: Tier) -> list[str]:
        """Return one address in each subnet of a tier."""
        return [str(ip_network(block)[9]) for block in self.subnets[tier]]


def acls(system: System, **parameters: str) -> Acls:
    """Return the ACLs; the tester of TESTER's address is let in."""
    given = {"EnvironmentName": "dev", "TestListenerCidr": f"{TESTER}/32"} | parameters
    resources = settled(network.build(system), **given)
    entries = of(resources, "EC2::NetworkAclEntry").values()
    by_tier = {
        tier: [e for e in entries if e["NetworkAclId"]["Ref"] == acl_of(tier)]
        for tier in system.network.tiers()
    }
    return Acls(by_tier, system.network.tiers())


def acl_of(tier: Tier) -> str:
    return f"{tier.capitalize()}NetworkAcl"


def answers_to(flow: Flow) -> tuple[int, int]:
    """Return the ports that the opening side may be answered at, by who it is."""
    return (1024, 65535) if flow.source in (*STRANGERS, ALB) else (32768, 60999)


def legs(system: System, flow: Flow, known: Acls) -> Iterator[tuple[Any, ...]]:
    """Yield what each ACL on a flow's way sees: tier, inbound, address, port."""
    source, target = (place(system, end) for end in (flow.source, flow.destination))
    sources = known.hosts(source) if source else [STRANGERS[flow.source]]
    targets = known.hosts(target) if target else [STRANGERS[flow.destination]]
    for port in answers_to(flow):
        for a in sources:
            for b in targets:
                if source:
                    yield source, False, b, flow.port
                    yield source, True, b, port
                if target:
                    yield target, True, a, flow.port
                    yield target, False, a, port


def place(system: System, end: str) -> Tier | None:
    """Return the tier that an end of a flow is in; None where it is outside."""
    return None if end in STRANGERS else tier_of(system, end)


def nat_legs(flow: Flow, known: Acls) -> Iterator[tuple[Any, ...]]:
    """Yield what the public tier's ACL sees of a flow through a NAT gateway there."""
    yield "public", False, OUTSIDE, flow.port
    yield "public", True, OUTSIDE, 1024
    yield "public", True, OUTSIDE, 65535
    for address in known.hosts("private"):
        yield "public", True, address, flow.port
        yield "public", False, address, 32768
        yield "public", False, address, 60999


@EACH
def test_every_flow_passes_and_is_answered(system: System) -> None:
    known = acls(system)
    for flow in flows(system):
        for leg in legs(system, flow, known):
            assert known.passes(*leg), f"{flow}: {leg}"


@pytest.mark.parametrize("nat", ["single", "per-zone"])
@pytest.mark.parametrize(
    "name", ["as drawn", "no edge", "services in both tiers", "platform", "rails"]
)
def test_private_tasks_reach_the_internet_through_nat(name: str, nat: str) -> None:
    system = EVERY[name]
    known = acls(system, NatGateways=nat)
    out = [f for f in flows(system) if f.destination == INTERNET]
    for flow in (f for f in out if tier_of(system, f.source) == "private"):
        for leg in nat_legs(flow, known):
            assert known.passes(*leg), f"{flow}: {leg}"


def test_s3_is_reached_at_its_public_addresses_without_nat() -> None:
    known = acls(nextjs(services={"web": service(egress=[])}), NatGateways="none")
    assert known.passes("private", False, OUTSIDE, 443)
    assert known.passes("private", True, OUTSIDE, 32768)


@pytest.mark.parametrize("nat", NATS)
@pytest.mark.parametrize("port", [22, 80, 443, 3000, 5432, 6379])
def test_the_internet_opens_nothing_in_the_private_tier(nat: str, port: int) -> None:
    assert not acls(nextjs(), NatGateways=nat).passes("private", True, OUTSIDE, port)


@pytest.mark.parametrize("nat", NATS)
@pytest.mark.parametrize("port", [22, 443, 5432, 6379, 1024, 32768, 65535])
def test_the_isolated_tier_and_the_internet_never_meet(nat: str, port: int) -> None:
    known = acls(nextjs(), NatGateways=nat)
    assert not known.passes("isolated", True, OUTSIDE, port)
    assert not known.passes("isolated", False, OUTSIDE, port)


@pytest.mark.parametrize("port", [22, 5432, 6379, 32768])
def test_the_public_tier_does_not_reach_the_stores(port: int) -> None:
    known = acls(nextjs())
    for address in known.hosts("public"):
        assert not known.passes("isolated", True, address, port)
        assert not known.passes("isolated", False, address, port)


def test_the_private_tier_reaches_no_other_port_of_the_stores() -> None:
    known = acls(nextjs())
    for address in known.hosts("private"):
        for port in (22, 443, 5431, 5433, 6380):
            assert not known.passes("isolated", True, address, port)


@pytest.mark.parametrize("port", [22, 25, 81, 3000, 5432])
def test_the_internet_opens_only_the_edge_ports_below_the_answering_range(
    port: int,
) -> None:
    known = acls(nextjs(), NatGateways="none")
    assert not known.passes("public", True, OUTSIDE, port)


def test_testers_pass_once_there_are_any_and_nobody_with_them() -> None:
    rails = EVERY["rails"]
    without = acls(rails, NatGateways="none", TestListenerCidr="")
    assert not without.passes("public", True, TESTER, 8443)
    known = acls(rails, NatGateways="none")
    assert known.passes("public", True, TESTER, 8443)
    assert not known.passes("public", True, OUTSIDE, 8443)


def test_endpoints_are_reached_across_zones_and_tiers_and_by_nobody_outside() -> None:
    known = acls(EVERY["endpoints, services in both tiers"])
    for tier in ("public", "private"):
        for address in known.hosts(tier):
            assert known.passes("private", True, address, 443)
    assert not known.passes("private", True, OUTSIDE, 443)


def test_workers_and_jobs_in_public_subnets_are_asked_by_nobody() -> None:
    known = acls(EVERY["revendiste"])
    for port in (22, 3306, 5432, 3000, 3001, 8443):
        assert not known.passes("public", True, OUTSIDE, port)
    for address in known.hosts("public"):
        assert known.passes("isolated", True, address, 5432)
        assert not known.passes("isolated", True, address, 3306)


def test_without_nat_nothing_is_left_open_for_its_answers() -> None:
    assert acls(nextjs(), NatGateways="single").passes("public", True, OUTSIDE, 1024)
    assert not acls(nextjs(), NatGateways="none").passes("public", True, OUTSIDE, 1024)


@EACH
def test_every_subnet_has_the_acl_of_its_tier(system: System) -> None:
    resources = settled(network.build(system))
    held = {
        a["SubnetId"]["Ref"]: a["NetworkAclId"]["Ref"]
        for a in of(resources, "EC2::SubnetNetworkAclAssociation").values()
    }
    subnets = of(resources, "EC2::Subnet")
    assert held == {s: f"{s[:-7]}NetworkAcl" for s in subnets}


@EACH
def test_acls_only_allow_and_number_each_rule_once(system: System) -> None:
    for nat in NATS:
        for entries in acls(system, NatGateways=nat).entries.values():
            numbers = [(e["Egress"], e["RuleNumber"]) for e in entries]
            assert len(numbers) == len(set(numbers))
            for entry in entries:
                assert entry["RuleAction"] == "allow"
                assert 1 <= entry["RuleNumber"] <= 32766


def tcp(known: Acls) -> Iterator[tuple[Tier, dict[str, Any]]]:
    """Yield every TCP entry with its tier."""
    for tier, entries in known.entries.items():
        for entry in entries:
            if entry["Protocol"] == TCP:
                yield tier, entry


@EACH
def test_no_rule_is_idle_behind_a_wider_one(system: System) -> None:
    alone, with_nat = acls(system, NatGateways="none"), acls(system)
    for tier, entry in tcp(alone):
        assert not idle(alone, tier, entry), entry
    for tier, entry in tcp(with_nat):
        assert entry in alone.entries[tier] or not idle(with_nat, tier, entry), entry


def idle(known: Acls, tier: Tier, entry: dict[str, Any]) -> bool:
    """Return whether the ends of what a rule lets pass would pass without it."""
    others = [e for e in known.entries[tier] if e is not entry]
    without = Acls({**known.entries, tier: others}, known.subnets)
    block = ip_network(entry["CidrBlock"])
    address = (
        OUTSIDE if block.prefixlen == 0 else str(block[min(9, block.num_addresses - 1)])
    )
    ports = entry["PortRange"].values()
    return all(without.passes(tier, not entry["Egress"], address, p) for p in ports)


@pytest.mark.parametrize(
    "services",
    [
        {"first": service(port=3001), "web": service(), "last": service(port=8080)},
        {"web": service(), "other": service(port=4000, egress=[25, 443])},
        {"web": service(), "facing": service(subnets="public", port=8443)},
    ],
    ids=["before and after", "other ports", "another tier"],
)
def test_adding_services_leaves_every_rule_as_it_was(services: dict[str, Any]) -> None:
    before = settled(network.build(nextjs(services={"web": service()})))
    after = settled(network.build(nextjs(services=services)))
    for name, entry in of(before, "EC2::NetworkAclEntry").items():
        assert after[name]["Properties"] == entry


def test_ports_with_one_number_get_two() -> None:
    services = {"web": service(port=3000), "twin": service(port=5999)}
    known = acls(nextjs(services=services))
    inbound = [e for e in known.entries["private"] if not e["Egress"]]
    numbers = [e["RuleNumber"] for e in inbound]
    assert len(numbers) == len(set(numbers))
    assert known.passes("private", True, known.hosts("public")[0], 5999)


@EACH
def test_path_mtu_discovery_passes_where_the_internet_is_met(system: System) -> None:
    for tier, entries in acls(system, NatGateways="none").entries.items():
        meets = any(e["CidrBlock"] == "0.0.0.0/0" for e in entries)
        icmp = [(e["Egress"], e["Icmp"]) for e in entries if e["Protocol"] == 1]
        too_large = {"Type": 3, "Code": 4}
        assert icmp == ([(False, too_large), (True, too_large)] if meets else []), tier


def many(count: int) -> System:
    """Return a system of three zones and services on as many different ports."""
    services = {f"s{n}": service(port=3000 + n, uses=[]) for n in range(count)}
    return nextjs(services=services, network=network_of(*ALL, zones=3))


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Return a system with any edge, endpoints, and services in any tiers."""
    ports = st.sampled_from([80, 3000, 3001, 5999, 8443, 40000])
    some = st.fixed_dictionaries(
        {
            "port": ports,
            "subnets": st.sampled_from(["public", "private"]),
            "egress": st.lists(st.sampled_from([443, 587]), max_size=2, unique=True),
            "uses": st.lists(
                st.sampled_from(["database", "cache"]), max_size=2, unique=True
            ),
        }
    )
    tiers = draw(st.sampled_from([ALL, ALL[:2]]))
    ways = draw(st.lists(st.sampled_from(ENDPOINTS), max_size=2, unique=True))
    return nextjs(
        network=network_of(*tiers, nat="none") | {"endpoints": ways},
        edge=draw(
            st.sampled_from(
                [None, EDGE, EDGE | {"allow_from": "cloudflare", "dns": "external"}]
            )
        ),
        services=draw(st.dictionaries(st.sampled_from("abc"), some, max_size=3)),
        delivery=draw(st.sampled_from([None, PIPELINE])),
    )


@settings(max_examples=40, deadline=None)
@given(systems(), st.sampled_from(NATS))
def test_of_any_system_each_flow_passes_and_no_rule_is_idle(
    system: System, nat: str
) -> None:
    known = acls(system, NatGateways=nat)
    for flow in flows(system):
        for leg in legs(system, flow, known):
            assert known.passes(*leg), f"{flow}: {leg}"
    for entries in known.entries.values():
        for egress in (False, True):
            assert sum(entry["Egress"] is egress for entry in entries) <= 19
    alone = acls(system, NatGateways="none")
    for tier, entry in tcp(alone):
        assert not idle(alone, tier, entry), entry


def test_stays_inside_the_quota_of_rules() -> None:
    for entries in acls(many(5)).entries.values():
        for egress in (False, True):
            assert sum(e["Egress"] is egress for e in entries) <= 19


def test_refuses_what_the_quota_of_rules_does_not_hold() -> None:
    with pytest.raises(InputError, match="The private subnets need 20 network ACL"):
        network.build(many(6))


def test_many_services_on_one_port_fit() -> None:
    services = {f"s{n}": service(uses=[]) for n in range(30)}
    network.build(nextjs(services=services))


def test_cfn_lint_accepts_a_full_acl(linted: Callable[[Layer], list[str]]) -> None:
    layer = network.build(many(5))
    assert json.dumps(layer.template.to_dict()).count("RuleNumber") > 30
    assert linted(layer) == []
