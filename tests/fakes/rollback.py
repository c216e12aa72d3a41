"""Going back: a failed create is taken apart, a failed update is undone."""

from __future__ import annotations

from collections.abc import Collection

from tests.fakes.clock import Process
from tests.fakes.deletion import Deletion, Way
from tests.fakes.engine import Engine, Run, embedded, failed_to
from tests.fakes.recreation import deletion
from tests.fakes.stacks import Known, Leftover, Resource, Stack

NO_WAY_BACK = (
    *("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED"),
    *("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_IN_PROGRESS"),
)
CLEANUP = "_CLEANUP_IN_PROGRESS"
LEFT = "Update successful. One or more resources could not be deleted."


class Rollback:
    """Brings stacks back to their last stable state."""

    def __init__(self, engine: Engine, delete: Deletion) -> None:
        self.engine, self.delete, self.history = engine, delete, engine.history

    def root(self, run: Run) -> Process:
        """Undo an operation that stopped."""
        reason = "User Initiated" if run.cancelled else why(run)
        if run.action == "CREATE":
            yield from self.create(
                run.stack, f"{reason.strip()} Rollback requested by user."
            )
        else:
            yield from self.update(run.stack, reason)

    def create(self, stack: Stack, reason: str) -> Process:
        """Take apart what a create has made; an operation of its own.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
        """
        self.history.operation(stack, "ROLLBACK")
        stack.going = self.engine.clock.now()
        self.history.stack(stack, "ROLLBACK_IN_PROGRESS", reason)
        even_kept = bool(stack.settings.get("RetainExceptOnCreate"))
        way = Way(undo=True, even_kept=even_kept)
        failed = yield from self.delete.resources(stack, way)
        if failed:
            self.history.stack(stack, "ROLLBACK_FAILED", failed_to("delete", failed))
        else:
            self.history.stack(stack, "ROLLBACK_COMPLETE")

    def update(self, stack: Stack, reason: str, skip: Collection[str] = ()) -> Process:
        """Undo an update in the whole tree; `skip` has paths to leave as they are."""
        undone = yield from self._undone(stack, reason, skip)
        if undone:
            yield from self.cleanup(stack)

    def _undone(self, stack: Stack, reason: str, skip: Collection[str]) -> Process:
        """Undo an update up to its cleanup; return whether that worked."""
        if stack.status != "UPDATE_ROLLBACK_IN_PROGRESS":
            self.begin(stack, reason)
        yield 1
        known = stack.before or stack.known()
        stuck = []
        for logical in reversed(list(known.resources)):
            fine = yield from self._resource(stack, logical, known, skip)
            stuck += [] if fine else [logical]
        if stuck:
            reason = failed_to("update", stuck)
            self.history.stack(stack, "UPDATE_ROLLBACK_FAILED", reason)
            return False
        self._restore(stack, known)
        self.history.stack(stack, f"UPDATE_ROLLBACK_COMPLETE{CLEANUP}")
        return True

    def begin(self, stack: Stack, reason: str) -> None:
        """Turn a stack round; one whose rollback is continued is in its operation.

        GetTemplate gives from now on what the stack goes back to:
        https://github.com/aws/aws-cdk/blob/main/docs/CLOUDFORMATION.md
        """
        if stack.before:
            stack.template, stack.body = stack.before.template, stack.before.body
        if stack.operations[0]["OperationType"] != "CONTINUE_ROLLBACK":
            self.history.operation(stack, "ROLLBACK")
        self.history.stack(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)

    def _resource(
        self, stack: Stack, logical: str, known: Known, skip: Collection[str]
    ) -> Process:
        now, old = stack.resources.get(logical), known.resources[logical]
        if now is None:
            return True
        path = self.engine.path(stack, logical)
        if path in skip:
            self.history.resource(stack, now, "UPDATE_COMPLETE")
            return True
        child = self.engine.child(now)
        if child and child.status in NO_WAY_BACK:
            return (yield from self._child(stack, now, child, skip))
        if not _touched(now, old):
            return True
        self.history.resource(stack, now, "UPDATE_IN_PROGRESS")
        reason = yield from self.engine.work(path, "rollback")
        status = "UPDATE_FAILED" if reason else "UPDATE_COMPLETE"
        self.history.resource(stack, now, status, reason)
        return not reason

    def _child(
        self, stack: Stack, now: Resource, child: Stack, skip: Collection[str]
    ) -> Process:
        self.history.resource(stack, now, "UPDATE_IN_PROGRESS")
        fine = yield from self._undone(child, "", skip)
        reason = "" if fine else embedded(child, "update", now=True)
        status = "UPDATE_COMPLETE" if fine else "UPDATE_FAILED"
        self.history.resource(stack, now, status, reason)
        return fine

    def _restore(self, stack: Stack, known: Known) -> None:
        """Give a stack back what it was; what is new becomes a leftover."""
        stack.leftovers = []
        even_kept = stack.settings.get("RetainExceptOnCreate")
        for logical, now in stack.resources.items():
            old = known.resources.get(logical)
            if not now.there or (old and old.physical == now.physical):
                continue
            kept = not old and Way(undo=True, even_kept=bool(even_kept)).keeps(
                deletion(now.definition)
            )
            policy = "Retain" if kept else "Delete"
            left = Leftover(logical, now.type, now.physical, policy)
            stack.leftovers.append(left)
        stack.template, stack.body = known.template, known.body
        stack.parameters, stack.tags = known.parameters, known.tags
        stack.outputs = known.outputs
        for logical, old in known.resources.items():
            now = stack.resources.get(logical, old)
            old.status, old.updated = now.status, now.updated
        stack.resources = dict(known.resources)

    def cleanup(self, stack: Stack) -> Process:
        """Delete what is left over in a tree, and come to rest."""
        if not stack.status.endswith(CLEANUP):
            self.history.stack(stack, f"UPDATE_COMPLETE{CLEANUP}")
        yield 1
        failed = yield from self.delete.leftovers(stack)
        for child in list(self.engine.stacks.children(stack)):
            if child.status.endswith(CLEANUP):
                yield from self.cleanup(child)
        status = stack.status.removesuffix(CLEANUP)
        self.history.stack(stack, status, LEFT if failed else "")
        stack.before = None


def _touched(now: Resource, old: Resource) -> bool:
    """Say whether an update has changed a resource, or has tried to."""
    failed = now.status in ("UPDATE_FAILED", "UPDATE_IN_PROGRESS")
    moved = now.physical != old.physical or now.properties != old.properties
    return failed or moved or now.definition != old.definition


def why(run: Run) -> str:
    """Return which resources stopped a run."""
    words = ""
    for verb in ("create", "update"):
        names = [name for name, did in run.failed.items() if did == verb]
        words += failed_to(verb, names) if names else ""
    return words
