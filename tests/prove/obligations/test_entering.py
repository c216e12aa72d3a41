"""Containers that are to be entered can be."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import allow, made, role, task
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import ref, shop

WORDS = "let somebody enter its containers"
ON = {"EnableExecuteCommand": True}
RELEASED = {"DeploymentController": {"Type": "CODE_DEPLOY"}}
NOBODY, SOMEBODY = role(), role(allow("ssmmessages:*"))

CASES: dict[str, tuple[dict[str, Any], Any, list[Truth]]] = {
    "switched off": ({}, NOBODY, []),
    "switched on": (ON, SOMEBODY, [Truth.PROVED, Truth.PROVED]),
    "without permission": (ON, NOBODY, [Truth.PROVED, Truth.REFUTED]),
    "where only the role decides": ({**ON, **RELEASED}, NOBODY, []),
    "where the role lets": (
        {**ON, **RELEASED},
        *(SOMEBODY, [Truth.PROVED, Truth.PROVED]),
    ),
}


@pytest.mark.parametrize(("switched", "own", "truths"), CASES.values(), ids=CASES)
def test_it_works(switched: dict[str, Any], own: Any, truths: list[Truth]) -> None:
    whole = task(Image="nginx")
    carried = {"TaskRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}
    found = shop(
        Web=switched,
        Own=own,
        Task={**whole, "Properties": {**whole["Properties"], **carried}},
    )
    assert [one.truth for one in proved(found) if WORDS in one.said.text] == truths


DECRYPTS = role(
    allow("ssmmessages:*"), allow("kms:Decrypt", on={"Fn::GetAtt": ["Key", "Arn"]})
)


@pytest.mark.parametrize(
    ("named", "allowed", "truth"),
    [
        (ref("Key"), role(allow("ssmmessages:*")), Truth.REFUTED),
        (ref("Key"), DECRYPTS, Truth.PROVED),
        (ref("Alias"), DECRYPTS, Truth.PROVED),
        ("alias/shop", DECRYPTS, Truth.PROVED),
    ],
    ids=["without its key", "with its key", "by its alias", "by its alias's name"],
)
def test_sessions_are_encrypted_with_a_key(
    named: Any, allowed: Any, truth: Truth
) -> None:
    whole = task(Image="nginx")
    carried = {"TaskRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}
    sessions = {"KmsKeyId": named}
    found = shop(
        Web={**ON, "Cluster": ref("Cluster")},
        Own=allowed,
        Key=made("KMS::Key"),
        Alias=made("KMS::Alias", AliasName="alias/shop", TargetKeyId=ref("Key")),
        Cluster=made(
            *("ECS::Cluster",),
            Configuration={"ExecuteCommandConfiguration": sessions},
        ),
        Task={**whole, "Properties": {**whole["Properties"], **carried}},
    )
    (said,) = (one for one in proved(found) if f"may {WORDS}" in one.said.text)
    assert said.truth is truth
