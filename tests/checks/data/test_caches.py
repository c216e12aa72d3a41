"""Caches of ElastiCache."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems, ref

CASES = (
    Case(
        "a token without TLS",
        *(
            "CG613",
            {"Cache/TransitEncryptionEnabled": GONE},
            "Cache/TransitEncryptionEnabled",
        ),
        "no TLS to send it by",
    ),
    Case(
        "a short token",
        *("CG613", {"Cache/AuthToken": "short"}, "Cache/AuthToken"),
        "Take 16 to 128",
    ),
    Case(
        "TLS without a subnet group",
        *(
            "CG613",
            {"Cache/CacheSubnetGroupName": GONE},
            "Cache/TransitEncryptionEnabled",
        ),
        "Give CacheSubnetGroupName",
    ),
    Case(
        "nobody to fail over to",
        *("CG614", {"Cache/NumCacheClusters": "1"}, "Cache/NumCacheClusters"),
        "no node to fail over to",
    ),
    Case(
        "nobody to fail over to, as CloudFormation asks by itself",
        *(
            "CG614",
            {"Cache/NumCacheClusters": 1, "Cache/AutomaticFailoverEnabled": GONE},
            "Cache/NumCacheClusters",
        ),
        "or AutomaticFailoverEnabled to false",
    ),
    Case(
        "zones without failover",
        *("CG614", {"Cache/AutomaticFailoverEnabled": "false"}, "Cache/MultiAZEnabled"),
        "does not fail over",
    ),
    Case(
        "shards without failover",
        *(
            "CG614",
            {"Cache/NumNodeGroups": 2, "Cache/AutomaticFailoverEnabled": "false"},
            "Cache/NumNodeGroups",
        ),
        "2 shards",
    ),
    Case(
        "several zones in one",
        *("CG614", {"CacheGroup/SubnetIds": [ref("Subnet1")]}, "Cache/MultiAZEnabled"),
        "its subnets are in one",
    ),
    Case(
        "seven nodes",
        *("CG615", {"Cache/NumCacheClusters": 7}, "Cache/NumCacheClusters"),
        "Write 1 to 6",
    ),
    Case(
        "six replicas",
        *("CG615", {"Cache/ReplicasPerNodeGroup": 6}, "Cache/ReplicasPerNodeGroup"),
        "Write 0 to 5",
    ),
    Case(
        "nodes of several shards",
        *("CG615", {"Cache/NumNodeGroups": 2}, "Cache/NumCacheClusters"),
        "Write ReplicasPerNodeGroup",
    ),
    Case(
        "two zones for three nodes",
        *("CG615", {"Cache/NumCacheClusters": 3}, "Cache/PreferredCacheClusterAZs"),
        "2 zones are named for 3",
    ),
    Case(
        "tiering without a disk",
        *("CG615", {"Cache/DataTieringEnabled": True}, "Cache/DataTieringEnabled"),
        "no disk for data tiering",
    ),
    Case(
        "a disk without tiering",
        *("CG615", {"Cache/CacheNodeType": "cache.r6gd.xlarge"}, "Cache/CacheNodeType"),
        "Set DataTieringEnabled",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_token_is_not_repeated() -> None:
    (problem,) = problems(model({"Cache/AuthToken": "hunter2"}), [CHECKS["CG613"]])
    assert "hunter2" not in f"{problem.message} {problem.mend}"
