"""Change sets: a plan that is kept, shown and carried out later.

Plain moto lists no physical ids, knows nothing of nested stacks, lets one change set
be executed twice and makes a second stack for a second CREATE. CloudFormation:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/change-sets-for-nested-stacks.html
"""

from __future__ import annotations

from cfngen.local.engine import events, stacks
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
INVALID = (
    "The following hook(s)/validation failed: "
    "[AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation "
    "errors, use the DescribeEvents API for detailed failure information."
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html"""

OF_THE_ROOT = "Only executable from the root change set."
UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_FAILED",
    "IMPORT_COMPLETE",
)
"""What an update may start from; after CREATE_FAILED only one without rollback may."""


def check_kind(stack: Stack | None, name: str, change_set: str, kind: str) -> None:
    """Raise Refused or AlreadyExists if the stack cannot have such a change set."""
    if kind == "UPDATE":
        if stack is None:
            raise Refused(f"Stack [{name}] does not exist")
        check_updatable(stack, keeps_failures=True)
    elif stack is not None and stack.status != stacks.REVIEW:
        raise Refused(
            f"Stack [{name}] already exists and cannot be created again with the "
            f"changeSet [{change_set}]."
        )
    if stack and any(c.name == change_set for c in stack.change_sets.values()):
        raise AlreadyExists(f"ChangeSet {change_set} already exists")


def check_updatable(stack: Stack, keeps_failures: bool = False) -> None:
    """Raise Refused if the stack's status does not allow an update."""
    goes_on = keeps_failures and stack.status == "CREATE_FAILED"
    if stack.status not in UPDATABLE and not goes_on:
        raise Refused(
            f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
        )


def fill(change_set: ChangeSet, handlers: Handlers) -> None:
    """Work out the changes; the change set ends CREATE_COMPLETE or FAILED.

    Raises Refused where the root's own template is wrong.
    """
    try:
        result = plan(change_set.stack, change_set.target, handlers, change_set.nested)
    except ChildRefused as error:
        _fail(change_set, words(error))
    else:
        _adopt(change_set, result)
    change_set.operation.end(change_set.status == "FAILED")


def unchanged(stack: Stack, target: Target, result: Plan) -> bool:
    """Say whether a plan does nothing: no resource, output, tag or template changes."""
    former = {o["OutputKey"]: o["OutputValue"] for o in stack.outputs}
    same = {k: str(v) for k, v in result.outputs.items()} == former
    return not result.changes and same and stack.tags == dict(target.tags)


def take(change_set: ChangeSet, token: str, keeps_failures: bool = False) -> bool:
    """Mark a change set as being executed and forget the stack's others.

    False where the same request, known by its token, has done so before. Raises
    InvalidChangeSetStatus if it cannot be executed.
    """
    if token and change_set.token == token:
        return False
    if change_set.parent_id:
        raise Refused("Nested change sets are executed from the root change set.")
    if change_set.execution_status != "AVAILABLE":
        raise not_now(change_set, "executed")
    if change_set.kind == "UPDATE":
        check_updatable(change_set.stack, keeps_failures)
    change_set.execution_status, change_set.token = "EXECUTE_IN_PROGRESS", token
    for other in list(change_set.stack.change_sets.values()):
        if other is not change_set and not other.parent_id:
            forget(other)
    return True


def not_now(change_set: ChangeSet, verb: str) -> InvalidChangeSetStatus:
    """Return why a change set cannot be executed or deleted."""
    failed = change_set.status != "CREATE_COMPLETE"
    now = change_set.status if failed else change_set.execution_status
    return InvalidChangeSetStatus(
        f"ChangeSet [{change_set.change_set_id}] cannot be {verb} in its current "
        f"{'' if failed else 'execution '}status of [{now}]"
    )


def same(stack: Stack | None, name: str, token: str) -> ChangeSet | None:
    """Return the change set that the same request has made before."""
    made = stack.change_sets.values() if stack and token else ()
    return next((c for c in made if (c.name, c.client_token) == (name, token)), None)


def forget(change_set: ChangeSet) -> None:
    """Delete a change set, those of its nested stacks, and children it alone named."""
    root = change_set.root_id or change_set.change_set_id
    stack = change_set.stack
    for owner in list(stacks.each(stack.account, stack.region)):
        owner.change_sets = {
            key: other
            for key, other in owner.change_sets.items()
            if root not in (key, other.root_id)
        }
        if owner.parent_id and owner.status == stacks.REVIEW and not owner.change_sets:
            stacks.end(owner)


def outdate(stack: Stack) -> None:
    """Make the change sets of a stack obsolete: it has become something else."""
    for change_set in stack.change_sets.values():
        if change_set.execution_status == "AVAILABLE":
            change_set.execution_status = "OBSOLETE"


def _adopt(change_set: ChangeSet, result: Plan) -> None:
    """Take over a plan, and make the change sets of its nested stacks."""
    stack = change_set.stack
    change_set.changes = result.changes
    if stack.target is not None and unchanged(stack, change_set.target, result):
        _fail(change_set, NO_CHANGES)
    if result.refused:
        _fail(change_set, result.refused)
    if result.unfit:
        change_set.unfit = result.unfit
        _fail(change_set, INVALID)
    if not change_set.nested:
        return
    entries = {change["LogicalResourceId"]: change for change in result.changes}
    for name, child in result.children.items():
        inner = _inner(change_set, child)
        if name in entries:
            entries[name]["ChangeSetId"] = inner.change_set_id
        if inner.status == "FAILED" and inner.reason != NO_CHANGES:
            _fail(
                change_set,
                f"Nested change set {inner.change_set_id} was not successfully created:"
                " Currently in FAILED.",
            )


def _inner(outer: ChangeSet, result: Plan) -> ChangeSet:
    """Return the change set of a nested stack; a new one is put under review."""
    stack = result.stack
    name = f"{outer.name}-{stack.name}"[:128]
    inner = ChangeSet(
        stacks.new_id("changeSet", stack.account, stack.region, name),
        name,
        stack,
        "UPDATE" if stack.target else "CREATE",
        result.target,
        execution_status="UNAVAILABLE",
        reason=OF_THE_ROOT,
        parent_id=outer.change_set_id,
        root_id=outer.root_id or outer.change_set_id,
        nested=True,
    )
    if stack.target is None and stack.status != stacks.REVIEW:
        events.of_stack(stacks.add(stack), stacks.REVIEW)
    stack.change_sets[inner.change_set_id] = inner
    _adopt(inner, result)
    inner.operation.end(inner.status == "FAILED")
    return inner


def _fail(change_set: ChangeSet, reason: str) -> None:
    change_set.status, change_set.reason = "FAILED", reason
    change_set.execution_status = "UNAVAILABLE"
