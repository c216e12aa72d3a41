"""What has happened to a stack, as lines with dates, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from cfngen.deploy.progress import Step
from cfngen.operate.events import Episode
from cfngen.render.running import progress
from cfngen.render.running.json import event
from cfngen.render.standing.ages import span

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""

MOMENT = "%Y-%m-%d %H:%M:%S"


class Dated:
    """Lines of steps as they come, times in UTC, and the date wherever it changes."""

    def __init__(self) -> None:
        self._date = ""

    def lines(self, step: Step, colour: bool = False) -> Iterator[str]:
        """Yield the line of a step, none for an echo, after its date if that is new."""
        for line in progress.lines(step, colour):
            if f"{step.at:%Y-%m-%d}" != self._date:
                self._date = f"{step.at:%Y-%m-%d}"
                yield f"{self._date} (UTC)"
            yield line


def lines(steps: Sequence[Step], colour: bool = False) -> Iterator[str]:
    """Yield a line a step, times in UTC, and the date wherever it changes."""
    dated = Dated()
    for step in steps:
        yield from dated.lines(step, colour)


def last(steps: Sequence[Step], most: int) -> tuple[Step, ...]:
    """Return the last steps that have a line of their own, at most so many."""
    told = [step for step in steps if any(progress.lines(step))]
    return tuple(told[-most:]) if most else ()


def title(name: str, episode: Episode) -> str:
    """Return what an operation on a stack was, when, and how long it took."""
    kind = episode.kind or "operation"
    id = f" ({episode.id})" if episode.id else ""
    began = f"{name}: {kind} of {episode.began:{MOMENT}} UTC{id}"
    if episode.ended is None:
        return f"{began}, still going on"
    return f"{began}, took {span(episode.ended - episode.began)}"


def operation(episode: Episode | None) -> dict[str, Any] | None:
    """Return an operation as JSON has it."""
    if episode is None:
        return None
    return {
        "kind": episode.kind,
        "id": episode.id,
        "began": moment(episode.began),
        "ended": moment(episode.ended),
    }


def moment(at: datetime | None) -> str | None:
    """Return a moment as JSON has it, null for none."""
    return None if at is None else at.isoformat()


def as_json(name: str, episode: Episode | None, steps: Sequence[Step]) -> str:
    """Return `{"version", "stack", "operation", "events"}`; docs/operate.md has more.

    `operation` is null where events of a span of time were asked for.
    """
    body = {
        "version": VERSION,
        "stack": name,
        "operation": operation(episode),
        "events": [event(step) for step in steps],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
