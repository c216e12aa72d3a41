"""What an update in place cannot do, and what is protected."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.diff import compare
from tests import models
from tests.diff.small import CLUSTER, INSTANCE, change, of, one
from tests.models import of_resources

AURORA = "AWS::RDS::DBCluster"
CACHE = "AWS::ElastiCache::ReplicationGroup"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
TABLE = "AWS::DynamoDB::Table"
GROUP = "AWS::RDS::DBSubnetGroup"

Given = dict[str, Any]


@pytest.mark.parametrize(
    ("type", "before", "after", "refused"),
    [
        pytest.param(
            INSTANCE,
            {"AllocatedStorage": "100"},
            {"AllocatedStorage": 50},
            "AllocatedStorage can grow and never shrink",
            id="storage shrinks",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "postgres", "EngineVersion": "17"},
            {"Engine": "postgres", "EngineVersion": "18.1"},
            "AllowMajorVersionUpgrade is not true",
            id="another major version",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "mysql", "EngineVersion": "8.0"},
            {
                "Engine": "mysql",
                "EngineVersion": "8.4",
                "AllowMajorVersionUpgrade": "false",
            },
            "AllowMajorVersionUpgrade is not true",
            id="another major version of two parts",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "postgres", "EngineVersion": "17.10"},
            {"Engine": "postgres", "EngineVersion": "17.9"},
            "cannot go back",
            id="an older minor version",
        ),
        pytest.param(
            CACHE,
            {"Engine": "valkey", "EngineVersion": "8.0"},
            {"Engine": "valkey", "EngineVersion": "7.2"},
            "cannot go back",
            id="an older cache",
        ),
        pytest.param(
            CACHE,
            {"Engine": "valkey", "EngineVersion": "7.2"},
            {"Engine": "redis", "EngineVersion": "7.1"},
            "no way back from Valkey",
            id="Valkey to Redis",
        ),
    ],
)
def test_updates_that_aws_refuses(
    type: str, before: Given, after: Given, refused: str
) -> None:
    (refusal,) = one(of(type, **before), of(type, **after)).refusals
    assert refused in refusal


@pytest.mark.parametrize(
    ("type", "before", "after"),
    [
        pytest.param(
            INSTANCE, {"AllocatedStorage": 20}, {"AllocatedStorage": 100}, id="growth"
        ),
        pytest.param(
            INSTANCE,
            {"AllocatedStorage": 20},
            {"AllocatedStorage": {"Fn::ImportValue": "x"}},
            id="a size that nobody knows",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "postgres", "EngineVersion": "17"},
            {
                "Engine": "postgres",
                "EngineVersion": "18",
                "AllowMajorVersionUpgrade": True,
            },
            id="an upgrade that is allowed",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "postgres", "EngineVersion": "17"},
            {
                "Engine": "postgres",
                "EngineVersion": "18",
                "AllowMajorVersionUpgrade": {"Fn::ImportValue": "x"},
            },
            id="an upgrade that may be allowed",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "mysql", "EngineVersion": "8.0.35"},
            {"Engine": "mysql", "EngineVersion": "8.0.40"},
            id="a minor version",
        ),
        pytest.param(
            INSTANCE,
            {"Engine": "postgres", "EngineVersion": "17.4"},
            {"Engine": "postgres", "EngineVersion": "17"},
            id="a minor version that is left open",
        ),
        pytest.param(
            AURORA,
            {"Engine": "aurora-mysql", "EngineVersion": "5.7.mysql_aurora.2.11.2"},
            {"Engine": "aurora-mysql", "EngineVersion": "8.0.mysql_aurora.3.04.0"},
            id="a cluster asks for no leave",
        ),
        pytest.param(
            CACHE,
            {"Engine": "redis", "EngineVersion": "7.1"},
            {"Engine": "valkey", "EngineVersion": "7.0"},
            id="Redis to Valkey",
        ),
    ],
)
def test_updates_that_aws_accepts(type: str, before: Given, after: Given) -> None:
    assert one(of(type, **before), of(type, **after)).refusals == ()


def stored(*subnets: str, used: bool = True) -> Given:
    """Return a group of subnets, and perhaps a database in it."""
    user = of(INSTANCE, DBSubnetGroupName={"Ref": "Group"}) if used else of(CLUSTER)
    return {"Group": of(GROUP, SubnetIds=list(subnets)), "Db": user}


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        pytest.param(stored("a", "b"), stored("c", "d"), 1, id="every subnet goes"),
        pytest.param(stored("a", "b"), stored("b", "c"), 0, id="one stays"),
        pytest.param(
            stored("a", "b", used=False), stored("c", used=False), 0, id="nobody there"
        ),
    ],
)
def test_a_group_keeps_the_subnet_that_is_in_use(
    before: Given, after: Given, count: int
) -> None:
    refusals = change(before, after, "Group").refusals
    assert len(refusals) == count
    assert all("Db is in one of them" in refusal for refusal in refusals)


def test_what_is_in_a_vpc_does_not_move_to_another() -> None:
    before = models.model("nextjs", "prod")
    ranges = {
        name: value.text.replace("10.0.", "10.9.", 1)
        for name, value in before.given.values.items()
        if name.endswith("Cidr")
    }
    found = compare(before, models.model("nextjs", "prod", models.unbent, **ranges))
    refused = {c.path: c.refusals[0] for c in found if c.refusals}
    assert set(refused) == {
        *("Cache/CacheSubnetGroup", "Database/DatabaseSubnetGroup"),
        *("Edge/LoadBalancer", "Network/NatGateway1", "Network/NatGateway2"),
    }
    assert "another VPC" in refused["Edge/LoadBalancer"]


GUARDED = {"Key": "deletion_protection.enabled", "Value": "true"}


@pytest.mark.parametrize(
    ("type", "properties", "stays"),
    [
        pytest.param(INSTANCE, {"DeletionProtection": "true"}, True, id="a database"),
        pytest.param(INSTANCE, {"DeletionProtection": False}, False, id="without"),
        pytest.param(INSTANCE, {}, False, id="nothing said"),
        pytest.param(TABLE, {"DeletionProtectionEnabled": True}, True, id="a table"),
        pytest.param(
            BALANCER, {"LoadBalancerAttributes": [GUARDED]}, True, id="a balancer"
        ),
        pytest.param(
            BALANCER,
            {"LoadBalancerAttributes": [GUARDED | {"Value": "false"}]},
            False,
            id="a balancer without",
        ),
        pytest.param(CLUSTER, {"DeletionProtection": True}, False, id="another type"),
    ],
)
def test_what_is_protected_is_left_behind(
    type: str, properties: Given, stays: bool
) -> None:
    before = of_resources(It=of(type, **properties), Other=of(CLUSTER))
    (found,) = compare(before, of_resources(Other=of(CLUSTER)))
    assert any("deletion protection is on" in note for note in found.notes) is stays


def test_what_is_kept_needs_no_protection() -> None:
    kept = of(INSTANCE, DeletionProtection=True) | {"DeletionPolicy": "Retain"}
    (found,) = compare(
        of_resources(It=kept, Other=of(CLUSTER)), of_resources(Other=of(CLUSTER))
    )
    assert found.notes == ()
