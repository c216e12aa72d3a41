"""A private bucket: what every bucket has, whichever layer it is in.

Encrypted, closed to the public, reached over TLS only, kept when its stack goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from awacs import s3 as actions
from awacs.aws import (
    Bool,
    Condition,
    Deny,
    Null,
    Principal,
    Statement,
    StringNotEquals,
)
from troposphere import GetAtt, Ref, Sub, Tags, s3

from cfngen.layers.layer import Layer
from cfngen.policies import document

KEPT: Mapping[str, str] = {
    "DeletionPolicy": "RetainExceptOnCreate",
    "UpdateReplacePolicy": "Retain",
}
"""Files outlive the stack; a first create that fails leaves nothing behind."""

UNFINISHED_DAYS = 7
"""Days after which the parts of an upload go that was never finished."""

HEADER = "s3:x-amz-server-side-encryption"
"""What an upload says of its encryption, as policies name it."""


def add(
    layer: Layer,
    title: str,
    tags: Tags,
    rules: Sequence[Any],
    *,
    key: Any = None,
    grants: Sequence[Statement] = (),
    **more: Any,
) -> s3.Bucket:
    """Add a private bucket and its policy to a layer, and return the bucket.

    `rules` are what its life cycle has besides the end of unfinished uploads. Objects
    are encrypted by `key`, the ARN of a KMS key, and by no other; by S3's own without
    one. `grants` open the bucket to AWS services. `more` are further properties and
    attributes, which win over those that every bucket has.
    """
    bucket = layer.add(s3.Bucket(title, **_properties(key, tags, rules) | more))
    refused = [_in_clear(title), *([_other_key(title, key)] if key else [])]
    layer.add(
        s3.BucketPolicy(
            f"{title}Policy",
            # Kept as long as the bucket, which would else let requests in clear pass.
            **{attribute: bucket.resource[attribute] for attribute in KEPT},
            Bucket=Ref(bucket),
            PolicyDocument=document(*grants, *refused),
        )
    )
    return bucket


def objects(title: str, path: str = "*") -> Sub:
    """Return the ARN pattern of a bucket's objects, for policies."""
    return Sub(f"${{{title}.Arn}}/{path}")


def _properties(key: Any, tags: Tags, rules: Sequence[Any]) -> dict[str, Any]:
    """Return the properties and attributes that every bucket has."""
    unfinished = s3.LifecycleRule(
        Id="unfinished-uploads",
        Status="Enabled",
        AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
            DaysAfterInitiation=UNFINISHED_DAYS
        ),
    )
    return {
        **KEPT,
        "BucketEncryption": _encryption(key),
        "LifecycleConfiguration": s3.LifecycleConfiguration(Rules=[*rules, unfinished]),
        "OwnershipControls": s3.OwnershipControls(
            Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")]
        ),
        "PublicAccessBlockConfiguration": s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True,
            BlockPublicPolicy=True,
            IgnorePublicAcls=True,
            RestrictPublicBuckets=True,
        ),
        "Tags": tags,
    }


def _encryption(key: Any) -> s3.BucketEncryption:
    """Return how objects are encrypted that come without word of it.

    A bucket key spares most requests to KMS. Nobody may bring a key of his own, which
    is how data is held to ransom:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
    """
    by_key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    optional = {"BucketKeyEnabled": True} if key else {}
    rule = s3.ServerSideEncryptionRule(
        BlockedEncryptionTypes=s3.BlockedEncryptionTypes(EncryptionType=["SSE-C"]),
        ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(
            **by_key if key else {"SSEAlgorithm": "AES256"}
        ),
        **optional,
    )
    return s3.BucketEncryption(ServerSideEncryptionConfiguration=[rule])


def _in_clear(title: str) -> Statement:
    """Return what refuses every request that does not come over TLS."""
    return _refusal(
        "EncryptedOnly",
        [actions.Action("*")],
        [GetAtt(title, "Arn"), objects(title)],
        Bool({"aws:SecureTransport": "false"}),
    )


def _other_key(title: str, key: Any) -> Statement:
    """Return what refuses uploads that ask for an encryption other than the bucket's.

    One that does not say how gets the bucket's, and passes. One that asks for KMS
    without naming a key would get a key of AWS's, which replication cannot read.
    """
    return _refusal(
        "OwnKeyOnly",
        [actions.PutObject],
        [objects(title)],
        Null({HEADER: "false"}),
        StringNotEquals({f"{HEADER}-aws-kms-key-id": key}),
    )


def _refusal(
    sid: str, refused: list[Any], resources: list[Any], *conditions: Any
) -> Statement:
    """Return a statement that refuses something to everybody."""
    return Statement(
        Sid=sid,
        Effect=Deny,
        Principal=Principal("*"),
        Action=refused,
        Resource=resources,
        Condition=Condition(list(conditions)),
    )
