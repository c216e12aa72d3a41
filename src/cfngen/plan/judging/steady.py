"""Whether a value that CloudFormation cannot tell yet will surely be what it is.

In a preview the output of a nested stack that changes in any way counts as unknown, and
whatever cannot be updated and refers to it seems to be replaced:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759. The
templates tell more: an output that is written as before, of resources that stay, stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.plan.changeset.unchanged import incomparable
from cfngen.plan.judging.placed import Placed, Tree, above, below
from cfngen.plan.judging.sides import Sides
from cfngen.plan.judging.wiring import OUTPUTS, expression, mentioned
from cfngen.plan.planned import Kind

IDENTITY = ("Arn", "Id")
"""How the attributes end that stay as long as the resource does."""

UNSURE = ("Fn::ImportValue", "Fn::Transform", "Fn::GetAZs")
"""Functions whose value may change while their text does not."""


@dataclass(frozen=True)
class Steady:
    """What is known to stay; `kinds` is what happens to each resource that is touched.

    `blind` are the stacks of which nobody knows what happens in them.
    """

    sides: Sides
    kinds: Mapping[str, Kind]
    blind: frozenset[str] = frozenset()

    def name(self, stack: str, name: str) -> bool:
        """Say whether what a name refers to in a stack stays: `Vpc`, `Vpc.VpcId`."""
        if name.startswith("AWS::"):
            return True
        if self._new(stack).declares(name):
            return self.parameter(stack, name)
        resource, _, attribute = name.partition(".")
        path = below(stack, resource)
        if attribute.startswith(OUTPUTS):
            return self.output(path, attribute.removeprefix(OUTPUTS))
        kind = self.kinds.get(path)
        if kind is None:
            return bool(self._live(stack).resource(resource))
        return kind is Kind.UPDATE and (not attribute or attribute.endswith(IDENTITY))

    def parameter(self, stack: str, name: str) -> bool:
        """Say whether a parameter of a stack gets the value that it has."""
        if not self._live(stack).declares(name):
            return False
        if not stack:
            return self._given(name)
        parent, _ = above(stack)
        return self._written(
            parent,
            expression(self.sides.live, stack, name),
            expression(self.sides.new, stack, name),
        )

    def output(self, stack: str, name: str) -> bool:
        """Say whether an output of a nested stack stays what it is."""
        old = self._live(stack).body.get("Outputs", {}).get(name)
        new = self._new(stack).body.get("Outputs", {}).get(name)
        if old is None or new is None or stack in self.blind:
            return False
        same = old.get("Condition") == new.get("Condition")
        holds = self.condition(stack, new["Condition"]) if "Condition" in new else True
        return same and holds and self._written(stack, old["Value"], new["Value"])

    def condition(self, stack: str, name: str) -> bool:
        """Say whether a condition of a stack stays true, or stays false."""
        old = self._live(stack).body.get("Conditions", {}).get(name)
        new = self._new(stack).body.get("Conditions", {}).get(name)
        return old is not None and self._written(stack, old, new)

    def _given(self, name: str) -> bool:
        """Say whether a parameter of the root is given what it has."""
        order, stack = self.sides.order, self.sides.stack
        if stack is None or name in incomparable(order):
            return False
        return stack.parameters.get(name) == order.parameters.get(name)

    def _written(self, stack: str, old: Any, new: Any) -> bool:
        """Say whether a value is written as it was, of names that stay."""
        old_maps = self._live(stack).body.get("Mappings")
        if old != new or old_maps != self._new(stack).body.get("Mappings"):
            return False
        return all(
            [
                not any(function in UNSURE for function in functions(new)),
                all(self.name(stack, name) for name in mentioned(new)),
                all(self.condition(stack, name) for name in decisions(new)),
            ]
        )

    def _new(self, stack: str) -> Placed:
        """Return a stack as ordered; an empty one where there is none."""
        return _at(self.sides.new, stack)

    def _live(self, stack: str) -> Placed:
        """Return a stack as deployed; an empty one where there is none."""
        return _at(self.sides.live, stack)


def _at(tree: Tree, path: str) -> Placed:
    """Return a stack of a tree, or an empty one."""
    return tree.get(path) or Placed(path, {})


def functions(value: Any) -> Iterator[str]:
    """Yield the functions that a written value calls."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key.startswith("Fn::"):
                yield key
            yield from functions(item)
    elif isinstance(value, list):
        for item in value:
            yield from functions(item)


def decisions(value: Any) -> Iterator[str]:
    """Yield the conditions that a written value rests on."""
    match value:
        case {"Fn::If": [str(name), *branches]}:
            yield name
            yield from decisions(branches)
        case {"Condition": str(name)}:
            yield name
        case dict():
            yield from decisions(list(value.values()))
        case list():
            for item in value:
                yield from decisions(item)
