"""Bucket policies whose statements have conditions.

Plain moto reads no condition, so that a bucket which refuses requests without TLS
refuses them all: not even a packaged template can be read. S3 asks whether it holds:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
Here a statement with a condition is left out; one without still counts.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket


def apply() -> None:
    """Let buckets decide by the statements that are without condition."""
    setattr(FakeBucket, "get_permission", _permission)  # noqa: B010 (mypy: a method)


def _permission(bucket: Any, action: str, resource: str) -> Any:
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    document = json.loads(bucket.policy)
    given = document.get("Statement", [])
    statements = given if isinstance(given, list) else [given]
    plain = [one for one in statements if not one.get("Condition")]
    if not plain:
        return PermissionResult.NEUTRAL
    policy = json.dumps({**document, "Statement": plain})
    return IAMPolicy(policy).is_action_permitted(action, resource)
