"""Change sets: how they are made, settle, are described and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.clock import Process
from tests.fakes.comparing import Comparison
from tests.fakes.history import History
from tests.fakes.intents import Intent
from tests.fakes.preview import Preview
from tests.fakes.refusal import Refused, invalid
from tests.fakes.stacks import STACK, Stack, Stacks

EMPTY = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)
FROM_ROOT = "Only executable from the root change set."
UNNAMED = "StackName must be specified if ChangeSetName is not specified as an ARN."
EXECUTED = ("EXECUTE_COMPLETE", "EXECUTE_FAILED")
UNSETTLED = ("CREATE_PENDING", "CREATE_IN_PROGRESS")
STABLE = (
    *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    *("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "UPDATE_FAILED", "CREATE_FAILED"),
)


@dataclass
class ChangeSet:
    """A change set; `children` are those of the nested stacks."""

    id: str
    name: str
    stack: Stack
    kind: str
    created: datetime
    asked: dict[str, Any]
    intent: Intent | None
    comparison: Comparison
    status: str = "CREATE_PENDING"
    execution: str = "UNAVAILABLE"
    reason: str = ""
    above: ChangeSet | None = None
    children: list[ChangeSet] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    operation: str = ""

    @property
    def root(self) -> ChangeSet:
        """Return the change set at the top."""
        return self.above.root if self.above else self

    def tree(self) -> Iterator[ChangeSet]:
        """Yield it and all below it, the leaves first."""
        for child in self.children:
            yield from child.tree()
        yield self


class ChangeSets:
    """All change sets there are."""

    def __init__(self, stacks: Stacks, history: History, preview: Preview) -> None:
        self.stacks, self.history, self.preview = stacks, history, preview
        self.ground = stacks.ground
        self.all: dict[str, ChangeSet] = {}
        self.early_stays = False

    def find(self, name: str, stack: str = "") -> ChangeSet:
        """Return a change set by its ARN, or by its name and its stack."""
        if name in self.all:
            return self.all[name]
        if name.startswith("arn:"):
            raise Refused(
                "ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404
            )
        if not stack:
            raise invalid(UNNAMED)
        owner = self.stacks.get(stack)
        for found in self.of(owner):
            if found.name == name:
                return found
        raise Refused("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)

    def of(self, stack: Stack) -> list[ChangeSet]:
        """Return a stack's change sets that have not been executed."""
        return [
            found
            for found in self.all.values()
            if found.stack is stack and found.execution not in EXECUTED
        ]

    def create_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer CreateChangeSet: it is worked out on the clock afterwards."""
        kind = asked.get("ChangeSetType", "UPDATE")
        stack = self._stack(asked["StackName"], kind, asked["ChangeSetName"])
        for found in self.of(stack) if stack else ():
            if found.name == asked["ChangeSetName"]:
                return self._again(found, asked)
        fresh = kind == "CREATE" and stack is None
        intent = self.preview.intents.of_request(asked, None if fresh else stack)
        if stack is None:
            stack = self._review(asked["StackName"])
        made = self._make(asked, stack, kind, self.preview.compare(stack, intent))
        self.ground.clock.start(self._settle(made))
        return {"Id": made.id, "StackId": stack.id}

    def _stack(self, name: str, kind: str, change_set: str) -> Stack | None:
        """Return the stack that a change set is for; refuse what does not fit."""
        found = self.stacks.find(name)
        if found and found.deleted and kind != "CREATE":
            found = None
        if kind == "CREATE":
            if found and found.status != "REVIEW_IN_PROGRESS":
                raise invalid(
                    f"Stack [{name}] already exists and cannot be created "
                    f"again with the changeSet [{change_set}]."
                )
            return found
        if found is None:
            raise invalid(f"Stack [{name}] does not exist")
        if found.status not in STABLE:
            raise invalid(
                f"Stack:{found.id} is in {found.status} state and can not be updated."
            )
        return found

    def _again(self, found: ChangeSet, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("ClientToken") and asked == found.asked:
            return {"Id": found.id, "StackId": found.stack.id}
        raise Refused(
            "AlreadyExistsException",
            f"ChangeSet {found.name} cannot be created due to a mismatch with "
            "existing attribute Template",
        )

    def _review(
        self, name: str, above: Stack | None = None, logical: str = ""
    ) -> Stack:
        stack = self.stacks.add(name, above, logical)
        self.history.stack(stack, "REVIEW_IN_PROGRESS", "User Initiated")
        return stack

    def _make(
        self,
        asked: dict[str, Any],
        stack: Stack,
        kind: str,
        compared: Comparison,
        above: ChangeSet | None = None,
    ) -> ChangeSet:
        made = ChangeSet(
            id=self.ground.arn("changeSet", asked["ChangeSetName"]),
            name=asked["ChangeSetName"], stack=stack, kind=kind,
            created=self.ground.clock.now(), asked=asked,
            intent=compared.intent, comparison=compared, above=above,
        )  # fmt: skip
        self.all[made.id] = made
        made.operation = self.ground.uuid()
        if asked.get("IncludeNestedStacks"):
            for logical, below in compared.children.items():
                child = below.stack or self._nested(stack, logical)
                kind = "UPDATE" if below.stack else "CREATE"
                name = f"{made.root.name}-{logical}-{self.ground.suffix()}"
                more = {**asked, "ChangeSetName": name}
                made.children.append(self._make(more, child, kind, below, made))
        return made

    def _nested(self, above: Stack, logical: str) -> Stack:
        """Return the stack under review that a new nested stack begins as."""
        name = self.stacks.child_name(above, logical)
        waiting = self.stacks.under_review(above, logical)
        return waiting or self._review(name, above, logical)

    def _settle(self, made: ChangeSet) -> Process:
        """Work out the children one after the other, then the root."""
        yield 1
        for each in made.tree():
            each.status = "CREATE_IN_PROGRESS"
        for each in made.tree():
            yield self.preview.pace
            if each.status == "CREATE_IN_PROGRESS":
                self._finish(each)

    def _finish(self, each: ChangeSet) -> None:
        each.changes = self._changes(each)
        refusal = self.preview.refusal(self.stacks.path(each.stack), each)
        if refusal:
            self._fail(each, refusal)
        elif self.preview.empty(each):
            each.status, each.reason = "FAILED", EMPTY
        else:
            each.status = "CREATE_COMPLETE"
            each.execution = "UNAVAILABLE" if each.above else "AVAILABLE"
            each.reason = FROM_ROOT if each.above else ""

    def _fail(self, each: ChangeSet, reason: str) -> None:
        """Let a change set fail, and at once all that stand above it."""
        each.status, each.reason = "FAILED", reason
        above = each.above
        while above and above.status != "FAILED":
            above.changes = self._changes(above)
            above.status = "FAILED"
            above.reason = (
                f"Nested change set {each.id} was not successfully created: "
                "Currently in FAILED."
            )
            each, above = above, above.above

    def _changes(self, each: ChangeSet) -> list[dict[str, Any]]:
        below = {child.stack.logical: child.id for child in each.children}
        return [
            change | {"ChangeSetId": below[name]}
            if change["ResourceType"] == STACK and name in below
            else change
            for name, change in each.comparison.changes.items()
        ]

    def delete_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DeleteChangeSet: with the root's go those of its children."""
        found = self.find(asked["ChangeSetName"], asked.get("StackName", ""))
        if found.above:
            raise Refused(
                "InvalidChangeSetStatus",
                f"ChangeSet [{found.id}] can only be deleted from the root change set.",
            )
        early = self.early_stays and found.status in UNSETTLED
        if early or found.execution == "EXECUTE_IN_PROGRESS":
            raise Refused(
                "InvalidChangeSetStatus",
                f"An operation on ChangeSet [{found.id}] is currently in progress.",
            )
        self.forget(found)
        return {}

    def forget(self, found: ChangeSet) -> None:
        """Drop a change set with all below it and their stacks under review."""
        for each in found.tree():
            self.all.pop(each.id, None)
            if each.above and each.stack.status == "REVIEW_IN_PROGRESS":
                self.stacks.all.pop(each.stack.id, None)
