"""Properties of the cache layer: encryption, token, failover, care and place."""

from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import cache, security
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.clock import daily, weekly
from tests.layers.replacement import replacing
from tests.layers.variations import VARIATIONS, network, nextjs, settled


def running(engine: str, version: str) -> System:
    return nextjs(cache={"engine": engine, "version": version})


SYSTEMS = {
    **{name: system for name, system in VARIATIONS.items() if system.cache},
    "redis 6.2": running("redis", "6.2"),
    "valkey": nextjs(cache={"engine": "valkey"}),
    "smallest t3": nextjs(cache={"node": "cache.t3.micro"}),
}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())


def built(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    layer = cache.build(system or nextjs())
    # CloudFormation compares parameters as text, numbers too.
    given = {n: str(s.default) for n, s in layer.settings.items()} | parameters
    return settled(layer, **given | {"EnvironmentName": "dev"})


def group(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    """Return the replication group's properties."""
    properties: dict[str, Any] = built(system, **parameters)["Cache"]["Properties"]
    return properties


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(cache.build(system)) == []


def test_a_system_without_a_cache_has_no_such_layer() -> None:
    with pytest.raises(WiringError, match="nextjs has no cache"):
        cache.build(nextjs(cache=None))


@pytest.mark.parametrize(
    ("engine", "version", "family"),
    [
        ("redis", "6.2", "redis6.x"),
        ("redis", "7.1", "redis7"),
        ("valkey", "7.2", "valkey7"),
        ("valkey", "8.2", "valkey8"),
        ("valkey", "9.0", "valkey9"),
    ],
)
def test_parameters_are_of_the_engines_family(
    engine: str, version: str, family: str
) -> None:
    resources = built(running(engine, version))
    parameters = resources["CacheParameterGroup"]["Properties"]
    properties = resources["Cache"]["Properties"]
    assert parameters["CacheParameterGroupFamily"] == family
    assert properties["CacheParameterGroupName"] == {"Ref": "CacheParameterGroup"}
    assert (properties["Engine"], properties["EngineVersion"]) == (engine, version)
    assert properties["AutoMinorVersionUpgrade"] is True


def test_which_keys_go_first_is_the_environments_choice() -> None:
    resources = built(CacheEvictionPolicy="allkeys-lru")
    parameters = resources["CacheParameterGroup"]["Properties"]["Properties"]
    assert parameters == {"maxmemory-policy": "allkeys-lru"}


@EACH
def test_everything_is_encrypted_at_rest_and_in_transit(system: System) -> None:
    properties = group(system)
    assert properties["AtRestEncryptionEnabled"] is True
    assert properties["KmsKeyId"] == {"Ref": "KeyArn"}
    assert properties["TransitEncryptionEnabled"] is True


@pytest.mark.parametrize(
    ("system", "mode"),
    [
        (running("redis", "7.1"), "required"),
        (running("valkey", "8.2"), "required"),
        (running("redis", "6.2"), None),
    ],
    ids=["redis 7", "valkey", "redis 6 has no modes"],
)
def test_no_client_may_connect_without_tls(system: System, mode: str | None) -> None:
    assert group(system).get("TransitEncryptionMode") == mode


def test_the_token_is_fetched_from_the_secret_when_it_is_needed() -> None:
    assert group()["AuthToken"] == {
        "Fn::Sub": "{{resolve:secretsmanager:${CacheSecret}:SecretString:::}}"
    }


def test_the_token_is_generated_as_it_always_was() -> None:
    """A change here draws a new token that the cache does not get."""
    secret = built()["CacheSecret"]["Properties"]
    assert secret["GenerateSecretString"] == {
        "ExcludePunctuation": True,
        "PasswordLength": 64,
    }
    assert secret["KmsKeyId"] == {"Ref": "KeyArn"}


def test_no_setting_replaces_the_cache() -> None:
    layer = cache.build(nextjs())
    assert replacing(layer, "ElastiCache::ReplicationGroup") == set()


@pytest.mark.parametrize(
    ("nodes", "wanted", "failover"),
    [
        ("1", "true", False),
        ("1", "false", False),
        ("2", "true", True),
        ("6", "true", True),
        ("2", "false", False),
    ],
)
def test_two_nodes_fail_over_and_one_cannot(
    nodes: str, wanted: str, failover: bool
) -> None:
    properties = group(CacheNodes=nodes, EnableCacheFailover=wanted)
    assert properties["NumCacheClusters"] == nodes
    assert properties["AutomaticFailoverEnabled"] is failover
    assert properties["MultiAZEnabled"] is failover


def test_one_node_of_the_specs_type_is_the_default() -> None:
    properties = group(nextjs(cache={"node": "cache.m7g.large"}))
    assert properties["NumCacheClusters"] == "1"
    assert properties["AutomaticFailoverEnabled"] is False
    assert properties["CacheNodeType"] == "cache.m7g.large"
    given = group(CacheNodeType="cache.t4g.small")
    assert given["CacheNodeType"] == "cache.t4g.small"


def test_snapshots_outlive_a_deleted_cache() -> None:
    resource = built()["Cache"]
    assert resource["DeletionPolicy"] == "Snapshot"
    assert resource["UpdateReplacePolicy"] == "Snapshot"
    kept = group(CacheSnapshotRetentionDays="7")
    assert kept["SnapshotRetentionLimit"] == "7"


def test_snapshot_and_maintenance_have_their_hour_and_do_not_meet() -> None:
    properties = group()
    snapshot = daily(properties["SnapshotWindow"])
    maintenance = weekly(properties["PreferredMaintenanceWindow"])
    assert len(maintenance) >= 60
    assert len(snapshot) >= 7 * 60
    assert not snapshot & maintenance


def test_the_slow_log_goes_to_a_group_that_forgets() -> None:
    resources = built(LogRetentionDays="14")
    assert resources["CacheSlowLogGroup"]["Properties"]["RetentionInDays"] == "14"
    (delivery,) = resources["Cache"]["Properties"]["LogDeliveryConfigurations"]
    assert delivery == {
        "LogType": "slow-log",
        "LogFormat": "json",
        "DestinationType": "cloudwatch-logs",
        "DestinationDetails": {
            "CloudWatchLogsDetails": {"LogGroup": {"Ref": "CacheSlowLogGroup"}}
        },
    }


def test_the_slow_log_may_be_written_and_encrypted() -> None:
    """AWS opens /aws/vendedlogs/ to itself; the key names the groups it encrypts."""
    slow_log = built()["CacheSlowLogGroup"]["Properties"]
    name = slow_log["LogGroupName"]
    assert name.startswith("/aws/vendedlogs/")
    assert slow_log["KmsKeyId"] == {"Ref": "KeyArn"}
    policy = security.build(nextjs()).template.to_dict()["Resources"]["Key"]
    (logs,) = [
        statement
        for statement in policy["Properties"]["KeyPolicy"]["Statement"]
        if statement.get("Sid") == "Logs"
    ]
    (arns,) = logs["Condition"]["ArnLike"].values()
    patterns = [arn["Fn::Sub"].rpartition(":log-group:")[2] for arn in arns]
    here = [pattern.replace("${EnvironmentName}", "dev") for pattern in patterns]
    assert any(fnmatchcase(name, pattern) for pattern in here)


def test_the_nodes_stand_in_the_isolated_subnets_behind_their_group() -> None:
    resources = built()
    properties = resources["Cache"]["Properties"]
    group = resources["CacheSubnetGroup"]["Properties"]
    assert group["SubnetIds"] == {"Ref": "IsolatedSubnetIds"}
    assert properties["CacheSubnetGroupName"] == {"Ref": "CacheSubnetGroup"}
    assert properties["SecurityGroupIds"] == [{"Ref": "CacheSecurityGroupId"}]
    assert properties["Port"] == 6379


def test_without_an_isolated_tier_the_innermost_one_serves() -> None:
    resources = built(nextjs(network=network("public", "private")))
    group = resources["CacheSubnetGroup"]["Properties"]
    assert group["SubnetIds"] == {"Ref": "PrivateSubnetIds"}


def test_what_leaves_is_what_services_and_alarms_need() -> None:
    outputs = json.loads(render(cache.build(nextjs()).template))["Outputs"]
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "CacheHost": {"Fn::GetAtt": ["Cache", "PrimaryEndPoint.Address"]},
        "CachePort": {"Fn::GetAtt": ["Cache", "PrimaryEndPoint.Port"]},
        "CacheSecretArn": {"Ref": "CacheSecret"},
        "CacheReplicationGroupId": {"Ref": "Cache"},
    }
