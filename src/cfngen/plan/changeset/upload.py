"""Put the packaged templates where CloudFormation can read them: only what is missing.

A key is the hash of its content, so what is there under a key is what belongs there: it
is never written over, and two who write it at once write the same.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cfngen.cloud.failures import Contended
from cfngen.errors import NeedsHuman
from cfngen.naming import TEMPLATE_BUCKET
from cfngen.package import Package
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.inputs.order import Order
from cfngen.plan.progress import Uploaded
from cfngen.plan.together import together

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

TRIES = 5
"""How often to ask for a write that others are at, too."""


def bucket_of(order: Order, at: At) -> str:
    """Return the bucket that templates go to: the target's, or the region's own."""
    usual = bucket_name(at.cloud.who.account, at.cloud.region)
    return order.target.bucket or usual


def bucket_name(account: str, region: str) -> str:
    """Return the bucket that the templates of an account and region go to."""
    there = TEMPLATE_BUCKET.replace("${AWS::AccountId}", account)
    return there.replace("${AWS::Region}", region)


def upload(package: Package, bucket: str, at: At, commands: Commands) -> Uploaded:
    """Write what the bucket lacks; children stand before the root that names them.

    Raises NeedsHuman where there is no such bucket: only an emulator's is made in
    passing, as one that comes as it is has no versions and no TLS-only policy.
    """
    cloud = at.cloud
    if not cloud.objects.has_bucket(bucket):
        _make(bucket, cloud, commands)
    keys = list(package.uploads)
    there = together(lambda key: cloud.objects.has(bucket, key), keys)
    missing = [key for key, found in zip(keys, there, strict=True) if not found]
    written = sum(_put(bucket, key, package.uploads[key], at) for key in missing)
    return Uploaded(bucket, written, len(keys) - written)


def _put(bucket: str, key: str, text: str, at: At) -> bool:
    """Write a template, unless it is there by now; say whether it was written.

    Raises Contended where somebody else is still at it after so many tries.
    """
    for delay in islice(at.pace.delays(), TRIES - 1):
        try:
            return at.cloud.objects.put(bucket, key, text)
        except Contended:
            at.clock.sleep(delay)
    return at.cloud.objects.put(bucket, key, text)


def _make(bucket: str, cloud: Cloud, commands: Commands) -> None:
    """Make the bucket of an emulator; raise NeedsHuman on AWS."""
    if not cloud.endpoint:
        raise NeedsHuman(
            f"There is no bucket {bucket} for templates yet. Nothing was touched.",
            "Prepare the region once: "
            f"{commands.bootstrap(cloud.region, cloud.who.account)}",
        )
    cloud.objects.make_bucket(bucket)
