"""What a resource type looks like, from the provider schemas that cfn-lint carries.

The schemas are AWS's own: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
They are read as files, because importing cfn-lint takes a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

POINTER = "/properties/"


@dataclass(frozen=True)
class Schema:
    """One resource type, as its provider describes it."""

    type: str
    body: Mapping[str, Any]

    def paths(self, keyword: str) -> tuple[tuple[str, ...], ...]:
        """Return the property paths that a keyword such as createOnlyProperties lists.

        Paths into lists hold the element "*".
        """
        return tuple(
            tuple(path.removeprefix(POINTER).replace("/properties/", "/").split("/"))
            for path in self.body.get(keyword, ())
        )

    @property
    def identifier(self) -> tuple[str, ...]:
        """Return the properties that Ref is made of."""
        return tuple(path[0] for path in self.paths("primaryIdentifier"))

    @property
    def read_only(self) -> frozenset[str]:
        """Return the attributes that only Fn::GetAtt knows, as dotted names."""
        return frozenset(".".join(p) for p in self.paths("readOnlyProperties"))

    def property(self, name: str) -> Mapping[str, Any]:
        """Return the definition of a property by its dotted name, {} if unknown."""
        node: Mapping[str, Any] = self.body
        for part in name.split("."):
            properties = self.resolved(node).get("properties", {})
            if part not in properties:
                return {}
            node = properties[part]
        return self.resolved(node)

    def at(self, path: tuple[str, ...]) -> Mapping[str, Any]:
        """Return the definition at a path as `paths` returns it; {} if unknown."""
        node: Mapping[str, Any] = self.body
        for step in path:
            node = self.resolved(node)
            inside = node if step == "*" else node.get("properties", {})
            node = inside.get("items" if step == "*" else step, {})
        return self.resolved(node)

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a definition with its `$ref` followed."""
        while "$ref" in node:
            target: Any = self.body
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def exists(region: str, type_name: str) -> bool:
    """Say whether a region has a resource type."""
    return type_name in _providers(region)


@cache
def schema(region: str, type_name: str) -> Schema:
    """Return the schema of a type; an empty one for custom resources."""
    digest = _providers(region).get(type_name)
    if digest is None:
        return Schema(type_name, {})
    text = (folder() / "resources" / f"{digest}.json").read_text()
    return Schema(type_name, json.loads(text))


@cache
def _providers(region: str) -> Mapping[str, str]:
    path = folder() / "providers" / f"{region}.json"
    if not path.exists():
        path = folder() / "providers" / "us-east-1.json"
    types: Mapping[str, str] = json.loads(path.read_text())
    return types


@cache
def folder() -> Path:
    """Return where the schemas lie that came with cfn-lint."""
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise RuntimeError("cfn-lint is not installed")
    return Path(spec.origin).parent / "data" / "schemas"
