"""Change sets: a plan that is kept, shown and carried out later.

Plain moto lists no physical ids, knows nothing of nested stacks, lets one change set
be executed twice and makes a second stack for a second CREATE. CloudFormation:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/change-sets-for-nested-stacks.html
"""

from __future__ import annotations

from cfngen.local.engine import stacks
from cfngen.local.engine.handlers import Handlers
from cfngen.local.engine.records import ChangeSet, Stack, Target
from cfngen.local.language.refusals import (
    AlreadyExists,
    ChildRefused,
    InvalidChangeSetStatus,
    Refused,
    words,
)
from cfngen.local.preview.changes import Plan, plan

NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information "
    "to create a change set."
)
UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_FAILED",
    "IMPORT_COMPLETE",
)


def check_kind(stack: Stack | None, name: str, change_set: str, kind: str) -> None:
    """Raise Refused or AlreadyExists if the stack cannot have such a change set."""
    if kind == "UPDATE":
        if stack is None:
            raise Refused(f"Stack [{name}] does not exist")
        check_updatable(stack)
    elif stack is not None and stack.status != "REVIEW_IN_PROGRESS":
        raise Refused(
            f"Stack [{name}] already exists and cannot be created again with the "
            f"changeSet [{change_set}]."
        )
    if stack and any(c.name == change_set for c in stack.change_sets.values()):
        raise AlreadyExists(f"ChangeSet {change_set} already exists")


def check_updatable(stack: Stack) -> None:
    """Raise Refused if the stack's status does not allow an update."""
    if stack.status not in UPDATABLE:
        raise Refused(
            f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
        )


def fill(change_set: ChangeSet, handlers: Handlers) -> None:
    """Work out the changes; the change set ends CREATE_COMPLETE or FAILED.

    Raises Refused where the root's own template is wrong.
    """
    try:
        result = plan(change_set.stack, change_set.target, handlers)
    except ChildRefused as error:
        _fail(change_set, words(error))
        return
    _adopt(change_set, result)


def unchanged(stack: Stack, target: Target, result: Plan) -> bool:
    """Say whether a plan does nothing: no resource, output, tag or template changes."""
    former = {o["OutputKey"]: o["OutputValue"] for o in stack.outputs}
    same = {k: str(v) for k, v in result.outputs.items()} == former
    return not result.changes and same and stack.tags == dict(target.tags)


def take(change_set: ChangeSet, token: str) -> bool:
    """Mark a change set as being executed and forget the stack's others.

    False where the same request, known by its token, has done so before. Raises
    InvalidChangeSetStatus if it cannot be executed.
    """
    if token and change_set.token == token:
        return False
    if change_set.parent_id:
        raise Refused("Nested change sets are executed from the root change set.")
    if change_set.execution_status != "AVAILABLE":
        raise InvalidChangeSetStatus(
            f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
            f"status of [{change_set.status}]"
        )
    if change_set.kind == "UPDATE":
        check_updatable(change_set.stack)
    change_set.execution_status, change_set.token = "EXECUTE_IN_PROGRESS", token
    owner = change_set.stack
    owner.change_sets = {change_set.change_set_id: change_set}
    return True


def _adopt(change_set: ChangeSet, result: Plan) -> None:
    """Take over a plan, and make the change sets of its nested stacks."""
    stack = change_set.stack
    change_set.changes = result.changes
    if stack.target is not None and unchanged(stack, change_set.target, result):
        _fail(change_set, NO_CHANGES)
    if not change_set.nested:
        return
    for name, child in result.children.items():
        inner = _inner(change_set, child)
        for change in result.changes:
            if change["LogicalResourceId"] == name and child.changes:
                change["ChangeSetId"] = inner.change_set_id


def _inner(outer: ChangeSet, result: Plan) -> ChangeSet:
    stack = result.stack
    name = f"{outer.name}-{stack.name}"[:128]
    inner = ChangeSet(
        stacks.new_id("changeSet", stack.account, stack.region, name),
        name,
        stack,
        "UPDATE" if stack.target else "CREATE",
        result.target,
        execution_status="UNAVAILABLE",
        reason="Only executable from the root change set.",
        parent_id=outer.change_set_id,
        root_id=outer.root_id or outer.change_set_id,
        nested=True,
    )
    _adopt(inner, result)
    outer.stack.change_sets[inner.change_set_id] = inner
    return inner


def _fail(change_set: ChangeSet, reason: str) -> None:
    change_set.status, change_set.reason = "FAILED", reason
    change_set.execution_status = "UNAVAILABLE"
