"""Tests of the ports that stores listen on."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.listening import listening
from tests.checks.network.parts import made, ref
from tests.models import of_template
from tests.prove.network.places import network, unsure


def port(kind: str, **properties: Any) -> int | None:
    model = of_template({"Resources": {"It": made(kind, **properties)}})
    return listening(model["It"])


@pytest.mark.parametrize(
    ("kind", "properties", "expected"),
    [
        pytest.param("RDS::DBInstance", {"Engine": "postgres"}, 5432, id="engine"),
        pytest.param(
            *("RDS::DBInstance", {"Engine": "postgres", "Port": "6000"}, 6000),
            id="written",
        ),
        pytest.param("RDS::DBInstance", {"Engine": "oracle-ee"}, 1521, id="a word"),
        pytest.param("RDS::DBCluster", {"Engine": "aurora-mysql"}, 3306, id="aurora"),
        pytest.param(
            *("RDS::DBCluster", {"Engine": "aurora-postgresql"}, None),
            id="where the pages differ",
        ),
        pytest.param(
            "RDS::DBCluster",
            {"Engine": "aurora-postgresql", "EngineMode": "serverless"},
            5432,
            id="where they agree",
        ),
        pytest.param(
            "RDS::DBInstance",
            {"Engine": "postgres", "DBSnapshotIdentifier": "before"},
            None,
            id="as in the snapshot",
        ),
        pytest.param(
            "RDS::DBInstance",
            {"Engine": "aurora-mysql", "DBClusterIdentifier": "main"},
            None,
            id="as its cluster",
        ),
        pytest.param("ElastiCache::ReplicationGroup", {}, 6379, id="a cache"),
    ],
)
def test_a_store_listens(
    kind: str, properties: dict[str, Any], expected: int | None
) -> None:
    assert port(kind, **properties) == expected


def test_a_replica_listens_where_its_source_does() -> None:
    found = network(
        Db=made("RDS::DBInstance", Engine="mysql", Port=3307),
        Copy=made("RDS::DBInstance", SourceDBInstanceIdentifier=ref("Db")),
    )
    assert found.workloads["Copy"].ports == (3307,)


def test_a_replica_may_have_a_port_of_its_own() -> None:
    source = {"SourceDBInstanceIdentifier": ref("Db")}
    found = network(
        Db=made("RDS::DBInstance", Engine="mysql", Port=3307),
        Own=made("RDS::DBInstance", Port=3308, **source),
        Open=made("RDS::DBInstance", Port=unsure(3309, 3310), **source),
    )
    assert found.workloads["Own"].ports == (3308,)
    assert found.workloads["Open"].ports == ()


@pytest.mark.parametrize(
    ("store", "attribute", "ports"),
    [
        pytest.param(
            made("RDS::DBInstance", Engine="postgres"),
            *("Endpoint.Port", (5432, 5432)),
            id="database",
        ),
        pytest.param(
            made("ElastiCache::ReplicationGroup", Port=6380),
            *("PrimaryEndPoint.Port", (6380, 6380)),
            id="cache",
        ),
        pytest.param(
            made("RDS::DBCluster", Engine="aurora-postgresql"),
            *("Endpoint.Port", (0, 65535)),
            id="not known",
        ),
    ],
)
def test_a_rule_for_the_port_of_a_store(
    store: dict[str, Any], attribute: str, ports: tuple[int, int]
) -> None:
    end = {"Fn::GetAtt": ["Store", attribute]}
    rule = made(
        "EC2::SecurityGroupIngress",
        GroupId=ref("Sg"),
        IpProtocol="tcp",
        CidrIp="10.0.0.0/16",
        FromPort=end,
        ToPort=end,
    )
    (found,) = network(Store=store, Rule=rule).groups["Sg"].ingress
    assert found.traffic[0].to == ports
    assert bool(found.unknowns) == (ports == (0, 65535))
