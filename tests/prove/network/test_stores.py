"""Tests of databases, caches and file systems."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.places import Kind
from tests.checks.network.parts import made, ref
from tests.prove.network.places import GATEWAY, network, only

GROUPS: dict[str, Any] = {
    "DbSubnets": made(
        "RDS::DBSubnetGroup",
        DBSubnetGroupDescription="d",
        SubnetIds=[ref("A"), ref("B")],
    ),
    "CacheSubnets": made("ElastiCache::SubnetGroup", SubnetIds=[ref("B")]),
}


def database(**given: Any) -> dict[str, Any]:
    usual = {
        "Engine": "postgres",
        "DBSubnetGroupName": ref("DbSubnets"),
        "VPCSecurityGroups": [ref("Sg")],
    }
    return made("RDS::DBInstance", **{**usual, **given})


def test_a_database_is_in_the_subnets_of_its_group() -> None:
    found = network(**GROUPS, Db=database()).workloads["Db"]
    assert [i.subnet for i in found.interfaces] == ["A", "B"]
    assert [i.groups for i in found.interfaces] == [("Sg",), ("Sg",)]
    assert (found.kind, found.ports) == (Kind.DATABASE, (5432,))


@pytest.mark.parametrize(
    ("given", "gateway", "public"),
    [
        ({"PubliclyAccessible": True}, True, True),
        ({"PubliclyAccessible": "false"}, True, False),
        ({"PubliclyAccessible": ref("Open")}, True, None),
        ({}, True, None),
        ({}, False, False),
        ({"DBSubnetGroupName": None}, False, None),
    ],
    ids=["public", "private", "open", "unsaid", "no gateway", "no subnets"],
)
def test_whether_a_database_is_public(
    given: Any, gateway: bool, public: bool | None
) -> None:
    found = network(**GROUPS, **(GATEWAY if gateway else {}), Db=database(**given))
    assert {i.public for i in found.workloads["Db"].interfaces} == {public}


@pytest.mark.parametrize(
    ("given", "ports"),
    [
        ({"Engine": "mysql"}, (3306,)),
        ({"Engine": "sqlserver-ex"}, (1433,)),
        ({"Port": 6000}, (6000,)),
        ({"Port": ref("Open")}, ()),
        ({"Engine": ref("Open")}, ()),
    ],
    ids=["MySQL", "SQL Server", "written", "port open", "engine open"],
)
def test_a_database_listens_on_the_port_of_its_engine(
    given: Any, ports: tuple[int, ...]
) -> None:
    assert network(**GROUPS, Db=database(**given)).workloads["Db"].ports == ports


def test_a_cluster_is_one_workload_as_public_as_its_instances() -> None:
    cluster = made(
        "RDS::DBCluster",
        Engine="aurora-postgresql",
        DBSubnetGroupName=ref("DbSubnets"),
        VpcSecurityGroupIds=[ref("Sg")],
    )
    member = {"Engine": "aurora-postgresql", "DBClusterIdentifier": ref("Cluster")}
    found = network(
        **GROUPS,
        Cluster=cluster,
        One=made("RDS::DBInstance", PubliclyAccessible=False, **member),
        Two=made("RDS::DBInstance", PubliclyAccessible=True, **member),
    )
    assert list(found.workloads) == ["Cluster"]
    assert {i.public for i in found.workloads["Cluster"].interfaces} == {True}
    assert found.workloads["Cluster"].ports == ()  # AWS's pages differ


def test_a_replica_is_a_workload_of_its_own_in_the_subnets_of_its_source() -> None:
    replica = made(
        "RDS::DBInstance",
        SourceDBInstanceIdentifier=ref("Db"),
        VPCSecurityGroups=[ref("Sg")],
        PubliclyAccessible=False,
    )
    found = network(**GROUPS, Db=database(), DatabaseReplica=replica)
    one = found.workloads["DatabaseReplica"]
    assert [i.subnet for i in one.interfaces] == ["A", "B"]
    assert one.ports == (5432,)
    assert found.named("database") == (found.workloads["Db"], one)
    assert found.named("database-replica") == (one,)


def test_a_member_of_a_cluster_that_is_not_at_hand_has_unknown_groups() -> None:
    body = database(DBClusterIdentifier="far", VPCSecurityGroups=None)
    (one, _) = network(**GROUPS, Db=body).workloads["Db"].interfaces
    assert (one.groups, one.unknowns) == ((), ("the security groups of far",))


def test_subnets_of_a_group_that_is_not_at_hand_are_one_unknown() -> None:
    found = network(Db=database(DBSubnetGroupName="shared"))
    assert only(found, "Db").subnet == "the subnets of shared"
    assert found.subnets["the subnets of shared"].vpc == "Vpc"


def cache(type: str, **given: Any) -> dict[str, Any]:
    return made(f"ElastiCache::{type}", **given)


@pytest.mark.parametrize(
    ("body", "ports"),
    [
        (
            cache(
                "ReplicationGroup",
                CacheSubnetGroupName=ref("CacheSubnets"),
                SecurityGroupIds=[ref("Sg")],
            ),
            (6379,),
        ),
        (
            cache(
                "CacheCluster",
                Engine="memcached",
                CacheSubnetGroupName=ref("CacheSubnets"),
                VpcSecurityGroupIds=[ref("Sg")],
            ),
            (11211,),
        ),
        (
            cache(
                "ServerlessCache",
                Engine="valkey",
                SubnetIds=[ref("B")],
                SecurityGroupIds=[ref("Sg")],
            ),
            (6379, 6380),
        ),
    ],
    ids=["replication group", "cluster", "serverless"],
)
def test_caches_are_never_public(body: Any, ports: tuple[int, ...]) -> None:
    found = network(**GROUPS, Store=body)
    one = only(found, "Store")
    assert (one.subnet, one.groups, one.public) == ("B", ("Sg",), False)
    assert found.named("cache") == (found.workloads["Store"],)
    assert found.workloads["Store"].ports == ports


def test_a_file_system_is_where_its_mount_targets_are() -> None:
    target = made(
        "EFS::MountTarget",
        FileSystemId=ref("Uploads"),
        SubnetId=ref("A"),
        SecurityGroups=[ref("Sg")],
    )
    found = network(Uploads=made("EFS::FileSystem"), Mount=target)
    (one,) = found.named("uploads")
    assert (one.kind, one.ports) == (Kind.FILES, (2049,))
    assert only(found, "Mount").subnet == "A"


def test_a_proxy_stands_between() -> None:
    proxy = made(
        "RDS::DBProxy",
        EngineFamily="POSTGRESQL",
        VpcSubnetIds=[ref("A")],
        VpcSecurityGroupIds=[ref("Sg")],
    )
    found = network(PoolProxy=proxy)
    assert found.named("pool")[0].ports == (5432,)
    assert only(found, "PoolProxy").public is False
