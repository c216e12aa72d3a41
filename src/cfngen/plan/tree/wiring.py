"""Where the parameters of nested stacks get their values from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cfngen.plan.tree.placed import Tree, above, below

SUB = re.compile(r"\$\{([^!${}][^${}]*)\}")
"""What Fn::Sub puts a value in place of."""

OUTPUTS = "Outputs."


class Wire(StrEnum):
    """What a value is handed down from."""

    PARAMETER = "parameter"
    OUTPUT = "output"
    RESOURCE = "resource"
    TEMPLATE = "template"
    OTHER = "other"


@dataclass(frozen=True)
class Origin:
    """Where a value comes from.

    `stack` is the path of the stack that has it, `name` the parameter's of the root,
    the output's or the resource's with its attribute, if any: `Vpc.CidrBlock`.
    """

    wire: Wire
    stack: str = ""
    name: str = ""

    def __str__(self) -> str:
        """Return the origin in words."""
        if self.wire is Wire.PARAMETER:
            within = f" of {self.stack}" if self.stack else ""
            return f"parameter {self.name}{within}"
        if self.wire is Wire.OUTPUT:
            return f"output {self.name} of {self.stack}"
        if self.wire is Wire.RESOURCE:
            return below(self.stack, self.name)
        return "the template"


def origin(tree: Tree, stack: str, parameter: str) -> Origin:
    """Return where a parameter of a stack gets its value from, followed upwards."""
    if not stack:
        return Origin(Wire.PARAMETER, "", parameter)
    parent, _ = above(stack)
    given = expression(tree, stack, parameter)
    match given:
        case {"Ref": str(name)} if tree[parent].declares(name):
            return origin(tree, parent, name)
        case {"Ref": str(name)}:
            return Origin(Wire.RESOURCE, parent, name)
        case {"Fn::GetAtt": list() | str() as written}:
            return of_attribute(tree, parent, dotted(written))
        case str() | int() | float() | None:
            return Origin(Wire.TEMPLATE)
        case _:
            return Origin(Wire.OTHER, stack, parameter)


def of_attribute(tree: Tree, stack: str, name: str) -> Origin:
    """Return what `Network.Outputs.VpcId` or `Vpc.CidrBlock` is in a stack."""
    resource, _, attribute = name.partition(".")
    child = below(stack, resource)
    if child in tree and attribute.startswith(OUTPUTS):
        return Origin(Wire.OUTPUT, child, attribute.removeprefix(OUTPUTS))
    return Origin(Wire.RESOURCE, stack, name)


def expression(tree: Tree, stack: str, parameter: str) -> Any:
    """Return what a nested stack's parent writes for a parameter, None for nothing.

    Where a function makes all of its parameters, that is it.
    """
    parent, name = above(stack)
    if parent not in tree:
        return None
    properties = tree[parent].resource(name).get("Properties", {})
    given = properties.get("Parameters", {})
    made = any(key.startswith("Fn::") for key in given)
    return given if made else given.get(parameter)


def dotted(written: Any) -> str:
    """Return the argument of Fn::GetAtt as text with dots."""
    if isinstance(written, str):
        return written
    return ".".join(part for part in written if isinstance(part, str))


def mentioned(value: Any) -> Iterator[str]:
    """Yield the names that a written value refers to: `Vpc`, `Vpc.CidrBlock`."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": list() | str() as written}:
            yield dotted(written)
        case {"Fn::Sub": str() | list() as argument}:
            text, own = (argument, {}) if isinstance(argument, str) else argument
            names = (name.strip() for name in SUB.findall(str(text)))
            yield from (name for name in names if name not in own)
            yield from mentioned(own)
        case dict():
            for item in value.values():
                yield from mentioned(item)
        case list():
            for item in value:
                yield from mentioned(item)
