"""The entries of a change set: what ResourceChange says of one resource.

Values are in all of them; `without_values` takes them out where nobody asked.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.local.engine.records import STACK_TYPE, Resource, Stack, Target
from cfngen.local.language.compare import Difference
from cfngen.local.language.evaluation import UNKNOWN
from cfngen.local.language.parameters import MASK
from cfngen.local.preview import causes
from cfngen.local.preview.leaves import NOTHING, Leaf, leaves

Entry = dict[str, Any]
VALUES = ("Path", "BeforeValue", "AfterValue", "AttributeChangeType")
CONTEXTS = ("BeforeContext", "AfterContext")


def addition(name: str, kind: str, new: dict[str, Any], target: Target) -> Entry:
    """Return the entry of a resource that is to be made."""
    return {
        "Action": "Add",
        "LogicalResourceId": name,
        "ResourceType": kind,
        "Scope": [],
        "Details": [],
        "AfterContext": _context(name, new, target, _secrets(target)),
    }


def removal(old: Resource, former: Target | None) -> Entry:
    """Return the entry of a resource that the new template lacks."""
    policy = old.policies.get("DeletionPolicy", "Delete")
    found = {
        "Action": "Remove",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "PolicyAction": "Retain" if policy.startswith("Retain") else policy,
        "Scope": [],
        "Details": [],
    }
    if former is not None:
        secrets = _secrets(former)
        context = _context(old.logical_id, old.properties, former, secrets)
        found["BeforeContext"] = context
    return found


def automatic(old: Resource) -> Entry:
    """Return the entry of a nested stack that CloudFormation updates to be sure."""
    return _entry(old, "False", ["Properties"], [_automatic()])


def modification(
    stack: Stack,
    target: Target,
    old: Resource,
    new: dict[str, Any],
    change: Difference,
    fresh: frozenset[str] = frozenset(),
) -> Entry:
    """Return the entry of a resource that is to be changed or replaced.

    `fresh` are the resources whose Ref and attributes only the execution will know.
    """
    former, name = stack.target or target, old.logical_id
    secrets = _secrets(former) | _secrets(target)
    details = [
        detail
        for prop, word in change.properties.items()
        for cause in causes.of(former, target, name, prop, fresh)
        for detail in _details(prop, word, old.properties, new, cause, secrets)
    ]
    if old.type == STACK_TYPE and not details:
        details = [_automatic()]
    scope = {detail["Target"]["Attribute"] for detail in details} or {"Tags"}
    return _entry(old, change.replacement, sorted(scope), details) | {
        "BeforeContext": _context(name, old.properties, former, secrets),
        "AfterContext": _context(name, new, target, secrets),
    }


def without_values(entry: Entry) -> Entry:
    """Return an entry as it is shown to who did not ask for values."""
    details: list[Entry] = []
    for detail in entry["Details"]:
        target = {k: v for k, v in detail["Target"].items() if k not in VALUES}
        if {**detail, "Target": target} not in details:
            details.append({**detail, "Target": target})
    kept = {key: value for key, value in entry.items() if key not in CONTEXTS}
    return {**kept, "Details": details}


def _entry(
    old: Resource, replacement: str, scope: list[str], details: list[Entry]
) -> Entry:
    found: Entry = {
        "Action": "Modify",
        "LogicalResourceId": old.logical_id,
        "PhysicalResourceId": old.physical_id,
        "ResourceType": old.type,
        "Replacement": replacement,
        "Scope": scope,
        "Details": details,
    }
    if replacement == "True":
        policy = old.policies.get("UpdateReplacePolicy", "Delete")
        found["PolicyAction"] = f"ReplaceAnd{policy}"
    return found


def _automatic() -> Entry:
    target = {"Attribute": "Properties", "RequiresRecreation": "Never"}
    return {"Target": target, "Evaluation": "Dynamic", "ChangeSource": "Automatic"}


def _details(
    prop: str,
    word: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    cause: causes.Cause,
    secrets: set[str],
) -> Iterator[Entry]:
    """Yield a line for each place in a property that changes for one cause."""
    before, after = old.get(prop, NOTHING), new.get(prop, NOTHING)
    named = {} if prop == "Tags" else {"Name": prop}
    for leaf in leaves(f"/Properties/{prop}", before, after):
        unknown = UNKNOWN in (leaf.after or "")
        told = {
            "Target": {
                "Attribute": "Properties" if named else "Tags",
                **named,
                "RequiresRecreation": word,
                **_values(leaf, secrets),
            },
            "Evaluation": "Dynamic" if unknown else "Static",
            "ChangeSource": cause.source,
        }
        yield told | ({"CausingEntity": cause.entity} if cause.entity else {})


def _values(leaf: Leaf, secrets: set[str]) -> Entry:
    found = {"Path": leaf.path, "AttributeChangeType": leaf.kind}
    if leaf.before is not None:
        found["BeforeValue"] = _hidden(leaf.before, secrets)
    if leaf.after is not None:
        found["AfterValue"] = _hidden(leaf.after, secrets)
    return found


def _context(
    name: str, properties: Mapping[str, Any], target: Target, secrets: set[str]
) -> str:
    """Return a resource as JSON, without what NoEcho parameters carried in."""
    definition = target.template.resources.get(name, {})
    whole = {"Properties": properties}
    if "Metadata" in definition:
        whole["Metadata"] = definition["Metadata"]
    return _hidden(json.dumps(whole, default=str), secrets)


def _secrets(target: Target) -> set[str]:
    """Return what NoEcho parameters hold."""
    declared = target.template.section("Parameters")
    return {
        str(value)
        for name, value in target.values.items()
        if str(declared[name].get("NoEcho", "")).lower() == "true" and value
    }


def _hidden(text: str, secrets: set[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK).replace(json.dumps(secret)[1:-1], MASK)
    return text
