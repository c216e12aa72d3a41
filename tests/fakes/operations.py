"""DescribeEvents, and what is seen there or with the hooks and nowhere else."""

from __future__ import annotations

from typing import Any

from tests.fakes.changesets import ChangeSet, ChangeSets
from tests.fakes.paging import page
from tests.fakes.refusal import Refused, invalid

UNSAID = "One of ChangeSetName, OperationId or StackName must be specified"


class Operations:
    """Answers about operations, validations and hooks."""

    def __init__(self, change_sets: ChangeSets) -> None:
        self.change_sets = change_sets
        self.stacks, self.preview = change_sets.stacks, change_sets.preview
        self.ground = change_sets.ground

    def describe_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeEvents; a change set is only known by its ARN here.

        https://github.com/aws-cloudformation/cloudformation-cli/issues/1116
        """
        events = self._events(asked)[::-1]
        if asked.get("Filters", {}).get("FailedEvents"):
            events = [event for event in events if failed(event)]
        return page(events, asked, "OperationEvents", self.ground.page_size)

    def _events(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        name = asked.get("ChangeSetName", "")
        if name.startswith("arn:"):
            return self._validations(self.change_sets.find(name))
        operation = asked.get("OperationId")
        if not operation and "StackName" not in asked:
            raise invalid(UNSAID)
        every = list(self.stacks.all.values())
        stacks = (
            [self.stacks.get(asked["StackName"])] if "StackName" in asked else every
        )
        return [
            operated(event, kinds)
            for stack in stacks
            for kinds in [
                {o["OperationId"]: o["OperationType"] for o in stack.operations}
            ]
            for event in stack.events
            if operation in (None, event.get("OperationId"))
        ]

    def _validations(self, each: ChangeSet) -> list[dict[str, Any]]:
        """Return what the early validations found in one stack."""
        above = self.stacks.path(each.stack)
        return [
            {
                "EventId": self.ground.uuid(),
                "StackId": each.stack.id,
                "OperationId": each.operation,
                "OperationType": "CREATE_CHANGESET",
                "OperationStatus": "FAILED" if each.status == "FAILED" else "SUCCEEDED",
                "EventType": "VALIDATION_ERROR",
                "LogicalResourceId": entry["path"].rpartition("/")[2],
                "Timestamp": self.ground.clock.now(),
                "ValidationFailureMode": entry["mode"],
                "ValidationName": entry["validation"],
                "ValidationStatus": "FAILED",
                "ValidationStatusReason": entry["reason"],
                "ValidationPath": entry["at"],
            }
            for entry in self.preview.validations
            if entry["path"].rpartition("/")[0] == above
        ]

    def list_hook_results(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListHookResults; the failures of a change set are only here.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListHookResults.html
        """
        target = asked.get("TargetId", "")
        each = self.change_sets.all.get(target)
        found = self._hooks(each) if each else []
        shown = [{**result, "TargetId": target} for result in found]
        answer = page(shown, asked, "HookResults", self.ground.page_size)
        return {"TargetType": asked.get("TargetType"), "TargetId": target} | answer

    def _hooks(self, each: ChangeSet) -> list[dict[str, Any]]:
        above = self.stacks.path(each.stack)
        return [
            {
                "HookResultId": entry["id"],
                "InvocationPoint": "PRE_PROVISION",
                "FailureMode": entry["mode"],
                "TypeName": entry["name"],
                "Status": "HOOK_COMPLETE_FAILED",
                "HookStatusReason": entry["reason"],
                "InvokedAt": each.created,
                "TargetType": "CHANGE_SET",
            }
            for entry in self.preview.hooks
            if entry["path"].rpartition("/")[0] == above
        ]

    def get_hook_result(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer GetHookResult: the annotations of one hook."""
        for entry in self.preview.hooks:
            if entry["id"] == asked["HookResultId"]:
                return {
                    "HookResultId": entry["id"],
                    "FailureMode": entry["mode"],
                    "TypeName": entry["name"],
                    "Status": "HOOK_COMPLETE_FAILED",
                    "HookStatusReason": entry["reason"],
                    "Annotations": entry["annotations"],
                }
        text = f"Hook result {asked['HookResultId']} not found"
        raise Refused("HookResultNotFound", text, 404)


def failed(event: dict[str, Any]) -> bool:
    """Say whether an event is of a failure."""
    return str(event["EventType"]).endswith("_ERROR")


def operated(event: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    """Return a stack event as DescribeEvents tells it."""
    status = event["ResourceStatus"]
    wrong = status.endswith("_FAILED")
    ended = "FAILED" if wrong else "SUCCEEDED"
    answer = {k: v for k, v in event.items() if k != "StackName"}
    return answer | {
        "OperationType": kinds.get(event.get("OperationId", ""), "CREATE_CHANGESET"),
        "OperationStatus": "IN_PROGRESS" if status.endswith("PROGRESS") else ended,
        "EventType": "PROVISIONING_ERROR" if wrong else "STACK_EVENT",
    }
