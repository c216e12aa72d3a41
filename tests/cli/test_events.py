"""`cfngen events`: what it shows."""

from __future__ import annotations

import json

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk
from tests.fakes.driving import CHANGED, begun, deployed

EVENTS = ("events", "small", "dev")


def test_the_last_operation_is_shown_in_order(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, err = desk.run(*EVENTS)
    title, date, *lines = out.splitlines()
    assert (code, err) == (Exit.OK, "")
    assert title.startswith("small-dev: create of 2026-01-01 03:04:05 UTC (")
    assert title.endswith("), took 14 s")
    assert date == "2026-01-01 (UTC)"
    assert lines == sorted(lines, key=lambda line: line[:8])
    assert any("Network/Vpc (AWS::EC2::VPC)" in line for line in lines)


def test_only_what_failed_is_shown_where_that_is_asked(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="update")
    deployed(desk.world, CHANGED)
    _, out, _ = desk.run(*EVENTS, "--failed")
    _, _, first, *_ = out.splitlines()
    assert "UPDATE_FAILED" in first
    assert first.endswith("App/Logs (AWS::Logs::LogGroup): it is in use")
    assert "COMPLETE" not in out


def test_nothing_failed_is_said(desk: Desk) -> None:
    desk.world.stack(NAME)
    assert desk.run(*EVENTS, "--failed")[1].endswith("small-dev: nothing failed.\n")


def test_a_span_of_time_shows_all_of_it(desk: Desk) -> None:
    desk.world.stack(NAME)
    deployed(desk.world, CHANGED)
    _, out, _ = desk.run(*EVENTS, "--since", "1d12h")
    assert [line for line in out.splitlines() if line.endswith("(UTC)")] == [
        "2026-01-01 (UTC)",
        "2026-01-02 (UTC)",
    ]
    assert "CREATE_COMPLETE" not in desk.run(*EVENTS, "--since", "90m")[1]


def test_json_has_every_event(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, _ = desk.run(*EVENTS, "--json")
    found = json.loads(out)
    assert (code, found["version"], found["stack"]) == (Exit.OK, 1, NAME)
    assert found["operation"]["kind"] == "create"
    assert found["events"][0]["path"] == NAME
    assert found["events"][0]["status"] == "CREATE_IN_PROGRESS"
    assert json.loads(desk.run(*EVENTS, "--json", "--since", "1m")[1]) == {
        "version": 1,
        "stack": NAME,
        "operation": None,
        "events": [],
    }


def test_an_operation_is_found_by_its_id(desk: Desk) -> None:
    stack = desk.world.stack(NAME)
    id = stack.operations[0]["OperationId"]
    deployed(desk.world, CHANGED)
    _, out, _ = desk.run(*EVENTS, "--operation", id)
    assert f": create of 2026-01-01 03:04:05 UTC ({id})" in out
    code, _, err = desk.run(*EVENTS, "--operation", "nothing")
    assert code == Exit.USAGE
    assert id in err


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "2 h"),
        ("--since", ""),
        ("--since", "1h", "--operation", "x"),
        ("--since", "1h", "--follow"),
        ("--operation", "x", "--follow"),
    ],
    ids=["no span", "empty", "both", "follow a span", "follow another"],
)
def test_what_cannot_be_meant_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*EVENTS, *words)[0] == Exit.USAGE
    assert desk.world.asked == []


FOLLOW = (*EVENTS, "--follow")
LOGS = "App/Logs (AWS::Logs::LogGroup)"


def test_what_goes_on_is_printed_from_its_beginning_to_its_end(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    code, out, err = desk.run(*FOLLOW)
    date, first, *lines = out.splitlines()
    assert (code, date, err) == (
        Exit.OK,
        "2026-01-02 (UTC)",
        "small-dev: UPDATE_COMPLETE.\n",
    )
    assert first.endswith("small-dev (AWS::CloudFormation::Stack): User Initiated")
    assert any(f"UPDATE_COMPLETE          {LOGS}" in line for line in lines)
    assert lines[-1].endswith(
        "UPDATE_COMPLETE          small-dev (AWS::CloudFormation::Stack)"
    )
    assert desk.world.clock.slept != []


def test_what_ends_badly_gives_1_and_says_where_to_look(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="update")
    begun(desk.world, CHANGED)
    code, out, err = desk.run(*FOLLOW, "--failed")
    assert code == Exit.FAILED
    assert f"UPDATE_FAILED            {LOGS}: it is in use\n" in out
    assert " UPDATE_COMPLETE" not in out
    assert "small-dev: UPDATE_ROLLBACK_COMPLETE." in err
    assert err.endswith("Run: cfngen status small dev\n")


def test_following_json_is_an_object_a_line(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    code, out, err = desk.run(*FOLLOW, "--json")
    *steps, end = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (Exit.OK, "")
    assert {step["kind"] for step in steps} == {"event"}
    assert "App/Logs" in [step["path"] for step in steps]
    assert (end["kind"], end["exit"], end["status"]) == ("ended", 0, "UPDATE_COMPLETE")


def test_ctrl_c_leaves_the_stack_alone(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    desk.world.clock.interrupts(at=2)
    code, out, err = desk.run(*FOLLOW)
    assert (code, "UPDATE_IN_PROGRESS" in out) == (Exit.INTERRUPTED, True)
    assert err == "small-dev: not followed any more; what goes on does.\n"
    assert not desk.world.of("CancelUpdateStack")
    desk.world.clock.sleep(600)
    assert desk.world.found(NAME).status == "UPDATE_COMPLETE"


def test_a_deletion_is_followed_until_nothing_is_left(desk: Desk) -> None:
    stack = desk.world.stack(NAME)
    desk.world.clients().cloudformation.delete_stack(StackName=stack.id)
    code, out, err = desk.run(*FOLLOW)
    assert (code, err) == (Exit.OK, "small-dev: DELETE_COMPLETE.\n")
    assert "DELETE_COMPLETE          Network/Vpc" in out


@pytest.mark.parametrize("bad", [False, True], ids=["well", "badly"])
def test_where_nothing_goes_on_the_last_operation_is_told(
    desk: Desk, bad: bool
) -> None:
    desk.world.stack(NAME)
    if bad:
        desk.world.fails("App/Logs", "it is in use", on="update")
    deployed(desk.world, CHANGED)
    slept = len(desk.world.clock.slept)
    code, out, _ = desk.run(*FOLLOW)
    assert code == (Exit.FAILED if bad else Exit.OK)
    assert "2026-01-01" not in out
    assert LOGS in out
    assert len(desk.world.clock.slept) == slept


def test_events_that_are_not_kept_any_more_are_not_waited_for(desk: Desk) -> None:
    desk.world.stack(NAME).events.clear()
    slept = len(desk.world.clock.slept)
    assert desk.run(*FOLLOW) == (Exit.OK, "", "small-dev: CREATE_COMPLETE.\n")
    assert len(desk.world.clock.slept) == slept


def test_a_cloud_that_answers_no_more_is_told(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    desk.world.expires_after("DescribeStackEvents", 2)
    code, _, err = desk.run(*FOLLOW)
    assert code == Exit.CLOUD
    assert "cfngen status small dev --watch" in err
