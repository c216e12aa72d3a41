"""Bringing a stack to its target, wave by wave, and reading its outputs.

Creating is bringing an empty stack to its target, so create and update share this.
Plain moto raises a service's refusal out of the API call and leaves the stack in
*_IN_PROGRESS for ever. CloudFormation cancels what was under way and rolls back:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from __future__ import annotations

from typing import Any

from cfngen.local.engine import events, scopes, stacks, steps
from cfngen.local.engine.handlers import Handlers
from cfngen.local.engine.records import Journal, Stack, Target
from cfngen.local.language import graph
from cfngen.local.language.evaluation import evaluate, holds
from cfngen.local.language.refusals import Refused, ResourceFailed, words


class Failed(Exception):
    """The stack did not reach its target; the text is the stack's reason."""


def advance(stack: Stack, target: Target, handlers: Handlers) -> None:
    """Make the stack what the target says, but delete nothing; keep a journal.

    Raises Failed with the names of the resources that failed.
    """
    former = stack.target or target
    stack.asked = target
    stack.journal = Journal(former, stack.outputs, dict(stack.resources))
    try:
        scope = scopes.live(stack, target, handlers)
        order = graph.dependencies(target.template, scope)
        for wave in graph.waves(order):
            _wave(stack, target, wave, handlers)
        stack.outputs = outputs(stack, target, handlers)
    except (Refused, ResourceFailed) as error:
        raise Failed(words(error)) from error
    stack.target = target
    for name in [n for n in stack.resources if n not in order]:
        del stack.resources[name]


def outputs(stack: Stack, target: Target, handlers: Handlers) -> list[dict[str, str]]:
    """Return the stack's outputs as DescribeStacks shows them.

    Raises Refused for a value that is no string and for an export that others hold.
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
            _check_export(stack, entry["ExportName"])
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
            step = steps.perform(stack, work, handlers)
        except ResourceFailed:
            for other in works[index + 1 :]:
                _cancel(stack, other)
            raise Failed(_reason(works[index:])) from None
        if journal is not None:
            journal.steps.append(step)


def _cancel(stack: Stack, work: steps.Work) -> None:
    verb, noun = ("CREATE", "creation") if work.old is None else ("UPDATE", "update")
    events.of_resource(
        stack, work.resource, f"{verb}_FAILED", f"Resource {noun} cancelled"
    )


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


def _check_export(stack: Stack, name: str) -> None:
    _, owner = stacks.exports(stack.account, stack.region).get(name, ("", ""))
    if owner and owner != stack.stack_id:
        other = owner.split("/")[1]
        raise Refused(f"Export with name {name} is already exported by stack {other}")
