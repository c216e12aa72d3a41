"""Change sets: asked for, read page by page, executed, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfngen.cloud import changeanswers
from cfngen.cloud.changes import (
    ChangeSet,
    ChangeSetOrder,
    Hook,
    says_nothing_to_change,
)
from cfngen.cloud.failures import Absent
from cfngen.cloud.refusals import ask
from cfngen.errors import CfngenError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class ChangeSets:
    """The change sets of one region of one account."""

    client: CloudFormationClient

    def create(self, order: ChangeSetOrder) -> ChangeSet | None:
        """Ask for a change set; None when CloudFormation sees nothing to change."""
        create: Any = self.client.create_change_set
        try:
            answer = ask(create, **changeanswers.request(order))
        except CfngenError as error:
            if says_nothing_to_change(error.message):
                return None
            raise
        return ChangeSet(
            answer["Id"], order.name, answer["StackId"], "CREATE_IN_PROGRESS"
        )

    def find(
        self, change_set: str, stack: str = "", values: bool = False
    ) -> ChangeSet | None:
        """Return a change set with all of its changes, None where there is none.

        A name needs its stack; an ARN does not. With `values`, changes say what each
        property was and will be, as far as CloudFormation tells.
        """
        names: Any = {"ChangeSetName": change_set}
        if stack:
            names["StackName"] = stack
        if values:
            names["IncludePropertyValues"] = True
        pages = self._pages(names)
        return changeanswers.change_set(pages) if pages else None

    def _pages(self, names: Any) -> list[Any]:
        """Return the pages that describe a change set; none where there is none."""
        pages: list[Any] = []
        more: Any = {}
        while not pages or more:
            try:
                pages.append(ask(self.client.describe_change_set, **names, **more))
            except Absent:
                return []
            token = pages[-1].get("NextToken")
            more = {"NextToken": token} if token else {}
        return pages

    def names(self, stack: str) -> tuple[str, ...]:
        """Return the names of a stack's change sets."""
        pages = self.client.get_paginator("list_change_sets")
        answered = ask(lambda: list(pages.paginate(StackName=stack)))
        return tuple(
            summary["ChangeSetName"]
            for page in answered
            for summary in page.get("Summaries", ())
            if stack in (summary.get("StackId"), summary.get("StackName"))
        )

    def delete(self, change_set: str, stack: str) -> None:
        """Delete a change set; one that is not there counts as deleted."""
        delete = self.client.delete_change_set
        try:
            ask(delete, ChangeSetName=change_set, StackName=stack)
        except Absent:
            return

    def execute(self, change_set: str, stack: str, token: str) -> None:
        """Start what the change set describes; `token` makes a retry harmless.

        The stack is named as well, so that IAM can judge by it.

        A failed create also deletes what the templates would retain, so that it can be
        tried again under the same physical names:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
        """
        ask(
            self.client.execute_change_set,
            ChangeSetName=change_set,
            StackName=stack,
            ClientRequestToken=token,
            DisableRollback=False,
            RetainExceptOnCreate=True,
        )

    def hooks(self, change_set: str) -> tuple[Hook, ...]:
        """Return what hooks said of a change set (by ARN), which no event tells.

        Needs permissions of its own; raises Denied without them.
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListHookResults.html
        """
        results: list[Any] = []
        token = ""
        while not results or token:
            more: Any = {"NextToken": token} if token else {}
            page: Any = ask(
                self.client.list_hook_results,
                TargetType="CHANGE_SET",
                TargetId=change_set,
                **more,
            )
            results += page.get("HookResults", ())
            token = page.get("NextToken", "")
            if not token:
                break
        return tuple(self._hook(raw) for raw in results)

    def _hook(self, raw: Any) -> Hook:
        """Return a hook's result with its notes, where it has failed."""
        notes: Any = ()
        if "FAILED" in str(raw.get("Status")):
            get = self.client.get_hook_result
            told: Any = ask(get, HookResultId=raw["HookResultId"])
            notes = told.get("Annotations", ())
        return changeanswers.hook(raw, notes)
