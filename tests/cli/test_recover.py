"""`cfngen recover`: what it says, what it asks, and how it ends."""

from __future__ import annotations

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk, struck

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
    assert code == Exit.OK
    assert "leaves App/Logs as it is" in err
    assert desk.world.of("DetectStackDrift")
    assert "Drift detection leaves out what was skipped" in err
    assert "App/Logs" in err.rpartition("leaves out what was skipped")[2]


def test_drift_that_nobody_may_look_for_hides_no_recovery(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    desk.world.denies("DetectStackDrift")
    words = ("recover", "small", "dev", "--yes", "--skip", "App/Logs")
    code, _, err = desk.run(*words)
    assert code == Exit.CLOUD
    assert "small-dev: UPDATE_ROLLBACK_COMPLETE." in err
    assert "Drift was not looked for: DetectStackDrift" in err
    assert "Run: cfngen drift small dev" in err


def test_a_recovery_that_fails_again_says_what_to_type(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    desk.world.fails("App/Logs", "still in use", on="rollback")
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.FAILED
    assert "still in use" in err
    assert "Run: cfngen recover small dev\n" in err
    assert "cfngen recover small dev --skip App/Logs\n" in err


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


def test_a_rollback_that_fails_is_not_answered_with_skipping(desk: Desk) -> None:
    desk.world.stack(NAME, "CREATE_FAILED", failed={"App/Logs": "no"})
    desk.world.leaves_husks()
    desk.world.fails(
        "App/Logs", "The bucket you tried to delete is not empty", "delete"
    )
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.FAILED, err
    assert "--skip" not in err
    assert "It means: A bucket is only deleted when it is empty" in err
    assert err.rstrip().endswith("Run: cfngen recover small dev")


def test_rolling_a_protected_create_back_has_to_be_said(desk: Desk) -> None:
    desk.world.stack(NAME, "CREATE_FAILED", protected=True)
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.NEEDS_HUMAN
    assert "DELETES App/Logs" in err
    assert "Run: cfngen recover small dev --disable-protection" in err
    assert desk.world.of("RollbackStack") == []


def test_the_role_on_the_command_line_does_it_and_is_named_again(desk: Desk) -> None:
    desk.world.stack(NAME, "ROLLBACK_COMPLETE", protected=True)
    role = "arn:aws:iam::123456789012:role/cloudformation"
    code, _, err = desk.run("recover", "small", "dev", "--yes", "--role", role)
    assert code == Exit.NEEDS_HUMAN
    told = f"Run: cfngen recover small dev --disable-protection --role {role}"
    assert told in err
    words = told.removeprefix("Run: cfngen ").split()
    assert desk.run(*words, "--yes")[0] == Exit.OK
    assert desk.world.of("DeleteStack")[0]["RoleARN"] == role


def test_a_busy_stack_says_how_to_follow_it(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_IN_PROGRESS")
    code, _, err = desk.run("recover", "small", "dev", "--profile", "shop")
    assert code == Exit.NEEDS_HUMAN
    assert "Run: cfngen status small dev --watch --profile shop" in err
    assert "--wait" not in err


def test_a_deletion_that_is_taken_back_is_no_recovery(desk: Desk) -> None:
    desk.world.stack(NAME, "ROLLBACK_COMPLETE")
    desk.world.cancels_deletion("Delete canceled. Nobody knows why.")
    code, _, err = desk.run("recover", "small", "dev", "--yes")
    assert code == Exit.FAILED
    assert "Delete canceled. Nobody knows why." in err


def test_sigterm_detaches_as_ctrl_c_does(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED", failed=STUCK)
    desk.world.takes("App/Logs", 60)
    desk.world.clock.start(struck(20))
    assert desk.run("recover", "small", "dev", "--yes")[0] == Exit.RUNNING
