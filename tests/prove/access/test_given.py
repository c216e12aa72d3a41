"""What roles are given by resources' own policies, and by who trusts them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prove.access.made import (
    UNKNOWN,
    allow,
    arn,
    document,
    resource,
    rights,
    role,
    trusting,
    verdict,
)

BUCKET = resource("S3::Bucket")
SOURCE = {"StringEquals": {"aws:SourceAccount": "123456789012"}}


def policy(*statements: Any) -> Any:
    return resource(
        "S3::BucketPolicy", Bucket={"Ref": "B"}, PolicyDocument=document(statements)
    )


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"B": BUCKET}, "proved"),
    "a bucket's policy": (
        {"B": BUCKET, "P": policy(allow("s3:*", Principal={"AWS": arn("R")}))},
        "refuted",
    ),
    "a bucket's policy for another": (
        {
            "B": BUCKET,
            "Q": role(),
            "P": policy(allow("s3:*", Principal={"AWS": arn("Q")})),
        },
        "proved",
    ),
    "a bucket's policy for anyone": (
        {"B": BUCKET, "P": policy(allow("s3:*", Principal="*"))},
        "refuted",
    ),
    "one for whoever comes from a source": (
        {"B": BUCKET, "P": policy(allow("s3:*", Principal="*", Condition=SOURCE))},
        "proved",
    ),
    "one for nobody knows whom": (
        {"B": BUCKET, "P": policy(allow("s3:*", Principal={"AWS": UNKNOWN}))},
        "undecided",
    ),
    "a key's policy": (
        {
            "K": resource(
                "KMS::Key",
                KeyPolicy=document([allow("kms:*", Principal={"AWS": arn("R")})]),
            )
        },
        "refuted",
    ),
    "another role's trust": ({"Q": role(trust=trusting({"AWS": arn("R")}))}, "refuted"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_given(case: tuple[dict[str, Any], str]) -> None:
    others, expected = case
    assert verdict(rights(R=role(), **others), "role R only nothing").truth == expected


def test_what_stands_in_a_key_s_policy_is_of_that_key() -> None:
    named = allow("kms:Decrypt", Principal={"AWS": arn("R")})
    found = rights(R=role(), K=resource("KMS::Key", KeyPolicy=document([named])))
    assert verdict(found, "role R only kms:Decrypt on K").truth == "proved"


def test_who_is_named_is_what_to_take_out() -> None:
    found = rights(R=role(), Q=role(trust=trusting({"AWS": arn("R")})))
    (broken,) = verdict(found, "role R only nothing").broken
    assert broken.at.resource == "Q"
    assert broken.what == "R may sts:AssumeRole on Q"
    assert broken.repair.startswith("take R out of this statement of Q")
