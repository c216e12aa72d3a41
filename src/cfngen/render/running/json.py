"""What a deployment reports, and how it ended, as lines of JSON.

Every line is an object with `schema` (this format's version) and `kind`. Fields may be
added without a new version; none is renamed or taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TextIO

from cfngen.cloud.values import Stack, StoppedTask
from cfngen.deploy.outcome import Explained, Outcome
from cfngen.deploy.progress import (
    Awaiting,
    Began,
    Cancelling,
    Guarded,
    Interrupted,
    Polled,
    Record,
    Retrying,
    Step,
    Uncancellable,
)
from cfngen.errors import Exit
from cfngen.plan.progress import Degraded
from cfngen.render.running.progress import lines

SCHEMA = 1

KINDS: dict[type, str] = {
    Awaiting: "awaiting",
    Began: "began",
    Cancelling: "cancelling",
    Degraded: "degraded",
    Guarded: "guarded",
    Interrupted: "interrupted",
    Retrying: "retrying",
    Uncancellable: "uncancellable",
}


def reporter(stream: TextIO) -> Callable[[object], None]:
    """Return what writes each report as a line."""

    def report(progress: object) -> None:
        text = line(progress)
        if text:
            stream.write(f"{text}\n")
            stream.flush()

    return report


def line(progress: object) -> str:
    """Return one report as a line of JSON, empty for one that says nothing."""
    match progress:
        case Polled():
            return ""
        case Step():
            return _line("event", event(progress))
        case _ if type(progress) in KINDS:
            return _line(KINDS[type(progress)], asdict(progress))  # type: ignore[call-overload]
        case _:
            text = "\n".join(lines(progress))
            return _line("note", {"text": text}) if text else ""


def final(outcome: Outcome, exit: Exit) -> str:
    """Return how it ended, as the last line; `exit` is what the command returns."""
    return _line(
        "outcome",
        {
            "result": str(outcome.result),
            "exit": int(exit),
            "stack": outcome.stack.name,
            "stack_id": outcome.stack.id,
            "status": outcome.stack.status,
            "failures": [explained(one) for one in outcome.failures],
            "left": [event(step) for step in outcome.left],
            "missing": list(outcome.missing),
            "records": [_record(record) for record in outcome.records],
            "outputs": {o.name: o.value for o in outcome.stack.outputs},
            "advice": outcome.advice,
            "command": outcome.command,
        },
    )


def ended(stack: Stack, exit: Exit) -> str:
    """Return how an operation that was only followed ended, as the last line."""
    return _line(
        "ended",
        {
            "exit": int(exit),
            "stack": stack.name,
            "stack_id": stack.id,
            "status": stack.status,
            "reason": stack.reason,
        },
    )


def _line(kind: str, fields: dict[str, Any]) -> str:
    """Return an object on one line."""
    return json.dumps({"schema": SCHEMA, "kind": kind, **fields}, ensure_ascii=False)


def event(step: Step) -> dict[str, Any]:
    """Return an event."""
    return {**asdict(step), "at": step.at.isoformat()}


def _record(record: Record) -> dict[str, str]:
    """Return a DNS record."""
    return {"name": record.name, "type": record.type, "value": record.value}


def explained(one: Explained) -> dict[str, Any]:
    """Return a failure with what is known of it."""
    return {
        **event(one.step),
        "file": one.file,
        "line": one.line,
        "layer": one.layer,
        "spec": asdict(one.spec) if one.spec else None,
        "hint": asdict(one.hint) if one.hint else None,
        "tasks": [_task(task) for task in one.tasks],
    }


def _task(task: StoppedTask) -> dict[str, Any]:
    """Return a task that has stopped."""
    return {
        "arn": task.arn,
        "reason": task.reason,
        "containers": dict(task.containers),
        "logs": list(task.logs),
    }
