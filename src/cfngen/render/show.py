"""A model, or a part of it, as a person reads it and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.model import Model, Resource, Stack, encoded, referring, worded
from cfngen.model.selecting import Selection
from cfngen.package import STACK
from cfngen.render.yamllike import lines

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""

BOLD, RESET = "\x1b[1m", "\x1b[0m"

NAMES = 44
"""Columns of a tree's names; a type that follows a longer one stands further right."""

PLACES = 60
"""The same, of the places that refer to a resource."""


@dataclass(frozen=True)
class Page:
    """What is shown of a model, and in which way."""

    model: Model
    selection: Selection
    colour: bool = False

    def text(self) -> str:
        """Return the tree, or what is inside a stack, a resource or a property."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        selection = self.selection
        if selection.values:
            yield from lines(selection.values)
        elif selection.whole:
            yield from self._tree()
        elif selection.stacks:
            for path in selection.stacks:
                yield from self._stack(self.model.stacks[path])
        else:
            yield from lines({one.path: _told(one) for one in selection.resources})
            if len(selection.resources) == 1:
                yield from self._referring(selection.resources[0])

    def _referring(self, resource: Resource) -> Iterator[str]:
        """Yield where other resources refer to one, such as the rules of a group."""
        found = list(referring(self.model, resource.path))
        if found:
            yield ""
            yield "Referred to by:"
            places = [f"{one.path}.{name}" for one, name in found]
            width = min(max(map(len, places)), PLACES)
            for place, (one, _) in zip(places, found, strict=True):
                yield f"  {place:<{width}}  {one.type}"

    def _tree(self) -> Iterator[str]:
        """Yield the stacks with their resources, a line each."""
        model = self.model
        count = f"{_count(len(model.stacks), 'stack')}, "
        count += _count(len(model.resources), "resource")
        first = model.stacks[""]
        name = model.name or first.template.file
        yield f"{self._bold(name)} in {worded(model.region)}: {count}"
        for stack in model.stacks.values():
            inside = _own(model, stack)
            if stack.path or not all(one.type == STACK for one in inside):
                yield ""
                yield self._heading(stack, len(inside))
                yield from _rows(inside)

    def _stack(self, stack: Stack) -> Iterator[str]:
        """Yield what a stack is given, what it gives, and what is in it."""
        inside = _own(self.model, stack)
        yield self._heading(stack, len(inside))
        for title, values in (
            ("Parameters", stack.parameters),
            ("Conditions", _truths(stack)),
            ("Outputs", {name: o.value for name, o in stack.outputs.items()}),
        ):
            if values:
                yield f"  {title}:"
                yield from (f"    {line}" for line in lines(values))
        yield "  Resources:"
        yield from (f"  {line}" for line in _rows(inside))

    def _heading(self, stack: Stack, count: int) -> str:
        """Return the line above what is in a stack."""
        name = self._bold(stack.path or "the root")
        elsewhere = stack.region != self.model.region
        region = f" in {worded(stack.region)}" if elsewhere else ""
        made = f"; {', '.join(stack.opaque)} makes more" if stack.opaque else ""
        file = stack.template.file
        return f"{name} ({file}){region}: {_count(count, 'resource')}{made}"

    def _bold(self, words: str) -> str:
        """Return words in bold, where colours are wanted."""
        return f"{BOLD}{words}{RESET}" if self.colour else words

    def json(self) -> str:
        """Return `{"version", "name", "environment", "region", …}` as text.

        `stacks` and `resources` are by path, `values` by path and property; what is
        known by name only is the function that asks for it.
        """
        model, selection = self.model, self.selection
        body = {
            "version": VERSION,
            "name": model.name,
            "environment": model.given.environment,
            "region": encoded(model.region),
            "stacks": {p: _stack(model.stacks[p]) for p in selection.stacks},
            "resources": {one.path: _resource(one) for one in selection.resources},
            "values": {p: encoded(value) for p, value in selection.values.items()},
        }
        return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _own(model: Model, stack: Stack) -> list[Resource]:
    """Return the resources of a stack."""
    return [one for one in model.resources.values() if one.stack == stack.path]


def _rows(resources: list[Resource]) -> Iterator[str]:
    """Yield a line for each resource: its name, its type, and whether it exists."""
    width = min(max((len(one.name) for one in resources), default=0), NAMES)
    for one in resources:
        when = f"  if {one.when}" if one.when else ""
        yield f"  {one.name:<{width}}  {one.type}{when}"


def _truths(stack: Stack) -> Mapping[str, Any]:
    """Return a stack's conditions; what cannot be known is said so."""
    truths = stack.conditions.items()
    return {name: "unknown" if truth is None else truth for name, truth in truths}


def _told(resource: Resource) -> dict[str, Any]:
    """Return what is shown of a resource, without what it has not."""
    return {
        "Type": resource.type,
        **({"Condition": f"{resource.when}, unknown"} if resource.when else {}),
        **({"DependsOn": list(resource.depends_on)} if resource.depends_on else {}),
        **resource.attributes,
        **({"Properties": resource.properties} if resource.properties else {}),
    }


def _stack(stack: Stack) -> dict[str, Any]:
    """Return a stack as JSON."""
    return {
        "template": stack.template.file,
        "region": encoded(stack.region),
        "parameters": encoded(dict(stack.parameters)),
        "conditions": dict(stack.conditions),
        "outputs": {
            name: {
                "value": encoded(output.value),
                "export": encoded(output.export),
                "description": output.description,
                "when": output.when,
            }
            for name, output in stack.outputs.items()
        },
        "opaque": list(stack.opaque),
    }


def _resource(resource: Resource) -> dict[str, Any]:
    """Return a resource as JSON."""
    return {
        "type": resource.type,
        "stack": resource.stack,
        "when": resource.when,
        "depends_on": list(resource.depends_on),
        "attributes": encoded(dict(resource.attributes)),
        "properties": encoded(dict(resource.properties)),
    }


def _count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
