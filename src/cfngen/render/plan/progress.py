"""What planning reports while it goes on, as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.cloud.values import MASK
from cfngen.plan.inputs.order import Override
from cfngen.plan.progress import Degraded, Overridden, Uploaded, Waiting, WorkedOut

EMPTY = '""'


def lines(progress: object) -> Iterator[str]:
    """Yield the lines for one report, without line ends; none for what is no plan's."""
    match progress:
        case Overridden():
            yield from _overridden(progress)
        case Uploaded():
            yield _uploaded(progress)
        case WorkedOut(done, known):
            yield f"Change sets: {done} of {known} worked out."
        case Waiting(stack, status):
            yield f"{stack} is {status}, which is somebody else's doing: waiting."
        case Degraded(what, why):
            yield f"Not known: {what}: {' '.join(why.split())}"


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
