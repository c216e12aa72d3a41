"""The calls that change stacks: each starts an operation, or sets what one obeys.

Plain moto cannot cancel an update, go on with a rollback, or undo what has stayed
where it failed: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from cfngen.local.api import operations
from cfngen.local.api.requests import Request
from cfngen.local.engine import exports, policy, protection, stacks
from cfngen.local.engine.handlers import Skips
from cfngen.local.engine.records import Stack
from cfngen.local.language.refusals import AlreadyExists, ChildRefused, Refused
from cfngen.local.preview import changes, changesets
from cfngen.local.types import waiting
from cfngen.local.types.catalogue import handler

Answer = dict[str, Any]


def create_stack(request: Request) -> Answer:
    """CreateStack."""
    known = request.find(request.name)
    if known is not None:
        if request.repeats(known):
            return {"StackId": known.stack_id}
        raise AlreadyExists(f"Stack [{request.name}] already exists")
    stack = request.new_stack("CREATE_IN_PROGRESS")
    target = request.target(None)
    with suppress(ChildRefused):  # A wrong child fails when its turn comes.
        changes.plan(stack, target, handler)
    stacks.add(stack)
    operations.create(stack, target, request.token)
    return _started(stack)


def update_stack(request: Request) -> Answer:
    """UpdateStack; the same request again starts nothing new."""
    stack = request.stack()
    if request.repeats(stack):
        return _started(stack)
    changesets.check_updatable(stack, request.flag("DisableRollback"))
    target = request.target(stack)
    with suppress(ChildRefused):
        result = changes.plan(stack, target, handler)
        if changesets.unchanged(stack, target, result):
            raise Refused("No updates are to be performed.")
    once, lasting = request.policy("StackPolicyDuringUpdate"), request.policy()
    stack.policy_once, stack.policy = once, lasting or stack.policy
    stack.on_failure, stack.options = (
        request.on_failure(),
        request.options(stack.options),
    )
    changesets.outdate(stack)
    operations.update(stack, target, request.token)
    return _started(stack)


def delete_stack(request: Request) -> None:
    """DeleteStack: of a stack that is not there, nothing."""
    stack = request.find(request.name)
    if stack is None or not stack.living or stack.status == "DELETE_IN_PROGRESS":
        return
    protection.check_stack(stack, request.root(stack))
    exports.check(stack, ())
    retain = list(request.get("RetainResources", []))
    force = request.get("DeletionMode", "STANDARD") == "FORCE_DELETE_STACK"
    if (retain or force) and stack.status != "DELETE_FAILED":
        raise Refused(
            f"Invalid operation on stack [{stack.stack_id}]. RetainResources and "
            "FORCE_DELETE_STACK are for stacks in DELETE_FAILED state."
        )
    operations.delete(stack, retain, force, request.token)


def cancel_update_stack(request: Request) -> None:
    """CancelUpdateStack, while the update itself is under way."""
    stack = request.stack()
    if stack.status != "UPDATE_IN_PROGRESS":
        raise Refused("CancelUpdateStack cannot be called from current stack status")
    operations.cancel(stack)


def continue_update_rollback(request: Request) -> Answer:
    """ContinueUpdateRollback, of a root stack."""
    stack = request.stack()
    if request.repeats(stack):
        return {}
    if stack.parent_id:
        raise Refused(f"RollbackUpdatedStack cannot be called on nested {stack.name}")
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        raise Refused(
            f"Stack:{stack.stack_id} is in {stack.status} state and can not continue "
            "update rollback."
        )
    names = frozenset(request.get("ResourcesToSkip", []))
    force = request.flag("ForceRollback")
    if names and force:
        raise Refused("ResourcesToSkip cannot be specified with ForceRollback")
    _check_skips(request, stack, names)
    stack.options = request.options(stack.options)
    operations.go_on(stack, Skips(names, force), request.token)
    return {}


def rollback_stack(request: Request) -> Answer:
    """RollbackStack, where a create or an update has stayed where it failed."""
    stack = request.stack()
    if not request.repeats(stack):
        if stack.status not in ("CREATE_FAILED", "UPDATE_FAILED"):
            raise Refused(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not be "
                "rolled back."
            )
        stack.retain_except_on_create = request.flag("RetainExceptOnCreate")
        stack.options = request.options(stack.options)
        operations.roll_back(stack, request.token)
    return _started(stack)


def signal_resource(request: Request) -> None:
    """SignalResource: what a wait condition waits for."""
    stack, name = request.stack(), str(request.get("LogicalResourceId", ""))
    unique, status = request.get("UniqueId", ""), request.get("Status", "")
    waiting.signal(stack, name, str(unique), str(status))


def update_termination_protection(request: Request) -> Answer:
    """UpdateTerminationProtection, of root stacks only."""
    stack = request.stack()
    if stack.parent_id:
        raise Refused(
            "Termination protection of a nested stack is that of its root: "
            f"{stack.root_id}"
        )
    stack.protected = request.flag("EnableTerminationProtection")
    return {"StackId": stack.stack_id}


def set_stack_policy(request: Request) -> None:
    """SetStackPolicy; every update reads it."""
    stack = request.stack()
    stack.policy = request.policy()
    policy.check(stack.policy or "{}")


def _started(stack: Stack) -> Answer:
    return {"StackId": stack.stack_id, "OperationId": stack.operation.id}


def _check_skips(request: Request, stack: Stack, names: frozenset[str]) -> None:
    """Raise Refused for what did not fail to come back."""
    for name in sorted(names):
        owner_name, _, logical_id = name.rpartition(".")
        owner = request.find(owner_name) if owner_name else stack
        resource = owner.resources.get(logical_id) if owner else None
        inside = owner is stack or (owner and owner.root_id == stack.stack_id)
        if not inside or resource is None or resource.status != "UPDATE_FAILED":
            raise Refused(
                f"ResourcesToSkip: {name} is no resource that failed to roll back"
            )


CALLS = {
    "CreateStack": create_stack,
    "UpdateStack": update_stack,
    "DeleteStack": delete_stack,
    "CancelUpdateStack": cancel_update_stack,
    "ContinueUpdateRollback": continue_update_rollback,
    "RollbackStack": rollback_stack,
    "SignalResource": signal_resource,
    "UpdateTerminationProtection": update_termination_protection,
    "SetStackPolicy": set_stack_policy,
}
