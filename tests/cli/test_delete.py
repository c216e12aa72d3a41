"""`cfngen delete`: what it says, what it asks, and how it ends."""

from __future__ import annotations

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk

CONFIRMED = ("delete", "small", "dev", "--confirm-name", NAME)


def test_what_is_not_there_needs_no_deletion(desk: Desk) -> None:
    code, _, err = desk.run(*CONFIRMED)
    assert (code, err) == (
        Exit.OK,
        "There is no stack small-dev: nothing to delete.\n",
    )


def test_what_is_lost_is_said_before_anything_is_asked(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, _, err = desk.run("delete", "small", "dev")
    assert code == Exit.NEEDS_HUMAN
    assert "DELETES App/Logs (AWS::Logs::LogGroup), and its logs" in err
    assert "--confirm-name small-dev" in err
    assert desk.world.of("DeleteStack") == []


def test_another_name_confirms_nothing(desk: Desk) -> None:
    desk.world.stack(NAME)
    words = ("delete", "small", "dev", "--confirm-name", "small-prod")
    code, _, err = desk.run(*words)
    assert (code, "'small-prod' is not small-dev" in err) == (Exit.NEEDS_HUMAN, True)
    assert desk.world.of("DeleteStack") == []


def test_a_deletion_ends_well(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, err = desk.run(*CONFIRMED)
    assert (code, out) == (Exit.OK, "")
    assert err.endswith("small-dev: DELETE_COMPLETE.\n")


def test_a_protected_stack_stays_until_that_is_said(desk: Desk) -> None:
    desk.world.stack(NAME, protected=True)
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.NEEDS_HUMAN
    assert "Run: cfngen delete small dev --disable-protection" in err
    assert desk.world.of("DeleteStack") == []
    assert desk.run(*CONFIRMED, "--disable-protection")[0] == Exit.OK


def test_a_deletion_that_fails_says_how_to_go_on(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="delete")
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.FAILED
    assert "App/Logs (AWS::Logs::LogGroup) DELETE_FAILED\n    it is in use" in err
    assert "cfngen delete small dev --resume" in err
    assert desk.run(*CONFIRMED)[0] == Exit.NEEDS_HUMAN
    code, _, err = desk.run(*CONFIRMED, "--retain", "App/Logs")
    assert code == Exit.OK
    assert "leaves App/Logs behind" in err


def test_two_ways_at_once_are_usage(desk: Desk) -> None:
    words = (*CONFIRMED, "--retain", "A", "--force-orphan")
    assert desk.run(*words)[0] == Exit.USAGE


def test_the_wrong_account_is_refused_before_anything_is_read(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, _, err = desk.run(*CONFIRMED, "--account", "999999999999")
    assert code == Exit.NEEDS_HUMAN
    assert "account 999999999999" in err
    assert [name for name, _ in desk.world.asked] == ["GetCallerIdentity"]
