"""What a resource type can do: the one interface behind which all of them stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from cfngen.local.engine.records import Resource, Stack


@dataclass(frozen=True)
class Job:
    """One resource to make or change: where it stands and its final properties.

    A handler that takes its time calls `begun` with the physical id as soon as it has
    one, so that a watcher can follow, and `told` with what the watcher has to know.
    """

    stack: Stack
    logical_id: str
    type: str
    properties: Mapping[str, Any]
    begun: Callable[[str], None] = lambda physical_id: None
    told: Callable[[str], None] = lambda reason: None

    @property
    def account(self) -> str:
        """Return the account id."""
        return self.stack.account

    @property
    def region(self) -> str:
        """Return the region."""
        return self.stack.region


@dataclass(frozen=True)
class Made:
    """What came of a job: the physical id, moto's object or the attributes, a note."""

    physical_id: str
    handle: Any = None
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""


class Handler(Protocol):
    """Makes, changes, reads and deletes the resources of one type.

    Each raises ResourceFailed where the service would refuse.
    """

    def create(self, job: Job) -> Made:
        """Make the resource."""

    def update(self, job: Job, old: Resource) -> Made:
        """Change the resource in place."""

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the resource; one that is gone already is no failure."""

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return what Fn::GetAtt gives."""


@dataclass(frozen=True)
class Skips:
    """What a rollback that goes on leaves as it is.

    A resource of a nested stack is named `<name of that stack>.<logical id>`; with
    `force` whatever does not come back is left.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """

    names: frozenset[str] = frozenset()
    force: bool = False

    def names_one(self, stack: Stack, logical_id: str) -> bool:
        """Say whether a resource is named."""
        name = f"{stack.name}.{logical_id}" if stack.parent_id else logical_id
        return name in self.names


@runtime_checkable
class Staged(Protocol):
    """A handler whose update is finished or undone once its stack's fate is clear."""

    def finish(self, job: Job, resource: Resource) -> None:
        """Delete what the update left behind."""

    def rest(self, job: Job, resource: Resource) -> None:
        """Stay as it is until somebody decides: the stack around it has failed."""

    def undo(self, job: Job, resource: Resource, skips: Skips | None) -> None:
        """Go back to before the update; without `skips` for the first time."""


Handlers = Callable[[str], Handler]
"""Gives the handler of a resource type."""
