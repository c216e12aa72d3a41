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


@pytest.mark.parametrize(
    ("actions", "truth"),
    [
        (["ssmmessages:*"], Truth.REFUTED),
        (["ssmmessages:*", "kms:Decrypt"], Truth.PROVED),
    ],
    ids=["without its key", "with its key"],
)
def test_sessions_are_encrypted_with_a_key(actions: list[str], truth: Truth) -> None:
    whole = task(Image="nginx")
    carried = {"TaskRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}
    sessions = {"KmsKeyId": ref("Key")}
    found = shop(
        Web={**ON, "Cluster": ref("Cluster")},
        Own=role(allow(*actions)),
        Key=made("KMS::Key"),
        Cluster=made(
            *("ECS::Cluster",),
            Configuration={"ExecuteCommandConfiguration": sessions},
        ),
        Task={**whole, "Properties": {**whole["Properties"], **carried}},
    )
    (said,) = (one for one in proved(found) if f"may {WORDS}" in one.said.text)
    assert said.truth is truth
