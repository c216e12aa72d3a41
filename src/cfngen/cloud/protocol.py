"""What a deployment may ask of the cloud; `AwsCloud` and the tests' fake are two."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from cfngen.cloud.values import ChangeSet, ChangeSetOrder, Event, Identity, Stack


class Cloud(Protocol):
    """One region of one account, or the emulator.

    Every method raises CloudUnreachable when the cloud cannot be asked,
    PreviewRejected when it refuses a change set, OperationFailed when it refuses
    anything else. Stacks and change sets are named by ARN where there is one.
    """

    @property
    def region(self) -> str:
        """Return the region, as `us-east-1`."""

    @property
    def endpoint(self) -> str:
        """Return the emulator's address, empty for AWS."""

    def identity(self) -> Identity:
        """Return who is asking."""

    def ensure_bucket(self, bucket: str) -> None:
        """Make the bucket on an emulator; on AWS raise NeedsHuman unless it exists."""

    def bucket_url(self, bucket: str) -> str:
        """Return the path-style address of a bucket, without a slash at the end."""

    def has_object(self, bucket: str, key: str) -> bool:
        """Say whether the bucket holds the key."""

    def put_object(self, bucket: str, key: str, text: str) -> None:
        """Write an object."""

    def stack(self, name: str) -> Stack | None:
        """Return a stack, None where there is none."""

    def template(self, stack: str) -> Mapping[str, Any]:
        """Return the template that the stack was last given, parsed."""

    def create_change_set(self, order: ChangeSetOrder) -> ChangeSet | None:
        """Ask for a change set; None when CloudFormation sees nothing to change."""

    def change_set(self, change_set: str, stack: str = "") -> ChangeSet | None:
        """Return a change set with all of its changes, None where there is none.

        A name needs its stack; an ARN does not.
        """

    def change_sets(self, stack: str) -> tuple[str, ...]:
        """Return the names of a stack's change sets."""

    def delete_change_set(self, change_set: str, stack: str) -> None:
        """Delete a change set; one that is not there counts as deleted."""

    def execute_change_set(self, change_set: str, token: str) -> None:
        """Start what the change set describes; `token` makes a retry harmless."""

    def delete_stack(self, stack: str) -> None:
        """Start to delete a stack."""

    def last_event(self, stack: str) -> datetime | None:
        """Return when the last thing happened to a stack, by the cloud's clock."""

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Return the events later than `after` that are not known, oldest first."""
