"""The ways out of an update that is under way or stuck, and what guards a stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.fakes.clock import Process
from tests.fakes.deletion import Way
from tests.fakes.executing import Executing
from tests.fakes.refusal import invalid
from tests.fakes.stackpolicy import sound
from tests.fakes.stacks import STACK, Stack


class Recovering:
    """Answers to CancelUpdateStack, ContinueUpdateRollback, RollbackStack and such."""

    def __init__(self, executing: Executing) -> None:
        self.executing = executing
        self.engine, self.stacks = executing.engine, executing.stacks

    def cancel_update_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer CancelUpdateStack: only an update can be cancelled."""
        stack = self.stacks.alive(asked["StackName"])
        if self.executing.seen(asked):
            return {}
        if stack.status != "UPDATE_IN_PROGRESS" or stack.parent:
            raise invalid(
                "CancelUpdateStack cannot be called from current stack status"
            )
        run = self.engine.running.get(stack.id)
        if run:
            run.cancelled = True
        return {}

    def continue_update_rollback(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ContinueUpdateRollback, of a root only."""
        stack = self.stacks.alive(asked["StackName"])
        if self.executing.seen(asked):
            return {}
        if stack.parent:
            raise invalid(
                "ContinueUpdateRollback can only be called on a root stack; "
                f"[{stack.name}] is nested"
            )
        if stack.status != "UPDATE_ROLLBACK_FAILED":
            raise invalid(
                f"Stack [{stack.id}] is in {stack.status} state and its rollback "
                "cannot be continued."
            )
        skip = self._skipped(stack, asked)
        self.engine.history.operation(stack, "CONTINUE_ROLLBACK")
        going = self.executing.back.update(stack, "User Initiated", skip)
        self.engine.clock.start(going)
        return {}

    def _skipped(self, stack: Stack, asked: dict[str, Any]) -> list[str]:
        """Return the paths of what is to be left as it is."""
        names, force = asked.get("ResourcesToSkip", []), asked.get("ForceRollback")
        if names and force:
            raise invalid("ResourcesToSkip and ForceRollback cannot be used together")
        failed = dict(self._failed(stack))
        if force:
            return list(failed.values())
        wrong = [name for name in names if name not in failed]
        if wrong:
            raise invalid(
                f"The following resources are not in UPDATE_FAILED state or do not "
                f"exist in stack [{stack.id}]: [{', '.join(wrong)}]"
            )
        return [failed[name] for name in names]

    def _failed(self, stack: Stack) -> Iterator[tuple[str, str]]:
        """Yield what may be skipped, as AWS names it, and its path."""
        for resource in stack.resources.values():
            child = self.engine.child(resource)
            if child:
                yield from self._failed(child)
            elif resource.status == "UPDATE_FAILED" and resource.type != STACK:
                path = self.stacks.path(stack, resource.logical)
                above = f"{stack.name}." if stack.parent else ""
                yield f"{above}{resource.logical}", path

    def rollback_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer RollbackStack: from a failure that was left as it was."""
        stack = self.stacks.alive(asked["StackName"])
        if stack.status not in ("CREATE_FAILED", "UPDATE_FAILED") or stack.parent:
            raise invalid(
                f"Stack:{stack.id} is in {stack.status} state and can not be "
                "rolled back."
            )
        if self.executing.seen(asked):
            return {"StackId": stack.id}
        if "RetainExceptOnCreate" in asked:
            stack.settings["RetainExceptOnCreate"] = asked["RetainExceptOnCreate"]
        self.engine.clock.start(self._way_back(stack))
        return {"StackId": stack.id, "OperationId": stack.operations[0]["OperationId"]}

    def _way_back(self, stack: Stack) -> Process:
        """Return how a failed stack goes back; without a stable state it is deleted.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
        """
        words = "User Initiated"
        if stack.status == "UPDATE_FAILED":
            return self.executing.back.update(stack, words)
        if self.executing.husks:
            return self.executing.back.create(stack, words)
        even_kept = bool(stack.settings.get("RetainExceptOnCreate"))
        return self.executing.delete.stack(stack, Way(undo=True, even_kept=even_kept))

    def update_termination_protection(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer UpdateTerminationProtection, of a root only."""
        stack = self.stacks.alive(asked["StackName"])
        if stack.parent:
            raise invalid(
                "Termination protection cannot be changed on nested stack "
                f"[{stack.name}]; change it on the root stack"
            )
        stack.protected = asked["EnableTerminationProtection"]
        return {"StackId": stack.id}

    def set_stack_policy(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer SetStackPolicy; an empty object takes a policy away."""
        stack = self.stacks.alive(asked["StackName"])
        if not sound(asked["StackPolicyBody"]):
            raise invalid("Error validating stack policy: Invalid stack policy")
        stack.policy = asked["StackPolicyBody"]
        return {}

    def get_stack_policy(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer GetStackPolicy; without a policy the member is not there."""
        policy = self.stacks.alive(asked["StackName"]).policy
        return {"StackPolicyBody": policy} if policy else {}
