"""How an operation is shown: a tree on a terminal, lines elsewhere, JSON."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest

from cfngen.deploy.progress import Interrupted, Polled, Retrying, Step
from cfngen.plan.progress import Uploaded
from cfngen.render.running.board import Expected
from cfngen.render.running.live import shown
from cfngen.render.running.tree import LiveTree
from tests.deploy.stories import START, steps
from tests.fakes.clock import Clock

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
"""How a terminal is told to hide its cursor, and to show it again."""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


FAILING = """
small-dev CREATE_IN_PROGRESS User Initiated
Store CREATE_IN_PROGRESS
Store/Bucket CREATE_IN_PROGRESS
Store/Bucket CREATE_COMPLETE
Store CREATE_COMPLETE
App CREATE_IN_PROGRESS
App/Topic CREATE_FAILED denied [bold]
"""
END = """
small-dev CREATE_IN_PROGRESS
App CREATE_FAILED Embedded stack was not successfully created
small-dev ROLLBACK_IN_PROGRESS The following resource(s) failed
small-dev ROLLBACK_COMPLETE
"""


def piped(*progress: object, clock: Clock | None = None) -> str:
    stream = io.StringIO()
    with shown(stream, False, clock or Clock(START)) as report:
        for one in progress:
            report(one)
    return stream.getvalue()


def test_elsewhere_every_change_is_a_line_without_a_colour() -> None:
    told = piped(Uploaded("bucket", 1, 0), *steps(FAILING))
    assert told.splitlines()[0] == "Templates: 1 uploaded to bucket."
    assert told.splitlines()[-1].endswith("App/Topic (AWS::Test::Topic): denied [bold]")
    assert "\x1b" not in told


def test_silence_is_broken_each_minute() -> None:
    clock = Clock(START)
    stream = io.StringIO()
    with shown(stream, False, clock) as report:
        for step in steps("small-dev CREATE_IN_PROGRESS\nLogs CREATE_IN_PROGRESS"):
            report(step)
        for _ in range(14):
            clock.sleep(10)
            report(Polled())
    assert stream.getvalue().splitlines()[2:] == [
        "03:05:05 still running: Logs CREATE_IN_PROGRESS for 58s",
        "03:06:05 still running: Logs CREATE_IN_PROGRESS for 1m 58s",
    ]


def test_there_is_no_heart_to_beat_before_anything_runs() -> None:
    clock = Clock(START)
    clock.sleep(100)
    assert piped(Polled(), clock=clock) == ""


def test_json_is_a_line_for_each_report(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(io.StringIO(), False, Clock(START), json=True) as report:
        for one in (*steps("Store CREATE_IN_PROGRESS"), Polled(), Retrying("busy")):
            report(one)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["schema"], one["kind"]) for one in told] == [
        *((1, "event"), (1, "retrying")),
    ]


def on_terminal(
    *progress: object, width: str = "80", expected: Expected | None = None
) -> str:
    stream = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", width)
        patch.setenv("TERM", "xterm-256color")
        with shown(stream, True, Clock(START), expected=expected) as report:
            for one in progress:
                report(one)
    return stream.getvalue()


def last_picture(told: str) -> list[str]:
    """Return what stands on the terminal at the end, without colours."""
    frames = re.split(r"(?:\r?\x1b\[2K(?:\x1b\[1A\x1b\[2K)*)", told)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", frames[-1])
    return [line.rstrip() for line in plain.splitlines() if line.strip()]


def test_a_terminal_keeps_the_last_picture() -> None:
    told = on_terminal(*steps(FAILING + END.split("\n", 2)[2]))
    assert last_picture(told) == [
        "small-dev ROLLBACK_COMPLETE  9s",
        "  App CREATE_FAILED",
        "    Topic CREATE_FAILED  denied [bold]",
        "  Store  1 done",
    ]


def test_what_is_at_work_is_a_line_with_its_time() -> None:
    picture = last_picture(on_terminal(*steps(FAILING)[:3]))
    assert picture[1] == "  Store"
    assert picture[2].split() == [
        *("Bucket", "0s", "CREATE_IN_PROGRESS", "AWS::Test::Bucket")
    ]


def test_a_tree_counts_up_to_what_is_to_come() -> None:
    expected = {
        "Store": frozenset({"Store/Bucket", "Store/Logs"}),
        "App": frozenset({"App/Topic"}),
    }
    half = on_terminal(*steps(FAILING)[:4], expected=expected)
    assert last_picture(half) == [
        "small-dev CREATE_IN_PROGRESS  0s  1 of 3",
        "  Store  1 of 2",
    ]
    done = on_terminal(*steps(FAILING)[:5], expected=expected)
    assert last_picture(done)[1] == "  Store  1 done"


def test_no_line_is_longer_than_the_terminal_is_wide() -> None:
    told = on_terminal(*steps(FAILING), width="24")
    assert all(len(line) <= 24 for line in last_picture(told))


def test_other_reports_stand_above_the_picture() -> None:
    told = on_terminal(Uploaded("bucket", 1, 0), *steps(FAILING), Retrying("busy"))
    assert "Templates: 1 uploaded to bucket." in told
    assert "No answer, asking again: busy" in told
    assert last_picture(told)[0].startswith("small-dev CREATE_IN_PROGRESS")


def test_the_picture_stands_still_while_somebody_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    tree = LiveTree(stream, True, Clock(START))
    first, *rest = steps(FAILING)
    tree.report(first)
    tree.report(Interrupted("small-dev", 3.0))
    asked = stream.getvalue()
    assert "Ctrl-C again within 3 seconds" in asked
    assert asked.count(HIDDEN) == asked.count(SHOWN) == 1
    for step in rest:
        tree.report(step)
    tree.stop()
    assert stream.getvalue().count(SHOWN) == 2


def test_a_terminal_without_abilities_gets_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with shown(stream, False, Clock(START)) as report:
        report(Step(START, "Store", "AWS::Test::X", "CREATE_COMPLETE", ""))
    assert stream.getvalue().startswith("03:04:05 CREATE_COMPLETE")


def test_nobody_pays_for_the_tree_who_does_not_see_it() -> None:
    code = "import sys, cfngen.render.running.live; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
