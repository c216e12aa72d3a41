"""Properties of every private bucket, whichever layer it is in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from troposphere import Ref, Tags, s3

from cfngen.layers import bucket
from cfngen.layers.layer import Layer
from cfngen.ports import KEY_ARN
from cfngen.write import render

TAGS = Tags(Name="box")
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
FORM = "s3:x-amz-server-side-encryption"


def built(with_key: bool = True, **more: Any) -> Layer:
    """Return a layer that holds one bucket, `Box`."""
    layer = Layer("box", "One bucket")
    key = layer.enter(KEY_ARN) if with_key else None
    bucket.add(layer, "Box", TAGS, more.pop("rules", []), key=key, **more)
    return layer


def part(layer: Layer, name: str) -> dict[str, Any]:
    """Return one resource."""
    found: dict[str, Any] = json.loads(render(layer.template))["Resources"][name]
    return found


def statement(layer: Layer, sid: str) -> dict[str, Any]:
    """Return one statement of the bucket's policy."""
    text = part(layer, "BoxPolicy")["Properties"]["PolicyDocument"]
    (found,) = [s for s in text["Statement"] if s.get("Sid") == sid]
    return dict(found)


def refused(layer: Layer, **sent: str) -> bool:
    """Return whether an upload with these headers is refused, as IAM decides."""
    policy = part(layer, "BoxPolicy")["Properties"]["PolicyDocument"]["Statement"]
    return any(
        "s3:PutObject" in s["Action"] and _holds(s["Condition"], sent)
        for s in policy
        if s["Effect"] == "Deny"
    )


def _holds(condition: Mapping[str, Any], sent: Mapping[str, str]) -> bool:
    """Return whether every operator holds; IAM's NotEquals does for an absent key."""
    names = {FORM: "form", f"{FORM}-aws-kms-key-id": "key"}
    for operator, wanted in condition.items():
        for name, value in wanted.items():
            there = sent.get(names[name])
            if operator == "Null" and (there is None) != (value == "true"):
                return False
            given = KEY if value == {"Ref": "KeyArn"} else value
            if operator == "StringNotEquals" and there == given:
                return False
    return True


@pytest.mark.parametrize("with_key", [True, False], ids=["own key", "key of S3"])
def test_cfn_lint_has_nothing_to_say(
    linted: Callable[[Layer], list[str]], with_key: bool
) -> None:
    assert linted(built(with_key)) == []


def test_the_bucket_is_private() -> None:
    box = part(built(), "Box")["Properties"]
    blocked = box["PublicAccessBlockConfiguration"]
    assert len(blocked) == 4
    assert set(blocked.values()) == {True}
    assert box["OwnershipControls"] == {
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]
    }


def test_nothing_passes_in_clear() -> None:
    found = statement(built(), "EncryptedOnly")
    assert (found["Effect"], found["Principal"]) == ("Deny", "*")
    assert found["Action"] == ["s3:*"]
    assert found["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert found["Resource"] == [
        {"Fn::GetAtt": ["Box", "Arn"]},
        {"Fn::Sub": "${Box.Arn}/*"},
    ]


def test_the_key_encrypts_what_comes_without_word_of_it() -> None:
    box = part(built(), "Box")["Properties"]["BucketEncryption"]
    (rule,) = box["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": {"Ref": "KeyArn"},
    }
    assert rule["BucketKeyEnabled"] is True


def test_without_a_key_s3_encrypts_with_its_own() -> None:
    box = part(built(with_key=False), "Box")["Properties"]["BucketEncryption"]
    (rule,) = box["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert "BucketKeyEnabled" not in rule


@pytest.mark.parametrize("with_key", [True, False], ids=["own key", "key of S3"])
def test_nobody_brings_a_key_that_only_he_has(with_key: bool) -> None:
    box = part(built(with_key), "Box")["Properties"]["BucketEncryption"]
    (rule,) = box["ServerSideEncryptionConfiguration"]
    assert rule["BlockedEncryptionTypes"] == {"EncryptionType": ["SSE-C"]}


@pytest.mark.parametrize(
    "sent",
    [{}, {"form": "aws:kms", "key": KEY}, {"form": "aws:kms:dsse", "key": KEY}],
    ids=["no word", "its key", "its key twice"],
)
def test_uploads_with_the_buckets_own_encryption_pass(sent: dict[str, str]) -> None:
    assert not refused(built(), **sent)


@pytest.mark.parametrize(
    "sent",
    [
        {"form": "AES256"},
        {"form": "aws:kms"},
        {"form": "aws:kms", "key": "arn:aws:kms:us-east-1:123456789012:key/2"},
    ],
    ids=["key of S3", "key of AWS", "another key"],
)
def test_uploads_with_another_encryption_are_refused(sent: dict[str, str]) -> None:
    assert refused(built(), **sent)
    assert not refused(built(with_key=False), **sent)


def test_uploads_that_were_never_finished_go() -> None:
    mine = s3.LifecycleRule(Id="mine", Status="Enabled", ExpirationInDays=3)
    box = part(built(rules=[mine]), "Box")["Properties"]["LifecycleConfiguration"]
    own, unfinished = box["Rules"]
    assert own["Id"] == "mine"
    assert unfinished["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert unfinished["Status"] == "Enabled"


@pytest.mark.parametrize(
    ("more", "kept"),
    [({}, "RetainExceptOnCreate"), ({"DeletionPolicy": "Retain"}, "Retain")],
    ids=["by default", "as told"],
)
def test_the_policy_is_kept_as_long_as_the_bucket(
    more: dict[str, Any], kept: str
) -> None:
    layer = built(**more)
    for name in ("Box", "BoxPolicy"):
        assert part(layer, name)["DeletionPolicy"] == kept
        assert part(layer, name)["UpdateReplacePolicy"] == "Retain"


def test_the_policy_is_the_buckets() -> None:
    policy = part(built(), "BoxPolicy")["Properties"]
    assert policy["Bucket"] == Ref("Box").to_dict()
    assert {s["Effect"] for s in policy["PolicyDocument"]["Statement"]} == {"Deny"}
