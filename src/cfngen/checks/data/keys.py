"""Keys that encrypt what stores hold."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.keys import KEY, SYMMETRIC
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, switched, target, text
from cfngen.resolve.scope import Path

STORES = (
    *("AWS::Backup::BackupVault", "AWS::DynamoDB::Table", "AWS::ECR::Repository"),
    *("AWS::EFS::FileSystem", "AWS::ElastiCache::ReplicationGroup"),
    *("AWS::Logs::LogGroup", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"),
    *("AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::SNS::Topic"),
    *("AWS::SQS::Queue",),
)
ELSEWHERE = ("AutomaticBackupReplicationKmsKeyId", "ReplicaKmsKeyID")
"""Properties that name a key of another region, or may."""

PLACES = ("Region", "AvailabilityZoneName")
"""What says beside a key where it is used: of a secret's or a file system's replica."""


def fitting(model: Model) -> Iterator[Problem]:
    """The key of a store encrypts, is on, and is in the store's region.

    Stores take symmetric keys for encryption only, of their own region; with any other
    they are refused ("KMSKeyNotAccessibleFault", "InvalidKmsKey"). The key of a replica
    in another region is of that one.
    """
    off: set[str] = set()
    for store in model.of(*STORES):
        for path, value in _keys((), dict(store.properties)):
            yield from _elsewhere(model, store, path, value)
            key = target(model, value)
            if key is None or key.type != KEY:
                continue
            yield from _unfit(store, path, key)
            if switched(key.get("Enabled")) is False and key.path not in off:
                off.add(key.path)
                message = f"the key is off, and {store.path} needs it."
                yield Problem(key, ("Enabled",), message, "Set it to true.")


def _keys(path: Path, value: Value) -> Iterator[tuple[Path, Value]]:
    """Yield the values that name keys, with their places."""
    if isinstance(value, dict):
        for name, inner in value.items():
            names = ("kmskey", "kmsmasterkey", "encryptionkey")
            if any(part in name.lower() for part in names):
                yield (*path, name), inner
            yield from _keys((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _keys((*path, index), inner)


def _unfit(store: Resource, path: Path, key: Resource) -> Iterator[Problem]:
    """Yield why a key cannot encrypt what a store holds."""
    spec = text(key.get("KeySpec") or SYMMETRIC)
    usage = text(key.get("KeyUsage") or "ENCRYPT_DECRYPT")
    if spec not in (None, SYMMETRIC) or usage not in (None, "ENCRYPT_DECRYPT"):
        message = (
            f"{key.path} is a key of {spec} for {usage}, which is no key of stores."
        )
        yield Problem(store, path, message, f"Name one of {SYMMETRIC}.")


def _elsewhere(
    model: Model, store: Resource, path: Path, value: Value
) -> Iterator[Problem]:
    """Yield an ARN of a key in another region than the store's, or its replica's."""
    region, zone = (store.get(*path[:-1], place) for place in PLACES)
    if region is None and zone is not None:
        return
    here = text(model.stack_of(store).region if region is None else region)
    arn = value.split(":") if isinstance(value, str) else []
    named = len(arn) > 5 and arn[2] == "kms" and path[-1] not in ELSEWHERE
    if here and named and arn[3] != here:
        message = f"the key is in {arn[3]}, and this in {here}."
        yield Problem(store, path, message, f"Name a key of {here}.")
