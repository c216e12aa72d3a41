"""IAM documents say what they mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from awacs.aws import StringEquals, StringLike
from awacs.kms import Decrypt
from awacs.s3 import GetObject
from troposphere import Sub

from cfngen.policies import allow, document, through, trust


def plain(value: Any) -> Any:
    """Return a document or a statement as CloudFormation reads it."""
    return json.loads(json.dumps(value, default=_repr))


def _repr(part: Any) -> Any:
    """Return a part of awacs, or a function of troposphere, as JSON has it."""
    return part.to_dict() if isinstance(part, Sub) else part.JSONrepr()


def test_a_document_carries_the_version() -> None:
    assert plain(document())["Version"] == "2012-10-17"


def test_conditions_with_different_operators_both_stay() -> None:
    statement = allow(
        [GetObject],
        ["*"],
        StringEquals({"aws:SourceAccount": "1"}),
        StringLike({"aws:SourceArn": "arn"}),
    )
    assert plain(statement)["Condition"].keys() == {"StringEquals", "StringLike"}


def test_refuses_a_second_element_of_one_operator() -> None:
    with pytest.raises(ValueError, match="one condition element per operator"):
        allow([GetObject], ["*"], StringEquals({"a": "1"}), StringEquals({"b": "2"}))


def test_trust_names_one_service() -> None:
    statement = plain(trust("ecs-tasks"))["Statement"][0]
    assert statement["Principal"] == {"Service": ["ecs-tasks.amazonaws.com"]}
    assert statement["Action"] == ["sts:AssumeRole"]


def test_a_key_is_used_through_one_service_of_the_region() -> None:
    statement = plain(through("s3", [Decrypt], "arn"))
    assert statement["Action"] == ["kms:Decrypt"]
    assert statement["Resource"] == ["arn"]
    assert statement["Condition"] == {
        "StringEquals": {
            "kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"}
        }
    }
