"""What the cloud answers with: plain frozen values, nothing of boto3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NOTHING_TO_CHANGE = ("didn't contain changes", "No updates are to be performed")
"""How CloudFormation words a change set without changes; it has no code for it."""

MASK = "****"
"""What CloudFormation shows in place of a NoEcho value."""


@dataclass(frozen=True)
class Identity:
    """Who is asking: the account (twelve digits) and the caller's ARN."""

    account: str
    arn: str


@dataclass(frozen=True)
class Output:
    """One output of a stack."""

    name: str
    value: str
    description: str = ""


@dataclass(frozen=True)
class Stack:
    """A stack as it is now; NoEcho parameters read `****`."""

    id: str
    name: str
    status: str
    reason: str = ""
    parent: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True)
class Event:
    """One line of a stack's history."""

    id: str
    stack_id: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    at: datetime

    @property
    def of_the_stack(self) -> bool:
        """Say whether the event is about the stack itself, not one of its resources."""
        return self.physical_id == self.stack_id


@dataclass(frozen=True)
class Change:
    """One resource that a change set would touch.

    `action` is Add, Modify, Remove, Import or Dynamic; `replacement` is True, False,
    Conditional or empty; `change_set` is the nested change set of a nested stack.
    """

    action: str
    logical_id: str
    type: str
    replacement: str = ""
    change_set: str = ""


@dataclass(frozen=True)
class ChangeSetOrder:
    """What a change set is asked to be; `kind` is CREATE or UPDATE."""

    stack: str
    name: str
    kind: str
    template_url: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str]
    capabilities: tuple[str, ...]
    token: str


@dataclass(frozen=True)
class ChangeSet:
    """A change set as it is now."""

    id: str
    name: str
    stack_id: str
    status: str
    reason: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def pending(self) -> bool:
        """Say whether CloudFormation is still working it out."""
        return self.status in ("CREATE_PENDING", "CREATE_IN_PROGRESS")

    @property
    def ready(self) -> bool:
        """Say whether it can be executed."""
        return self.status == "CREATE_COMPLETE"

    @property
    def empty(self) -> bool:
        """Say whether it failed only because there is nothing to change."""
        return self.status == "FAILED" and says_nothing_to_change(self.reason)


def says_nothing_to_change(reason: str) -> bool:
    """Say whether CloudFormation means that nothing would change."""
    return any(words in reason for words in NOTHING_TO_CHANGE)
