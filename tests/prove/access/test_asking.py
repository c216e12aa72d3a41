"""Whether a role may do something: yes for sure, no for sure, or unknown."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.access.arns import pattern
from cfngen.prove.access.asking import passes
from cfngen.prove.access.terms import Condition
from tests.models import of_template
from tests.prove.access.made import (
    UNKNOWN,
    allow,
    arn,
    deny,
    document,
    resource,
    rights,
    role,
)

VIA = {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}
ROOT = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}
SECRET = {"Ref": "S"}
READ = "secretsmanager:GetSecretValue"


def keyed(*principals: Any, actions: Any = "kms:*") -> dict[str, Any]:
    statements = [allow(actions, Principal={"AWS": one}) for one in principals]
    return resource("KMS::Key", KeyPolicy=document(statements))


CASES: dict[str, tuple[list[Any], str, str, bool | None]] = {
    "allowed": ([allow(READ, SECRET)], READ, "S", True),
    "by a pattern": ([allow("secretsmanager:Get*")], READ, "S", True),
    "nothing allows it": ([allow(READ, SECRET)], READ, "T", False),
    "another action": ([allow(READ, SECRET)], "s3:GetObject", "S", False),
    "on what it names": ([allow(READ, {"Ref": "T"})], READ, "S", False),
    "a condition": ([allow(READ, SECRET, Condition=VIA)], READ, "S", None),
    "an unknown resource": ([allow(READ, UNKNOWN)], READ, "S", None),
    "an unknown action": ([allow(UNKNOWN, SECRET)], READ, "S", None),
    "a name that may be it": (
        [allow(READ, "arn:aws:secretsmanager:*:*:secret:db-*")],
        READ,
        "S",
        None,
    ),
    "denied": ([allow(READ), deny("secretsmanager:*", SECRET)], READ, "S", False),
    "denied elsewhere": ([allow(READ), deny(READ, {"Ref": "T"})], READ, "S", True),
    "denied perhaps": ([allow(READ), deny(READ, Condition=VIA)], READ, "S", None),
    "all but": (
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        READ,
        "S",
        True,
    ),
    "all but it": (
        [{"Effect": "Allow", "NotAction": READ, "Resource": "*"}],
        READ,
        "S",
        False,
    ),
    "objects": (
        [allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/*"})],
        "s3:GetObject",
        "B/a",
        True,
    ),
    "not the bucket": (
        [allow("s3:ListBucket", {"Fn::Sub": "${B.Arn}/*"})],
        "s3:ListBucket",
        "B",
        False,
    ),
    "a log group's streams": (
        [allow("logs:PutLogEvents", arn("L"))],
        "logs:PutLogEvents",
        "L",
        True,
    ),
    "everything": ([allow("*")], "anything:AtAll", "*", True),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_identity_policies(case: tuple[list[Any], str, str, bool | None]) -> None:
    statements, action, asked, expected = case
    found = rights(
        R=role(*statements),
        S=resource("SecretsManager::Secret"),
        T=resource("SecretsManager::Secret"),
        B=resource("S3::Bucket"),
        L=resource("Logs::LogGroup", LogGroupName="/ecs/web"),
    )
    assert found.may("R", action, asked) is expected


def test_a_context_decides_conditions() -> None:
    found = rights(R=role(allow("kms:Decrypt", arn("K"), Condition=VIA)), K=keyed(ROOT))
    through = {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    assert found.may("R", "kms:Decrypt", "K") is None
    assert found.may("R", "kms:Decrypt", "K", through) is True
    other = {"kms:viaservice": "s3.us-east-1.amazonaws.com"}
    assert found.may("R", "kms:Decrypt", "K", other) is False


@pytest.mark.parametrize(
    ("principals", "own", "expected"),
    [
        pytest.param([ROOT], True, True, id="the key leaves it to the account"),
        pytest.param([ROOT], False, False, id="and the role has nothing"),
        pytest.param([arn("R")], False, True, id="the key names the role"),
        pytest.param([arn("Q")], True, False, id="the key names another role"),
        pytest.param([UNKNOWN], True, None, id="the key names somebody"),
    ],
)
def test_the_key_decides(
    principals: list[Any], own: bool, expected: bool | None
) -> None:
    statements = [allow("kms:Decrypt", arn("K"))] if own else []
    found = rights(R=role(*statements), Q=role(), K=keyed(*principals))
    assert found.may("R", "kms:Decrypt", "K") is expected


def test_a_resource_policy_is_enough_in_one_account() -> None:
    lets = document([allow("sqs:SendMessage", Principal={"AWS": arn("R")})])
    found = rights(
        R=role(),
        Q=resource("SQS::Queue"),
        P=resource("SQS::QueuePolicy", Queues=[{"Ref": "Q"}], PolicyDocument=lets),
    )
    assert found.may("R", "sqs:SendMessage", "Q") is True
    assert found.may("R", "sqs:ReceiveMessage", "Q") is False


def test_what_cannot_be_read_is_no_sure_answer() -> None:
    found = rights(R=role(ManagedPolicyArns=["arn:aws:iam::1:policy/x"]))
    assert found.may("R", "s3:GetObject", "*") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"}, True),
        ("secretsmanager.*.amazonaws.com", True),
        ("secretsmanager.us-east-1.amazonaws.com", None),
    ],
    ids=["the same", "a pattern", "one that may be it"],
)
def test_a_region_that_is_not_known_is_compared_by_its_name(
    value: Any, expected: bool | None
) -> None:
    given = {"kms:ViaService": "secretsmanager.${AWS::Region}.amazonaws.com"}
    model = of_template({"Resources": {"It": resource("Test::It", Value=value)}}, "")
    word = pattern(model, model["It"].get("Value"))
    like = Condition("StringLike", "kms:viaservice", (word,))
    assert passes(like, given) is expected
