"""Tests of the names that claims may use."""

from __future__ import annotations

import pytest

from cfngen.model import Resource
from cfngen.prove.network.naming import kebab, subnet_names, workload_names
from cfngen.prove.network.places import Kind
from tests.checks.network.parts import made
from tests.prove.network.places import network


def resource(path: str, **properties: object) -> Resource:
    stack, _, name = path.rpartition("/")
    return Resource(path, stack, name, "AWS::X::Y", properties)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("SyncPayments", "sync-payments"), ("EC2Host", "ec2-host"), ("WAFLog", "waf-log")],
)
def test_logical_ids_become_kebab_case(name: str, shown: str) -> None:
    assert kebab(name) == shown


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("ServiceBackend/Service", Kind.SERVICE, "backend"),
        ("ServiceWebApp/BlueGreenService", Kind.SERVICE, "web-app"),
        ("Jobs/SyncPaymentsSchedule", Kind.JOB, "sync-payments"),
        ("PublicLoadBalancer", Kind.BALANCER, "public"),
        ("Network/EcrApiEndpoint", Kind.ENDPOINT, "ecr-api"),
        ("Database/DatabaseReplica", Kind.DATABASE, "database-replica"),
        ("Database/Main", Kind.DATABASE, "database"),
        ("Api", Kind.SERVICE, "Api"),
    ],
)
def test_a_workload_has_names(path: str, kind: Kind, name: str) -> None:
    assert name in workload_names(resource(path), kind)


def test_only_services_are_called_after_their_stack() -> None:
    names = workload_names(resource("ServiceWeb/NightlySchedule"), Kind.JOB)
    assert "web" not in names
    assert "nightly" in names


@pytest.mark.parametrize(
    "tags",
    [[{"Key": "cfngen:name", "Value": "shop"}], {"cfngen:name": "shop"}],
    ids=["list", "map"],
)
def test_a_tag_gives_a_name(tags: object) -> None:
    assert "shop" in workload_names(resource("X", Tags=tags), Kind.OTHER)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("Network/IsolatedSubnet1", ("isolated",)),
        ("SubnetPublicB", ("public",)),
        ("DatabaseSubnet2", ("database",)),
        ("AppPrivateSubnetA", ("private",)),
    ],
)
def test_a_subnet_is_called_by_its_tier(path: str, names: tuple[str, ...]) -> None:
    own = (path.rpartition("/")[2], kebab(path.rpartition("/")[2]))
    assert subnet_names(resource(path)) == (*own, *names)


CDK = "aws:cdk:path"


@pytest.mark.parametrize(
    ("name", "path", "short"),
    [
        ("WebServiceD04B5F3E", "Shop/Web/Service/Service", ["web", "web-service"]),
        ("WebServiceD04B5F3E", None, ["web", "web-service"]),
        ("Db5D02A0A9", "Shop/Db/Resource", ["db"]),
        ("WebLB720665E7", "Shop/Web/LB/Resource", ["web-lb"]),
        ("NightlyRule0AFFC8B7", "Shop/nightly/Rule/Resource", ["nightly"]),
    ],
)
def test_what_the_cdk_makes_is_called_as_its_author_calls_it(
    name: str, path: str | None, short: list[str]
) -> None:
    metadata = {"Metadata": {CDK: path}} if path else {}
    found = Resource(name, "", name, "AWS::X::Y", {}, metadata)
    names = workload_names(found, Kind.SERVICE)
    assert set(short) <= set(names)
    assert names[0] == name


def test_a_subnet_of_the_cdk_is_called_by_its_tags() -> None:
    tags = [
        {"Key": "aws-cdk:subnet-type", "Value": "Isolated"},
        {"Key": "aws-cdk:subnet-name", "Value": "data"},
    ]
    names = subnet_names(resource("VpcdataSubnet1Subnet0AD6CE0C", Tags=tags))
    assert names[2:] == ("isolated", "data")


def test_a_name_that_is_given_is_one() -> None:
    names = workload_names(resource("Service", ServiceName="nginx"), Kind.SERVICE)
    assert "nginx" in names
    odd = resource("Service", ServiceName="Nginx & Co")
    assert "Nginx & Co" not in workload_names(odd, Kind.SERVICE)


def test_a_short_name_of_two_is_nobodys() -> None:
    found = network(
        WebService=made("RDS::DBInstance"),
        WebLoadBalancer=made("ElasticLoadBalancingV2::LoadBalancer"),
        ApiService=made("RDS::DBInstance"),
    )
    assert found.named("web") == ()
    assert [one.path for one in found.named("api")] == ["ApiService"]
    assert [one.path for one in found.named("web-service")] == ["WebService"]


def test_a_word_of_its_kind_is_kept() -> None:
    found = network(
        AlbLoadBalancer=made("ElasticLoadBalancingV2::LoadBalancer"),
        OtherLoadBalancer=made("ElasticLoadBalancingV2::LoadBalancer"),
        DatabaseInstance=made("RDS::DBInstance"),
        DatabaseCopy=made("RDS::DBInstance"),
    )
    assert len(found.named("alb")) == 2
    assert len(found.named("database")) == 2
