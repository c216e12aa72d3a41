"""The ports that databases and caches listen on."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.model import Model, Reference, Resource, Value, number, target, text

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
REPLICATION, NODES = (
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::CacheCluster",
)

ENDS = ("FromPort", "ToPort")

PORTS: Mapping[str, int] = {
    "mysql": 3306,
    "mariadb": 3306,
    "postgres": 5432,
    "oracle": 1521,
    "sqlserver": 1433,
    "db2": 50000,
    "memcached": 11211,
    "redis": 6379,
    "valkey": 6379,
}
"""The port of each engine where none is given, by a word in the engine's name."""

RESTORED = (
    *("DBSnapshotIdentifier", "SnapshotIdentifier", "DBClusterSnapshotIdentifier"),
    *("SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"),
    *("SourceDBInstanceAutomatedBackupsArn", "SourceDbiResourceId"),
)
"""What a database may be made from; it then has the port of that one."""


def listening(resource: Resource, name: str = "Engine") -> int | None:
    """Return the port of a store: as it is written, or its engine's.

    None where it is not known: a restored database has the port that it had, and on
    the port of Aurora PostgreSQL AWS's pages differ, 3306 or 5432.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    """
    given = resource.get("Port")
    if given is not None:
        port = number(given)
        return None if port is None else int(port)
    if any(resource.get(one) not in (None, "") for one in RESTORED):
        return None
    if resource.type == INSTANCE and resource.get("DBClusterIdentifier") is not None:
        return None  # it has its cluster's
    engine = (text(resource.get(name)) or "").lower()
    serverless = text(resource.get("EngineMode")) == "serverless"
    if engine == "aurora-postgresql" and not serverless:
        return None
    if resource.type == REPLICATION and not engine:
        return PORTS["redis"]
    return next((port for word, port in PORTS.items() if word in engine), None)


def numbered(model: Model, rule: Mapping[str, Value]) -> dict[str, Value]:
    """Return a rule whose ports are numbers, also those of a store's endpoint."""
    ends = {name: _port(model, rule[name]) for name in ENDS if name in rule}
    return {**rule, **ends}


def _port(model: Model, value: Value) -> Value:
    """Return the port that a store's `Endpoint.Port` is; else the value itself."""
    if not isinstance(value, Reference) or not _of_endpoint(value.attribute):
        return value
    store = target(model, value)
    if store is not None and store.type == INSTANCE:
        store = target(model, store.get("DBClusterIdentifier")) or store
    known = (INSTANCE, CLUSTER, REPLICATION, NODES)
    port = listening(store) if store is not None and store.type in known else None
    return value if port is None else port


def _of_endpoint(attribute: str) -> bool:
    return attribute.lower().endswith("endpoint.port")
