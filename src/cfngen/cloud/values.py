"""Stacks and what is in them, as plain frozen values: nothing of boto3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

MASK = "****"
"""What CloudFormation shows in place of a NoEcho value."""


@dataclass(frozen=True)
class Identity:
    """Who is asking: the account (twelve digits) and the caller's ARN."""

    account: str
    arn: str


@dataclass(frozen=True)
class Output:
    """One output of a stack; `export` is the name under which others import it."""

    name: str
    value: str
    description: str = ""
    export: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation on a stack: UPDATE_STACK and the like, with its id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Stack:
    """A stack as it is now; NoEcho parameters read `****`.

    `operations` are the last ones, newest first; `drift` is IN_SYNC, DRIFTED,
    NOT_CHECKED or UNKNOWN, as it was found at `drift_at`.
    """

    id: str
    name: str
    status: str
    reason: str = ""
    parent: str = ""
    root: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    role: str = ""
    protected: bool = False
    notify: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    monitor_minutes: int = 0
    created: datetime | None = None
    updated: datetime | None = None
    detailed: str = ""
    operations: tuple[Operation, ...] = ()
    drift: str = ""
    drift_at: datetime | None = None

    @property
    def operation(self) -> str:
        """Return the id of the last operation, empty where CloudFormation has none."""
        return self.operations[0].id if self.operations else ""


@dataclass(frozen=True)
class Resource:
    """One resource of a stack; of a nested stack, the physical id is its ARN."""

    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str = ""


@dataclass(frozen=True)
class Event:
    """One line of a stack's history; `operation` is the id of what it belongs to."""

    id: str
    stack_id: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    at: datetime
    operation: str = ""
    detailed: str = ""
    token: str = ""

    @property
    def of_the_stack(self) -> bool:
        """Say whether the event is about the stack itself, not one of its resources."""
        return self.physical_id == self.stack_id


@dataclass(frozen=True)
class Export:
    """A value that a stack exports under a name."""

    name: str
    value: str
    stack: str


@dataclass(frozen=True)
class Failure:
    """What went wrong in an operation or a change set, as DescribeEvents tells it.

    `kind` is VALIDATION_ERROR, PROVISIONING_ERROR, HOOK_INVOCATION_ERROR and the like;
    `name` that of the validation or of the hook, `mode` FAIL or WARN, `path` where in
    the template or the resource's properties.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_OperationEvent.html
    """

    kind: str
    reason: str
    logical_id: str = ""
    type: str = ""
    name: str = ""
    mode: str = ""
    path: str = ""
    stack_id: str = ""

    @property
    def warning(self) -> bool:
        """Say whether it stops nothing."""
        return self.mode == "WARN"


@dataclass(frozen=True)
class Difference:
    """One property that is not what the template says: NOT_EQUAL, ADD or REMOVE."""

    path: str
    expected: str
    actual: str
    kind: str


@dataclass(frozen=True)
class Drifted:
    """A resource's drift: IN_SYNC, MODIFIED, DELETED, NOT_CHECKED, UNKNOWN and such."""

    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Detection:
    """How far a drift detection is: DETECTION_IN_PROGRESS, _COMPLETE or _FAILED."""

    status: str
    drift: str = ""
    reason: str = ""

    @property
    def pending(self) -> bool:
        """Say whether it goes on."""
        return self.status == "DETECTION_IN_PROGRESS"


@dataclass(frozen=True)
class StoppedTask:
    """A task of ECS that has stopped; `containers` maps names to why they ended.

    `definition` is the ARN of its task definition, `logs` the last lines that it wrote.
    """

    arn: str
    definition: str
    reason: str
    containers: Mapping[str, str]
    at: datetime | None = None
    logs: tuple[str, ...] = ()
