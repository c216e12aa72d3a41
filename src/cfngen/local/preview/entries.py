"""The entries of a change set: what ResourceChange says of one resource.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
"""

from __future__ import annotations

import json
from typing import Any

from cfngen.local.engine.records import Resource, Stack, Target
from cfngen.local.language.compare import Difference
from cfngen.local.language.evaluation import UNKNOWN
from cfngen.local.language.parameters import MASK

Entry = dict[str, Any]


def addition(name: str, kind: str, new: dict[str, Any], target: Target) -> Entry:
    """Return the entry of a resource that is to be made."""
    return {
        "Action": "Add",
        "LogicalResourceId": name,
        "ResourceType": kind,
        "Scope": [],
        "Details": [],
        "AfterContext": _context(new, target),
    }


def removal(old: Resource) -> Entry:
    """Return the entry of a resource that the new template lacks."""
    policy = old.policies.get("DeletionPolicy", "Delete")
    return {
        "Action": "Remove",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "PolicyAction": "Retain" if policy.startswith("Retain") else policy,
        "Scope": [],
        "Details": [],
    }


def modification(
    stack: Stack,
    target: Target,
    old: Resource,
    new: dict[str, Any],
    change: Difference,
) -> Entry:
    """Return the entry of a resource that is to be changed or replaced."""
    former = stack.target or target
    policy = old.policies.get("UpdateReplacePolicy", "Delete")
    found = {
        "Action": "Modify",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "Replacement": change.replacement,
        "Scope": ["Properties"] if change.properties else ["Tags"],
        "Details": [
            _detail(stack, target, old, new, prop, word)
            for prop, word in change.properties.items()
        ],
        "BeforeContext": _context(old.properties, former),
        "AfterContext": _context(new, target),
    }
    if change.replacement == "True":
        found["PolicyAction"] = f"ReplaceAnd{policy}"
    return found


def _detail(
    stack: Stack,
    target: Target,
    old: Resource,
    new: dict[str, Any],
    prop: str,
    word: str,
) -> Entry:
    """Return one line of what changes and what made it change."""
    name = old.logical_id
    former = stack.target.template.resources if stack.target else {}
    before = former.get(name, {}).get("Properties", {}).get(prop)
    after = target.template.resources[name].get("Properties", {}).get(prop)
    source = "DirectModification" if before != after else "ParameterReference"
    return {
        "Target": {
            "Attribute": "Properties",
            "Name": prop,
            "Path": f"/Properties/{prop}",
            "RequiresRecreation": word,
        },
        "Evaluation": "Dynamic" if UNKNOWN in json.dumps(new.get(prop)) else "Static",
        "ChangeSource": source,
    }


def _context(properties: dict[str, Any], target: Target) -> str:
    """Return properties as JSON, without what NoEcho parameters carried in."""
    text = json.dumps({"Properties": properties}, default=str)
    declared = target.template.section("Parameters")
    for name, value in target.values.items():
        if str(declared[name].get("NoEcho", "")).lower() == "true" and value:
            text = text.replace(json.dumps(value)[1:-1], MASK)
    return text
