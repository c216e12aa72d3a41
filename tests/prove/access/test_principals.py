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
    role,
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
