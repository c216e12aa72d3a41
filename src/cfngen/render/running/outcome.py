"""How a deployment ended, in words, and the stack's outputs as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.cloud.values import Output, StoppedTask
from cfngen.deploy.outcome import Explained, Outcome, Result
from cfngen.deploy.progress import Step
from cfngen.render.running.deploying import table
from cfngen.render.running.spoken import LONGEST, spoken


def outputs(found: Sequence[Output]) -> str:
    """Return the outputs by name, two aligned columns, empty for none."""
    width = max((len(output.name) for output in found), default=0)
    ordered = sorted(found, key=lambda output: output.name)
    return "".join(f"{o.name:<{width}}  {o.value}\n" for o in ordered)


def lines(outcome: Outcome, *, temporary: bool = False) -> Iterator[str]:
    """Yield what a person should know; `temporary` says that the cloud goes away."""
    yield from _stand_ins(outcome)
    name = outcome.stack.name
    match outcome.result:
        case Result.CREATED | Result.UPDATED:
            yield from _good(outcome)
        case Result.UNCHANGED:
            yield f"{name}: no changes."
        case Result.CLEARED:
            yield f"{name}: what a failed create had left is deleted."
        case Result.DETACHED if temporary:
            yield f"{name}: interrupted; the emulator stops, and nothing of it stays."
        case Result.DETACHED:
            yield from _detached(outcome)
        case _:
            yield from _failure(outcome)
            if not temporary:
                yield outcome.advice
                yield f"Run: {outcome.command}"


def _good(outcome: Outcome) -> Iterator[str]:
    """Yield a success, and what is not as good about it."""
    for step in outcome.left:
        yield f"Left over, delete it by hand: {_named(step)}: {_said(step)}"
    for what in outcome.missing:
        yield f"Could not be set: {what}"
    yield f"{outcome.stack.name}: {outcome.result}."


def _detached(outcome: Outcome) -> Iterator[str]:
    """Yield that it goes on, what waits meanwhile, and how to see it again."""
    yield f"{outcome.stack.name}: the deployment goes on by itself."
    for record in outcome.records:
        yield "A certificate waits for this DNS record:"
        yield from table(record)
    for what in outcome.missing:
        yield f"Not set yet, the next deployment does it: {what}"
    yield f"Follow it: {outcome.command}"


def _failure(outcome: Outcome) -> Iterator[str]:
    """Yield the state and the causes, the first one with all that is known."""
    yield f"{outcome.stack.name}: {outcome.result}, {outcome.stack.status}."
    yield from failures(outcome.failures, outcome.stack.reason)
    if outcome.failures:
        yield ""
    for step in outcome.left:
        yield f"Not undone: {_named(step)}: {_said(step)}"


def failures(found: Sequence[Explained], otherwise: str = "") -> Iterator[str]:
    """Yield what went wrong, each after an empty line, the first one first.

    `otherwise` is the reason of the first one where it gives none itself.
    """
    for number, one in enumerate(found):
        yield ""
        title = "Also failed" if number else "Cause"
        yield f"{title}: {_named(one.step)} {one.step.status}"
        yield from _known(one, "" if number else otherwise)


def _known(one: Explained, otherwise: str) -> Iterator[str]:
    """Yield what is known of a failure, the reason first."""
    yield f"  {_said(one.step) or otherwise or 'no reason given'}"
    if one.step.physical_id and not one.step.nested:
        yield f"  id: {one.step.physical_id}"
    if one.file:
        line = f":{one.line}" if one.line else ""
        yield f"  declared in {one.file}{line}, layer {one.layer}"
    if one.spec:
        yield f"  comes from {one.spec.file}:{one.spec.line}, {one.spec.path}"
    for task in one.tasks:
        yield from _task(task)
    if one.hint:
        yield f"  It means: {one.hint.means}"
        yield f"  Do: {one.hint.do}"


def _task(task: StoppedTask) -> Iterator[str]:
    """Yield why a task stopped and what it said last."""
    reason = spoken(task.reason) or "no reason given"
    yield f"  task {task.arn.rpartition('/')[2]}: {reason}"
    for name, why in task.containers.items():
        if why:
            yield f"    container {name}: {spoken(why)}"
    for line in task.logs:
        yield f"    | {spoken(line, LONGEST)}"


def _stand_ins(outcome: Outcome) -> Iterator[str]:
    """Yield the types that the emulator only stood in for, and how many of each."""
    if not outcome.stand_ins:
        return
    yield "The emulator stood in for these; nothing is behind them:"
    for kind, count in outcome.stand_ins:
        yield f"  {count:>3} {kind}"


def _named(step: Step) -> str:
    """Return a resource by path and type."""
    return f"{step.path} ({step.type})"


def _said(step: Step) -> str:
    """Return AWS's reason on one line."""
    return spoken(step.reason)
