"""A system as it will be in one environment: flat, resolved, its names kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cfngen.model.values import Unknown, Value
from cfngen.params.model import Parameters
from cfngen.template import Template


@dataclass(frozen=True)
class Resource:
    """One resource that will exist, or that may where `when` names a condition.

    `path` is `Network/Vpc`, `stack` the path of the stack that holds it, empty for the
    root; `depends_on` are paths. `attributes` are the other resource attributes as they
    resolve: DeletionPolicy, UpdatePolicy, Metadata and so on.
    """

    path: str
    stack: str
    name: str
    type: str
    properties: Mapping[str, Value]
    attributes: Mapping[str, Value] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    when: str = ""

    def get(self, *path: str | int) -> Value:
        """Return the value at a path inside the properties; None where there is none.

        A step into something that is known by name only leads to None as well.
        """
        here: Any = self.properties
        for step in path:
            match here, step:
                case dict(), str():
                    here = here.get(step)
                case list(), int() if -len(here) <= step < len(here):
                    here = here[step]
                case _:
                    return None
        return here


@dataclass(frozen=True)
class Output:
    """One output of a stack; `export` is the name that other stacks import it by."""

    value: Value
    export: Value = None
    description: str = ""
    when: str = ""


@dataclass(frozen=True)
class Stack:
    """One stack: where its template stands and what it is given.

    `path` is empty for the root. `conditions` are true, false, or None where unknown;
    `opaque` names what a transform makes of the template while AWS deploys it;
    `account` is what `AWS::AccountId` is, known by name only where nobody gives it.
    """

    path: str
    template: Template
    region: Value
    parameters: Mapping[str, Value]
    outputs: Mapping[str, Output]
    conditions: Mapping[str, bool | None]
    opaque: tuple[str, ...] = ()
    account: Value = Unknown("AWS::AccountId")


@dataclass(frozen=True)
class Model:
    """Every resource of every stack of one environment, by path.

    Paths of stacks that the root does not nest begin with the name of their template,
    `recovery/Key`. `given` is the parameter file that the model is made from.
    """

    name: str
    given: Parameters
    stacks: Mapping[str, Stack]
    resources: Mapping[str, Resource]

    def __getitem__(self, path: str) -> Resource:
        """Return the resource at a path; KeyError where there is none."""
        return self.resources[path]

    def of(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types, `AWS::EC2::VPC`, in the order of creation
        of their templates."""
        for type in types:
            yield from self._by_type.get(type, ())

    def stack_of(self, resource: Resource) -> Stack:
        """Return the stack that holds a resource."""
        return self.stacks[resource.stack]

    @property
    def region(self) -> Value:
        """Return the region of the root stack."""
        return self.stacks[""].region

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.type, []).append(resource)
        return found
