"""The operations on root stacks, each in a thread of its own.

Plain moto finishes before it answers. CloudFormation answers at once and works on;
clients poll: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable

from cfngen.local.engine import creation, deletion, events, updating
from cfngen.local.engine.records import ChangeSet, Stack, Target
from cfngen.local.types.catalogue import handler


def create(stack: Stack, target: Target) -> None:
    """Start to create a stack."""
    stack.begin("CREATE_STACK")
    events.of_stack(stack, "CREATE_IN_PROGRESS", "User Initiated")
    _start(stack, lambda: creation.create_stack(stack, target, handler))


def update(stack: Stack, target: Target) -> None:
    """Start to update a stack."""
    stack.begin("UPDATE_STACK")
    events.of_stack(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    _start(stack, lambda: updating.update_stack(stack, target, handler))


def delete(stack: Stack, retain: Iterable[str] = ()) -> None:
    """Start to delete a stack."""
    stack.begin("DELETE_STACK")
    chosen = tuple(retain)
    stack.status = "DELETE_IN_PROGRESS"
    _start(stack, lambda: deletion.delete_stack(stack, handler, chosen))


def execute(change_set: ChangeSet) -> None:
    """Start to carry a change set out."""
    stack, target = change_set.stack, change_set.target
    stack.change_set_id = change_set.change_set_id
    (create if change_set.kind == "CREATE" else update)(stack, target)
    change_set.execution_status = "EXECUTE_COMPLETE"


def _start(stack: Stack, work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        except Exception:
            logging.getLogger("cfngen.local").exception("An operation broke")
            ends = {"CREATE_STACK": "ROLLBACK_FAILED", "DELETE_STACK": "DELETE_FAILED"}
            status = ends.get(stack.operation, "UPDATE_ROLLBACK_FAILED")
            events.of_stack(stack, status, "Internal failure of the emulator")

    threading.Thread(target=run, name=stack.name, daemon=True).start()
