"""`cfngen events`: what it shows."""

from __future__ import annotations

import json

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk
from tests.fakes.driving import CHANGED, deployed

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
    [("--since", "2 h"), ("--since", ""), ("--since", "1h", "--operation", "x")],
    ids=["no span", "empty", "both"],
)
def test_what_cannot_be_meant_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*EVENTS, *words)[0] == Exit.USAGE
    assert desk.world.asked == []
