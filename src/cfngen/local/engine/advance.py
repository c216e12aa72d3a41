"""Bringing a stack to its target, wave by wave, and reading its outputs.

Creating is bringing an empty stack to its target, so create and update share this.
Plain moto raises a service's refusal out of the API call and leaves the stack in
*_IN_PROGRESS for ever. CloudFormation cancels what was under way and rolls back:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from cfngen.local.engine import events, exports, policy, scopes, steps
from cfngen.local.engine.handlers import Handlers
from cfngen.local.engine.records import Journal, Stack, Target
from cfngen.local.language import graph
from cfngen.local.language.evaluation import evaluate, holds
from cfngen.local.language.refusals import Refused, ResourceFailed, words

CANCELLED = "Stack update cancelled"


class Failed(Exception):
    """The stack did not reach its target; the text is the stack's reason."""


def advance(stack: Stack, target: Target, handlers: Handlers) -> None:
    """Make the stack what the target says, but delete nothing; keep a journal.

    The journal of an operation that failed and was not taken back goes on, so that a
    later rollback leads to where the stack was last well. Raises Failed with the names
    of the resources that failed.
    """
    former = stack.target or target
    stack.asked = target
    if stack.journal is None:
        stack.journal = Journal(former, stack.outputs, dict(stack.resources))
    try:
        scope = scopes.live(stack, target, handlers)
        order = graph.dependencies(target.template, scope)
        _guard(stack, order)
        for wave in graph.waves(order):
            _wave(stack, target, wave, handlers)
        found = outputs(stack, target, handlers)
        exports.check(stack, found)
        stack.outputs = found
    except (Refused, ResourceFailed) as error:
        raise Failed(words(error)) from error
    stack.target = target
    for name in [n for n in stack.resources if n not in order]:
        del stack.resources[name]


def outputs(stack: Stack, target: Target, handlers: Handlers) -> list[dict[str, str]]:
    """Return the stack's outputs as DescribeStacks shows them.

    Raises Refused for a value that is no string.
    """
    scope = scopes.live(stack, target, handlers)
    found = []
    for key, output in target.template.section("Outputs").items():
        if "Condition" in output and not holds(output["Condition"], scope):
            continue
        value = _text(key, evaluate(output["Value"], scope))
        entry = {"OutputKey": key, "OutputValue": value}
        if "Description" in output:
            entry["Description"] = output["Description"]
        if "Export" in output:
            entry["ExportName"] = str(evaluate(output["Export"]["Name"], scope))
        found.append(entry)
    return found


def _wave(
    stack: Stack, target: Target, names: tuple[str, ...], handlers: Handlers
) -> None:
    """Start all of a wave, then carry them out; cancel the rest on failure."""
    prepared = [steps.prepare(stack, target, name, handlers) for name in names]
    works = [work for work in prepared if work is not None]
    journal = stack.journal
    for index, work in enumerate(works):
        try:
            if stack.cancelled:
                raise steps.Cancelled
            step = steps.perform(stack, work, handlers)
        except (ResourceFailed, steps.Cancelled) as error:
            stopped = isinstance(error, steps.Cancelled)
            for other in works[index + (not stopped) :]:
                _cancel(stack, other)
            if journal is not None:
                journal.failed |= {w.resource.logical_id for w in works[index:]}
            raise Failed(CANCELLED if stopped else _reason(works[index:])) from None
        if journal is not None:
            journal.steps.append(step)
            journal.failed.discard(work.resource.logical_id)


def _guard(stack: Stack, stays: Container[str]) -> None:
    """Raise Failed if the stack's policy keeps what the target leaves out."""
    kept = []
    for name, resource in stack.resources.items():
        refused = policy.refusal(stack, resource, "Update:Delete")
        if name not in stays and refused:
            events.of_resource(stack, resource, "UPDATE_FAILED", refused)
            kept.append(name)
    if kept:
        if stack.journal is not None:
            stack.journal.failed |= set(kept)
        names = ", ".join(kept)
        raise Failed(f"The following resource(s) failed to update: [{names}]. ")


def _cancel(stack: Stack, work: steps.Work) -> None:
    noun = "creation" if work.old is None else "update"
    steps.fail(stack, work, f"Resource {noun} cancelled")


def _reason(works: list[steps.Work]) -> str:
    text = ""
    for verb, new in (("create", True), ("update", False)):
        names = [w.resource.logical_id for w in works if (w.old is None) is new]
        if names:
            text += (
                f"The following resource(s) failed to {verb}: [{', '.join(names)}]. "
            )
    return text


def _text(key: str, value: Any) -> str:
    if isinstance(value, (list, dict)) or value is None:
        raise Refused(
            f"Template format error: Output {key} is malformed. The Value field of "
            "every Outputs member must evaluate to a String."
        )
    return str(value).lower() if isinstance(value, bool) else str(value)
