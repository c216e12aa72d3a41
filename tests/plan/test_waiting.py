"""How long is waited between two questions."""

from __future__ import annotations

from datetime import UTC
from itertools import islice

from cfngen.plan.waiting import AWS, LOOPBACK, Pace, SystemClock, pace_for


def test_waits_grow_up_to_the_longest() -> None:
    assert list(islice(Pace(2, 10).delays(), 6)) == [2, 3, 4.5, 6.75, 10, 10]


def test_the_emulator_is_asked_often_and_aws_is_not() -> None:
    assert pace_for("http://localhost:4566") == LOOPBACK
    assert pace_for("") == AWS


def test_the_machines_clock_tells_utc_and_moves_on() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.sleep(0.001)
    assert before.tzinfo is UTC
    assert clock.now() > before
