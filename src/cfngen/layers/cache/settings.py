"""The settings of the cache."""

from __future__ import annotations

from cfngen.layers import windows
from cfngen.settings import Setting, choice, number, switch
from cfngen.spec.stores import Cache
from cfngen.spec.words import NODE_TYPE

EVICTION_POLICIES = (
    *("volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu"),
    *("volatile-random", "allkeys-random", "volatile-ttl", "noeviction"),
)
"""What the engine knows:
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html"""

NODES = number(
    "CacheNodes",
    "Nodes of the cache: the primary, and replicas that take over when it fails.",
    default=1,
    minimum=1,
    maximum=6,
)

FAILOVER = switch(
    "EnableCacheFailover",
    "With two nodes or more: spread them over zones and promote a replica by itself.",
    default=True,
)

SNAPSHOT_RETENTION = number(
    "CacheSnapshotRetentionDays",
    "Days that daily snapshots of the cache are kept; 0 takes none.",
    default=1,
    minimum=0,
    maximum=35,
)

EVICTION = choice(
    "CacheEvictionPolicy",
    "Which keys go first when the memory is full.",
    default="volatile-lru",
    allowed=EVICTION_POLICIES,
)

SNAPSHOT_WINDOW = windows.daily(
    "CacheSnapshotWindow",
    "Daily time (UTC) of the snapshot: an hour or more, outside the maintenance.",
    "06:00-07:00",
)

MAINTENANCE_WINDOW = windows.weekly(
    "CacheMaintenanceWindow",
    "Weekly time (UTC) at which ElastiCache may patch the nodes: an hour or more.",
    "sun:09:00-sun:10:00",
)


def node_type(cache: Cache) -> Setting:
    """Return the setting of the node type."""
    return Setting(
        "CacheNodeType",
        "Node type of the cache.",
        default=cache.node,
        pattern=NODE_TYPE.pattern,
        hint=NODE_TYPE.words,
    )
