"""The operations that set something going: each refuses or begins, and returns."""

from __future__ import annotations

from typing import Any

from tests.fakes.changesets import FROM_ROOT, ChangeSet, ChangeSets
from tests.fakes.clock import Process
from tests.fakes.deletion import Deletion, Way
from tests.fakes.describing import Describing
from tests.fakes.engine import Engine
from tests.fakes.execution import Execution
from tests.fakes.refusal import Refused, invalid
from tests.fakes.rollback import Rollback
from tests.fakes.stacks import Stack

SETTINGS = ("RoleARN", "NotificationARNs", "RollbackConfiguration", "Capabilities")


class Executing:
    """Answers to what begins an operation; a token that was seen begins nothing."""

    def __init__(
        self, engine: Engine, change_sets: ChangeSets, describing: Describing
    ) -> None:
        self.engine, self.change_sets = engine, change_sets
        self.describing = describing
        self.stacks = engine.stacks
        self.delete = Deletion(engine)
        self.back = Rollback(engine, self.delete)
        self.forward = Execution(engine, self.back)
        self.tokens: set[str] = set()
        self.stale = 0
        self.obsolete = False
        self.husks = False
        self.taken_back = ""

    def seen(self, asked: dict[str, Any]) -> bool:
        """Say whether a request was made before under the same token."""
        token = asked.get("ClientRequestToken", "")
        seen = token in self.tokens
        self.tokens |= {token} if token else set()
        return seen

    def execute_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ExecuteChangeSet: all other change sets of the stack go."""
        if asked.get("ClientRequestToken", "") in self.tokens:
            return {}
        found = self.change_sets.find(
            asked["ChangeSetName"], asked.get("StackName", "")
        )
        if self.obsolete:
            self.make_obsolete(found.stack)
        self._refuse(found, asked)
        self.seen(asked)
        stack = found.stack
        if self.stale:
            self.describing.remember(stack, self.stale)
        for other in self.change_sets.of(stack):
            if other is not found:
                self.change_sets.forget(other)
        self._settings(stack, found, asked)
        for each in found.tree():
            if each.status == "CREATE_COMPLETE":
                each.execution = "EXECUTE_IN_PROGRESS"
        keep = asked.get("DisableRollback", False)
        keep = keep or found.asked.get("OnStackFailure") == "DO_NOTHING"
        self.engine.clock.start(self._carry_out(found, keep))
        return {}

    def _refuse(self, found: ChangeSet, asked: dict[str, Any]) -> None:
        if found.above:
            raise Refused(
                "InvalidChangeSetStatus",
                f"ChangeSet [{found.id}] is {FROM_ROOT.lower()}",
            )
        words = f"ChangeSet [{found.id}] cannot be executed in its current"
        if found.status != "CREATE_COMPLETE":
            raise Refused(
                "InvalidChangeSetStatus", f"{words} status of [{found.status}]"
            )
        if found.execution != "AVAILABLE":
            raise Refused(
                "InvalidChangeSetStatus",
                f"{words} execution status of [{found.execution}]",
            )
        if found.stack.busy:
            raise invalid(
                f"Stack:{found.stack.id} is in {found.stack.status} state "
                "and can not be updated."
            )
        if "DisableRollback" in asked and "OnStackFailure" in found.asked:
            raise invalid(
                "DisableRollback cannot be specified for a change set that was "
                "created with OnStackFailure."
            )

    def _settings(self, stack: Stack, found: ChangeSet, asked: dict[str, Any]) -> None:
        given = {name: found.asked[name] for name in SETTINGS if name in found.asked}
        stack.settings |= given
        for name in ("DisableRollback", "RetainExceptOnCreate"):
            if name in asked:
                stack.settings[name] = asked[name]
        stack.change_set = found.id

    def _carry_out(self, found: ChangeSet, keep: bool) -> Process:
        assert found.intent
        stack = found.stack
        yield from self.forward.root(stack, found.intent, found.kind, keep)
        well = stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
        for each in found.tree():
            if each.execution == "EXECUTE_IN_PROGRESS":
                each.execution = "EXECUTE_COMPLETE" if well else "EXECUTE_FAILED"
        if found.asked.get("OnStackFailure") == "DELETE" and not well:
            yield from self.delete.stack(stack, Way(), "")

    def make_obsolete(self, stack: Stack) -> None:
        """Let somebody else have changed a stack since its change sets were made."""
        for found in self.change_sets.of(stack):
            if found.execution == "AVAILABLE":
                found.execution = "OBSOLETE"

    def delete_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DeleteStack; deleting what is not there is no error."""
        stack = self.stacks.find(asked["StackName"])
        if stack is None or stack.deleted or self.seen(asked):
            return {}
        self._refuse_deletion(stack, asked)
        if self.taken_back:
            self.engine.clock.start(self._taken_back(stack))
            return {}
        way = Way(
            retain=tuple(asked.get("RetainResources", ())),
            force=asked.get("DeletionMode") == "FORCE_DELETE_STACK",
        )
        for found in self.change_sets.of(stack):
            self.change_sets.forget(found)
        if stack.status == "REVIEW_IN_PROGRESS":
            self.engine.history.stack(stack, "DELETE_COMPLETE")
            stack.deleted = self.engine.clock.now()
            return {}
        self.engine.clock.start(self.delete.stack(stack, way))
        return {}

    def _taken_back(self, stack: Stack) -> Process:
        """Begin to delete a stack, and leave it as it was."""
        before = stack.status
        self.engine.history.stack(stack, "DELETE_IN_PROGRESS", "User Initiated")
        yield 1
        self.engine.history.stack(stack, before, self.taken_back)

    def _refuse_deletion(self, stack: Stack, asked: dict[str, Any]) -> None:
        """Refuse a protected tree, and exceptions that come too early.

        A nested stack of a root without protection may be deleted by itself:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
        """
        if self.stacks.all.get(stack.root, stack).protected:
            raise invalid(
                f"Stack [{stack.name}] cannot be deleted while "
                "TerminationProtection is enabled"
            )
        if stack.status.startswith("UPDATE_") and stack.busy:
            raise invalid(
                f"Stack [{stack.id}] cannot be deleted while in status {stack.status}"
            )
        late = stack.status == "DELETE_FAILED"
        if asked.get("RetainResources") and not late:
            raise invalid(
                f"Invalid operation on stack [{stack.id}]. Specify resources to "
                "retain only when the stack is in DELETE_FAILED state."
            )
        gone = {r.logical for r in stack.resources.values() if not r.there}
        if gone & set(asked.get("RetainResources", ())):
            raise invalid(
                "The specified resources to retain must be in a valid state. Do not "
                "specify resources that are in the DELETE_COMPLETE state."
            )
        if asked.get("DeletionMode") == "FORCE_DELETE_STACK" and not late:
            raise invalid(
                f"Invalid operation on stack [{stack.id}]. Deletion mode "
                "FORCE_DELETE_STACK is only allowed in DELETE_FAILED state."
            )
