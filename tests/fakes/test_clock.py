"""Time passes in sleep alone."""

from __future__ import annotations

import pytest

from tests.fakes.clock import START, Clock, Process, together


def test_what_is_due_happens_in_its_own_moment() -> None:
    clock, seen = Clock(), []

    def work() -> Process:
        yield 2
        seen.append((clock.now() - START).total_seconds())

    task = clock.start(work())
    clock.sleep(1)
    assert not task.done
    clock.sleep(5)
    assert task.done
    assert seen == [2]
    assert (clock.now() - START).total_seconds() == 6


def test_processes_run_side_by_side() -> None:
    clock = Clock()

    def work(seconds: float) -> Process:
        yield seconds
        return seconds

    task = clock.start(together(clock, [work(3), work(2)]))
    clock.sleep(3.5)
    assert task.result == [3, 2]


def test_ctrl_c_comes_out_of_the_sleep_that_was_named() -> None:
    clock = Clock()
    clock.interrupts(at=2)
    clock.sleep(1)
    with pytest.raises(KeyboardInterrupt):
        clock.sleep(1)
    assert clock.slept == [1, 1]


def test_no_two_stamps_are_equal() -> None:
    clock = Clock()
    assert clock.stamp() < clock.stamp()
