"""As much of the template language as telling changes apart needs.

Functions that are not here stay as they are written, so that they count as changed only
when their text changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""How a change set words a value that only the execution will tell."""

NOTHING = object()
"""AWS::NoValue."""

LISTS = ("CommaDelimitedList", "List<")


def as_text(value: Any) -> str:
    """Return a value as parameters and change sets show it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@dataclass
class Scope:
    """What names stand for in one template.

    `ids` has the physical id of every resource that exists, UNKNOWN where it is to be
    made; `attribute` is asked for Fn::GetAtt.
    """

    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    pseudo: Mapping[str, Any]
    ids: dict[str, str] = field(default_factory=dict)
    attribute: Callable[[str, str], str] = lambda name, of: f"{name}.{of}"

    def value(self, node: Any) -> Any:
        """Return what a node of the template comes to."""
        if isinstance(node, list):
            items = [self.value(item) for item in node]
            return [item for item in items if item is not NOTHING]
        if not isinstance(node, Mapping):
            return node
        if len(node) == 1:
            (function,) = node
            if function in FUNCTIONS:
                return FUNCTIONS[function](self, node[function])
        inside = {name: self.value(item) for name, item in node.items()}
        return {name: item for name, item in inside.items() if item is not NOTHING}

    def ref(self, name: str) -> Any:
        """Return what Ref gives."""
        if name == "AWS::NoValue":
            return NOTHING
        if name in self.pseudo:
            return self.pseudo[name]
        declared = self.template.get("Parameters", {}).get(name)
        if declared is None:
            return self.ids.get(name, UNKNOWN)
        given = self.parameters.get(name, "")
        listed = str(declared.get("Type", "")).startswith(LISTS)
        return given.split(",") if listed and given else given

    def getatt(self, node: Any) -> str:
        """Return what Fn::GetAtt gives."""
        name, of = node.split(".", 1) if isinstance(node, str) else node
        return self.attribute(name, str(self.value(of)))

    def sub(self, node: Any) -> str:
        """Return what Fn::Sub gives."""
        text, own = (node, {}) if isinstance(node, str) else node

        def named(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in own:
                return as_text(self.value(own[name]))
            return as_text(self.getatt(name) if "." in name else self.ref(name))

        return re.sub(r"\$\{([^!}][^}]*)\}", named, text).replace("${!", "${")

    def holds(self, condition: str) -> bool:
        """Say whether a condition of the template is true."""
        return bool(self.value(self.template["Conditions"][condition]))

    def has(self, part: Mapping[str, Any]) -> bool:
        """Say whether a resource or an output is there at all."""
        return "Condition" not in part or self.holds(part["Condition"])

    def chosen(self, node: Any) -> Any:
        """Return what Fn::If gives."""
        return self.value(node[1] if self.holds(node[0]) else node[2])

    def joined(self, node: Any) -> Any:
        """Return what Fn::Join gives; as it is where its list cannot be told."""
        items = self.value(node[1])
        if not isinstance(items, list):
            return items if items == UNKNOWN else {"Fn::Join": [node[0], items]}
        return node[0].join(as_text(item) for item in items)

    def selected(self, node: Any) -> Any:
        """Return what Fn::Select gives."""
        index, items = self.value(node[0]), self.value(node[1])
        if isinstance(items, list) and str(index).isdigit():
            return items[int(index)] if int(index) < len(items) else UNKNOWN
        return UNKNOWN if items == UNKNOWN else {"Fn::Select": [index, items]}

    def split(self, node: Any) -> Any:
        """Return what Fn::Split gives."""
        text = self.value(node[1])
        return text.split(node[0]) if isinstance(text, str) else text

    def found(self, node: Any) -> Any:
        """Return what Fn::FindInMap gives."""
        table, first, second = (self.value(key) for key in node[:3])
        return self.template["Mappings"][table][first][second]


FUNCTIONS: Mapping[str, Callable[[Scope, Any], Any]] = {
    "Ref": Scope.ref,
    "Condition": Scope.holds,
    "Fn::GetAtt": Scope.getatt,
    "Fn::Sub": Scope.sub,
    "Fn::If": Scope.chosen,
    "Fn::Join": Scope.joined,
    "Fn::Select": Scope.selected,
    "Fn::Split": Scope.split,
    "Fn::FindInMap": Scope.found,
    "Fn::Equals": lambda scope, node: scope.value(node[0]) == scope.value(node[1]),
    "Fn::And": lambda scope, node: all(scope.value(part) for part in node),
    "Fn::Or": lambda scope, node: any(scope.value(part) for part in node),
    "Fn::Not": lambda scope, node: not scope.value(node[0]),
}
