"""Whether a plan may still be carried out: nothing has moved since it was made."""

from __future__ import annotations

from cfngen.cloud.values import Stack
from cfngen.errors import NeedsHuman, PreviewRejected
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.plan import Plan
from cfngen.plan.states import REVIEW, WATCH, running

CHANGE_SET = "CREATE_CHANGESET"
"""The kind of operation that touches nothing; a plan makes one itself."""


def verified(plan: Plan, at: At, commands: Commands) -> Stack:
    """Return the stack as it is, when the plan still fits it.

    Raises PreviewRejected when the change set cannot be executed any more or the stack
    has moved, NeedsHuman when the stack is busy or the plan has something that nobody
    has allowed. Nothing was touched then.
    """
    if plan.blocked:
        paths = ", ".join(one.path for one in plan.blocked)
        raise NeedsHuman(f"{plan.order.stack}: nobody has allowed this: {paths}.")
    again = f"Plan again: {commands.run('plan')}"
    if plan.change_set:
        _refuse_change_set(plan, at, again)
    stack = at.cloud.stacks.find(plan.stack_id or plan.order.stack)
    if stack is None:
        raise PreviewRejected(f"{plan.order.stack} is gone since the plan.", again)
    if running(stack.status):
        raise NeedsHuman(
            f"{stack.name} is {stack.status}: somebody else is changing it.\n"
            "Nothing was touched.",
            f"Follow it: {commands.run('status', WATCH)}\n{again}",
        )
    happened = moved(plan.stack, stack)
    if happened:
        raise PreviewRejected(
            f"{stack.name} has moved since the plan: {happened}\nNothing was touched.",
            again,
        )
    return stack


def _refuse_change_set(plan: Plan, at: At, again: str) -> None:
    """Raise PreviewRejected for a change set that cannot be executed."""
    made = at.cloud.change_sets.find(plan.change_set, plan.stack_id)
    name = plan.order.stack
    if made is None:
        raise PreviewRejected(
            f"{name}: the change set of the plan is gone, because another one was "
            "executed or because somebody has deleted it. Nothing was touched.",
            again,
        )
    if made.execution == "OBSOLETE":
        raise PreviewRejected(
            f"{name}: the change set of the plan is OBSOLETE, because the stack was "
            "changed since. Nothing was touched.",
            again,
        )
    if made.execution != "AVAILABLE":
        state = f"{made.status}, {made.execution or 'not executable'}"
        why = f": {made.reason}" if made.reason else ""
        raise PreviewRejected(
            f"{name}: the change set of the plan cannot be executed ({state}){why}.",
            again,
        )


def moved(planned: Stack | None, now: Stack) -> str:
    """Return what has happened to the stack since it was read, empty for nothing."""
    expected = planned.status if planned else REVIEW
    if now.status != expected:
        return f"it was {expected} and is {now.status}."
    if planned and now.updated != planned.updated:
        return f"it was updated at {now.updated:%Y-%m-%d %H:%M:%S} UTC."
    if planned and _operation(now) != _operation(planned):
        return f"another operation has run: {_operation(now)}."
    return ""


def _operation(stack: Stack) -> str:
    """Return the last operation that touched anything."""
    touching = (one for one in stack.operations if one.kind != CHANGE_SET)
    return next((f"{one.kind} {one.id}" for one in touching), "")
