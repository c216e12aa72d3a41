"""What is reported while something goes on, as plain lines; perhaps in colour."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.deploy.progress import Step
from cfngen.render.plan import progress as planning
from cfngen.render.running import deploying
from cfngen.render.running.spoken import spoken

STATUS_WIDTH = 24
"""Of UPDATE_ROLLBACK_COMPLETE; the few wider ones push their line to the right."""

RED, GREEN, FAINT, RESET = "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"


def lines(progress: object, colour: bool = False) -> Iterator[str]:
    """Yield the lines for one report, without line ends; none for an echo."""
    if isinstance(progress, Step):
        yield from _step(progress, colour)
    else:
        yield from planning.lines(progress)
        yield from deploying.lines(progress)


def _step(step: Step, colour: bool) -> Iterator[str]:
    """Yield the line of an event: time in UTC, status, path, type, reason."""
    if repeats(step):
        return
    line = f"{step.at:%H:%M:%S} {step.status:<{STATUS_WIDTH}} {step.path} ({step.type})"
    reason = spoken(step.reason or step.detailed)
    line = f"{line}: {reason}" if reason else line
    yield f"{_tone(step)}{line}{RESET}" if colour else line


def repeats(step: Step) -> bool:
    """Say whether another event already says this.

    A nested stack speaks twice: as its parent's resource and for itself. Its own voice
    is worth hearing only when it rolls back.
    """
    second_voice = step.own and not step.root and "ROLLBACK" not in step.status
    return second_voice or step.echo


def _tone(step: Step) -> str:
    """Return the colour of an event."""
    if bad(step):
        return RED
    return GREEN if step.status.endswith("_COMPLETE") else FAINT


def bad(step: Step) -> bool:
    """Say whether an event is bad news."""
    return step.failed or "ROLLBACK" in step.status
