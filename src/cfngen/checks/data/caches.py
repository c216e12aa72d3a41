"""Caches of ElastiCache: their token, their nodes, and who takes over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import given
from cfngen.checks.data.families import REPLICATION_GROUP
from cfngen.checks.data.subnets import one_zone
from cfngen.model import (
    Model,
    Resource,
    Secret,
    number,
    switched,
    target,
    text,
)

TOKEN = r"[A-Za-z0-9!&#$^<>-]{16,128}"
TLS, FAILOVER, ZONES = (
    "TransitEncryptionEnabled",
    "AutomaticFailoverEnabled",
    "MultiAZEnabled",
)
NODES, SHARDS, REPLICAS = "NumCacheClusters", "NumNodeGroups", "ReplicasPerNodeGroup"
MOST_NODES, MOST_REPLICAS = 6, 5
TIERED = "cache.r6gd."


def off(resource: Resource, property: str) -> bool:
    """Return whether a switch is off for sure; it is where nobody says."""
    value = resource.get(property)
    return value is None or switched(value) is False


def secured(model: Model) -> Iterator[Problem]:
    """A cache with an auth token speaks TLS, and the token is one.

    ElastiCache refuses a token without TransitEncryptionEnabled, and one that has not
    16 to 128 letters, digits or characters of !&#$^<>-; TLS needs a subnet group.
    """
    for cache in model.of(REPLICATION_GROUP):
        token = cache.get("AuthToken")
        if given(token) and off(cache, TLS):
            message = "it has an auth token, and no TLS to send it by."
            yield Problem(cache, (TLS,), message, f"Set {TLS} to true.")
        word = token.text if isinstance(token, Secret) else token
        if isinstance(word, str) and word and not re.fullmatch(TOKEN, word):
            message = "the auth token is none that ElastiCache takes."
            mend = "Take 16 to 128 letters, digits and characters of !&#$^<>-"
            yield Problem(cache, ("AuthToken",), message, mend)
        if switched(cache.get(TLS)) and cache.get("CacheSubnetGroupName") in (None, ""):
            message = "TLS needs a subnet group, and it has none."
            yield Problem(cache, (TLS,), message, "Give CacheSubnetGroupName.")


def failing_over(model: Model) -> Iterator[Problem]:
    """A cache that fails over has a node to fail over to, in another zone if asked.

    ElastiCache refuses automatic failover with one node, MultiAZEnabled without
    automatic failover, and several shards without it. CloudFormation asks for automatic
    failover where a template does not say.
    """
    for cache in model.of(REPLICATION_GROUP):
        nodes, shards = number(cache.get(NODES)), number(cache.get(SHARDS))
        stays = switched(cache.get(FAILOVER)) is False
        if _lonely(cache):
            message = "it is to fail over, and has no node to fail over to."
            mend = f"Set {NODES} to 2 or more, or {FAILOVER} to false."
            path = (NODES,) if nodes is not None else (FAILOVER,)
            yield Problem(cache, path, message, mend)
        if switched(cache.get(ZONES)) and stays:
            message = "it is in several zones, and does not fail over."
            yield Problem(cache, (ZONES,), message, f"Set {FAILOVER} to true.")
        if shards is not None and shards > 1 and stays:
            message = f"it has {shards:g} shards, which have to fail over."
            yield Problem(cache, (SHARDS,), message, f"Set {FAILOVER} to true.")
        group = target(model, cache.get("CacheSubnetGroupName"))
        subnets = group.get("SubnetIds") if group is not None else None
        if switched(cache.get(ZONES)) and one_zone(model, subnets):
            message = "it is in several zones, and its subnets are in one."
            yield Problem(cache, (ZONES,), message, "Add a subnet of another zone.")


def counted(model: Model) -> Iterator[Problem]:
    """A cache has as many nodes as ElastiCache allows, counted in one way.

    It is 1 to 6 nodes, or 0 to 5 replicas for each shard; a zone is named for every
    node or for none; r6gd nodes, and no others, keep data on disks.
    """
    for cache in model.of(REPLICATION_GROUP):
        nodes, replicas = number(cache.get(NODES)), number(cache.get(REPLICAS))
        if nodes is not None and not 1 <= nodes <= MOST_NODES:
            message = f"a cache has no {nodes:g} nodes."
            yield Problem(cache, (NODES,), message, f"Write 1 to {MOST_NODES}.")
        if replicas is not None and not 0 <= replicas <= MOST_REPLICAS:
            message = f"a shard has no {replicas:g} replicas."
            yield Problem(cache, (REPLICAS,), message, f"Write 0 to {MOST_REPLICAS}.")
        if nodes is not None and (number(cache.get(SHARDS)) or 1) > 1:
            message = f"{NODES} counts the nodes of one shard, and it has more."
            yield Problem(cache, (NODES,), message, f"Write {REPLICAS}.")
        zones = cache.get("PreferredCacheClusterAZs")
        if isinstance(zones, list) and nodes is not None and len(zones) != nodes:
            message = f"{len(zones)} zones are named for {nodes:g} nodes."
            mend = "Name one for each node, or none."
            yield Problem(cache, ("PreferredCacheClusterAZs",), message, mend)
        yield from _tiered(cache)


def _lonely(cache: Resource) -> bool:
    """Return whether a cache is to fail over and has a single node, for sure."""
    asked = cache.get(FAILOVER)
    if cache.get(NODES) is not None:
        return number(cache.get(NODES)) == 1 and (
            asked is None or bool(switched(asked))
        )
    if not switched(asked):
        return False
    others = (SHARDS, REPLICAS, "NodeGroupConfiguration", "PrimaryClusterId")
    more = ("GlobalReplicationGroupId", "SnapshotArns", "SnapshotName")
    return all(cache.get(name) is None for name in (*others, *more))


def _tiered(cache: Resource) -> Iterator[Problem]:
    """Yield data tiering where there is no disk, or none where there is one."""
    node, path = text(cache.get("CacheNodeType")), ("DataTieringEnabled",)
    if not node:
        return
    if switched(cache.get(*path)) and not node.startswith(TIERED):
        message = f"{node} has no disk for data tiering."
        yield Problem(cache, path, message, f"Take a {TIERED}* node, or leave it out.")
    if node.startswith(TIERED) and off(cache, *path):
        message = f"{node} comes with data tiering only."
        mend = "Set DataTieringEnabled to true, or take another node type."
        yield Problem(cache, ("CacheNodeType",), message, mend)
