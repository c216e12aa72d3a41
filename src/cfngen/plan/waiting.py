"""Waiting: the clock, and how long to wait between two questions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The time, and the passing of it."""

    def now(self) -> datetime:
        """Return the time in UTC."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Pace:
    """Seconds between two questions: from `first`, half as much again, up to `most`."""

    first: float
    most: float

    def delays(self) -> Iterator[float]:
        """Yield the waits, for ever."""
        delay = self.first
        while True:
            yield delay
            delay = min(delay * 1.5, self.most)


AWS = Pace(2.0, 10.0)
"""CloudFormation throttles those who ask more often, and works in minutes."""

LOOPBACK = Pace(0.05, 0.5)
"""The emulator is next door and works in milliseconds."""


def pace_for(endpoint: str) -> Pace:
    """Return how often to ask AWS, or the emulator where there is an endpoint."""
    return LOOPBACK if endpoint else AWS
