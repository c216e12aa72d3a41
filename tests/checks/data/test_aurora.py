"""Clusters of Aurora."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, like, model, problems

CAPACITY = "Cluster/ServerlessV2ScalingConfiguration"

CASES = (
    Case(
        "more than the most",
        *(
            "CG607",
            {"Cluster/ServerlessV2ScalingConfiguration/MinCapacity": "32"},
            f"{CAPACITY}/MinCapacity",
        ),
        "more than its most, 16",
    ),
    Case(
        "no half",
        *(
            "CG607",
            {"Cluster/ServerlessV2ScalingConfiguration/MaxCapacity": "2.3"},
            f"{CAPACITY}/MaxCapacity",
        ),
        "steps of 0.5",
    ),
    Case(
        "too much",
        *(
            "CG607",
            {"Cluster/ServerlessV2ScalingConfiguration/MaxCapacity": 257},
            f"{CAPACITY}/MaxCapacity",
        ),
        "1 to 256",
    ),
    Case(
        "a version that cannot pause",
        *(
            "CG607",
            {"Cluster/EngineVersion": "16.2"},
            f"{CAPACITY}/MinCapacity",
        ),
        "which version 16.2 cannot",
    ),
    Case(
        "a pause that comes at once",
        *(
            "CG607",
            {"Cluster/ServerlessV2ScalingConfiguration/SecondsUntilAutoPause": 60},
            f"{CAPACITY}/SecondsUntilAutoPause",
        ),
        "300 to 86400",
    ),
    Case(
        "no capacity",
        *(
            "CG608",
            {"Cluster/ServerlessV2ScalingConfiguration": GONE},
            "Member/DBInstanceClass",
        ),
        "says no capacity",
    ),
    Case(
        "another engine",
        *("CG608", {"Member/Engine": "aurora-mysql"}, "Member/Engine"),
        "Write aurora-postgresql",
    ),
    Case(
        "serverless alone",
        *(
            "CG608",
            {"Database/DBInstanceClass": "db.serverless"},
            "Database/DBInstanceClass",
        ),
        "a class of members",
    ),
    Case(
        "seventeen members",
        *(
            "CG608",
            {f"M{n}": like("Member") for n in range(16)},
            "M15/DBClusterIdentifier",
        ),
        "16 members already",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize("version", ["16", "16.3", "17.1", "15.7"])
def test_later_versions_pause(version: str) -> None:
    assert problems(model({"Cluster/EngineVersion": version}), [CHECKS["CG607"]]) == []
