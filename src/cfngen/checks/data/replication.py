"""Buckets that copy their objects to another bucket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.model import (
    Choice,
    Model,
    Resource,
    Unknown,
    Value,
    listed,
    number,
    target,
)
from cfngen.resolve.scope import Path

BUCKET = "AWS::S3::Bucket"
CONFIGURATION = "ReplicationConfiguration"


def versioned(bucket: Resource) -> bool | None:
    """Return whether a bucket keeps versions; None where it is not known."""
    status = bucket.get("VersioningConfiguration", "Status")
    whole = bucket.get("VersioningConfiguration")
    if isinstance(status, Unknown | Choice) or isinstance(whole, Unknown | Choice):
        return None
    locked = bucket.get("ObjectLockEnabled")
    return status == "Enabled" or locked in (True, "true")


def replicated(model: Model) -> Iterator[Problem]:
    """A bucket that is replicated keeps versions, and so does the one it goes to.

    S3 refuses replication without ("Versioning must be 'Enabled' on the bucket to
    apply a replication configuration"), and to the bucket itself.
    """
    for bucket in model.of(BUCKET):
        if not isinstance(bucket.get(CONFIGURATION), dict):
            continue
        if versioned(bucket) is False:
            message = "it is replicated, and keeps no versions."
            mend = "Set VersioningConfiguration to Enabled."
            yield Problem(bucket, (CONFIGURATION,), message, mend)
        for path, rule in rules(bucket):
            place = (*path, "Destination", "Bucket")
            aim = target(model, bucket.get(*place))
            if rule.get("Status") == "Disabled" or aim is None or aim.type != BUCKET:
                continue
            if aim is bucket:
                message = "it is replicated to itself."
                yield Problem(bucket, place, message, "Name another bucket.")
            elif versioned(aim) is False:
                message = f"{aim.path} takes its replicas, and keeps no versions."
                mend = f"Set VersioningConfiguration of {aim.name} to Enabled."
                yield Problem(bucket, place, message, mend)


def ruled(model: Model) -> Iterator[Problem]:
    """The rules of a replication say what S3 asks of each.

    Of rules with a Filter each has a Priority of its own and DeleteMarkerReplication,
    which a filter by tags cannot enable; encrypted objects need a key at their
    destination, and a promised time needs Metrics. S3 refuses the rest.
    """
    for bucket in model.of(BUCKET):
        seen: dict[float, int] = {}
        for path, rule in rules(bucket):
            for last, message, mend in _missing(rule):
                yield Problem(bucket, (*path, *last), message, mend)
            priority = number(rule.get("Priority"))
            if priority is None:
                continue
            index = int(path[-1])
            if seen.setdefault(priority, index) != index:
                message = f"two rules have the priority {priority:g}."
                place = (*path, "Priority")
                yield Problem(bucket, place, message, "Give each its own.")


def rules(bucket: Resource) -> Iterator[tuple[Path, Mapping[str, Value]]]:
    """Yield the rules of a bucket's replication with their places."""
    for index, rule in enumerate(listed(bucket.get(CONFIGURATION, "Rules"))):
        if isinstance(rule, dict):
            yield (CONFIGURATION, "Rules", index), rule


def _missing(rule: Mapping[str, Value]) -> Iterator[tuple[Path, str, str]]:
    """Yield the place in a rule, what is missing there, and how to mend it."""
    chosen, destination = rule.get("Filter"), rule.get("Destination")
    markers = rule.get("DeleteMarkerReplication")
    if isinstance(chosen, dict):
        for name in ("Priority", "DeleteMarkerReplication"):
            if rule.get(name) is None:
                yield (
                    ("Filter",),
                    f"a rule with a filter has no {name}.",
                    f"Add {name}.",
                )
        if "Prefix" in rule:
            mend = "Write the prefix inside the filter."
            yield ("Prefix",), "the rule has a prefix beside its filter.", mend
        both = chosen.get("And")
        tags = "TagFilter" in chosen or (
            isinstance(both, dict) and "TagFilters" in both
        )
        if tags and isinstance(markers, dict) and markers.get("Status") == "Enabled":
            message = "delete markers have no tags to be chosen by."
            yield ("DeleteMarkerReplication",), message, "Set its Status to Disabled."
    if not isinstance(destination, dict):
        return
    if _encrypted(rule) and destination.get("EncryptionConfiguration") is None:
        message = "encrypted objects are replicated, and no key is named for them."
        mend = "Add EncryptionConfiguration with ReplicaKmsKeyID."
        yield ("Destination",), message, mend
    if destination.get("ReplicationTime") and destination.get("Metrics") is None:
        message = "a time is promised that nothing measures."
        yield ("Destination", "ReplicationTime"), message, "Add Metrics."


def _encrypted(rule: Mapping[str, Value]) -> bool:
    """Return whether a rule takes objects that a key of KMS encrypts."""
    criteria = rule.get("SourceSelectionCriteria")
    chosen = (
        criteria.get("SseKmsEncryptedObjects") if isinstance(criteria, dict) else None
    )
    return isinstance(chosen, dict) and chosen.get("Status") == "Enabled"
