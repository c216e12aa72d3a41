"""Whom a policy names: by ARN, by session, by unique id, by a name AWS makes up."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.access.made import (
    Json,
    allow,
    arn,
    deny,
    document,
    resource,
    rights,
    rights_in,
    role,
    trusting,
    verdict,
)

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
READ = "secretsmanager:GetSecretValue"
ROLE_ID = "AROAABCDEFGHIJKLMNOPQ"


def own(tail: str, service: str = "iam") -> Json:
    return {"Fn::Sub": f"arn:aws:{service}::${{AWS::AccountId}}:{tail}"}


NAMED: dict[str, tuple[Any, Truth]] = {
    "its ARN": (arn("WebRole"), REFUTED),
    "its unique id by reference": ({"Fn::GetAtt": ["WebRole", "RoleId"]}, REFUTED),
    "the unique id of another": ({"Fn::GetAtt": ["Other", "RoleId"]}, PROVED),
    "a unique id of nobody knows whom": (ROLE_ID, UNDECIDED),
    "a name that AWS may have made up": (own("role/shop-WebRole-1A2B3C"), UNDECIDED),
    "a name that it has not": (own("role/somebody"), PROVED),
    "a session": (
        {"Fn::Sub": "arn:aws:sts::${AWS::AccountId}:assumed-role/${WebRole}/one"},
        REFUTED,
    ),
    "a session of a name that AWS may have made up": (
        own("assumed-role/shop-WebRole-1A2B3C/one", "sts"),
        UNDECIDED,
    ),
    "a session of another": (own("assumed-role/somebody/one", "sts"), PROVED),
}


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED)
def test_whom_a_policy_gives_something(case: tuple[Any, Truth]) -> None:
    principal, expected = case
    found = _guarded(allow(READ, Principal={"AWS": principal}), role())
    assert verdict(found, "role WebRole only nothing").truth is expected


def test_the_path_of_a_role_is_in_no_session_of_it() -> None:
    one = allow(READ, Principal={"AWS": own("assumed-role/web/one", "sts")})
    found = _guarded(one, role(RoleName="web", Path="/app/"))
    assert verdict(found, "role WebRole only nothing").truth is REFUTED


def test_whom_a_denial_spares_by_a_unique_id_is_not_known() -> None:
    sparing = {**deny(READ), "NotPrincipal": {"AWS": ROLE_ID}}
    found = _guarded(sparing, role(allow(READ)))
    assert verdict(found, "only nobody read S").truth is not PROVED


def _guarded(statement: Json, web: Json) -> Any:
    policy = resource(
        "SecretsManager::ResourcePolicy",
        SecretId={"Ref": "S"},
        ResourcePolicy=document([statement]),
    )
    secret = resource("SecretsManager::Secret")
    return rights(WebRole=web, Other=role(), S=secret, P=policy)


NUMBER, ANOTHER = "123456789012", "999999999999"


def at(tail: str, account: str = "${AWS::AccountId}") -> Json:
    return {"Fn::Sub": f"arn:aws:{tail}".replace("{a}", account)}


ROOT = at("iam::{a}:root")
TRUSTING = trusting({"AWS": ROOT})
ELSEWHERE = trusting({"AWS": at("iam::{a}:root", ANOTHER)})
NAMESAKE = trusting({"AWS": at("iam::{a}:role/r", ANOTHER)})

KNOWN: dict[str, tuple[dict[str, Json], str, Truth]] = {
    "a queue by its ARN": (
        {
            "R": role(allow("sqs:SendMessage", at("sqs:us-east-1:{a}:q"))),
            "Q": resource("SQS::Queue", QueueName="q"),
        },
        "role R only sqs:SendMessage on Q",
        PROVED,
    ),
    "the account": (
        {"R": role(trust=TRUSTING)},
        "role R only for account",
        PROVED,
    ),
    "the account by its number": (
        {"R": role(trust=TRUSTING)},
        f"role R only for {NUMBER}",
        PROVED,
    ),
    "another account": (
        {"R": role(trust=ELSEWHERE)},
        "role R only for account",
        REFUTED,
    ),
    "a role that trusts the account": (
        {
            "R": role(allow("sts:AssumeRole", arn("S"))),
            "S": role(allow("s3:*"), trust=TRUSTING),
        },
        "role R no-escalation",
        REFUTED,
    ),
    "a role that trusts another account": (
        {
            "R": role(allow("sts:AssumeRole", arn("S"))),
            "S": role(allow("s3:*"), trust=ELSEWHERE),
        },
        "role R no-escalation",
        PROVED,
    ),
    "a role of the same name elsewhere": (
        {
            "R": role(RoleName="r"),
            "S": role(allow("s3:*"), trust=NAMESAKE),
        },
        "role R no-escalation",
        PROVED,
    ),
    "a role by its name": (
        {
            "R": role(RoleName="r"),
            "S": role(allow("s3:*"), trust=trusting({"AWS": at("iam::{a}:role/r")})),
        },
        "role R no-escalation",
        REFUTED,
    ),
    "a key that leaves it to the account": (
        {
            "R": role(allow("kms:Decrypt")),
            "K": resource(
                "KMS::Key",
                KeyPolicy=document([allow("kms:*", Principal={"AWS": ROOT})]),
            ),
        },
        "only R read K",
        PROVED,
    ),
}


@pytest.mark.parametrize("case", KNOWN.values(), ids=KNOWN)
def test_in_an_account_whose_number_is_known(
    case: tuple[dict[str, Json], str, Truth],
) -> None:
    resources, said, expected = case
    assert verdict(rights_in(NUMBER, **resources), said).truth is expected


def test_the_root_of_an_account_of_nobody_knows_which_number_is_no_role() -> None:
    root = {"Fn::Sub": "arn:aws:iam::${Unknown}:root"}
    found = _guarded(allow(READ, Principal={"AWS": root}), role())
    assert verdict(found, "role WebRole only nothing").truth is PROVED
    assert verdict(found, "only nobody read S").truth is UNDECIDED
