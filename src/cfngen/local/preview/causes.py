"""What makes a property change: the template's text, a parameter or a resource.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from cfngen.local.engine.records import Target
from cfngen.resolve.functions import SUB


@dataclass(frozen=True)
class Cause:
    """ChangeSource and CausingEntity."""

    source: str
    entity: str = ""


def of(
    former: Target, target: Target, name: str, prop: str, fresh: Set[str]
) -> list[Cause]:
    """Return why a property of a resource changes, at least one cause.

    `fresh` are the resources that are made anew.
    """
    before, after = (_expression(t, name, prop) for t in (former, target))
    found = [Cause("DirectModification")] if before != after else []
    changed = {
        key
        for key, value in target.values.items()
        if former.values.get(key, value) != value
    }
    for entity in dict.fromkeys(_references(after)):
        root = entity.split(".", 1)[0]
        if root in changed:
            found.append(Cause("ParameterReference", root))
        elif root in target.template.resources and (root in fresh or not found):
            kind = "ResourceAttribute" if "." in entity else "ResourceReference"
            found.append(Cause(kind, entity))
    return found or [Cause("DirectModification")]


def _expression(target: Target, name: str, prop: str) -> Any:
    definition = target.template.resources.get(name, {})
    return definition.get("Properties", {}).get(prop)


def _references(value: Any) -> Iterator[str]:
    """Yield what an expression refers to: `Name`, or `Name.Attribute`."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for key, argument in value.items():
            if key == "Ref":
                yield str(argument)
            elif key == "Fn::GetAtt":
                yield argument if isinstance(argument, str) else ".".join(argument)
            elif key == "Fn::Sub":
                yield from _of_sub(argument)
            else:
                yield from _references(argument)


def _of_sub(argument: Any) -> Iterator[str]:
    text, given = argument if isinstance(argument, list) else (argument, {})
    yield from _references(list(given.values()))
    for literal, name in SUB.findall(text):
        if not literal and name.strip() not in given:
            yield name.strip()
