"""The storage layer: the bucket of the load balancer's access logs."""

from __future__ import annotations

from collections.abc import Mapping

from awacs import s3 as actions
from awacs.aws import Allow, Bool, Condition, Deny, Principal, Statement
from troposphere import GetAtt, Ref, Sub, s3

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.naming import ACCESS_LOG_PREFIX, name_tag
from cfngen.policies import document
from cfngen.settings import ENVIRONMENT_NAME, number
from cfngen.spec.system import System

RETENTION = number(
    "AccessLogRetentionDays", "Days that access logs are kept.", 90, 1, 3650
)
KEPT: Mapping[str, str] = {
    "DeletionPolicy": "RetainExceptOnCreate",
    "UpdateReplacePolicy": "Retain",
}


def build(system: System) -> Layer:
    """Build the storage layer; only a system with an edge has anything in it.

    A nested stack's outputs are there only when all of it is. So whoever is given the
    bucket's name may count on its policy, which the load balancer tries at once.
    """
    layer = Layer("storage", f"{system.system}: access log bucket")
    if system.edge:
        layer.setting(ENVIRONMENT_NAME)
        bucket = layer.add(_bucket(layer, system))
        layer.add(_policy(bucket))
        layer.leave(ports.ACCESS_LOG_BUCKET_NAME, Ref(bucket))
    return layer


def _bucket(layer: Layer, system: System) -> s3.Bucket:
    """Return the bucket: private, encrypted, emptied by age, never deleted with data.

    Load balancers can write to buckets with S3's own keys only. Versions are not kept:
    each object is written once, and nobody is granted to overwrite or delete it.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    return s3.Bucket(
        "AccessLogBucket",
        **KEPT,
        BucketEncryption=s3.BucketEncryption(
            ServerSideEncryptionConfiguration=[
                s3.ServerSideEncryptionRule(
                    ServerSideEncryptionByDefault=s3.ServerSideEncryptionByDefault(
                        SSEAlgorithm="AES256"
                    )
                )
            ]
        ),
        LifecycleConfiguration=_lifecycle(layer),
        OwnershipControls=s3.OwnershipControls(
            Rules=[
                s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced"),
            ]
        ),
        PublicAccessBlockConfiguration=s3.PublicAccessBlockConfiguration(
            BlockPublicAcls=True,
            BlockPublicPolicy=True,
            IgnorePublicAcls=True,
            RestrictPublicBuckets=True,
        ),
        Tags=name_tag(system.system, "access-logs"),
    )


def _lifecycle(layer: Layer) -> s3.LifecycleConfiguration:
    """Return when logs go, and uploads that were never finished."""
    return s3.LifecycleConfiguration(
        Rules=[
            s3.LifecycleRule(
                Id="expire",
                Status="Enabled",
                ExpirationInDays=layer.setting(RETENTION),
                AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(
                    DaysAfterInitiation=7
                ),
            )
        ]
    )


def _policy(bucket: s3.Bucket) -> s3.BucketPolicy:
    """Return the bucket's policy, which is kept as long as the bucket."""
    return s3.BucketPolicy(
        "AccessLogBucketPolicy",
        **KEPT,
        Bucket=Ref(bucket),
        PolicyDocument=document(_delivery(bucket), _encrypted_only(bucket)),
    )


def _delivery(bucket: s3.Bucket) -> Statement:
    """Return what lets this account's load balancers write their logs.

    The service principal works in every commercial region; the account per region that
    older regions used before is no longer needed. The account in the path is what AWS
    tells others apart by, so no condition is added that it may not fill in.
    """
    path = f"${{{bucket.title}.Arn}}/{ACCESS_LOG_PREFIX}/AWSLogs/${{AWS::AccountId}}/*"
    return Statement(
        Sid="LogDelivery",
        Effect=Allow,
        Principal=Principal(
            "Service", ["logdelivery.elasticloadbalancing.amazonaws.com"]
        ),
        Action=[actions.PutObject],
        Resource=[Sub(path)],
    )


def _encrypted_only(bucket: s3.Bucket) -> Statement:
    """Return what refuses every request that does not come over TLS."""
    return Statement(
        Sid="EncryptedOnly",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[actions.Action("*")],
        Resource=[GetAtt(bucket, "Arn"), Sub(f"${{{bucket.title}.Arn}}/*")],
        Condition=Condition([Bool({"aws:SecureTransport": "false"})]),
    )
