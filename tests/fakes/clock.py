"""Time that passes only while somebody sleeps, and what happens in it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

Process = Generator[float, None, Any]
"""Something that takes time: it yields the seconds until it wants to go on."""


@dataclass
class Task:
    """A process that has been started, and what it returned."""

    process: Process
    done: bool = False
    result: Any = None


class Clock:
    """A clock and the agenda of a world; `slept` holds every wait that was asked."""

    def __init__(self, start: datetime = START) -> None:
        self.slept: list[float] = []
        self._now = self._stamped = start
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._entries = 0
        self._interrupted_in = 0

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass; KeyboardInterrupt comes out of the sleep that was named."""
        self.slept.append(seconds)
        self.passes(seconds)
        if len(self.slept) == self._interrupted_in:
            raise KeyboardInterrupt

    def interrupts(self, at: int) -> None:
        """Let somebody press Ctrl-C in the `at`th sleep from now, 1 being the next."""
        self._interrupted_in = len(self.slept) + at

    def passes(self, seconds: float) -> None:
        """Let time pass without anybody having asked for it."""
        end = self._now + timedelta(seconds=seconds)
        while self._agenda and self._agenda[0][0] <= end:
            self._next()
        self._now = end

    def runs_out(self) -> None:
        """Let time pass until nothing is left to happen."""
        while self._agenda:
            self._next()

    def _next(self) -> None:
        at, _, resume = heappop(self._agenda)
        self._now = max(self._now, at)
        resume()

    def stamp(self) -> datetime:
        """Return the present as a moment that no other stamp has, later than all."""
        self._stamped = max(self._now, self._stamped + timedelta(milliseconds=1))
        return self._stamped

    def start(self, process: Process) -> Task:
        """Begin a process at once; it goes on as time passes."""
        task = Task(process)
        self._resume(task)
        return task

    def _resume(self, task: Task) -> None:
        try:
            wait = next(task.process)
        except StopIteration as end:
            task.done, task.result = True, end.value
            return
        self._entries += 1
        at = self._now + timedelta(seconds=wait)
        heappush(self._agenda, (at, self._entries, lambda: self._resume(task)))


def together(clock: Clock, processes: Sequence[Process]) -> Process:
    """Run processes side by side until all are done; return their results in order."""
    tasks = [clock.start(process) for process in processes]
    while not all(task.done for task in tasks):
        yield 0.5
    return [task.result for task in tasks]
