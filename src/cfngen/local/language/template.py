"""Reading a template, and refusing a malformed one before anything is touched.

Plain moto reads whatever YAML or JSON parses; a missing Type is a KeyError and a
reference to nothing fails half-way. CloudFormation validates the whole template
first: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from cfngen import schemas
from cfngen.local.language.refusals import Refused
from cfngen.template.yamltext import Misread, compose

SECTIONS = frozenset(
    (
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    )
)
RESOURCE_ATTRIBUTES = frozenset(
    (
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    )
)
CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
RESOURCE_LIMIT = 500
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""


@dataclass(frozen=True)
class Template:
    """A template that can be carried out: its text and its sections."""

    text: str
    body: Mapping[str, Any]

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the resources by logical id."""
        return dict(self.body["Resources"])

    def section(self, name: str) -> dict[str, Any]:
        """Return a section, empty where the template has none."""
        return dict(self.body.get(name) or {})

    @property
    def description(self) -> str:
        """Return the description, empty where there is none."""
        return str(self.body.get("Description", ""))


def parse(text: str, region: str) -> Template:
    """Return the template that a text holds.

    Raises Refused with CloudFormation's words for what is malformed.
    """
    body = _load(text)
    if not isinstance(body, dict):
        raise Refused("Template format error: unsupported structure.")
    unknown = sorted(set(body) - SECTIONS)
    if unknown:
        raise Refused(f"Invalid template property or properties [{', '.join(unknown)}]")
    if not isinstance(body.get("Resources"), dict) or not body["Resources"]:
        raise Refused(
            "Template format error: At least one Resources member must be defined."
        )
    for logical_id, resource in body["Resources"].items():
        _check_resource(logical_id, resource)
    _check_counts(body)
    _check_types(body["Resources"], region)
    for name, output in (body.get("Outputs") or {}).items():
        if not isinstance(output, dict) or "Value" not in output:
            raise Refused(
                f"Template format error: Output {name} is malformed. The Value field "
                "of every Outputs member must be defined."
            )
    return Template(text, body)


def _load(text: str) -> Any:
    try:
        if text.lstrip().startswith("{"):
            return json.loads(text)
        return compose(text).plain()
    except json.JSONDecodeError as error:
        raise Refused(
            f"Template format error: JSON not well-formed. (line {error.lineno}, "
            f"column {error.colno})"
        ) from error
    except (yaml.YAMLError, Misread) as error:
        raise Refused("Template format error: YAML not well-formed.") from error


def _check_resource(logical_id: str, resource: Any) -> None:
    path = f"/Resources/{logical_id}"
    if not logical_id.isalnum():
        raise Refused(
            f"Template format error: Resource name {logical_id} is non alphanumeric."
        )
    if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
        raise Refused(
            f"Template format error: [{path}] Every Resources object must contain a "
            "Type member."
        )
    unknown = sorted(set(resource) - RESOURCE_ATTRIBUTES)
    if unknown:
        raise Refused(f"Invalid template resource property '{unknown[0]}'")


def _check_counts(body: Mapping[str, Any]) -> None:
    if len(body["Resources"]) > RESOURCE_LIMIT:
        raise Refused(
            f"Template format error: Number of resources, {len(body['Resources'])}, "
            f"is greater than maximum allowed, {RESOURCE_LIMIT}"
        )


def _check_types(resources: Mapping[str, Any], region: str) -> None:
    types = {resource["Type"] for resource in resources.values()}
    unknown = sorted(
        name
        for name in types
        if not name.startswith(CUSTOM) and not schemas.exists(region, name)
    )
    if unknown:
        raise Refused(
            "Template format error: Unrecognized resource types: "
            f"[{', '.join(unknown)}]"
        )
