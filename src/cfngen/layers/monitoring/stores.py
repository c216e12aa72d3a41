"""Alarms on the database and the cache.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import If, Sub, cloudwatch, sns

from cfngen import ports
from cfngen.layers.cache.settings import NODES
from cfngen.layers.counts import at_least, most
from cfngen.layers.database.cluster import pauses
from cfngen.layers.database.instance import has_replica
from cfngen.layers.database.settings import REPLICAS
from cfngen.layers.layer import Layer
from cfngen.layers.monitoring import settings
from cfngen.layers.monitoring.alarm import (
    AT_LEAST,
    DEAD,
    LESS_THAN,
    QUIET,
    Limit,
    Series,
    alarm,
    computed,
)
from cfngen.layers.monitoring.dimensions import (
    ELASTICACHE,
    RDS,
    Dimensions,
    cluster,
    writer,
)
from cfngen.spec.care import Monitoring
from cfngen.spec.stores import Database


def database_alarms(
    layer: Layer, database: Database, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on the database.

    Its CPU is the one that also tells when the instance has gone silent, so that a dead
    database is one message and not four.
    """
    one = writer(layer, database)
    yield alarm(
        "DatabaseCpu",
        "CPU of the database stays high, or the instance no longer reports.",
        Series(RDS, "CPUUtilization", "Average", one),
        Limit(
            AT_LEAST,
            layer.setting(settings.cpu(monitoring)),
            missing=_silence(layer, database),
        ),
        topic,
    )
    yield alarm(
        "DatabaseConnections",
        "The database is close to the most connections that it takes.",
        Series(RDS, "DatabaseConnections", "Maximum", one),
        Limit(AT_LEAST, layer.setting(settings.CONNECTIONS)),
        topic,
    )
    if database.aurora:
        yield _capacity(layer, topic)
    else:
        yield _storage(layer, database, one, topic)
    yield computed(
        "DatabaseMemory",
        "Free memory of the database in MiB: soon it swaps or restarts.",
        "bytes / 1048576",
        Series(RDS, "FreeableMemory", "Average", one).query("bytes"),
        Limit(LESS_THAN, layer.setting(settings.FREE_MEMORY)),
        topic,
    )
    yield from (_reader_lag if database.aurora else _replica_lags)(layer, topic)


def _silence(layer: Layer, database: Database) -> Any:
    """Return what silence means: trouble, but not where the database may pause."""
    if database.aurora:
        return If(pauses(layer, database), QUIET, DEAD)
    return DEAD


def _storage(
    layer: Layer, database: Database, one: Dimensions, topic: sns.Topic
) -> cloudwatch.Alarm:
    """Return the alarm on the disk of an instance of RDS."""
    return computed(
        "DatabaseStorage",
        "Free disk of the database in GiB: it does not grow by itself any more.",
        "bytes / 1073741824",
        Series(RDS, "FreeStorageSpace", "Minimum", one).query("bytes"),
        Limit(LESS_THAN, layer.setting(settings.free_storage(database))),
        topic,
    )


def _capacity(layer: Layer, topic: sns.Topic) -> cloudwatch.Alarm:
    """Return the alarm on the capacity of Aurora Serverless, which has no disk to fill.

    It is reported of the whole cluster, whose readers grow with the writer.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    """
    return alarm(
        "DatabaseCapacity",
        "The database has grown almost as large as it may, in ACU.",
        Series(RDS, "ACUUtilization", "Average", cluster(layer)),
        Limit(AT_LEAST, layer.setting(settings.CAPACITY)),
        topic,
    )


def _replica_lags(layer: Layer, topic: sns.Topic) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on the read replicas of RDS that there are.

    A replica that no longer follows reports -1, and a dead one nothing:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html
    Where nobody writes to PostgreSQL the number climbs to five minutes and falls again,
    so the least of five minutes says how far behind it really is:
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
    """
    for number in range(1, most(REPLICAS) + 1):
        identifier = layer.enter(ports.database_replica_id(number))
        one = (("DBInstanceIdentifier", identifier),)
        lag = layer.setting(settings.REPLICA_LAG)
        yield computed(
            f"DatabaseReplica{number}Lag",
            f"Read replica {number} is seconds behind, or follows no longer.",
            "IF(seconds < 0, 1000000, seconds)",
            Series(RDS, "ReplicaLag", "Minimum", one).query("seconds"),
            Limit(AT_LEAST, lag, missing=DEAD),
            topic,
            Condition=has_replica(layer, number),
        )


def _reader_lag(layer: Layer, topic: sns.Topic) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarm on the readers of a cluster, if there are any."""
    slowest = Series(RDS, "AuroraReplicaLagMaximum", "Maximum", cluster(layer))
    yield computed(
        "DatabaseReaderLag",
        "The slowest reader is seconds behind the writer.",
        "milliseconds / 1000",
        slowest.query("milliseconds"),
        Limit(AT_LEAST, layer.setting(settings.REPLICA_LAG)),
        topic,
        Condition=has_replica(layer, 1),
    )


def cache_alarms(
    layer: Layer, monitoring: Monitoring, topic: sns.Topic
) -> Iterator[cloudwatch.Alarm]:
    """Yield the alarms on each node that the cache may have.

    A failover makes any of them the primary, so all are watched alike.
    """
    for number in range(1, most(NODES) + 1):
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


def _exists(layer: Layer, number: int) -> dict[str, Any]:
    """Return the condition of a node: there are not fewer nodes than its number."""
    if number == 1:
        return {}
    return {"Condition": at_least(layer, f"HasCacheNode{number}", NODES, number)}
