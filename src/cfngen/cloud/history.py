"""What has happened to a stack, and what went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from cfngen.cloud import answers
from cfngen.cloud.refusals import ask
from cfngen.cloud.values import Event, Failure

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class History:
    """The events of stacks, which CloudFormation lists newest first."""

    client: CloudFormationClient

    def last(self, stack: str) -> datetime | None:
        """Return when the last thing happened to a stack, by the cloud's clock."""
        page = ask(self.client.describe_stack_events, StackName=stack)
        return max(
            (raw["Timestamp"] for raw in page.get("StackEvents", ())), default=None
        )

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Return the events later than `after` that are not known, oldest first."""

        def fresh() -> list[Event]:
            found: list[Event] = []
            for event in self._newest_first(stack):
                if event.id in known or (after and event.at <= after):
                    break
                found.append(event)
            return found

        return tuple(reversed(ask(fresh)))

    def recent(self, stack: str, most: int) -> tuple[Event, ...]:
        """Return the last events of a stack, at most so many, oldest first."""

        def some() -> list[Event]:
            return list(islice(self._newest_first(stack), most))

        return tuple(reversed(ask(some)))

    def of_operation(self, stack: str, operation: str) -> tuple[Event, ...]:
        """Return the events of one operation, oldest first."""

        def its() -> list[Event]:
            found: list[Event] = []
            for event in self._newest_first(stack):
                if event.operation == operation:
                    found.append(event)
                elif found:
                    break
            return found

        return tuple(reversed(ask(its)))

    def failures(
        self, change_set: str = "", operation: str = ""
    ) -> tuple[Failure, ...]:
        """Return what went wrong in a change set (by ARN) or in an operation.

        Needs a permission of its own; raises Denied without it.
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
        """
        asked: Any = (
            {"ChangeSetName": change_set}
            if change_set
            else {"OperationId": operation, "Filters": {"FailedEvents": True}}
        )
        pages = self.client.get_paginator("describe_events")
        found = ask(lambda: list(pages.paginate(**asked)))
        return tuple(
            answers.failure(raw)
            for page in found
            for raw in page.get("OperationEvents", ())
            if _went_wrong(raw)
        )

    def _newest_first(self, stack: str) -> Iterator[Event]:
        """Yield a stack's events, a page at a time."""
        pages = self.client.get_paginator("describe_stack_events")
        for page in pages.paginate(StackName=stack):
            for raw in page.get("StackEvents", ()):
                yield answers.event(raw)


def _went_wrong(raw: Any) -> bool:
    """Say whether an operation's event is a failure, or a warning of a validation."""
    return bool(
        str(raw.get("EventType", "")).endswith("_ERROR")
        or str(raw.get("ResourceStatus", "")).endswith("_FAILED")
        or raw.get("ValidationStatus") == "FAILED"
    )
