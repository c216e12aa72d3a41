"""Keys of stores."""

from __future__ import annotations

import pytest

from tests.checks.data.system import Case

ELSEWHERE = "arn:aws:kms:us-west-2:123456789012:key/1"
NEAR = "arn:aws:kms:us-east-1:123456789012:key/1"
DEFAULT = "ServerSideEncryptionByDefault"
ENCRYPTED = {
    "ServerSideEncryptionConfiguration": [{DEFAULT: {"KMSMasterKeyID": ELSEWHERE}}]
}
WITH_KEY = "/".join(
    ("Copies/BucketEncryption/ServerSideEncryptionConfiguration/0", DEFAULT)
    + ("KMSMasterKeyID",)
)

CASES = (
    Case(
        "a key that signs",
        *(
            "CG626",
            {"Key/KeySpec": "RSA_2048", "Key/KeyUsage": "SIGN_VERIFY"},
            "Database/KmsKeyId",
        ),
        "Key is a key of RSA_2048 for SIGN_VERIFY",
    ),
    Case(
        "a key that is off",
        *("CG626", {"Key/Enabled": "false"}, "Key/Enabled"),
        "the key is off, and Files needs it",
    ),
    Case(
        "a key of another region",
        *(
            "CG626",
            {"Files/KmsKeyId": ELSEWHERE},
            "Files/KmsKeyId",
        ),
        "Name a key of us-east-1",
    ),
    Case(
        "a key of another region than the replica's",
        *(
            "CG626",
            {"Password/ReplicaRegions": [{"Region": "eu-west-1", "KmsKeyId": NEAR}]},
            "Password/ReplicaRegions/0/KmsKeyId",
        ),
        "Name a key of eu-west-1",
    ),
    Case(
        "the key of a bucket",
        *("CG626", {"Copies/BucketEncryption": ENCRYPTED}, WITH_KEY),
        "Name a key of us-east-1",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
