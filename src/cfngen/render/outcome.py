"""How a deployment ended, in words, and the stack's outputs as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.cloud.values import Output
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Step


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
            yield from _left(outcome)
            yield f"{name}: {outcome.result}."
        case Result.UNCHANGED:
            yield f"{name}: no changes."
        case Result.DETACHED if temporary:
            yield f"{name}: interrupted; the emulator stops, and nothing of it stays."
        case Result.DETACHED:
            yield f"{name}: interrupted here, but the deployment goes on by itself."
            yield f"Look at it: {outcome.advice}"
        case _:
            yield from _failure(outcome)
            if not temporary:
                yield outcome.advice


def _failure(outcome: Outcome) -> Iterator[str]:
    """Yield the state and the first cause."""
    yield f"{outcome.stack.name}: failed, {outcome.stack.status}."
    if outcome.cause:
        yield f"First cause: {_named(outcome.cause)} {outcome.cause.status}"
        yield f"  {outcome.cause.reason or outcome.stack.reason or 'no reason given'}"
        yield f"  declared in {outcome.template}"
    for step in outcome.left:
        yield f"Not undone: {_named(step)}: {step.reason}"


def _left(outcome: Outcome) -> Iterator[str]:
    """Yield what an update has put out of use but could not delete."""
    for step in outcome.left:
        yield f"Left over, delete it by hand: {_named(step)}: {step.reason}"


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
