"""Stores that leave what they hold in clear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import DATABASES, alone, engine
from cfngen.checks.data.families import REPLICATION_GROUP
from cfngen.checks.data.instances import ENCRYPTED, encrypted
from cfngen.model import Model, Resource, switched, text
from cfngen.resolve.scope import Path

SWITCHES: Mapping[str, Path] = {
    "AWS::DocDB::DBCluster": (ENCRYPTED,),
    "AWS::EFS::FileSystem": ("Encrypted",),
    REPLICATION_GROUP: ("AtRestEncryptionEnabled",),
    "AWS::Neptune::DBCluster": (ENCRYPTED,),
    "AWS::OpenSearchService::Domain": ("EncryptionAtRestOptions", "Enabled"),
    "AWS::Redshift::Cluster": ("Encrypted",),
}
"""Where each store besides RDS says that it encrypts."""

AURORA, REDIS, FILES = "aurora", "redis", "AWS::EFS::FileSystem"


def unencrypted(model: Model) -> Iterator[Problem]:
    """A store encrypts what it holds.

    RDS, Redis and EFS do not where nobody asks for it, others where somebody declines,
    and most cannot begin later: the store has to be made anew. Aurora, Valkey, S3,
    DynamoDB and SQS encrypt by themselves.
    """
    for database in model.of(*DATABASES):
        if _of_rds(model, database) and encrypted(database) is False:
            yield _clear(database, (ENCRYPTED,))
    for store in model.of(*SWITCHES):
        said = store.get(*SWITCHES[store.type])
        if switched(said) is False or (said is None and _off(store)):
            yield _clear(store, SWITCHES[store.type])


def _of_rds(model: Model, database: Resource) -> bool:
    """Return whether a database's disk is RDS's, and its own.

    Aurora encrypts; a member of a cluster or a replica is as what it belongs to.
    """
    name = engine(model, database)
    return alone(database) and bool(name) and not name.startswith(AURORA)


def _off(store: Resource) -> bool:
    """Return whether a store does not encrypt where nobody says that it should."""
    if store.get("KmsKeyId") is not None:
        return False
    redis = text(store.get("Engine")) == REDIS and _made_empty(store)
    return store.type == FILES or (store.type == REPLICATION_GROUP and redis)


def _made_empty(store: Resource) -> bool:
    """Return whether a cache is made of no other one, and encrypted as that is."""
    names = ("GlobalReplicationGroupId", "SnapshotArns", "SnapshotName")
    return all(store.get(name) in (None, "") for name in names)


def _clear(store: Resource, path: Path) -> Problem:
    """Return that a store does not encrypt."""
    message = "what it holds is not encrypted."
    return Problem(store, path, message, f"Set {'.'.join(map(str, path))} to true.")
