"""A template as one environment makes it: conditions decided, settings filled in.

checkov reads neither parameter files nor conditions: whatever a condition chooses
looks wrong to it, and what a parameter file switches off looks right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.model import Model, Resource, Value, encoded, text
from cfngen.params.model import Parameters
from cfngen.params.model import Value as Given
from cfngen.resolve import Root, resolve
from cfngen.template import Template, Tree

Body = dict[str, Any]


def templates(model: Model) -> Iterator[tuple[str, Body]]:
    """Yield the templates of the stacks of a model by file name."""
    for stack in model.stacks.values():
        name = stack.template.file.rpartition("/")[2]
        yield name, settled(stack.template.body, _given(stack.parameters))


def settled(body: Mapping[str, Any], given: Mapping[str, str]) -> Body:
    """Return the resources that there will be, with as little left open as can be.

    The template is resolved alone, so that what other stacks give stays a Ref.
    """
    alone = Tree("", {"": Template("", body=body)})
    values = {name: Given(value) for name, value in given.items()}
    model = resolve((Root(alone),), Parameters("", "", values))
    undecided = None in model.stacks[""].conditions.values()
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {
            name: declared | ({"Default": given[name]} if name in given else {})
            for name, declared in body.get("Parameters", {}).items()
        },
        **({"Conditions": body["Conditions"]} if undecided else {}),
        "Resources": {r.name: _resource(r) for r in model.resources.values()},
    }


def _given(parameters: Mapping[str, Value]) -> dict[str, str]:
    """Return what a stack is given, as far as it is known before anything exists."""
    found = {name: _joined(value) for name, value in parameters.items()}
    return {name: value for name, value in found.items() if value is not None}


def _joined(value: Value) -> str | None:
    """Return a parameter's value as a parameter file writes it; None if unknown."""
    items = [text(item) for item in value] if isinstance(value, list) else [text(value)]
    return None if None in items else ",".join(map(str, items))


def _resource(resource: Resource) -> Body:
    """Return a resource as a template writes it."""
    return {
        "Type": resource.type,
        **({"Condition": resource.when} if resource.when else {}),
        "DependsOn": list(resource.depends_on),
        **encoded(resource.attributes),
        "Properties": encoded(resource.properties),
    }
