"""Parameter groups."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, model, problems

CASES = (
    Case(
        "the group of another version",
        *("CG602", {"Database/EngineVersion": "16"}, "Database/DBParameterGroupName"),
        "of postgres17, its version of postgres16",
    ),
    Case(
        "the default group of another version",
        *(
            "CG602",
            {"Replica/DBParameterGroupName": "default.postgres15"},
            "Replica/DBParameterGroupName",
        ),
        "Take a group of the family postgres17",
    ),
    Case(
        "the group of another cluster",
        *(
            "CG602",
            {"ClusterParameters/Family": "aurora-postgresql15"},
            "Cluster/DBClusterParameterGroupName",
        ),
        "aurora-postgresql16",
    ),
    Case(
        "the group of Redis",
        *(
            "CG602",
            {"CacheParameters/CacheParameterGroupFamily": "redis7"},
            "Cache/CacheParameterGroupName",
        ),
        "its version of valkey8",
    ),
    Case(
        "the group of Redis 7",
        *(
            "CG602",
            {
                "Cache/Engine": "redis",
                "Cache/EngineVersion": "6.2",
                "CacheParameters/CacheParameterGroupFamily": "redis7",
            },
            "Cache/CacheParameterGroupName",
        ),
        "redis6.x",
    ),
    Case(
        "the group of MySQL 8.0",
        *(
            "CG602",
            {
                "Database/Engine": "mysql",
                "Database/EngineVersion": "8.4.5",
                "Parameters/Family": "mysql8.0",
            },
            "Database/DBParameterGroupName",
        ),
        "mysql8.4",
    ),
    Case(
        "TLS of PostgreSQL in MySQL",
        *(
            "CG603",
            {"Parameters/Family": "mysql8.4"},
            "Parameters/Parameters/rds.force_ssl",
        ),
        "mysql8.4 has no parameter",
    ),
    Case(
        "TLS of MySQL in PostgreSQL",
        *(
            "CG603",
            {"ClusterParameters/Parameters": {"require_secure_transport": "ON"}},
            "ClusterParameters/Parameters/require_secure_transport",
        ),
        "aurora-mysql",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [
        ("mysql", "8.0.40", "mysql8.0"),
        ("mariadb", "11.4", "mariadb11.4"),
        ("aurora-mysql", "8.0.mysql_aurora.3.08.0", "aurora-mysql8.0"),
        ("postgres", "17", "postgres17"),
        ("mysql", "8", "mysql8.4"),
    ],
)
def test_each_engine_counts_versions_in_its_way(
    engine: str, version: str, family: str
) -> None:
    changed = {
        "Database/Engine": engine,
        "Database/EngineVersion": version,
        "Parameters/Family": family,
        "Replica/DBParameterGroupName": f"default.{family}",
    }
    assert problems(model(changed), [CHECKS["CG602"]]) == []
