"""The operations on root stacks, each in a thread of its own.

Plain moto finishes before it answers. CloudFormation answers at once and works on;
clients poll: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from cfngen.local.engine import creation, deletion, events, rollback, stacks, updating
from cfngen.local.engine.handlers import Skips
from cfngen.local.engine.records import ChangeSet, Stack, Target
from cfngen.local.types.catalogue import handler

BY_USER = "User Initiated"


def create(stack: Stack, target: Target, token: str = "") -> None:
    """Start to create a stack."""
    stack.begin("CREATE_STACK", token)
    events.of_stack(stack, "CREATE_IN_PROGRESS", BY_USER)
    _start(stack, lambda: creation.create_stack(stack, target, handler))


def update(stack: Stack, target: Target, token: str = "") -> None:
    """Start to update a stack."""
    stack.begin("UPDATE_STACK", token)
    events.of_stack(stack, "UPDATE_IN_PROGRESS", BY_USER)
    _start(stack, lambda: updating.update_stack(stack, target, handler))


def delete(
    stack: Stack, retain: Iterable[str] = (), force: bool = False, token: str = ""
) -> None:
    """Start to delete a stack."""
    stack.begin("DELETE_STACK", token)
    chosen = tuple(retain)
    stack.status = "DELETE_IN_PROGRESS"
    _start(stack, lambda: deletion.delete_stack(stack, handler, chosen, force))


def roll_back(stack: Stack, token: str = "") -> None:
    """Start to undo a create or an update that has stayed where it failed."""
    stack.begin("ROLLBACK", token)
    if not stack.stable:
        stack.status = "ROLLBACK_IN_PROGRESS"
        _start(stack, lambda: creation.roll_back(stack, BY_USER, handler))
        return
    events.of_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", BY_USER)
    _start(stack, lambda: rollback.take_back(stack, handler))


def go_on(stack: Stack, skips: Skips, token: str = "") -> None:
    """Start to go on with a rollback that has failed."""
    stack.begin("CONTINUE_ROLLBACK", token)
    events.of_stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", BY_USER)
    _start(stack, lambda: rollback.take_back(stack, handler, skips))


def cancel(stack: Stack) -> None:
    """Have the update of a stack and of the stacks inside it stop and go back."""
    for one in stacks.each(stack.account, stack.region):
        if one is stack or one.root_id == stack.stack_id:
            one.cancelled = True


def execute(change_set: ChangeSet, token: str = "") -> None:
    """Start to carry a change set out."""
    stack, target = change_set.stack, change_set.target
    stack.change_set_id = change_set.change_set_id
    (create if change_set.kind == "CREATE" else update)(stack, target, token)
    change_set.execution_status = "EXECUTE_COMPLETE"


def _start(stack: Stack, work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        except Exception:
            logging.getLogger("cfngen.local").exception("An operation broke")
            ends = {"CREATE_STACK": "ROLLBACK_FAILED", "DELETE_STACK": "DELETE_FAILED"}
            status = ends.get(stack.operation.type, "UPDATE_ROLLBACK_FAILED")
            events.of_stack(stack, status, "Internal failure of the emulator")
        for child in stacks.under_review(stack.stack_id, stack.account, stack.region):
            stacks.end(child)

    threading.Thread(target=run, name=stack.name, daemon=True).start()
