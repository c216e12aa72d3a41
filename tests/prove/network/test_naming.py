"""Tests of the names that claims may use."""

from __future__ import annotations

import pytest

from cfngen.model import Resource
from cfngen.prove.network.naming import kebab, subnet_names, workload_names
from cfngen.prove.network.places import Kind


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
