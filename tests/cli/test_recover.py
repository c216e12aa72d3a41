"""`cfngen recover`: what it says, what it asks, and how it ends."""

from __future__ import annotations

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk

STUCK = {"App/Logs": "it is still in use"}


def test_a_stack_that_is_well_needs_nothing(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, err = desk.run("recover", "small", "dev")
    assert (code, out) == (Exit.OK, "")
    assert "small-dev is CREATE_COMPLETE: there is nothing to recover." in err


def test_no_stack_is_no_traceback_and_says_how_to_make_one(desk: Desk) -> None:
    code, _, err = desk.run("recover", "small", "dev")
    assert code == Exit.NEEDS_HUMAN
    assert "There is no stack small-dev" in err
    assert "cfngen deploy small dev" in err


def test_without_a_terminal_nothing_is_done_unasked(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    code, _, err = desk.run("recover", "small", "dev")
    assert code == Exit.NEEDS_HUMAN
    assert "App/Logs (AWS::Logs::LogGroup) UPDATE_FAILED" in err
    assert "it is still in use" in err
    assert "Say --yes to go on." in err
    assert desk.world.of("ContinueUpdateRollback") == []


def test_a_rollback_is_continued(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.OK
    assert "small-dev: UPDATE_ROLLBACK_COMPLETE." in err
    assert "cfngen deploy small dev" in err


def test_what_was_skipped_is_looked_at_for_drift(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    words = ("recover", "small", "dev", "--yes", "--skip", "App/Logs")
    code, _, err = desk.run(*words)
    assert code in (Exit.OK, Exit.CHANGES)
    assert "leaves App/Logs as it is" in err
    assert desk.world.of("DetectStackDrift")


def test_a_recovery_that_fails_again_says_what_to_type(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    desk.world.fails("App/Logs", "still in use", on="rollback")
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.FAILED
    assert "Run: cfngen recover small dev --skip PATH" in err


def test_a_husk_under_protection_stays(desk: Desk) -> None:
    desk.world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.NEEDS_HUMAN
    assert "Run: cfngen recover small dev --disable-protection" in err
    assert desk.world.of("DeleteStack") == []
    words = ("recover", "small", "dev", "--yes", "--disable-protection")
    assert desk.run(*words)[0] == Exit.OK


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--skip", "A", "--force"), "Give --skip or --force, not both."),
        (("--skip", "Topic"), "--skip Topic: its rollback has not failed."),
    ],
)
def test_wrong_words_are_usage(desk: Desk, words: tuple[str, ...], told: str) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    code, _, err = desk.run("recover", "small", "dev", *words)
    assert (code, told in err) == (Exit.USAGE, True)


def test_ctrl_c_says_that_it_goes_on(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    desk.world.interrupts("ContinueUpdateRollback", taken=True)
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.RUNNING
    assert "cfngen status small dev --watch" in err
