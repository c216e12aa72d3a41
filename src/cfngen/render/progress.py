"""What a deployment reports, as plain lines; a terminal may have them in colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.cloud.values import MASK
from cfngen.deploy.order import Override
from cfngen.deploy.progress import (
    Overridden,
    Planned,
    Preview,
    Progress,
    Retrying,
    Step,
    Uploaded,
)

STATUS_WIDTH = 24
"""Of UPDATE_ROLLBACK_COMPLETE; the few wider ones push their line to the right."""

RED, GREEN, FAINT, RESET = "\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m"

SIGNS: Mapping[str, str] = {"Add": "+", "Modify": "~", "Remove": "-"}
EMPTY = '""'
REPLACED: Mapping[str, str] = {"True": ", replaced", "Conditional": ", may be replaced"}


def lines(progress: Progress, colour: bool = False) -> Iterator[str]:
    """Yield the lines for one report, without line ends; none for an echo."""
    match progress:
        case Step():
            yield from _step(progress, colour)
        case Preview():
            yield from _preview(progress)
        case Overridden():
            yield from _overridden(progress)
        case Uploaded():
            yield _uploaded(progress)
        case Retrying():
            yield f"No answer, asking again: {progress.message}"


def _step(step: Step, colour: bool) -> Iterator[str]:
    """Yield the line of an event: time in UTC, status, path, type, reason."""
    if _repeats(step):
        return
    line = f"{step.at:%H:%M:%S} {step.status:<{STATUS_WIDTH}} {step.path} ({step.type})"
    reason = " ".join(step.reason.split())
    line = f"{line}: {reason}" if reason else line
    yield f"{_tone(step)}{line}{RESET}" if colour else line


def _repeats(step: Step) -> bool:
    """Say whether another event already says this.

    A nested stack speaks twice: as its parent's resource and for itself. Its own voice
    is worth hearing only when it rolls back.
    """
    second_voice = step.own and not step.root and "ROLLBACK" not in step.status
    return second_voice or step.echo


def _tone(step: Step) -> str:
    """Return the colour of an event."""
    if step.failed or "ROLLBACK" in step.status:
        return RED
    return GREEN if step.status.endswith("_COMPLETE") else FAINT


def _preview(preview: Preview) -> Iterator[str]:
    """Yield what the change set says, a line a resource."""
    verb = {"CREATE": "Creates", "UPDATE": "Updates"}[preview.kind]
    yield f"{verb} {preview.stack}:"
    for change in preview.changes:
        yield f"  {SIGNS.get(change.action, change.action)} {_planned(change)}"


def _planned(change: Planned) -> str:
    """Return one resource that will change."""
    replaced = REPLACED.get(change.replacement, "")
    return f"{change.path} ({change.type}{replaced})"


def _overridden(given: Overridden) -> Iterator[str]:
    """Yield the parameters of the command line and what they stand in for."""
    yield "Parameters from the command line:"
    name = max(len(override.name) for override in given.overrides)
    for override in given.overrides:
        hidden = override.name in given.secret
        value = MASK if hidden else override.value
        source = f"--set; {override.file} {_written(override, hidden)}"
        yield f"  {override.name:<{name}} = {value}  ({source})"


def _written(override: Override, hidden: bool) -> str:
    """Return what the parameter file says of an overridden parameter."""
    if override.replaced is None:
        return "leaves it to releases"
    return f"has {MASK}" if hidden else f"has {override.replaced or EMPTY}"


def _uploaded(done: Uploaded) -> str:
    """Return how many templates were uploaded."""
    if not done.written:
        return f"Templates: all {done.present} are in {done.bucket} already."
    there = f", {done.present} there already" if done.present else ""
    return f"Templates: {done.written} uploaded to {done.bucket}{there}."
