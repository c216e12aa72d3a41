"""The form that CodePipeline reads: parameters, tags and a stack policy in one object.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from cfngen.findings import Finding
from cfngen.params.jsontext import Node
from cfngen.params.place import at

SECTIONS = ("Parameters", "Tags", "StackPolicy")

FORMS = (
    'Write that list alone, [{"ParameterKey": "A", "ParameterValue": "1"}], or this '
    'form, {"Parameters": {"A": "1"}}, or one map, {"A": "1"}.'
)
"""What to write in place of a list below Parameters."""


def applies(root: Node) -> bool:
    """Return whether a value is in this form and not a flat map of values.

    A list below Parameters is meant for it: no other form has the word.
    """
    return any(
        (key.scalar in SECTIONS and value.kind == "object") or _wrapped(key, value)
        for key, value in root.members
    )


def read(root: Node, file: str) -> tuple[list[tuple[Node, Node]], list[Finding]]:
    """Return key and value of each parameter, and what is wrong with the sections."""
    findings = [*_sections_that_fail(root, file), *_tags_that_fail(root, file)]
    section = root.get("Parameters")
    return list(section.members) if section is not None else [], findings


def extras(root: Node) -> dict[str, Any]:
    """Return tags and stack policy as fields of Parameters; nothing in other forms."""
    if not applies(root):
        return {}
    tags, policy = root.get("Tags"), root.get("StackPolicy")
    return {
        "tags": {} if tags is None else tags.plain(),
        "stack_policy": {} if policy is None else policy.plain(),
    }


def _sections_that_fail(root: Node, file: str) -> Iterator[Finding]:
    """Yield sections that are unknown, repeated or no objects."""
    seen = set()
    for key, value in root.members:
        name = key.scalar
        if name in seen:
            message = f"The section {name} is given again."
            yield at(key, file, name, "CG402", message, "Keep one of them.")
        elif name not in SECTIONS:
            close = get_close_matches(name, SECTIONS, 1)
            mend = f"Did you mean {close[0]}?" if close else "Move it to Parameters."
            message = f"{name} is no section; there is {', '.join(SECTIONS)}."
            yield at(key, file, name, "CG401", message, mend)
        elif _wrapped(key, value):
            message = "Parameters is a list: AWS's list form, inside of CodePipeline's."
            yield at(value, file, name, "CG401", message, FORMS)
        elif value.kind != "object":
            message = f"The section {name} is no object."
            yield at(key, file, name, "CG401", message, "Write {...}.")
        seen.add(name)


def _wrapped(key: Node, value: Node) -> bool:
    """Return whether a member holds the list form, or another list in its place."""
    return key.scalar == "Parameters" and value.kind == "array"


def _tags_that_fail(root: Node, file: str) -> Iterator[Finding]:
    """Yield tags that are repeated or whose value is no string."""
    tags = root.get("Tags")
    seen = set()
    for key, value in tags.members if tags is not None else ():
        name, path = key.scalar, f"Tags.{key.scalar}"
        if value.kind != "string":
            message = f"The tag {name} is no string."
            yield at(value, file, path, "CG403", message, "Put it in double quotes.")
        if name in seen:
            message = f"The tag {name} is given again."
            yield at(key, file, path, "CG402", message, "Keep one of them.")
        seen.add(name)
