"""The bootstrap template: what the bucket is, and that the checks agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfngen.bootstrap import BUCKET, OUTPUT, STACK, template
from cfngen.naming import CHANGE_SET_PREFIX, TEMPLATE_BUCKET
from cfngen.plan.changeset.upload import bucket_name

GOLDEN = Path(__file__).with_name("bootstrap.json")
BODY: dict[str, Any] = json.loads(template())
RESOURCES = BODY["Resources"]
PROPERTIES = RESOURCES[BUCKET]["Properties"]
STATEMENTS = {
    statement["Sid"]: statement
    for statement in RESOURCES[f"{BUCKET}Policy"]["Properties"]["PolicyDocument"][
        "Statement"
    ]
}


def test_it_is_as_it_was_reviewed() -> None:
    assert template() == GOLDEN.read_text("utf-8"), (
        "Review what has changed, then: cfngen bootstrap --print > tests/bootstrap.json"
    )


def test_it_fits_into_a_request() -> None:
    """Nothing can be uploaded before there is a bucket.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    """
    assert len(template().encode()) < 51_200


def test_its_bucket_is_the_one_that_templates_go_to() -> None:
    assert PROPERTIES["BucketName"] == {"Fn::Sub": TEMPLATE_BUCKET}
    assert bucket_name("123456789012", "eu-west-1") == "cfngen-123456789012-eu-west-1"
    assert BODY["Outputs"][OUTPUT]["Value"] == {"Ref": BUCKET}


def test_nobody_outside_sees_it() -> None:
    assert set(PROPERTIES["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = PROPERTIES["OwnershipControls"]["Rules"]
    assert rule == {"ObjectOwnership": "BucketOwnerEnforced"}
    assert {s["Effect"] for s in STATEMENTS.values()} == {"Deny"}
    assert STATEMENTS["OwnAccountOnly"]["Condition"] == {
        "StringNotEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }


def test_it_speaks_recent_tls_only() -> None:
    assert STATEMENTS["EncryptedOnly"]["Condition"] == {
        "Bool": {"aws:SecureTransport": "false"}
    }
    assert STATEMENTS["RecentTlsOnly"]["Condition"] == {
        "NumericLessThan": {"s3:TlsVersion": "1.2"}
    }


@pytest.mark.parametrize("sid", STATEMENTS)
def test_each_refusal_is_for_everybody_and_all_of_it(sid: str) -> None:
    statement = STATEMENTS[sid]
    assert (statement["Principal"], statement["Action"]) == ("*", ["s3:*"])
    assert statement["Resource"] == [
        {"Fn::GetAtt": [BUCKET, "Arn"]},
        {"Fn::Sub": f"${{{BUCKET}.Arn}}/*"},
    ]


def test_s3_encrypts_it_so_that_cloudformation_can_read_it() -> None:
    (rule,) = PROPERTIES["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def test_only_what_has_been_replaced_expires() -> None:
    assert PROPERTIES["VersioningConfiguration"] == {"Status": "Enabled"}
    rules = {r["Id"]: r for r in PROPERTIES["LifecycleConfiguration"]["Rules"]}
    assert set(rules) == {"outdated-versions", "unfinished-uploads"}
    keys = {key for rule in rules.values() for key in rule}
    assert keys == {
        *("Id", "Status"),
        *("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"),
    }


@pytest.mark.parametrize("name", RESOURCES)
def test_everything_outlives_the_stack(name: str) -> None:
    assert RESOURCES[name]["DeletionPolicy"] == "Retain"
    assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


def test_its_stack_is_no_system_and_no_change_set() -> None:
    assert STACK.startswith(CHANGE_SET_PREFIX)  # cfngen's own, and told apart by kind
    assert STACK == "cfngen-bootstrap"
