"""Alarms on the database and the cache.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import Equals, Not, Or, Sub, cloudwatch, sns

from cfngen import ports
from cfngen.layers.cache.settings import NODES
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.alarm import (
    AT_LEAST,
    DEAD,
    LESS_THAN,
    Limit,
    Series,
    alarm,
    computed,
)
from cfngen.spec.care import Monitoring
from cfngen.spec.stores import Database

RDS = "AWS/RDS"
ELASTICACHE = "AWS/ElastiCache"


def database_alarms(
    layer: Layer, database: Database, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on the database.

    Its CPU is the one that also tells when the instance has gone silent, so that a dead
    database is one message and not four.
    """
    one = (("DBInstanceIdentifier", layer.enter(ports.DATABASE_INSTANCE_ID)),)
    yield alarm(
        "DatabaseCpu",
        "CPU of the database stays high, or the instance no longer reports.",
        Series(RDS, "CPUUtilization", "Average", one),
        Limit(AT_LEAST, layer.setting(settings.cpu(monitoring)), missing=DEAD),
        topic,
    )
    yield alarm(
        "DatabaseConnections",
        "The database is close to the most connections that it takes.",
        Series(RDS, "DatabaseConnections", "Maximum", one),
        Limit(AT_LEAST, layer.setting(settings.CONNECTIONS)),
        topic,
    )
    yield computed(
        "DatabaseStorage",
        "Free disk of the database in GiB: it does not grow by itself any more.",
        "bytes / 1073741824",
        Series(RDS, "FreeStorageSpace", "Minimum", one).query("bytes"),
        Limit(LESS_THAN, layer.setting(settings.free_storage(database))),
        topic,
    )
    yield computed(
        "DatabaseMemory",
        "Free memory of the database in MiB: soon it swaps or restarts.",
        "bytes / 1048576",
        Series(RDS, "FreeableMemory", "Average", one).query("bytes"),
        Limit(LESS_THAN, layer.setting(settings.FREE_MEMORY)),
        topic,
    )


def cache_alarms(
    layer: Layer, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on each node that the cache may have.

    A failover makes any of them the primary, so all are watched alike.
    """
    for number in range(1, _most_nodes() + 1):
        yield from _node_alarms(layer, number, monitoring, topic)


def _node_alarms(
    layer: Layer, number: int, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on one node; they exist where the cache has so many nodes.

    The nodes of a group are named after it, `-001` and on:
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
    """
    group = layer.enter(ports.CACHE_REPLICATION_GROUP_ID).data["Ref"]
    one = (("CacheClusterId", Sub(f"${{{group}}}-{number:03}")),)
    title, node = f"CacheNode{number}", f"Cache node {number}"
    exists = _exists(layer, number)
    yield alarm(
        f"{title}Cpu",
        f"{node}: CPU of the engine, which works on one core, or it is silent.",
        Series(ELASTICACHE, "EngineCPUUtilization", "Average", one),
        Limit(AT_LEAST, layer.setting(settings.cpu(monitoring)), missing=DEAD),
        topic,
        **exists,
    )
    yield alarm(
        f"{title}Memory",
        f"{node}: memory is almost full.",
        Series(ELASTICACHE, "DatabaseMemoryUsagePercentage", "Average", one),
        Limit(AT_LEAST, layer.setting(settings.memory(monitoring))),
        topic,
        **exists,
    )
    yield alarm(
        f"{title}Evictions",
        f"{node}: memory is full and keys are pushed out; sessions may be lost.",
        Series(ELASTICACHE, "Evictions", "Sum", one),
        Limit(AT_LEAST, layer.setting(settings.EVICTIONS), periods=1),
        topic,
        **exists,
    )


def _most_nodes() -> int:
    """Return how many nodes the cache may have."""
    if NODES.maximum is None:
        raise ValueError(f"{NODES.name} has no maximum.")
    return NODES.maximum


def _exists(layer: Layer, number: int) -> dict[str, Any]:
    """Return the condition of a node: there are not fewer nodes than its number."""
    if number == 1:
        return {}
    count = layer.setting(NODES)
    fewer = [Equals(count, str(nodes)) for nodes in range(1, number)]
    condition = Not(Or(*fewer) if len(fewer) > 1 else fewer[0])
    return {"Condition": layer.condition(f"HasCacheNode{number}", condition)}
