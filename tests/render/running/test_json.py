"""Lines of JSON, field by field."""

from __future__ import annotations

import json
from dataclasses import replace

from cfngen.cloud.values import Output, Stack
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Awaiting, Interrupted, Polled, Record
from cfngen.errors import Exit
from cfngen.plan.inputs.order import Override
from cfngen.plan.progress import Degraded, Overridden
from cfngen.render.running.json import final, line
from tests.deploy.stories import NAME, ROOT
from tests.render.running.test_outcome import FIRST, LEAF, SECOND

RECORD = Record("_a.x.", "CNAME", "_b.y.")


def test_an_event_has_all_that_is_known_of_it() -> None:
    assert json.loads(line(LEAF)) == {
        "schema": 1,
        "kind": "event",
        "at": "2026-01-02T03:04:05+00:00",
        "path": "Network/NatEip",
        "type": "AWS::EC2::EIP",
        "status": "CREATE_FAILED",
        "reason": LEAF.reason,
        "own": False,
        "root": False,
        "echo": False,
        "physical_id": "eip-1",
        "detailed": "",
    }


def test_other_reports_have_a_kind_of_their_own() -> None:
    assert json.loads(line(Interrupted("small-dev", 3.0)))["kind"] == "interrupted"
    assert json.loads(line(Degraded("x", "y")))["what"] == "x"
    assert json.loads(line(Awaiting("Edge/C", RECORD)))["record"] == {
        "name": "_a.x.",
        "type": "CNAME",
        "value": "_b.y.",
    }
    assert line(Polled()) == ""


def test_what_planning_reports_is_a_note_and_as_masked_as_its_text() -> None:
    given = Overridden(
        (Override("Password", "hunter2", None, "p.json"),), frozenset({"Password"})
    )
    told = json.loads(line(given))
    assert told["kind"] == "note"
    assert "hunter2" not in line(given)


def test_a_line_is_one_line() -> None:
    assert "\n" not in line(replace(LEAF, reason="one\ntwo"))


def test_the_end_says_everything_and_the_exit_code() -> None:
    stack = Stack(ROOT, NAME, "UPDATE_COMPLETE", outputs=(Output("Url", "https://x"),))
    told = json.loads(final(Outcome(Result.UPDATED, stack, left=(LEAF,)), Exit.FAILED))
    assert (told["kind"], told["result"], told["exit"]) == ("outcome", "updated", 1)
    assert told["outputs"] == {"Url": "https://x"}
    assert told["left"][0]["path"] == "Network/NatEip"


def test_a_failure_has_place_meaning_and_tasks() -> None:
    stack = Stack(ROOT, NAME, "ROLLBACK_COMPLETE")
    told = json.loads(
        final(
            Outcome(
                Result.ROLLED_BACK,
                stack,
                failures=(FIRST, SECOND),
                command="cfngen deploy small dev",
                records=(RECORD,),
            ),
            Exit.FAILED,
        )
    )
    assert (told["exit"], told["command"]) == (1, "cfngen deploy small dev")
    first, second = told["failures"]
    assert (first["file"], first["line"]) == ("templates/small/network.json", 120)
    assert first["spec"]["path"] == "network.nat"
    assert "Elastic IP" in first["hint"]["means"]
    assert second["tasks"][0]["containers"] == {"web": "exit code 1", "proxy": ""}
