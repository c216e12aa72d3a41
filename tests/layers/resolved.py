"""A layer's resources with every intrinsic function carried out.

What other layers give is written `@Port`, a list or not, what AWS makes up `@Resource`
or `@Resource.Attribute`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cfngen.layers.layer import Layer
from cfngen.model import Model
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.words import words

REGION, ACCOUNT = "eu-west-1", "123456789012"
STACK = (
    f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/shop-dev/"
    "0a1b2c3d-0000-4000-8000-5e6f70819203"
)
"""The stack's id, which no model knows."""


def model(
    layer: Layer, region: str = REGION, account: str = ACCOUNT, /, **given: str
) -> Model:
    """Return the model of a layer that nobody nests, in the environment dev."""
    text = json.dumps(layer.template.to_dict())
    text = text.replace(json.dumps({"Ref": "AWS::StackId"}), json.dumps(STACK))
    tree = tree_of({"layer.json": text}, "layer.json", "templates")
    values = {"EnvironmentName": "dev"} | given
    file = parse(json.dumps(values).encode(), "params/dev.json", "dev")
    return resolve((Root(tree, region=region, account=account),), file)


def resolved(layer: Layer, **given: str) -> dict[str, dict[str, Any]]:
    """Return the resources that exist, by logical id."""
    found = model(layer, **given).resources.values()
    assert not any(resource.when for resource in found)
    return {
        r.name: {"Type": r.type, "Properties": words(r.properties)}
        | {"DependsOn": list(r.depends_on)}
        | words(r.attributes)
        for r in found
    }


def outputs(layer: Layer, **given: str) -> dict[str, Any]:
    """Return the outputs by name."""
    found = model(layer, **given).stacks[""].outputs
    return {name: words(output.value) for name, output in found.items()}


def properties(layer: Layer, name: str, **given: str) -> dict[str, Any]:
    """Return the properties of one resource."""
    found: dict[str, Any] = resolved(layer, **given)[name]["Properties"]
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
