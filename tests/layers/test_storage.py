"""Properties of the storage layer: the bucket of the access logs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cfngen.layers import storage
from cfngen.layers.layer import Layer
from cfngen.naming import ACCESS_LOG_PREFIX
from cfngen.write import render
from tests.layers.variations import nextjs, settled


def bucket(**parameters: str) -> dict[str, Any]:
    properties: dict[str, Any] = _resource("AccessLogBucket", **parameters)
    return dict(properties["Properties"])


def statement(sid: str) -> dict[str, Any]:
    policy = _resource("AccessLogBucketPolicy")["Properties"]["PolicyDocument"]
    (found,) = [s for s in policy["Statement"] if s["Sid"] == sid]
    return dict(found)


def _resource(name: str, **parameters: str) -> dict[str, Any]:
    return settled(storage.build(nextjs()), **parameters)[name]


def test_cfn_lint_has_nothing_to_say(linted: Callable[[Layer], list[str]]) -> None:
    assert linted(storage.build(nextjs())) == []


def test_there_is_a_bucket_only_where_there_is_a_load_balancer() -> None:
    layer = storage.build(nextjs(edge=None))
    assert (layer.template.resources, layer.settings, layer.leaving) == ({}, {}, {})


def test_the_load_balancer_of_this_account_writes_to_its_folder() -> None:
    delivery = statement("LogDelivery")
    service = "logdelivery.elasticloadbalancing.amazonaws.com"
    assert delivery["Effect"] == "Allow"
    assert delivery["Principal"] == {"Service": [service]}
    assert delivery["Action"] == ["s3:PutObject"]
    folder = f"{ACCESS_LOG_PREFIX}/AWSLogs/${{AWS::AccountId}}/*"
    assert delivery["Resource"] == [{"Fn::Sub": f"${{AccessLogBucket.Arn}}/{folder}"}]


def test_nothing_passes_in_clear() -> None:
    refused = statement("EncryptedOnly")
    assert (refused["Effect"], refused["Principal"]) == ("Deny", "*")
    assert refused["Action"] == ["s3:*"]
    assert refused["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    bucket_and_objects = [
        {"Fn::GetAtt": ["AccessLogBucket", "Arn"]},
        {"Fn::Sub": "${AccessLogBucket.Arn}/*"},
    ]
    assert refused["Resource"] == bucket_and_objects


def test_nobody_else_is_granted_anything() -> None:
    policy = _resource("AccessLogBucketPolicy")["Properties"]["PolicyDocument"]
    assert [s["Sid"] for s in policy["Statement"] if s["Effect"] == "Allow"] == [
        "LogDelivery"
    ]


def test_the_bucket_is_private() -> None:
    assert set(bucket()["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket()["OwnershipControls"] == {
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]
    }


def test_the_bucket_is_encrypted_as_load_balancers_can_write_it() -> None:
    (rule,) = bucket()["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


def test_logs_go_when_the_environment_says() -> None:
    (rule,) = bucket(AccessLogRetentionDays="14")["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", "14")


def test_the_bucket_and_its_policy_outlive_the_stack() -> None:
    for name in ("AccessLogBucket", "AccessLogBucketPolicy"):
        resource = _resource(name)
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
        assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_name_of_the_bucket_leaves() -> None:
    outputs = json.loads(render(storage.build(nextjs()).template))["Outputs"]
    name = outputs["AccessLogBucketName"]["Value"]
    assert name == {"Ref": "AccessLogBucket"}
