"""What a test may say about a world: which stacks are there and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakes.clock import Process
from tests.fakes.samples import CHILDREN, ROOT
from tests.fakes.stacks import Stack

if TYPE_CHECKING:
    from tests.fakes.changesets import ChangeSets
    from tests.fakes.drift import Drift
    from tests.fakes.executing import Executing
    from tests.fakes.failures import Failures
    from tests.fakes.faults import Faults
    from tests.fakes.ground import Ground
    from tests.fakes.history import History
    from tests.fakes.placing import Placing
    from tests.fakes.preview import Preview
    from tests.fakes.stacks import Stacks
    from tests.fakes.tasks import Tasks


class Stories:
    """The sentences of tests; `World` is the account that they are about."""

    ground: Ground
    stacks: Stacks
    history: History
    placing: Placing
    failures: Failures
    faults: Faults
    preview: Preview
    executing: Executing
    change_sets: ChangeSets
    drift: Drift
    tasks: Tasks

    def package(
        self, template: Mapping[str, Any] = ROOT, children: Mapping[str, Any] = CHILDREN
    ) -> str:
        """Put templates into the bucket; return the root's TemplateURL."""
        return self.placing.package(template, children)

    def stack(
        self,
        name: str,
        status: str = "CREATE_COMPLETE",
        template: Mapping[str, Any] | None = None,
        children: Mapping[str, Any] | None = None,
        parameters: Mapping[str, str] | None = None,
        tags: Mapping[str, str] | None = None,
        failed: Mapping[str, str] | None = None,
        protected: bool = False,
        policy: str = "",
        **settings: Any,
    ) -> Stack:
        """Put a stack there, made yesterday, in any state since an hour ago.

        Without a template it is the small system of samples.py. `failed` maps paths
        (`Network/Vpc`) to the reasons that hold the stack in its state; `settings` are
        described as they are, such as RoleARN.
        """
        if template is None:
            template, children = ROOT, CHILDREN
        url = self.placing.package(template, children or {})
        stack = self.placing.put(name, url, parameters or {}, tags or {})
        if status != "CREATE_COMPLETE":
            self.placing.bring(stack, status, failed or {})
        stack.protected, stack.policy = protected, policy
        stack.settings |= settings
        return stack

    def becomes(self, name: str, status: str, after: float, reason: str = "") -> None:
        """Let a stack that was put there come into a state in some seconds."""
        stack = self.stacks.get(name)

        def later() -> Process:
            yield after
            self.history.stack(stack, status, reason)
            if status == "DELETE_COMPLETE":
                stack.deleted = self.ground.clock.now()

        self.ground.clock.start(later())

    def fails(
        self, path: str, reason: str, on: str = "", stuck: bool = False, times: int = 1
    ) -> None:
        """Let a resource fail in the next operation.

        `on` is create, update, rollback, delete, or empty for create and update. A
        delete or a rollback fails until `mends`; `stuck` lets the rollback fail too. A
        nested stack fails as a whole, without anything in it failing.
        """
        self.failures.add(path, reason, on, stuck, times)

    def mends(self, path: str) -> None:
        """Let a resource work again."""
        self.failures.mend(path)

    def takes(self, path: str, seconds: float) -> None:
        """Let a resource take its time."""
        self.failures.seconds[path] = seconds

    def throttles(self, operation: str, times: int = 1) -> None:
        """Let an operation be throttled, botocore's own retries having been in vain."""
        self.faults.throttled[operation] += times

    def denies(self, operation: str) -> None:
        """Let an operation be denied from now on."""
        self.faults.denied[operation] = -1

    def expires_after(self, operation: str, calls: int) -> None:
        """Let the credentials expire when an operation has been called so often."""
        self.faults.expiring[operation] = calls

    def loses_connection(self, operation: str, times: int = 1) -> None:
        """Let the connection break before the service hears of a call."""
        self.faults.lost[operation] += times

    def interrupts(self, operation: str, taken: bool = False) -> None:
        """Let Ctrl-C come out of a call; `taken`: when the service has taken it."""
        (self.faults.after if taken else self.faults.before)[operation] += 1

    def stale(self, times: int = 1) -> None:
        """Let DescribeStacks say `times` times what was before the execution."""
        self.executing.stale = times

    def limit_exceeded(self, child: str) -> None:
        """Let a change set with nested stacks fail for the change sets of a child."""
        self.preview.crowded = child

    def rejects_change_set(self, path: str, reason: str) -> None:
        """Let the change set of the stack at a path fail; "" is the root."""
        self.preview.rejected[path] = reason

    def false_replacements(self) -> None:
        """Let what only the execution can tell count as replaced for certain."""
        self.preview.certain = True

    def incomplete_values(self, *paths: str) -> None:
        """Let IncludePropertyValues lose whole resources, the last one of each page."""
        self.preview.incomplete = set(paths)

    def leaves_husks(self) -> None:
        """Let RollbackStack of a failed create end as ROLLBACK_COMPLETE."""
        self.executing.husks = True

    def cancels_deletion(self, reason: str) -> None:
        """Let a deletion be taken back as soon as it has begun."""
        self.executing.taken_back = reason

    def refuses_early_deletion(self) -> None:
        """Let no change set be deleted while it is being worked out."""
        self.change_sets.early_stays = True

    def obsolete(self) -> None:
        """Let somebody else have deployed when the change set is executed."""
        self.executing.obsolete = True

    def changes_meanwhile(self, name: str) -> None:
        """Let somebody else deploy a stack now."""
        stack = self.stacks.get(name)
        self.history.operation(stack, "UPDATE_STACK")
        self.history.stack(stack, "UPDATE_IN_PROGRESS", "User Initiated")
        self.history.stack(stack, "UPDATE_COMPLETE")
        stack.updated = self.ground.clock.now() + timedelta(milliseconds=1)
        self.executing.make_obsolete(stack)

    def fails_validation(
        self,
        path: str,
        reason: str,
        validation: str = "NAME_CONFLICT_VALIDATION",
        name: str = "AWS::EarlyValidation::ResourceExistenceCheck",
        at: str = "",
        mode: str = "FAIL",
    ) -> None:
        """Let a resource fail an early validation, told in DescribeEvents only."""
        logical = path.rpartition("/")[2]
        told = {"path": path, "reason": reason, "validation": validation, "name": name}
        where = {"at": at or f"/Resources/{logical}", "mode": mode}
        self.preview.validations.append(told | where)

    def fails_hook(
        self,
        path: str,
        reason: str,
        name: str = "Org::Guard::Hook",
        mode: str = "FAIL",
        annotations: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Let a hook fail a resource's stack, told in the hooks' results only."""
        told = {"path": path, "reason": reason, "name": name, "mode": mode}
        more = {"id": self.ground.uuid(), "annotations": list(annotations)}
        self.preview.hooks.append(told | more)

    def drifts(
        self,
        path: str,
        status: str = "MODIFIED",
        reason: str = "",
        differences: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Let a resource have drifted: MODIFIED, DELETED, UNKNOWN, UNSUPPORTED...

        `differences` are PropertyDifferences, `reason` is DriftStatusReason.
        """
        said: dict[str, Any] = {"StackResourceDriftStatus": status}
        said |= {"DriftStatusReason": reason} if reason else {}
        said |= {"PropertyDifferences": list(differences)} if differences else {}
        self.drift.drifted[path] = said

    def cannot_detect(self, path: str, reason: str) -> None:
        """Let the detection of the stack at a path fail; "" is the root."""
        self.drift.unable[path] = reason

    def holds_task_failures(
        self,
        service: str,
        reason: str = "Essential container in task exited",
        cluster: str = "default",
        container: str = "app",
        exit_code: int | None = 1,
        group: str = "",
        lines: Sequence[str] = (),
    ) -> None:
        """Let a task of a service have stopped, its last words in a log group."""
        state: dict[str, Any] = {"name": container}
        if exit_code is None:
            state["reason"] = reason
        else:
            state["exitCode"] = exit_code
        number = self.tasks.stopped(cluster, service, reason, state)
        if group:
            self.tasks.defined(service, container, group)
            self.tasks.wrote(group, f"{service}/{container}/{number}", list(lines))
