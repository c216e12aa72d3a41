"""Whether a value that CloudFormation cannot tell yet will surely be what it is.

In a preview the output of a nested stack that changes in any way counts as unknown, and
whatever cannot be updated and refers to it seems to be replaced:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759. The
templates tell more: an output that is written as before, of resources that stay, stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cfngen.cloud.changes import Detail
from cfngen.plan.changeset.unchanged import FETCHED, incomparable
from cfngen.plan.judging.lasting import lasting
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Kind
from cfngen.plan.tree.placed import Placed, Tree, above, below
from cfngen.plan.tree.wiring import OUTPUTS, expression, mentioned

RESOLVE = "{{resolve:"
"""How a dynamic reference begins: what it leads to may be another value by now."""

UNSURE = ("Fn::ImportValue", "Fn::Transform", "Fn::GetAZs", RESOLVE)
"""What may come to another value while its text does not change."""

TOPICS = "AWS::NotificationARNs"
"""The only pseudo parameter that an update may change."""


@dataclass(frozen=True)
class Steady:
    """What is known to stay; `kinds` is what happens to each resource that is touched.

    `blind` are the stacks of which nobody knows what happens in them. `mild` takes
    every attribute of what is updated in place as one that stays. `known` and `renewed`
    are the answers so far: outputs of outputs are asked for again and again.
    """

    sides: Sides
    kinds: Mapping[str, Kind]
    blind: frozenset[str] = frozenset()
    mild: bool = False
    known: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False)
    renewed: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False)

    @cached_property
    def milder(self) -> Steady:
        """Return the same, taking attributes of what is updated in place as staying."""
        return Steady(self.sides, self.kinds, self.blind, True)

    def property(self, stack: str, resource: str, detail: Detail) -> bool:
        """Say whether a template writes a property as it did, and chooses as it did.

        CloudFormation describes a reference that is another one now, and whose value
        comes late, exactly as one that is the same.
        """
        old = _property(self._live(stack).resource(resource), detail)
        new = _property(self._new(stack).resource(resource), detail)
        return old is not None and old == new and self._chosen(stack, new)

    def name(self, stack: str, name: str) -> bool:
        """Say whether what a name refers to in a stack stays: `Vpc`, `Vpc.VpcId`."""
        if (stack, name) not in self.known:
            self.known[stack, name] = self._stays(stack, name)
        return self.known[stack, name]

    def anew(self, stack: str, name: str) -> bool:
        """Say whether a name leads to a resource that is replaced or new."""
        if (stack, name) not in self.renewed:
            self.renewed[stack, name] = self._leads_anew(stack, name)
        return self.renewed[stack, name]

    def _stays(self, stack: str, name: str) -> bool:
        """Say whether a name stays, by what it is that of."""
        if name.startswith("AWS::"):
            return name != TOPICS
        if self._new(stack).declares(name):
            return self.parameter(stack, name)
        resource, _, attribute = name.partition(".")
        path = below(stack, resource)
        if attribute.startswith(OUTPUTS):
            return self.output(path, attribute.removeprefix(OUTPUTS))
        type = self._live(stack).resource(resource).get("Type", "")
        kind = self.kinds.get(path)
        if kind is None:
            return bool(type)
        return kind is Kind.UPDATE and (self.mild or lasting(type, attribute))

    def _leads_anew(self, stack: str, name: str) -> bool:
        """Say whether what a name is made of, however far away, is new."""
        resource, _, attribute = name.partition(".")
        path = below(stack, resource)
        if self._new(stack).declares(name):
            parent, _ = above(stack)
            given = expression(self.sides.new, stack, name) if stack else None
            return any(self.anew(parent, one) for one in mentioned(given))
        if attribute.startswith(OUTPUTS) and path in self.sides.new:
            outputs = self.sides.new[path].body.get("Outputs", {})
            made_of = outputs.get(attribute.removeprefix(OUTPUTS), {})
            return any(self.anew(path, one) for one in mentioned(made_of))
        return self.kinds.get(path) in (Kind.REPLACE, Kind.CREATE)

    def parameter(self, stack: str, name: str) -> bool:
        """Say whether a parameter of a stack gets the value that it has."""
        if not stack:
            return self._given(name)
        parent, _ = above(stack)
        old = expression(self.sides.live, stack, name)
        new = expression(self.sides.new, stack, name)
        declared = self._declared(stack, name, new is None)
        return declared and self._written(parent, old, new)

    def _declared(self, stack: str, name: str, default: bool) -> bool:
        """Say whether a parameter is declared as it was, with the default it was."""
        old = self._live(stack).body.get("Parameters", {}).get(name, {})
        new = self._new(stack).body.get("Parameters", {}).get(name, {})
        type = str(new.get("Type", ""))
        same = not default or old.get("Default") == new.get("Default")
        return same and old.get("Type") == type and not type.startswith(FETCHED)

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
        if old != new or not self._chosen(stack, new):
            return False
        return all(self.name(stack, name) for name in mentioned(new))

    def _chosen(self, stack: str, written: Any) -> bool:
        """Say whether what a value rests on besides names stays."""
        old_maps = self._live(stack).body.get("Mappings")
        if old_maps != self._new(stack).body.get("Mappings"):
            return False
        if any(part in UNSURE for part in functions(written)):
            return False
        return all(self.condition(stack, name) for name in decisions(written))

    def _new(self, stack: str) -> Placed:
        """Return a stack as ordered; an empty one where there is none."""
        return _at(self.sides.new, stack)

    def _live(self, stack: str) -> Placed:
        """Return a stack as deployed; an empty one where there is none."""
        return _at(self.sides.live, stack)


def _at(tree: Tree, path: str) -> Placed:
    """Return a stack of a tree, or an empty one."""
    return tree.get(path) or Placed(path, {})


def _property(declared: Mapping[str, Any], detail: Detail) -> Any:
    """Return what a template writes for what changes; None for nothing."""
    if detail.attribute == "Properties":
        return declared.get("Properties", {}).get(detail.name)
    return declared.get(detail.attribute)


def functions(value: Any) -> Iterator[str]:
    """Yield the functions that a written value calls, and RESOLVE where it is there."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key.startswith("Fn::"):
                yield key
            yield from functions(item)
    elif isinstance(value, list):
        for item in value:
            yield from functions(item)
    elif isinstance(value, str) and RESOLVE in value:
        yield RESOLVE


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
