"""Whether two sets of properties differ, and whether that takes a new object.

Plain moto compares the text of the templates and re-creates or ignores as its models
happen to do. CloudFormation compares what the text comes to, and replaces a resource
when a create-only property of its schema changes:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfngen import schemas
from cfngen.local.language.evaluation import UNKNOWN

NAME_ENDINGS = ("Name", "Identifier", "GroupId")


@dataclass(frozen=True)
class Difference:
    """The top-level properties that differ, and whether each asks for a new object.

    Values of `properties` are CloudFormation's words: Never, Conditionally, Always.
    """

    properties: Mapping[str, str]

    @property
    def replacement(self) -> str:
        """Return True, Conditional or False, as ResourceChange.Replacement has it."""
        words = set(self.properties.values())
        if "Always" in words:
            return "True"
        return "Conditional" if "Conditionally" in words else "False"


def difference(
    old: Mapping[str, Any], new: Mapping[str, Any], type_name: str, region: str
) -> Difference:
    """Return how `new` differs from `old` for a resource of a type."""
    schema = schemas.schema(region, type_name)
    always = schema.paths("createOnlyProperties")
    perhaps = schema.paths("conditionalCreateOnlyProperties")
    changed = [k for k in {**old, **new} if old.get(k) != new.get(k)]
    return Difference(
        {name: _word(name, old, new, always, perhaps) for name in changed}
    )


def keeps_its_name(
    old: Mapping[str, Any], new: Mapping[str, Any], type_name: str, region: str
) -> bool:
    """Say whether a replacement would have the same custom name as what it replaces."""
    identifier = schemas.schema(region, type_name).identifier
    names = [n for n in (*identifier, "Name") if n.endswith(NAME_ENDINGS)]
    given = [n for n in names if n in new]
    return bool(given) and all(old.get(n) == new[n] for n in given)


def _word(
    name: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    always: tuple[tuple[str, ...], ...],
    perhaps: tuple[tuple[str, ...], ...],
) -> str:
    if any(path[0] == name and _differs(path, old, new) for path in always):
        return "Conditionally" if UNKNOWN in str(new.get(name)) else "Always"
    if any(path[0] == name and _differs(path, old, new) for path in perhaps):
        return "Conditionally"
    return "Never"


def _differs(path: tuple[str, ...], old: Any, new: Any) -> bool:
    return bool(_at(path, old) != _at(path, new))


def _at(path: tuple[str, ...], value: Any) -> Any:
    """Return what lies at a path; "*" gathers from every element of a list."""
    for index, part in enumerate(path):
        if part == "*" and isinstance(value, list):
            return [_at(path[index + 1 :], item) for item in value]
        value = value.get(part) if isinstance(value, dict) else None
    return value
