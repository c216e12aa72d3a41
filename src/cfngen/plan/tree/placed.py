"""The templates of a tree by the paths of their stacks: as ordered, and as deployed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfngen.cloud.values import Resource, Stack
from cfngen.naming import template_file
from cfngen.package import STACK, nested
from cfngen.plan.together import together

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

GONE = "DELETE_COMPLETE"


@dataclass(frozen=True)
class Placed:
    """One stack of a tree: its path (empty for the root), template, file or ARN."""

    path: str
    body: Mapping[str, Any]
    file: str = ""
    id: str = ""

    def resource(self, name: str) -> Mapping[str, Any]:
        """Return how a resource is declared; empty where it is not."""
        found = self.body.get("Resources", {}).get(name, {})
        return found if isinstance(found, dict) else {}

    def declares(self, parameter: str) -> bool:
        """Say whether a name is that of a parameter."""
        return parameter in self.body.get("Parameters", {})


Tree = Mapping[str, Placed]
"""Stacks by path, the root first; what is declared under a condition is there too."""


def below(path: str, name: str) -> str:
    """Return the path of what is in a stack."""
    return f"{path}/{name}" if path else name


def above(path: str) -> tuple[str, str]:
    """Return the path of the stack that holds something, and its name there."""
    stack, _, name = path.rpartition("/")
    return stack, name


def ordered(files: Mapping[str, str]) -> Tree:
    """Return the tree that template texts by file name make, from `root.json` on."""
    bodies = {name: json.loads(text) for name, text in files.items()}
    return dict(_placed(bodies, template_file("root"), ""))


def _placed(
    bodies: Mapping[str, Any], file: str, path: str
) -> Iterator[tuple[str, Placed]]:
    """Yield a stack and all that it nests."""
    yield path, Placed(path, bodies[file], file)
    for name, properties in nested(bodies[file]):
        child = properties.get("TemplateURL")
        if isinstance(child, str) and child in bodies:
            yield from _placed(bodies, child, below(path, name))


def deployed(stack: Stack, cloud: Cloud) -> Tree:
    """Return the tree of a stack as it was last given to CloudFormation.

    It takes two questions for every stack, a few of them at a time.
    """
    found: dict[str, Placed] = {}
    level = [("", stack.id)]
    while level:
        read = together(lambda one: _read(one, cloud), level)
        found |= {placed.path: placed for placed, _ in read}
        level = [child for placed, held in read for child in _children(placed, held)]
    return found


def _read(one: tuple[str, str], cloud: Cloud) -> tuple[Placed, tuple[Resource, ...]]:
    """Return a stack that is there with what it holds."""
    path, id = one
    body = cloud.stacks.template(id)
    return Placed(path, body, id=id), cloud.stacks.resources(id)


def _children(placed: Placed, held: tuple[Resource, ...]) -> Iterator[tuple[str, str]]:
    """Yield the path and the ARN of each stack that a stack nests."""
    for resource in held:
        if resource.type == STACK and resource.physical_id and resource.status != GONE:
            yield below(placed.path, resource.logical_id), resource.physical_id
