"""Buckets."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, like, model, problems, ref

LOGGED = "Bucket/LoggingConfiguration/DestinationBucketName"

LOGGING = "LogsPolicy/PolicyDocument/Statement/0"

QUEUE = "QueuePolicy/PolicyDocument/Statement/0"

CASES = (
    Case(
        "an upper-case name",
        *("CG621", {"Bucket/BucketName": "Shop"}, "Bucket/BucketName"),
        "other characters",
    ),
    Case(
        "an upper-case name in parts",
        *(
            "CG621",
            {"Bucket/BucketName": {"Fn::Sub": "Shop-${AWS::AccountId}"}},
            "Bucket/BucketName",
        ),
        "Shop-0",
    ),
    Case(
        "a long name",
        *("CG621", {"Bucket/BucketName": "a" * 64}, "Bucket/BucketName"),
        "not 3 to 63",
    ),
    Case(
        "an address",
        *("CG621", {"Bucket/BucketName": "192.0.2.1"}, "Bucket/BucketName"),
        "an IP address",
    ),
    Case(
        "a name of AWS's",
        *("CG621", {"Bucket/BucketName": "xn--shop"}, "Bucket/BucketName"),
        "begins",
    ),
    Case(
        "an end of AWS's",
        *("CG621", {"Bucket/BucketName": "shop--x-s3"}, "Bucket/BucketName"),
        "ends",
    ),
    Case(
        "a public policy",
        *(
            "CG622",
            {
                "BucketPolicy/PolicyDocument/Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "s3:GetObject",
                        "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                    }
                ]
            },
            "BucketPolicy/PolicyDocument/Statement/0/Principal",
        ),
        "which Bucket blocks",
    ),
    Case(
        "a public policy of a bucket by its name",
        *(
            "CG622",
            {
                "BucketPolicy/Bucket": "shop-files",
                "BucketPolicy/PolicyDocument/Statement/0": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "*"},
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:::shop-files/*",
                },
            },
            "BucketPolicy/PolicyDocument/Statement/0/Principal",
        ),
        "which Bucket blocks",
    ),
    Case(
        "an ACL that is off",
        *("CG622", {"Logs/AccessControl": "LogDeliveryWrite"}, "Logs/AccessControl"),
        "has no ACL LogDeliveryWrite",
    ),
    Case(
        "an ACL that is blocked",
        *("CG622", {"Bucket/AccessControl": "PublicRead"}, "Bucket/AccessControl"),
        "PublicRead lets in",
    ),
    Case(
        "logs that nobody may write",
        *(
            "CG623",
            {f"{LOGGING}/Principal/Service": "s3.amazonaws.com"},
            LOGGED,
        ),
        "Logs does not let S3 write",
    ),
    Case(
        "logs without a policy",
        *(
            "CG623",
            {"LogsPolicy/Bucket": ref("Copies")},
            LOGGED,
        ),
        "logging.s3.amazonaws.com",
    ),
    Case(
        "logs and a key",
        *(
            "CG623",
            {
                "Logs/BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
                    ]
                }
            },
            LOGGED,
        ),
        "Encrypt it with AES256",
    ),
    Case(
        "logs that are locked",
        *(
            "CG623",
            {"Logs/ObjectLockConfiguration": {"Rule": {}}},
            LOGGED,
        ),
        "default retention",
    ),
    Case(
        "a queue that lets nobody in",
        *(
            "CG624",
            {f"{QUEUE}/Principal/Service": "ec2.amazonaws.com"},
            "Bucket/NotificationConfiguration/QueueConfigurations/0/Queue",
        ),
        "Queue does not let S3 in",
    ),
    Case(
        "a policy about another bucket",
        *(
            "CG625",
            {
                "BucketPolicy/PolicyDocument/Statement/0/Resource/1": {
                    "Fn::Sub": "${Copies.Arn}/*"
                }
            },
            "BucketPolicy/PolicyDocument/Statement/0/Resource",
        ),
        "speaks of Copies",
    ),
    Case(
        "two policies",
        *("CG625", {"More": like("BucketPolicy")}, "More/Bucket"),
        "BucketPolicy is the policy of Bucket already",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_bucket_that_says_so_may_be_public() -> None:
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "x"}
    opened = {
        "Bucket/PublicAccessBlockConfiguration": {"BlockPublicPolicy": False},
        "BucketPolicy/PolicyDocument/Statement": [public],
    }
    assert problems(model(opened), [CHECKS["CG622"]]) == []
