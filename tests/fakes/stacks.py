"""Stacks, their resources and their history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.ground import Ground
from tests.fakes.refusal import Refused, no_stack

STACK = "AWS::CloudFormation::Stack"


@dataclass
class Resource:
    """A resource as its last success left it: as written, and what that came to."""

    logical: str
    type: str
    physical: str = ""
    status: str = ""
    reason: str = ""
    definition: Mapping[str, Any] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    updated: datetime | None = None

    @property
    def there(self) -> bool:
        """Say whether it exists."""
        return bool(self.physical) and self.status != "DELETE_COMPLETE"


@dataclass(frozen=True)
class Leftover:
    """A physical resource that the cleanup phase is to delete."""

    logical: str
    type: str
    physical: str
    policy: str = "Delete"


@dataclass(frozen=True)
class Known:
    """What a stack may be rolled back to."""

    template: Mapping[str, Any]
    body: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str]
    outputs: Mapping[str, str]
    resources: Mapping[str, Resource]


@dataclass
class Stack:
    """A stack; `before` is its last stable state while an operation is under way.

    `going` is when it began to be deleted, which a failed create's rollback does too;
    `deleted` is when it was gone.
    """

    id: str
    name: str
    created: datetime
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    template: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)
    before: Known | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    operations: list[dict[str, str]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    drift: dict[str, Any] = field(default_factory=dict)
    policy: str = ""
    protected: bool = False
    parent: str = ""
    root: str = ""
    logical: str = ""
    change_set: str = ""
    updated: datetime | None = None
    going: datetime | None = None
    deleted: datetime | None = None

    @property
    def busy(self) -> bool:
        """Say whether an operation is under way; a review is none."""
        ends = self.status.endswith("_IN_PROGRESS")
        return ends and self.status != "REVIEW_IN_PROGRESS"

    def known(self) -> Known:
        """Return what it is now, to come back to."""
        kept = deepcopy(self.resources)
        return Known(
            *(self.template, self.body, self.parameters, self.tags, self.outputs, kept)
        )


class Stacks:
    """All stacks there are and were, by name while they are there, by ARN for ever."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.all: dict[str, Stack] = {}

    def find(self, name: str) -> Stack | None:
        """Return a stack by its ARN, or by its name unless it is deleted."""
        if name in self.all:
            return self.all[name]
        alive = (s for s in self.all.values() if s.status != "DELETE_COMPLETE")
        return next((stack for stack in alive if stack.name == name), None)

    def get(self, name: str) -> Stack:
        """Return a stack; refuse as most operations do."""
        found = self.find(name)
        if found is None:
            raise no_stack(name)
        return found

    def alive(self, name: str, refusal: Refused | None = None) -> Stack:
        """Return a stack that is not deleted."""
        found = self.find(name)
        if found is None or found.status == "DELETE_COMPLETE":
            raise refusal or no_stack(name)
        return found

    def add(self, name: str, above: Stack | None = None, logical: str = "") -> Stack:
        """Make a stack, nested where there is one above it."""
        clock = self.ground.clock
        stack = Stack(self.ground.arn("stack", name), name, clock.now())
        if above:
            stack.parent, stack.root = above.id, above.root or above.id
            stack.logical = logical
        self.all[stack.id] = stack
        return stack

    def child_name(self, above: Stack, logical: str) -> str:
        """Return the name that CloudFormation makes up for a nested stack."""
        return f"{above.name}-{logical}-{self.ground.suffix()}"

    def children(self, stack: Stack) -> Iterator[Stack]:
        """Yield the nested stacks that exist, one level down."""
        for resource in stack.resources.values():
            if resource.type == STACK and resource.there:
                yield self.all[resource.physical]

    def under_review(self, above: Stack, logical: str) -> Stack | None:
        """Return the stack that a nested stack which is not there yet begins as."""
        for stack in self.all.values():
            place = (stack.parent, stack.logical, stack.status)
            if place == (above.id, logical, "REVIEW_IN_PROGRESS"):
                return stack
        return None

    def path(self, stack: Stack, logical: str = "") -> str:
        """Return a stack or a resource as the tests name it: `Network/Vpc`."""
        names = [logical] if logical else []
        while stack.parent:
            names.insert(0, stack.logical)
            stack = self.all[stack.parent]
        return "/".join(names)

    def at(self, root: str, path: str) -> tuple[Stack, str]:
        """Return the stack that holds what a path names, and its logical id."""
        *above, last = path.split("/")
        stack = self.alive(root)
        for logical in above:
            stack = self.all[stack.resources[logical].physical]
        return stack, last
