"""What is read of this repository's own systems."""

from __future__ import annotations

import pytest

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Kind
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Way
from tests.models import ENVIRONMENTS, model, unbent

IDS = ["-".join(one) for one in ENVIRONMENTS]


def read(system: str, environment: str, **parameters: str) -> Network:
    return network_of(model(system, environment, unbent, **parameters))


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS, ids=IDS)
def test_nothing_is_unknown_and_nothing_unread(system: str, environment: str) -> None:
    found = read(system, environment)
    assert found.unread == {}
    own = [one for path, one in found.groups.items() if "." not in path]
    rules = [rule for one in own for rule in (*one.ingress, *one.egress)]
    entries = [e for one in found.acls.values() for e in (*one.inbound, *one.outbound)]
    routes = [route for one in found.tables.values() for route in one.routes]
    interfaces = [i for one in found.workloads.values() for i in one.interfaces]
    subnets = found.subnets.values()
    for facts in (rules, entries, routes, interfaces, subnets):
        assert facts
        assert [one for one in facts if one.unknowns] == []
    assert [one.path for one in own if one.carried] == []
    assert all(i.public is not None for i in interfaces)
    assert all(i.subnet in found.subnets for i in interfaces)
    assert all(name in found.groups for i in interfaces for name in i.groups)


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS, ids=IDS)
def test_no_subnet_has_the_defaults_of_its_vpc(system: str, environment: str) -> None:
    found = read(system, environment)
    for subnet in found.subnets.values():
        assert not found.acls[subnet.acl].default
        assert not found.tables[subnet.table].main


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("nextjs", "web alb database cache nats services tasks"),
        ("platform", "api worker scheduler notifier alb database cache nats"),
        ("rails", "web alb database nats"),
        ("revendiste", "backend frontend sync-payments alb database jobs tasks"),
    ],
    ids=["nextjs", "platform", "rails", "revendiste"],
)
def test_workloads_have_the_names_of_their_seed(system: str, names: str) -> None:
    found = read(system, "prod")
    assert [name for name in names.split() if not found.named(name)] == []


def test_every_subnet_has_the_name_of_its_tier() -> None:
    found = read("nextjs", "prod").subnets
    tiers = {path: [n for n in one.names if n in TIERS] for path, one in found.items()}
    assert sorted(sum(tiers.values(), [])) == sorted([*TIERS, *TIERS])
    assert tiers["Network/IsolatedSubnet2"] == ["isolated"]


TIERS = ["public", "private", "isolated"]


def test_tasks_of_revendiste_are_public_and_its_database_is_not() -> None:
    found = read("revendiste", "prod")
    (backend,) = found.named("backend")
    assert [i.public for i in backend.interfaces] == [True, True]
    (database,) = found.named("database")
    assert database.path == "Database/Database"
    assert [i.public for i in database.interfaces] == [False, False]
    assert database.ports == (5432,)


def test_each_private_subnet_of_nextjs_has_its_own_nat_gateway_in_prod() -> None:
    found = read("nextjs", "prod")
    ways = [
        (route.way, route.target)
        for zone in (1, 2)
        for route in found.tables[f"Network/PrivateRouteTable{zone}"].routes
    ]
    assert [target for way, target in ways if way is Way.NAT] == [
        "Network/NatGateway1",
        "Network/NatGateway2",
    ]
    assert [target for way, target in ways if way is Way.ENDPOINT] == [
        "Network/S3Endpoint",
        "Network/S3Endpoint",
    ]


def test_both_target_groups_of_rails_lead_to_the_same_tasks() -> None:
    found = read("rails", "prod")
    ways = [(f.port, f.group.resource.partition("/")[2]) for f in found.forwards]
    both = ("TargetGroup", "GreenTargetGroup")
    assert ways == [(port, group) for port in (443, 8443) for group in both]
    assert {f.target for f in found.forwards} == {"ServiceWeb/BlueGreenService"}
    assert {(f.target_port, f.health) for f in found.forwards} == {(80, 80)}


def test_endpoints_of_rails_are_named_by_their_service() -> None:
    found = read("rails", "prod", EnableVpcEndpoints="true")
    (one,) = found.named("endpoint.ecr.api")
    assert (one.kind, one.service, one.ports) == (Kind.ENDPOINT, "ecr.api", (443,))
    assert one.private_dns
    assert len(found.named("endpoints")) == 4


def test_cloudflare_is_a_list_of_both_families() -> None:
    group = read("revendiste", "prod").groups["Security/AlbSecurityGroup"]
    lists = {rule.list: rule for rule in group.ingress}
    four = lists["Security/CloudflareIpv4PrefixList"].ranges
    six = lists["Security/CloudflareIpv6PrefixList"].ranges
    assert [len(four.v4), len(four.v6), len(six.v4), len(six.v6)] == [15, 0, 0, 7]
