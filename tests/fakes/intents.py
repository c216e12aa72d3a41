"""What a stack is asked to be: template and parameters, with AWS's refusals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.ground import Ground
from tests.fakes.language import Scope, as_text
from tests.fakes.objects import Objects
from tests.fakes.refusal import Refused, invalid
from tests.fakes.stacks import STACK, Stack

IAM = frozenset(
    f"AWS::IAM::{name}"
    for name in ("Role", "Policy", "User", "Group", "InstanceProfile", "AccessKey")
) | {"AWS::IAM::ManagedPolicy", "AWS::IAM::UserToGroupAddition"}
NAMES = ("RoleName", "UserName", "GroupName", "ManagedPolicyName")


@dataclass(frozen=True)
class Intent:
    """What one stack is to become; its children are read when their turn comes."""

    template: Mapping[str, Any]
    body: str
    parameters: Mapping[str, str]
    tags: Mapping[str, str] = field(default_factory=dict)


class Intents:
    """Reads templates where CloudFormation would, and checks what is given to them."""

    def __init__(self, ground: Ground, objects: Objects) -> None:
        self.ground = ground
        self.objects = objects

    def of_request(self, asked: Mapping[str, Any], stack: Stack | None) -> Intent:
        """Return what CreateChangeSet asks for."""
        if asked.get("UsePreviousTemplate") and stack:
            body = stack.body
        else:
            body = asked.get("TemplateBody") or self._fetched(asked["TemplateURL"])
        template = parsed(body)
        before = stack.parameters if stack else {}
        parameters = given(template, asked.get("Parameters", []), before)
        tags = {tag["Key"]: tag["Value"] for tag in asked.get("Tags", [])}
        if "Tags" not in asked and stack:
            tags = dict(stack.tags)
        lacks = lacking(template, asked)
        if lacks:
            raise Refused("InsufficientCapabilitiesException", lacks)
        return Intent(template, body, parameters, tags)

    def summarised(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the template that a request has in it or points at."""
        return parsed(asked.get("TemplateBody") or self._fetched(asked["TemplateURL"]))

    def of_child(
        self, definition: Mapping[str, Any], scope: Scope, tags: Mapping[str, str]
    ) -> Intent:
        """Return what a parent asks of a nested stack; raise Refused if it cannot."""
        properties = scope.value(definition.get("Properties", {}))
        body = self._fetched(as_text(properties["TemplateURL"]))
        template = parsed(body)
        asked = [
            {"ParameterKey": name, "ParameterValue": as_text(value)}
            for name, value in properties.get("Parameters", {}).items()
        ]
        own = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}
        return Intent(template, body, given(template, asked, {}), {**tags, **own})

    def scope(self, intent: Intent, stack: Stack | None, name: str = "") -> Scope:
        """Return the scope of a template, its resources unknown as yet."""
        ground = self.ground
        pseudo = {
            "AWS::AccountId": ground.account,
            "AWS::Region": ground.region,
            "AWS::Partition": ground.partition,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": stack.name if stack else name,
            "AWS::StackId": stack.id if stack else "",
            "AWS::NotificationARNs": [],
        }
        return Scope(intent.template, intent.parameters, pseudo)

    def _fetched(self, url: str) -> str:
        found = self.objects.read(url)
        if found is None:
            raise invalid(
                "S3 error: Access Denied\nFor more information check "
                "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
            )
        return found


def capability(template: Mapping[str, Any]) -> str:
    """Return the capability that a template's own resources need."""
    found = [r for r in template.get("Resources", {}).values() if r["Type"] in IAM]
    named = any(name in r.get("Properties", {}) for r in found for name in NAMES)
    return "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM" if found else ""


def lacking(template: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """Return how a capability that was not granted is asked for, "" if none is."""
    needed, granted = capability(template), set(asked.get("Capabilities", []))
    fine = not needed or {needed, "CAPABILITY_NAMED_IAM"} & granted
    return "" if fine else f"Requires capabilities : [{needed}]"


def parsed(body: str) -> Mapping[str, Any]:
    """Return a template's text read as JSON."""
    try:
        template = json.loads(body)
    except ValueError as error:
        raise invalid("Template format error: JSON not well-formed.") from error
    if not isinstance(template, dict) or not template.get("Resources"):
        raise invalid(
            "Template format error: At least one Resources member must be defined."
        )
    return template


def given(
    template: Mapping[str, Any],
    asked: Sequence[Mapping[str, Any]],
    before: Mapping[str, str],
) -> dict[str, str]:
    """Return every parameter's value; refuse as CloudFormation does."""
    declared = template.get("Parameters", {})
    values = {
        name: str(entry["Default"])
        for name, entry in declared.items()
        if "Default" in entry
    }
    for entry in asked:
        name = entry["ParameterKey"]
        if entry.get("UsePreviousValue"):
            values |= {name: before[name]} if name in before else {}
        else:
            values[name] = entry.get("ParameterValue", "")
    _refuse_parameters(declared, values)
    return values


def _refuse_parameters(declared: Mapping[str, Any], values: Mapping[str, str]) -> None:
    unknown = sorted(set(values) - set(declared))
    if unknown:
        raise invalid(
            f"Parameters: [{', '.join(unknown)}] do not exist in the template"
        )
    missing = [name for name in declared if name not in values]
    if missing:
        raise invalid(f"Parameters: [{', '.join(missing)}] must have values")
    for name, entry in declared.items():
        allowed = [as_text(value) for value in entry.get("AllowedValues", [])]
        if allowed and values[name] not in allowed and "{{" not in values[name]:
            raise invalid(f"Parameter '{name}' must be one of AllowedValues")


def nested(template: Mapping[str, Any]) -> list[str]:
    """Return the logical ids of a template's nested stacks."""
    resources = template.get("Resources", {})
    return [name for name, r in resources.items() if r["Type"] == STACK]
