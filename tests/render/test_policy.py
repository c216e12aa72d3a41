"""A policy as IAM takes it, and as people read it."""

from __future__ import annotations

import json

from cfngen.permissions import LeftOut, Need, Policy
from cfngen.permissions.need import VIA_CLOUDFORMATION
from cfngen.render.policy import as_json, as_text, explained, explained_json, size

SMALL = Policy(
    (
        Need("sns:ListTopics", ("*",), "AWS::SNS::Topic", ("A/T",)),
        Need(
            "sns:CreateTopic",
            ("arn:aws:sns:us-east-1:*:shop-*",),
            "AWS::SNS::Topic",
            tuple(f"A/T{n}" for n in range(6)),
            (VIA_CLOUDFORMATION,),
        ),
        Need("sts:GetCallerIdentity", ("*",), "every command"),
    ),
    (LeftOut("kms:Decrypt", "AWS::SNS::Topic", "nothing here is of kms"),),
)
LARGE = Policy(
    tuple(Need(f"ec2:{'A' * 40}{n:03}", ("*",), "T") for n in range(200)), ()
)


def test_one_document_stands_alone_and_several_are_a_list() -> None:
    assert json.loads(as_json(SMALL)) == SMALL.documents[0]
    assert json.loads(as_json(LARGE)) == list(LARGE.documents)
    assert len(LARGE.documents) > 1


def test_it_is_said_how_long_it_is() -> None:
    assert size(SMALL).startswith("3 actions, ")
    assert f"in {len(LARGE.documents)} documents" in size(LARGE)


def test_a_statement_is_a_paragraph() -> None:
    text = as_text(SMALL)
    assert text.startswith("Document 1 of 1: ")
    assert (
        "SnsNamed:\n  sns: CreateTopic\n  on arn:aws:sns:us-east-1:*:shop-*\n"
        "  if aws:CalledVia ForAnyValue:StringEquals cloudformation.amazonaws.com\n"
    ) in text
    assert "  sns: ListTopics\n  on *: nothing narrower is known\n" in text
    assert max(map(len, as_text(LARGE).splitlines())) <= 80
    assert "\n\nDocument 2 of " in as_text(LARGE)


def test_each_action_has_its_reason() -> None:
    assert explained(SMALL) == (
        "sns:CreateTopic\n"
        "  AWS::SNS::Topic <- A/T0, A/T1, A/T2, A/T3 and 2 more\n"
        "sns:ListTopics\n"
        "  AWS::SNS::Topic <- A/T\n"
        "sts:GetCallerIdentity\n"
        "  every command\n"
        "\n"
        "Listed for these types, and not needed here:\n"
        "  kms:Decrypt (AWS::SNS::Topic): nothing here is of kms\n"
    )


def test_reasons_are_for_scripts_as_well() -> None:
    body = json.loads(explained_json(SMALL))
    assert body["version"] == 1
    assert body["needs"][0] == {
        "action": "sns:ListTopics",
        "resources": ["*"],
        "why": "AWS::SNS::Topic",
        "paths": ["A/T"],
    }
    assert body["left_out"][0]["action"] == "kms:Decrypt"
