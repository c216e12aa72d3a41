"""The replication group, with its parameters, its slow log and its place.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-replicationgroup.html
"""

from __future__ import annotations

from typing import Any

from troposphere import (
    And,
    Equals,
    If,
    Not,
    Ref,
    Sub,
    elasticache,
    logs,
    secretsmanager,
)

from cfngen import ports
from cfngen.layers.cache import settings
from cfngen.layers.flows import tier_of
from cfngen.layers.layer import Layer
from cfngen.layers.network import SUBNET_IDS
from cfngen.physical import name_tag
from cfngen.settings import LOG_RETENTION
from cfngen.spec.stores import CACHE_PORT_NUMBER, Cache
from cfngen.spec.system import System


def replication_group(
    layer: Layer, system: System, cache: Cache, secret: secretsmanager.Secret
) -> elasticache.ReplicationGroup:
    """Return the replication group, which leaves a snapshot behind when it goes."""
    return elasticache.ReplicationGroup(
        "Cache",
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        ReplicationGroupDescription=f"{cache.engine} of {system.system}",
        **_engine(layer, system, cache),
        **_size(layer, cache),
        **_place(layer, system),
        **_protection(layer, cache, secret),
        **_care(layer, system),
        Tags=name_tag(system.system),
    )


def _engine(layer: Layer, system: System, cache: Cache) -> dict[str, Any]:
    """Return engine, version and parameters, in a group that can be edited."""
    group = layer.add(
        elasticache.ParameterGroup(
            "CacheParameterGroup",
            CacheParameterGroupFamily=_family(cache),
            Description=f"{cache.engine} of {system.system}",
            Properties={"maxmemory-policy": layer.setting(settings.EVICTION)},
            Tags=name_tag(system.system),
        )
    )
    return {
        "Engine": cache.engine,
        "EngineVersion": cache.version,
        "AutoMinorVersionUpgrade": True,
        "CacheParameterGroupName": Ref(group),
    }


def _family(cache: Cache) -> str:
    """Return the parameter group family of an engine version.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
    """
    family = f"{cache.engine}{_major(cache)}"
    return "redis6.x" if family == "redis6" else family


def _major(cache: Cache) -> int:
    """Return the major version of the engine."""
    return int(cache.version.split(".")[0])


def _size(layer: Layer, cache: Cache) -> dict[str, Any]:
    """Return nodes and failover, which needs two nodes.

    Failover has a switch of its own for the case that ElastiCache refuses to add the
    first replica and to turn failover on in one update; two updates then do it.
    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/383
    """
    nodes = layer.setting(settings.NODES)
    wanted = Equals(layer.setting(settings.FAILOVER), "true")
    failover = layer.condition("HasCacheFailover", And(Not(Equals(nodes, "1")), wanted))
    return {
        "CacheNodeType": layer.setting(settings.node_type(cache)),
        "NumCacheClusters": nodes,
        "AutomaticFailoverEnabled": If(failover, True, False),
        "MultiAZEnabled": If(failover, True, False),
    }


def _place(layer: Layer, system: System) -> dict[str, Any]:
    """Return where the nodes are: in the tier that has no way out of the VPC."""
    group = layer.add(
        elasticache.SubnetGroup(
            "CacheSubnetGroup",
            Description=f"Subnets of the {system.system} cache",
            SubnetIds=layer.enter(SUBNET_IDS[tier_of(system, "cache")]),
            Tags=name_tag(system.system),
        )
    )
    return {
        "CacheSubnetGroupName": Ref(group),
        "SecurityGroupIds": [layer.enter(ports.CACHE_SECURITY_GROUP_ID)],
        "Port": CACHE_PORT_NUMBER,
    }


def _protection(
    layer: Layer, cache: Cache, secret: secretsmanager.Secret
) -> dict[str, Any]:
    """Return encryption at rest and in transit, and the token that opens the cache.

    Before Redis 7 there was no mode to choose: encrypted meant encrypted only.
    """
    token = f"{{{{resolve:secretsmanager:${{{secret.title}}}:SecretString:::}}}}"
    mode = {"TransitEncryptionMode": "required"} if _major(cache) >= 7 else {}
    return {
        "AtRestEncryptionEnabled": True,
        "KmsKeyId": layer.enter(ports.KEY_ARN),
        "TransitEncryptionEnabled": True,
        **mode,
        "AuthToken": Sub(token),
    }


def _care(layer: Layer, system: System) -> dict[str, Any]:
    """Return snapshots, maintenance and the slow log."""
    group = layer.add(_slow_log(layer, system))
    slow_log = elasticache.LogDeliveryConfigurationRequest(
        LogType="slow-log",
        LogFormat="json",
        DestinationType="cloudwatch-logs",
        DestinationDetails=elasticache.DestinationDetails(
            CloudWatchLogsDetails=elasticache.CloudWatchLogsDestinationDetails(
                LogGroup=Ref(group)
            )
        ),
    )
    return {
        "SnapshotRetentionLimit": layer.setting(settings.SNAPSHOT_RETENTION),
        "SnapshotWindow": layer.setting(settings.SNAPSHOT_WINDOW),
        "PreferredMaintenanceWindow": layer.setting(settings.MAINTENANCE_WINDOW),
        "LogDeliveryConfigurations": [slow_log],
    }


def _slow_log(layer: Layer, system: System) -> logs.LogGroup:
    """Return the log group of the slow log.

    CloudWatch Logs itself writes the resource policy that lets ElastiCache in. Below
    /aws/vendedlogs/ one entry serves all groups, so that the policy cannot grow full.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    """
    name = f"/aws/vendedlogs/elasticache/{system.system}-${{EnvironmentName}}"
    return logs.LogGroup(
        "CacheSlowLogGroup",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        KmsKeyId=layer.enter(ports.KEY_ARN),
        LogGroupName=Sub(name),
        RetentionInDays=layer.setting(LOG_RETENTION),
        Tags=name_tag(system.system, "cache"),
    )
