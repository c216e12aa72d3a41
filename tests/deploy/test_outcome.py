"""What the state at the end means, and the exit code it gives."""

from __future__ import annotations

import pytest

from cfngen.cloud.values import Stack
from cfngen.deploy.afterwards import advice, command
from cfngen.deploy.outcome import EXITS, Outcome, Result, result_of
from cfngen.deploy.progress import Step
from cfngen.errors import Exit
from cfngen.plan.commands import Commands
from tests.deploy.stories import NAME, ROOT, START


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


LEFT = Step(START, "Store/Old", "AWS::S3::Bucket", "DELETE_FAILED", "not empty")


def test_leftovers_are_a_failure_only_to_those_who_are_strict() -> None:
    outcome = Outcome(
        Result.UPDATED, Stack(ROOT, NAME, "UPDATE_COMPLETE"), left=(LEFT,)
    )
    assert (outcome.exit, outcome.strict_exit) == (Exit.OK, Exit.FAILED)
    stuck = Outcome(Result.STUCK, Stack(ROOT, NAME, "ROLLBACK_FAILED"), left=(LEFT,))
    assert stuck.strict_exit == Exit.FAILED


def test_a_guard_that_is_missing_is_no_clean_success() -> None:
    stack = Stack(ROOT, NAME, "CREATE_COMPLETE")
    assert Outcome(Result.CREATED, stack, missing=("x",)).exit == Exit.CLOUD
    assert Outcome(Result.DETACHED, stack, missing=("x",)).exit == Exit.RUNNING


@pytest.mark.parametrize(
    ("status", "words", "next"),
    [
        ("ROLLBACK_COMPLETE", "an empty stack", "cfngen deploy small dev"),
        ("UPDATE_ROLLBACK_COMPLETE", "as it was before", "cfngen deploy small dev"),
        ("IMPORT_ROLLBACK_COMPLETE", "as it was before", "cfngen deploy small dev"),
        ("ROLLBACK_FAILED", "could not be undone", "cfngen recover small dev"),
        ("UPDATE_ROLLBACK_FAILED", "could not be undone", "cfngen recover small dev"),
        ("UPDATE_FAILED", "was not undone", "cfngen recover small dev"),
        ("CREATE_FAILED", "was not undone", "cfngen recover small dev"),
        ("DELETE_FAILED", "be deleted", "cfngen delete small dev --resume"),
        ("SOMETHING_NEW", "does not know", "cfngen status small dev"),
    ],
)
def test_every_bad_end_has_one_command(status: str, words: str, next: str) -> None:
    assert words in advice(status)
    assert command(status, Commands("small", "dev")) == next
