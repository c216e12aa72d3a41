"""Parameter groups: the family that an engine's version takes, and its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import CLUSTER, INSTANCE, cluster_of, engine, source_of
from cfngen.model import Model, Resource, Value, target, text

REPLICATION_GROUP = "AWS::ElastiCache::ReplicationGroup"
CACHES = (REPLICATION_GROUP, "AWS::ElastiCache::CacheCluster")

GROUPS: Mapping[str, tuple[str, str]] = {
    "AWS::RDS::DBParameterGroup": ("Family", "Parameters"),
    "AWS::RDS::DBClusterParameterGroup": ("Family", "Parameters"),
    "AWS::ElastiCache::ParameterGroup": ("CacheParameterGroupFamily", "Properties"),
}
"""Where each type of group names its family and its parameters."""

POSTGRES, MYSQL = "postgres", "mysql"

ONLY_IN: Mapping[str, tuple[str, ...]] = {
    "rds.force_ssl": (POSTGRES, "aurora-postgresql", "sqlserver"),
    "shared_preload_libraries": (POSTGRES, "aurora-postgresql"),
    "log_min_duration_statement": (POSTGRES, "aurora-postgresql"),
    "log_statement": (POSTGRES, "aurora-postgresql"),
    "rds.logical_replication": (POSTGRES, "aurora-postgresql"),
    "require_secure_transport": (MYSQL, "mariadb", "aurora-mysql"),
    "slow_query_log": (MYSQL, "mariadb", "aurora-mysql"),
    "long_query_time": (MYSQL, "mariadb", "aurora-mysql"),
    "binlog_format": (MYSQL, "mariadb", "aurora-mysql"),
    "maxmemory-policy": ("redis", "valkey"),
    "notify-keyspace-events": ("redis", "valkey"),
    "cluster-enabled": ("redis", "valkey"),
}
"""Parameters that some engines have, by the beginning of their families."""


def fitting(model: Model) -> Iterator[Problem]:
    """A parameter group is of the family of its engine's version.

    Both can be right alone: a database of version 17 does not start with a group of
    postgres16, and RDS and ElastiCache refuse the two together.
    """
    for store in model.of(INSTANCE, CLUSTER, *CACHES):
        wanted = family(model, store)
        for property in _places(store):
            found = _family_of(model, store.get(property))
            if wanted and found and wanted != found:
                message = f"its parameter group is of {found}, its version of {wanted}."
                mend = f"Take a group of the family {wanted}, or another version."
                yield Problem(store, (property,), message, mend)


def parameters(model: Model) -> Iterator[Problem]:
    """A parameter group sets parameters that its engine has.

    RDS refuses the others ("Could not find parameter with name: rds.force_ssl"); TLS,
    for one, is forced by another parameter in each engine.
    """
    for type, (name, settings) in GROUPS.items():
        for group in model.of(type):
            family, given = text(group.get(name)), group.get(settings)
            if family is None or not isinstance(given, dict):
                continue
            for parameter in given:
                engines = ONLY_IN.get(parameter)
                if engines and not family.startswith(engines):
                    message = f"{family} has no parameter {parameter}."
                    mend = f"It is one of {', '.join(engines)}."
                    yield Problem(group, (settings, parameter), message, mend)


def family(model: Model, store: Resource) -> str:
    """Return the family of a store's version, `postgres17`; empty if not known.

    A member has its cluster's version; a replica its own, or else that of its source.
    """
    above = cluster_of(model, store)
    if above is None and store.get("EngineVersion") is None:
        above = source_of(model, store)
    version = text((above or store).get("EngineVersion"))
    name = engine(model, store)
    if store.type == REPLICATION_GROUP and not name:
        name = "redis" if store.get("Engine") is None else ""
    return _family(name, version) if version else ""


def _family(engine: str, version: str) -> str:
    """Return the family of a version of an engine; empty where it is not known.

    MySQL and MariaDB have one for major and minor, PostgreSQL and Valkey for major.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
    """
    found = re.match(r"(\d+)(?:\.(\d+))?", version)
    if found is None:
        return ""
    major, minor = int(found[1]), found[2]
    if engine in (POSTGRES, "aurora-postgresql"):
        return f"{engine}{major}" if major >= 10 else ""
    if engine in (MYSQL, "mariadb"):
        return f"{engine}{major}.{minor}" if minor else ""
    if engine == "aurora-mysql":
        return f"{engine}{major}.{minor}" if minor and major >= 5 else ""
    if engine == "valkey" or (engine == "redis" and major >= 7):
        return f"{engine}{major}"
    return "redis6.x" if engine == "redis" and major == 6 else ""


def _places(store: Resource) -> tuple[str, ...]:
    """Return the properties by which a store names a parameter group."""
    if store.type in CACHES:
        return ("CacheParameterGroupName",)
    names = ("DBClusterParameterGroupName", "DBInstanceParameterGroupName")
    return names if store.type == CLUSTER else ("DBParameterGroupName",)


def _family_of(model: Model, value: Value) -> str:
    """Return the family of a parameter group; empty where it is not known."""
    group = target(model, value)
    if group is not None and group.type in GROUPS:
        return text(group.get(GROUPS[group.type][0])) or ""
    if isinstance(value, str) and value.startswith("default."):
        return value.removeprefix("default.").removesuffix(".cluster.on")
    return ""
