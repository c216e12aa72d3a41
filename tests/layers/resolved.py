"""A layer's resources with every intrinsic function carried out.

What other layers give is written `@Port`, what AWS makes up `@Resource` or
`@Resource.Attribute`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cfngen.layers.layer import Layer
from cfngen.local.language.intrinsics import Scope, evaluate, holds
from cfngen.write import render

PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-1",
    "AWS::StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-dev/"
    "0a1b2c3d-0000-4000-8000-5e6f70819203",
}


def resolved(layer: Layer, **given: str) -> dict[str, dict[str, Any]]:
    """Return the resources that exist, by logical id."""
    body = json.loads(render(layer.template))
    scope = _scope(body, {"EnvironmentName": "dev"} | given)
    return {
        name: evaluate(resource, scope)
        for name, resource in body["Resources"].items()
        if "Condition" not in resource or holds(resource["Condition"], scope)
    }


def outputs(layer: Layer, **given: str) -> dict[str, Any]:
    """Return the outputs by name."""
    body = json.loads(render(layer.template))
    scope = _scope(body, {"EnvironmentName": "dev"} | given)
    return {n: evaluate(o["Value"], scope) for n, o in body["Outputs"].items()}


def properties(layer: Layer, name: str, **given: str) -> dict[str, Any]:
    """Return the properties of one resource."""
    found: dict[str, Any] = resolved(layer, **given)[name].get("Properties", {})
    return found


def kind(layer: Layer, name: str, **given: str) -> dict[str, dict[str, Any]]:
    """Return the properties of the resources of a type, named without `AWS::`."""
    return {
        title: resource["Properties"]
        for title, resource in resolved(layer, **given).items()
        if resource["Type"] == f"AWS::{name}"
    }


def statements(role: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every statement of a role's policies."""
    return [
        statement
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def _scope(body: Mapping[str, Any], given: Mapping[str, str]) -> Scope:
    """Return the scope in which the template's values are evaluated."""
    values = {
        name: str(given.get(name, parameter.get("Default", f"@{name}")))
        for name, parameter in body["Parameters"].items()
    }
    lists = {
        n: [v] for n, v in values.items() if "List" in body["Parameters"][n]["Type"]
    }
    return Scope(
        names={**PSEUDO, **values, **lists},
        mappings=body.get("Mappings", {}),
        conditions=body.get("Conditions", {}),
        ref=lambda name: f"@{name}",
        attribute=lambda name, attribute: f"@{name}.{attribute}",
        imported=lambda name: f"@import/{name}",
        zones=lambda region: [f"{region}{letter}" for letter in "abc"],
    )
