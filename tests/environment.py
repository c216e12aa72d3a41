"""One environment of a system, resolved: what a test asserts requirements on.

The committed templates are evaluated with the environment's parameter file by the
emulator's evaluator. What only AWS knows stays a reference, written `@Layer/Resource`
or `@Layer/Resource.Attribute`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cfngen.local.language.intrinsics import Scope, evaluate, holds

ROOT = Path(__file__).resolve().parent.parent
PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackId": "arn:aws:cloudformation:region:123456789012:stack/name/"
    "01234567-89ab-cdef-0123-456789abcdef",
    "AWS::NotificationARNs": [],
}


@dataclass(frozen=True)
class Resource:
    """One resource that will exist: where, what, and its effective properties."""

    path: str
    type: str
    properties: Mapping[str, Any]
    attributes: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a property."""
        return self.properties[name]


@dataclass(frozen=True)
class Environment:
    """Every resource of every nested stack of one environment, and the outputs."""

    parameters: Mapping[str, str]
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Any]

    def __getitem__(self, path: str) -> Resource:
        """Return the resource at `Layer/LogicalId`."""
        return self.resources[path]

    def of(self, kind: str) -> tuple[Resource, ...]:
        """Return the resources of a type, named without its `AWS::`."""
        return tuple(r for r in self.resources.values() if r.type == f"AWS::{kind}")


@cache
def environment(system: str, name: str, **overrides: str) -> Environment:
    """Return an environment of a system in its region, some parameters overridden."""
    described = yaml.safe_load((ROOT / "systems" / f"{system}.yaml").read_text("utf-8"))
    entries = json.loads((ROOT / "params" / system / f"{name}.json").read_text("utf-8"))
    given = {e["ParameterKey"]: e["ParameterValue"] for e in entries} | overrides
    folder = ROOT / "templates" / system
    pseudo = PSEUDO | {
        "AWS::Region": described["region"],
        "AWS::StackName": f"{system}-{name}",
    }
    resources, outputs = _stack(folder, "root.json", "", given, pseudo)
    return Environment(given, dict(resources), outputs)


def _stack(
    folder: Path,
    file: str,
    path: str,
    given: Mapping[str, Any],
    pseudo: Mapping[str, Any],
) -> tuple[list[tuple[str, Resource]], dict[str, Any]]:
    """Return the resources and outputs of one stack and of all below it."""
    body = json.loads((folder / file).read_text("utf-8"))
    found: list[tuple[str, Resource]] = []
    children: dict[str, dict[str, Any]] = {}
    scope = _scope(body, path, {**pseudo, **_parameters(body, given)}, children)
    for name, resource in _existing(body, scope):
        properties = evaluate(resource.get("Properties", {}), scope)
        here = f"{path}/{name}".lstrip("/")
        if resource["Type"] == "AWS::CloudFormation::Stack":
            inner, children[name] = _stack(
                folder,
                properties["TemplateURL"],
                here,
                properties.get("Parameters", {}),
                {**pseudo, "AWS::StackName": f"{pseudo['AWS::StackName']}-{name}"},
            )
            found += inner
        found.append((here, Resource(here, resource["Type"], properties, resource)))
    outputs = body.get("Outputs", {}).items()
    return found, {
        name: evaluate(output["Value"], scope)
        for name, output in outputs
        if "Condition" not in output or holds(output["Condition"], scope)
    }


def _existing(body: Mapping[str, Any], scope: Scope) -> Iterator[tuple[str, Any]]:
    """Yield the resources whose condition holds."""
    for name, resource in body["Resources"].items():
        if "Condition" not in resource or holds(resource["Condition"], scope):
            yield name, resource


def _parameters(body: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stack's parameters by value, lists split."""
    declared = body.get("Parameters", {})
    assert given.keys() <= declared.keys(), given.keys() - declared.keys()
    values = {n: given.get(n, p.get("Default")) for n, p in declared.items()}
    return {
        name: str(value).split(",") if "List" in declared[name]["Type"] else str(value)
        for name, value in values.items()
    }


def _scope(
    body: Mapping[str, Any],
    path: str,
    names: Mapping[str, Any],
    children: Mapping[str, Mapping[str, Any]],
) -> Scope:
    """Return the scope in which a stack's values are evaluated."""

    def attribute(resource: str, name: str) -> Any:
        if name.startswith("Outputs."):
            return children[resource][name.removeprefix("Outputs.")]
        return f"@{path}/{resource}.{name}"

    return Scope(
        names=names,
        mappings=body.get("Mappings", {}),
        conditions=body.get("Conditions", {}),
        ref=lambda name: f"@{path}/{name}",
        attribute=attribute,
        imported=lambda name: f"@import/{name}",
        zones=lambda region: [f"{region}{letter}" for letter in "abc"],
    )
