"""Reading stacks: what they are, hold and went through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.ground import Ground
from tests.fakes.intents import Intent, Intents, capability
from tests.fakes.paging import page
from tests.fakes.refusal import invalid, no_stack_id
from tests.fakes.stacks import Resource, Stack, Stacks

OPTIONAL = {
    "StackStatusReason": "reason",
    "ParentId": "parent",
    "RootId": "root",
    "LastUpdatedTime": "updated",
    "DeletionTime": "going",
    "ChangeSetId": "change_set",
}
FORGOTTEN = ("EnableTerminationProtection", "ChangeSetId", "Outputs")
"""What is not said of a stack that is gone."""


class Describing:
    """Answers about stacks; `stale` are answers kept from before an execution."""

    def __init__(self, stacks: Stacks, intents: Intents) -> None:
        self.stacks, self.intents = stacks, intents
        self.stale: dict[str, tuple[dict[str, Any], int]] = {}

    @property
    def ground(self) -> Ground:
        """Return what the world stands on."""
        return self.stacks.ground

    def remember(self, stack: Stack, times: int) -> None:
        """Let DescribeStacks say `times` times what the stack is now."""
        self.stale[stack.id] = (self.stack(stack), times)

    def describe_stacks(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeStacks; a name finds no deleted stack, an ARN does."""
        name = asked.get("StackName")
        if not name:
            alive = [s for s in self.stacks.all.values() if s.deleted is None]
            shown = [self.stack(stack) for stack in alive]
            return page(shown, asked, "Stacks", self.ground.page_size)
        found = self.stacks.find(name)
        if found is None:
            raise no_stack_id(name)
        kept, times = self.stale.pop(found.id, ({}, 0))
        if times:
            self.stale[found.id] = (kept, times - 1)
            return {"Stacks": [kept]}
        return {"Stacks": [self.stack(found)]}

    def stack(self, stack: Stack) -> dict[str, Any]:
        """Return a stack as it is described; NoEcho parameters are asterisks."""
        answer: dict[str, Any] = {
            "StackId": stack.id,
            "StackName": stack.name,
            "CreationTime": stack.created,
            "StackStatus": stack.status,
            "DisableRollback": False,
            "NotificationARNs": [],
            "RollbackConfiguration": {},
            "EnableTerminationProtection": self._root(stack).protected,
            "DriftInformation": stack.drift or {"StackDriftStatus": "NOT_CHECKED"},
            "Tags": [{"Key": k, "Value": v} for k, v in stack.tags.items()],
        }
        held = {name: getattr(stack, of) for name, of in OPTIONAL.items()}
        held["Parameters"] = self._parameters(stack)
        held["Outputs"] = self._outputs(stack)
        held["LastOperations"] = stack.operations[:2]
        answer |= {name: value for name, value in held.items() if value}
        if stack.template.get("Description"):
            answer["Description"] = stack.template["Description"]
        answer |= stack.settings
        gone = FORGOTTEN if stack.deleted else ()
        return {name: value for name, value in answer.items() if name not in gone}

    def _root(self, stack: Stack) -> Stack:
        return self.stacks.all.get(stack.root, stack)

    def _parameters(self, stack: Stack) -> list[dict[str, str]]:
        declared = stack.template.get("Parameters", {})
        return [
            {
                "ParameterKey": name,
                "ParameterValue": "****" if hidden(declared.get(name, {})) else value,
            }
            for name, value in stack.parameters.items()
        ]

    def _outputs(self, stack: Stack) -> list[dict[str, str]]:
        declared = stack.template.get("Outputs", {})
        return [
            {"OutputKey": name, "OutputValue": value}
            | ({"Description": d} if (d := declared[name].get("Description")) else {})
            | ({"ExportName": e} if (e := self.export(stack, name)) else {})
            for name, value in stack.outputs.items()
        ]

    def export(self, stack: Stack, output: str) -> str:
        """Return the name that an output is exported under, if it is."""
        declared = stack.template.get("Outputs", {}).get(output, {})
        if "Export" not in declared:
            return ""
        intent = Intent(stack.template, stack.body, stack.parameters)
        scope = self.intents.scope(intent, stack)
        return str(scope.value(declared["Export"]["Name"]))

    def describe_stack_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeStackEvents, the newest first."""
        events = self.stacks.get(asked["StackName"]).events[::-1]
        return page(events, asked, "StackEvents", self.ground.page_size)

    def list_stack_resources(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListStackResources."""
        stack = self.stacks.get(asked["StackName"])
        shown = [
            self._resource(resource, "LastUpdatedTimestamp")
            for resource in stack.resources.values()
        ]
        return page(shown, asked, "StackResourceSummaries", self.ground.page_size)

    def describe_stack_resources(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeStackResources, which has no pages."""
        stack = self.stacks.get(asked["StackName"])
        wanted = asked.get("LogicalResourceId")
        named = {"StackId": stack.id, "StackName": stack.name}
        return {
            "StackResources": [
                named | self._resource(resource, "Timestamp")
                for resource in stack.resources.values()
                if wanted in (None, resource.logical)
            ]
        }

    @staticmethod
    def _resource(resource: Resource, time: str) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "LogicalResourceId": resource.logical,
            "ResourceType": resource.type,
            "ResourceStatus": resource.status,
            time: resource.updated,
            "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
        }
        answer |= {"PhysicalResourceId": resource.physical} if resource.physical else {}
        reason = {"ResourceStatusReason": resource.reason} if resource.reason else {}
        return answer | reason

    def get_template_summary(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer GetTemplateSummary: this template's, not its children's."""
        if "StackName" in asked:
            template = self.stacks.get(asked["StackName"]).template
        else:
            template = self.intents.summarised(asked)
        types = {r["Type"] for r in template.get("Resources", {}).values()}
        answer: dict[str, Any] = {
            "Parameters": [
                _declared(*p) for p in template.get("Parameters", {}).items()
            ],
            "ResourceTypes": sorted(types),
            "Version": "2010-09-09",
        }
        needed = capability(template)
        if needed:
            reason = "The following resource(s) require capabilities: [IAM]"
            answer |= {"Capabilities": [needed], "CapabilitiesReason": reason}
        return answer

    def list_exports(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListExports."""
        shown = [
            {"ExportingStackId": s.id, "Name": name, "Value": s.outputs[output]}
            for s in self.stacks.all.values()
            for output in (s.outputs if s.deleted is None else ())
            if (name := self.export(s, output))
        ]
        return page(shown, asked, "Exports", self.ground.page_size)

    def list_imports(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer ListImports; an export that nobody imports is an error."""
        name = asked["ExportName"]
        users = [
            stack.name
            for stack in self.stacks.all.values()
            if stack.deleted is None and _imports(stack.template, name)
        ]
        if not users:
            raise invalid(f"Export '{name}' is not imported by any stack.")
        return page(users, asked, "Imports", self.ground.page_size)


def hidden(declared: Mapping[str, Any]) -> bool:
    """Say whether a parameter's value is not to be shown."""
    return str(declared.get("NoEcho")).lower() == "true"


def _declared(name: str, declared: Mapping[str, Any]) -> dict[str, Any]:
    answer = {
        "ParameterKey": name,
        "ParameterType": declared["Type"],
        "NoEcho": hidden(declared),
    }
    default = declared.get("Default")
    return answer | ({} if default is None else {"DefaultValue": str(default)})


def _imports(node: Any, name: str) -> bool:
    """Say whether a template imports an export, its name written out."""
    if isinstance(node, list):
        return any(_imports(item, name) for item in node)
    if not isinstance(node, Mapping):
        return False
    if node.get("Fn::ImportValue") == name:
        return True
    return any(_imports(item, name) for item in node.values())
