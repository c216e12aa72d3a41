"""Put the packaged templates where CloudFormation can read them: only what is missing.

A key is the hash of its content, so what is there under a key is what belongs there.
"""

from __future__ import annotations

from cfngen.cloud import Cloud
from cfngen.deploy.progress import Uploaded
from cfngen.naming import TEMPLATE_BUCKET
from cfngen.package import Package


def bucket_name(account: str, region: str) -> str:
    """Return the bucket that the templates of an account and region go to."""
    there = TEMPLATE_BUCKET.replace("${AWS::AccountId}", account)
    return there.replace("${AWS::Region}", region)


def upload(package: Package, bucket: str, cloud: Cloud) -> Uploaded:
    """Write what the bucket lacks; children stand before the root that names them."""
    cloud.ensure_bucket(bucket)
    missing = {
        key: text
        for key, text in package.uploads.items()
        if not cloud.has_object(bucket, key)
    }
    for key, text in missing.items():
        cloud.put_object(bucket, key, text)
    return Uploaded(bucket, len(missing), len(package.uploads) - len(missing))
