"""The settings of the application's buckets, two of them about the second region."""

from __future__ import annotations

from cfngen import ports
from cfngen.naming import logical
from cfngen.settings import Setting, number
from cfngen.spec.bucket import Bucket
from cfngen.spec.care import Recovery

LONGEST = 36500
"""A hundred years, in days."""


def archive_days(name: str, wanted: Bucket) -> Setting:
    """Return the age at which a bucket's objects move to a cheaper class."""
    return number(
        f"{logical(name)}ArchiveDays",
        f"Days after which objects of {name} move to Intelligent-Tiering; 0 is never.",
        wanted.archive_days,
        0,
        LONGEST,
    )


def expire_days(name: str, wanted: Bucket) -> Setting:
    """Return the age at which a bucket's objects are deleted."""
    return number(
        f"{logical(name)}ExpireDays",
        f"Days after which objects of {name} are deleted; 0 is never.",
        wanted.expire_days,
        0,
        LONGEST,
    )


def old_versions_days(name: str, wanted: Bucket) -> Setting:
    """Return how long a bucket's overwritten and deleted versions are kept."""
    return number(
        f"{logical(name)}OldVersionsDays",
        f"Days that overwritten and deleted versions in {name} are kept.",
        wanted.old_versions_days,
        1,
        LONGEST,
    )


def replica_bucket(name: str) -> Setting:
    """Return the bucket that a bucket's new objects are copied to."""
    return Setting(
        ports.replica_bucket_arn(name).name,
        f"Bucket of the second region that new objects of {name} are copied to; empty "
        "for none.",
        default="",
        pattern=r"^(arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
        hint="the ARN of a bucket in the second region, or empty",
    )


def replica_key(recovery: Recovery) -> Setting:
    """Return the key of the second region; S3 would take one of any other."""
    region = recovery.region
    return Setting(
        ports.REPLICA_KEY_ARN.name,
        f"KMS key in {region} that encrypts what is copied there; empty while nothing "
        "is.",
        default="",
        pattern=f"^(arn:aws[a-z-]*:kms:{region}:[0-9]{{12}}:key/[A-Za-z0-9-]+)?$",
        hint=f"the ARN of a KMS key in {region}, or empty",
    )
