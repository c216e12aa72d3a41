"""What the state at the end means, and the exit code it gives."""

from __future__ import annotations

import pytest

from cfngen.cloud.values import Stack
from cfngen.deploy.outcome import EXITS, Outcome, Result, result_of
from cfngen.errors import Exit
from tests.fakes import NAME, ROOT


@pytest.mark.parametrize(
    ("status", "result", "code"),
    [
        ("CREATE_COMPLETE", Result.CREATED, Exit.OK),
        ("UPDATE_COMPLETE", Result.UPDATED, Exit.OK),
        ("ROLLBACK_COMPLETE", Result.ROLLED_BACK, Exit.FAILED),
        ("UPDATE_ROLLBACK_COMPLETE", Result.ROLLED_BACK, Exit.FAILED),
        ("ROLLBACK_FAILED", Result.STUCK, Exit.FAILED),
        ("UPDATE_ROLLBACK_FAILED", Result.STUCK, Exit.FAILED),
        ("DELETE_COMPLETE", Result.STUCK, Exit.FAILED),
    ],
)
def test_every_end_has_its_exit_code(status: str, result: Result, code: Exit) -> None:
    stack = Stack(ROOT, NAME, status)
    assert result_of(stack) is result
    assert Outcome(result, stack).exit == code


def test_every_result_has_an_exit_code() -> None:
    assert set(EXITS) == set(Result)
