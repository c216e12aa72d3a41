"""Templates as canonical JSON text: same input, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from troposphere import Template

SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Resources",
    "Outputs",
)
"""The order of the sections, as people read templates."""

FIRST_KEYS = (
    "Type",
    "Condition",
    "DependsOn",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Metadata",
)
"""What stands before a resource's properties."""


def render(template: Template) -> str:
    """Return the template as JSON text that ends in a newline.

    Sections stand in the order of SECTIONS, parameters by name, resources and outputs
    in the order in which their layer added them.
    """
    body = template.to_dict()
    body["Resources"] = {
        name: _first(resource, FIRST_KEYS)
        for name, resource in body["Resources"].items()
    }
    if "Parameters" in body:
        body["Parameters"] = dict(sorted(body["Parameters"].items()))
    text = json.dumps(_first(body, SECTIONS), indent=2, ensure_ascii=False)
    return text + "\n"


def _first(body: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the mapping with `keys` in front, the rest as it stood."""
    front = {key: body[key] for key in keys if key in body}
    return front | {key: value for key, value in body.items() if key not in front}
