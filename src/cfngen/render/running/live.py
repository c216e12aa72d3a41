"""How an operation is shown while it goes on: a live tree, lines, or JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from cfngen.deploy.progress import Polled, Step
from cfngen.plan.at import Report
from cfngen.render.running import json as eventsjson
from cfngen.render.running.board import Board, Expected
from cfngen.render.running.progress import lines

if TYPE_CHECKING:
    from cfngen.plan.waiting import Clock

HEARTBEAT = 60.0
"""Seconds that a log stays silent before it says that something is still going on."""


@contextmanager
def shown(
    stream: TextIO,
    colour: bool,
    clock: Clock,
    json: bool = False,
    expected: Expected | None = None,
) -> Iterator[Report]:
    """Yield what takes the reports of one operation.

    A terminal gets a live tree and keeps its last picture; anything else a line for
    each change and a heartbeat in silence. With `json`, stdout gets a line of JSON for
    each report instead. `expected` is what the tree counts up to.
    """
    if json:
        yield eventsjson.reporter(sys.stdout)
    elif stream.isatty() and os.environ.get("TERM") != "dumb":
        from cfngen.render.running.tree import LiveTree

        tree = LiveTree(stream, colour, clock, expected)
        try:
            yield tree.report
        finally:
            tree.stop()
    else:
        yield plain(stream, colour, clock)


def plain(stream: TextIO, colour: bool, clock: Clock) -> Callable[[object], None]:
    """Return what writes plain lines, and a heartbeat when nothing has happened."""
    board = Board()
    last: list[datetime] = [clock.now()]

    def report(progress: object) -> None:
        told = list(lines(progress, colour))
        if isinstance(progress, Step):
            board.hear(progress)
        if isinstance(progress, Polled) and _since(last[0], clock) >= HEARTBEAT:
            still = board.silence(clock.now())
            told = [f"{clock.now():%H:%M:%S} {still}"] if still else []
        if told:
            last[0] = clock.now()
            stream.write("".join(f"{line}\n" for line in told))
            stream.flush()

    return report


def _since(moment: datetime, clock: Clock) -> float:
    """Return how many seconds ago something was."""
    return (clock.now() - moment).total_seconds()
