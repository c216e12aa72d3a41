"""One environment of a system, resolved: what a test asserts requirements on.

It is the Model of the committed templates with the environment's parameter file, its
values in the words of `tests.words`: what only AWS knows is `@Layer/Resource` or
`@Layer/Resource.Attribute`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cfngen.naming import root_stack
from cfngen.resolve import Root, committed_tree, resolve
from tests.models import PROJECT, parameters_of, spec
from tests.words import words

ACCOUNT = "123456789012"


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
    described = spec(system)
    tree = committed_tree(PROJECT, described)
    given = parameters_of(system, name, **overrides)
    stack = root_stack(system, name)
    model = resolve((Root(tree, stack, described.region, ACCOUNT),), given)
    assert not any(resource.when for resource in model.resources.values())
    resources = {
        path: Resource(path, r.type, words(r.properties), words(r.attributes))
        for path, r in model.resources.items()
    }
    outputs = {n: words(output.value) for n, output in model.stacks[""].outputs.items()}
    return Environment(given.texts(), resources, outputs)
