"""A bucket of the application's files, as it is in either region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import Equals, If, Not, NoValue, Ref, Tags, s3

from cfngen.layers import bucket
from cfngen.layers.layer import Layer
from cfngen.layers.storage import settings
from cfngen.naming import logical
from cfngen.spec.bucket import Bucket
from cfngen.spec.system import System


def add(
    layer: Layer, system: System, name: str, title: str, tags: Tags, **more: Any
) -> s3.Bucket:
    """Add a bucket of the spec under a title: versioned, with its own life cycle.

    `more` are its `key` and further properties, as `bucket.add` takes them.
    """
    return bucket.add(
        layer,
        title,
        tags,
        list(_life_cycle(layer, name, system.buckets[name])),
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        **more,
    )


def _life_cycle(layer: Layer, name: str, wanted: Bucket) -> Iterator[Any]:
    """Yield the rules by age; each stands alone, so that none depends on another.

    Intelligent-Tiering is what AWS advises where nobody knows how often old files are
    read: they stay readable at once, and reading them costs nothing more.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    """
    archive = layer.setting(settings.archive_days(name, wanted))
    tiering = s3.LifecycleRuleTransition(
        StorageClass="INTELLIGENT_TIERING", TransitionInDays=archive
    )
    move = s3.LifecycleRule(Id="archive", Status="Enabled", Transitions=[tiering])
    yield _unless_never(layer, f"Archives{logical(name)}", archive, move)
    expire = layer.setting(settings.expire_days(name, wanted))
    end = s3.LifecycleRule(Id="expire", Status="Enabled", ExpirationInDays=expire)
    yield _unless_never(layer, f"Expires{logical(name)}", expire, end)
    yield s3.LifecycleRule(
        Id="old-versions",
        Status="Enabled",
        ExpiredObjectDeleteMarker=True,
        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(
            NoncurrentDays=layer.setting(settings.old_versions_days(name, wanted))
        ),
    )


def _unless_never(layer: Layer, condition: str, days: Ref, rule: Any) -> If:
    """Return a rule that is there unless its days are 0."""
    return If(layer.condition(condition, Not(Equals(days, "0"))), rule, NoValue)
