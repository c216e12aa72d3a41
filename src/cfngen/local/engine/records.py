"""What the emulator remembers: stacks, their resources, events and change sets.

These are the only mutable values of the package; each stack is changed by the one
thread that carries out its operation and read by the threads that answer requests.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cfngen.local.language.template import Template

STACK_TYPE = "AWS::CloudFormation::Stack"


def now() -> datetime:
    """Return the time that events and stacks are stamped with."""
    return datetime.now(UTC)


@dataclass
class Resource:
    """One resource of a stack: what it was asked to be and what came of it.

    `handle` is moto's own object where there is one; `attributes` are what Fn::GetAtt
    gives where there is none. `note` is the reason that its events carry.
    """

    logical_id: str
    type: str
    properties: dict[str, Any]
    policies: Mapping[str, str] = field(default_factory=dict)
    physical_id: str = ""
    handle: Any = None
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    status: str = ""
    reason: str = ""
    changed: datetime = field(default_factory=now)


@dataclass(frozen=True)
class Event:
    """One line of a stack's history, as DescribeStackEvents shows it."""

    event_id: str
    operation_id: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    at: datetime
    token: str = ""


@dataclass
class Operation:
    """One operation on a stack: what asked for it, and how it ended.

    A rollback that follows a failure is an operation of its own:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events-by-operation.html
    """

    type: str
    token: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started: datetime = field(default_factory=now)
    ended: datetime | None = None
    failed: bool = False

    @property
    def status(self) -> str:
        """Return IN_PROGRESS, SUCCEEDED or FAILED."""
        if self.ended is None:
            return "IN_PROGRESS"
        return "FAILED" if self.failed else "SUCCEEDED"

    def end(self, failed: bool) -> None:
        """Note the end; the first one counts."""
        if self.ended is None:
            self.ended, self.failed = now(), failed


@dataclass(frozen=True)
class Options:
    """What a request says about a stack besides what it shall become."""

    role_arn: str = ""
    notification_arns: tuple[str, ...] = ()
    rollback: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What a stack is asked to become: a template and what is passed to it.

    `given` are the parameter values as they came, `values` as the template reads them
    (lists split, defaults filled in).
    """

    template: Template
    given: Mapping[str, str]
    values: Mapping[str, Any]
    capabilities: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One thing that was done: create, update or replace, and what was there before."""

    kind: str
    before: Resource | None
    after: Resource


@dataclass
class Journal:
    """What has been done since the stack was last well, and what it was then.

    `undone` are the steps that a rollback has taken back; `failed` names the resources
    whose own step failed or was cancelled.
    """

    target: Target
    outputs: list[dict[str, str]]
    resources: dict[str, Resource]
    steps: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)


@dataclass
class Stack:
    """One stack, living or deleted.

    `target` is what the stack is, `asked` what the current operation makes of it.
    `stable` says whether it ever was well, so that there is something to go back to;
    `cancelled` that the current update shall stop; `policy_once` stands for the policy
    during one update; `logical_id` is a nested stack's in its parent.
    """

    stack_id: str
    name: str
    account: str
    region: str
    status: str
    target: Target | None = None
    asked: Target | None = None
    reason: str = ""
    parent_id: str = ""
    root_id: str = ""
    logical_id: str = ""
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: list[dict[str, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    change_sets: dict[str, ChangeSet] = field(default_factory=dict)
    journal: Journal | None = None
    operations: list[Operation] = field(default_factory=list)
    stable: bool = False
    cancelled: bool = False
    on_failure: str = "ROLLBACK"
    retain_except_on_create: bool = False
    protected: bool = False
    policy: str = ""
    policy_once: str = ""
    change_set_id: str = ""
    options: Options = Options()
    drift: Drift | None = None
    signals: dict[str, dict[str, str]] = field(default_factory=dict)
    created: datetime = field(default_factory=now)
    updated: datetime | None = None
    deleted: datetime | None = None

    @property
    def living(self) -> bool:
        """Say whether the stack still answers to its name."""
        return self.status != "DELETE_COMPLETE"

    @property
    def tags(self) -> dict[str, str]:
        """Return the stack's tags (moto's tagging API reads them by this name)."""
        return dict(self.target.tags) if self.target else {}

    @property
    def operation(self) -> Operation:
        """Return the last operation."""
        return self.operations[-1]

    def begin(self, operation: str, token: str = "") -> None:
        """Start an operation: its events share one new operation id.

        An operation that a rollback follows has failed.
        """
        if self.operations:
            self.operation.end(failed=operation == "ROLLBACK")
        self.cancelled = False
        self.operations.append(Operation(operation, token))


@dataclass(frozen=True)
class Drift:
    """What a search for drift found: resources by logical id, as the API has them."""

    id: str
    status: str
    resources: Mapping[str, dict[str, Any]]
    at: datetime = field(default_factory=now)


@dataclass
class ChangeSet:
    """One change set: the target, and the changes that it would make."""

    change_set_id: str
    name: str
    stack: Stack
    kind: str
    target: Target
    status: str = "CREATE_COMPLETE"
    execution_status: str = "AVAILABLE"
    reason: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)
    description: str = ""
    parent_id: str = ""
    root_id: str = ""
    nested: bool = False
    on_failure: str = ""
    unfit: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    client_token: str = ""
    token: str = ""
    options: Options = Options()
    operation: Operation = field(default_factory=lambda: Operation("CREATE_CHANGESET"))
    created: datetime = field(default_factory=now)
