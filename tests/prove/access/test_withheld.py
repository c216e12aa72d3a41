"""What others are allowed, and a role is denied, is a gain; and what keeps it out."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.access.made import (
    allow,
    arn,
    deny,
    document,
    resource,
    rights,
    role,
    trusting,
    verdict,
)
from tests.prove.access.test_readers import (
    READ,
    ROOT,
    bucket_policy,
    guarding,
    keyed,
    secret,
)

ASSUME = allow("sts:AssumeRole", arn("S"))
GET, KMS = allow("s3:GetObject"), allow("kms:*")
ELSEWHERE = {"AWS": "arn:aws:iam::999999999999:role/z"}
FROM = {"aws:SourceAccount": "1"}
BUCKET = resource("S3::Bucket")
OFFICE = {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}


def to(name: str, action: str, **more: Any) -> Any:
    return allow(action, "*", Principal={"AWS": arn(name)}, **more)


def trusted(*statements: Any) -> Any:
    return role(*statements, trust=trusting(ROOT))


def point(*statements: Any) -> Any:
    return resource("S3::AccessPoint", Bucket={"Ref": "B"}, Policy=document(statements))


def other_secret(*statements: Any) -> Any:
    start = "arn:aws:secretsmanager:us-east-1:${AWS::AccountId}:secret"
    return resource(
        "SecretsManager::ResourcePolicy",
        SecretId={"Fn::Sub": f"{start}:db-prod-abcdef"},
        ResourcePolicy=document(statements),
    )


EVERYBODY = {"Principal": "*"}
REFUTED: dict[str, tuple[str, dict[str, Any]]] = {
    "a bucket denies the one and not the other": (
        "role R no-escalation",
        {
            "R": role(GET, ASSUME),
            "S": trusted(GET),
            "B": BUCKET,
            "P": bucket_policy(deny("s3:*", "*", Principal={"AWS": arn("R")})),
        },
    ),
    "a key names the other only": (
        "role R no-escalation",
        {"R": role(KMS, ASSUME), "S": trusted(), "K": keyed(to("S", "kms:*"))},
    ),
    "everything, from the office only": (
        "role R no-escalation",
        {"R": role(allow("*", Condition=OFFICE)), "S": trusted(allow("*"))},
    ),
    "a role that trusts anyone": (
        "role R only nothing",
        {"R": role(), "S": role(trust=trusting("*"))},
    ),
    "from any source but one": (
        "role R only nothing",
        {
            "R": role(),
            "B": BUCKET,
            "P": bucket_policy(
                allow(
                    *("s3:GetObject", "*"),
                    Condition={"StringNotEquals": FROM},
                    **EVERYBODY,
                )
            ),
        },
    ),
    "a table that names the role": (
        "role R only nothing",
        {
            "R": role(),
            "T": resource(
                "DynamoDB::Table",
                ResourcePolicy={"PolicyDocument": document([to("R", "dynamodb:*")])},
            ),
        },
    ),
    "a secret for anyone, its key for a stranger": (
        "only nobody read S",
        {
            "S": secret(True),
            "P": guarding(allow(READ, "*", **EVERYBODY)),
            "K": keyed(allow("kms:Decrypt", "*", Principal=ELSEWHERE)),
        },
    ),
    "an access point denies only who comes by it": (
        "only nobody read B",
        {"R": role(GET), "B": BUCKET, "A": point(deny("s3:*", "*", **EVERYBODY))},
    ),
    "another secret, whose name goes on": (
        "only nobody read S",
        {
            "S": resource("SecretsManager::Secret", Name="db"),
            "R": role(allow(READ)),
            "P": other_secret(deny("*", "*", **EVERYBODY)),
        },
    ),
}
PROVED: dict[str, tuple[str, dict[str, Any]]] = {
    "a denial of something else": (
        "role R no-escalation",
        {"R": role(GET, ASSUME, deny("sqs:*")), "S": trusted(GET)},
    ),
    "a denial of both": (
        "role R no-escalation",
        {
            "R": role(GET, ASSUME, deny("s3:*")),
            "S": trusted(GET, deny("s3:*")),
        },
    ),
    "a trust that keeps the role out": (
        "role R no-escalation",
        {
            "R": role(ASSUME),
            "S": role(
                GET,
                trust=document(
                    [
                        {**allow("sts:AssumeRole"), "Principal": ROOT},
                        {**deny("sts:AssumeRole"), "Principal": {"AWS": arn("R")}},
                    ]
                ),
            ),
        },
    ),
    "a bucket denies what a policy allows": (
        "role R only nothing",
        {
            "R": role(allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/*"})),
            "B": BUCKET,
            "P": bucket_policy(deny("s3:*", "*", Principal={"AWS": arn("R")})),
        },
    ),
    "part of a bucket is allowed and denied": (
        "only nobody read B",
        {
            "R": role(
                allow("s3:GetObject", {"Fn::Sub": "${B.Arn}/a/*"}),
                deny("s3:*", {"Fn::Sub": "${B.Arn}/a/*"}),
            ),
            "B": BUCKET,
        },
    ),
}


@pytest.mark.parametrize("case", REFUTED.values(), ids=REFUTED)
def test_refuted(case: tuple[str, dict[str, Any]]) -> None:
    text, resources = case
    assert verdict(rights(**resources), text).truth is Truth.REFUTED


@pytest.mark.parametrize("case", PROVED.values(), ids=PROVED)
def test_proved(case: tuple[str, dict[str, Any]]) -> None:
    text, resources = case
    assert verdict(rights(**resources), text).truth is Truth.PROVED


def test_a_condition_on_a_denial_leaves_it_open() -> None:
    denied = deny("s3:*", Condition=OFFICE)
    found = rights(R=role(GET, ASSUME, denied), S=trusted(GET))
    said = verdict(found, "role R no-escalation")
    assert (said.truth, said.unknowns[-1]) == (Truth.UNDECIDED, "what R is denied")
