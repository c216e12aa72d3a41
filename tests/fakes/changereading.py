"""Reading change sets: described page by page, listed."""

from __future__ import annotations

from typing import Any

from tests.fakes.changesets import ChangeSet, ChangeSets
from tests.fakes.describing import hidden
from tests.fakes.paging import page
from tests.fakes.refusal import no_stack_id

GIVEN = (
    *("Description", "NotificationARNs", "RollbackConfiguration", "Capabilities"),
    *("OnStackFailure", "DeploymentConfig", "DeploymentMode"),
)


class ChangeReading:
    """Answers about change sets."""

    def __init__(self, change_sets: ChangeSets) -> None:
        self.change_sets = change_sets
        self.preview = change_sets.preview
        self.size = change_sets.ground.page_size

    def describe_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeChangeSet."""
        found = self.change_sets.find(
            asked["ChangeSetName"], asked.get("StackName", "")
        )
        values = bool(asked.get("IncludePropertyValues"))
        changes, reason = self.preview.described(found, values)
        shown = [{"Type": "Resource", "ResourceChange": change} for change in changes]
        answer = self._head(found) | page(shown, asked, "Changes", self.size)
        given = {name: found.asked[name] for name in GIVEN if name in found.asked}
        answer |= given | {"Parameters": self._parameters(found)}
        if found.intent:
            tags = found.intent.tags.items()
            answer["Tags"] = [{"Key": key, "Value": value} for key, value in tags]
        return answer | ({"StatusReason": reason} if reason else {})

    def list_change_sets(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListChangeSets."""
        stack = self.change_sets.stacks.get(asked["StackName"])
        shown = [
            self._head(found) | ({"StatusReason": found.reason} if found.reason else {})
            for found in self.change_sets.of(stack)
        ]
        return page(shown, asked, "Summaries", self.size)

    @staticmethod
    def _head(found: ChangeSet) -> dict[str, Any]:
        """Return what is said of a change set in either answer."""
        answer: dict[str, Any] = {
            "ChangeSetId": found.id,
            "ChangeSetName": found.name,
            "StackId": found.stack.id,
            "StackName": found.stack.name,
            "CreationTime": found.created,
            "Status": found.status,
            "ExecutionStatus": found.execution,
            "IncludeNestedStacks": bool(found.asked.get("IncludeNestedStacks")),
        }
        if found.above:
            answer["ParentChangeSetId"] = found.above.id
            answer["RootChangeSetId"] = found.root.id
        return answer

    @staticmethod
    def _parameters(found: ChangeSet) -> list[dict[str, str]]:
        if found.intent is None:
            return []
        declared = found.intent.template.get("Parameters", {})
        return [
            {
                "ParameterKey": name,
                "ParameterValue": "****" if hidden(declared[name]) else value,
            }
            for name, value in found.intent.parameters.items()
        ]

    def get_template(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer GetTemplate: the text of a change set, or what a stack was given."""
        stages = {"StagesAvailable": ["Original", "Processed"]}
        if "ChangeSetName" in asked:
            of = self.change_sets.find(
                asked["ChangeSetName"], asked.get("StackName", "")
            )
            return {"TemplateBody": of.intent.body if of.intent else ""} | stages
        found = self.change_sets.stacks.find(asked["StackName"])
        if found is None:
            raise no_stack_id(asked["StackName"])
        return {"TemplateBody": found.body} | stages
