"""Containers that are to be entered can be."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.obligations.parts import allow, role, task
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import shop

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
