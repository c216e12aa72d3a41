"""YAML templates as the same tree as JSON ones, short forms spelt out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import yaml

from cfngen.params.jsontext import Kind, Node

MOST_NODES = 200_000
"""Aliases within aliases can make millions of values out of a few lines; the largest
template that CloudFormation takes has 1 MB."""

PLAIN = ("Ref", "Condition")
"""Short forms whose long form has no `Fn::` before it."""

STANDARD = "tag:yaml.org,2002:"

KINDS: dict[type, Kind] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
}


@dataclass
class Misread(Exception):
    """The text is YAML and no template all the same."""

    message: str
    line: int
    column: int


def compose(text: str) -> Node:
    """Return the text's tree; that of null for an empty one.

    Raises Misread, yaml.YAMLError or RecursionError.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return Node("null", 1, 1) if root is None else Composer().node(root)


class Composer:
    """Turns one document's nodes into ours, and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self.above: list[yaml.Node] = []

    def node(self, node: yaml.Node) -> Node:
        """Return one node; a short form becomes an object with one member."""
        self.count += 1
        if node in self.above or self.count > MOST_NODES:
            raise _misread(node, "The file repeats itself by aliases without an end.")
        self.above.append(node)
        tag = node.tag
        if tag.startswith("!") and tag != "!":
            made = self._short_form(node, tag[1:])
        else:
            made = self._standard(node)
        self.above.pop()
        return made

    def _short_form(self, node: yaml.Node, name: str) -> Node:
        """Return `!Name argument` as `{"Fn::Name": argument}`."""
        line, column = _place(node)
        function = name if name in PLAIN else f"Fn::{name}"
        argument = self._content(node, f"{STANDARD}str")
        if function == "Fn::GetAtt" and argument.kind == "string":
            pieces = argument.scalar.split(".", 1)
            items = tuple(Node("string", line, column, piece) for piece in pieces)
            argument = Node("array", line, column, items=items)
        key = Node("string", line, column, function)
        return Node("object", line, column, members=((key, argument),))

    def _standard(self, node: yaml.Node) -> Node:
        """Return a node without a short form."""
        return self._content(node, node.tag)

    def _content(self, node: yaml.Node, tag: str) -> Node:
        """Return a mapping, a list or a scalar."""
        line, column = _place(node)
        if isinstance(node, yaml.MappingNode):
            members = tuple((self._key(k), self.node(v)) for k, v in node.value)
            return Node("object", line, column, members=members)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.node(item) for item in node.value)
            return Node("array", line, column, items=items)
        value = _scalar(node, tag)
        return Node(KINDS.get(type(value), "null"), line, column, value)

    def _key(self, node: yaml.Node) -> Node:
        """Return a key; keys are text, `80: 8080` and `yes: no` included."""
        line, column = _place(node)
        if not isinstance(node, yaml.ScalarNode):
            raise _misread(node, "A list or a mapping stands where a key should be.")
        if node.tag == f"{STANDARD}merge":
            raise _misread(node, "CloudFormation reads no merge keys (<<).")
        return Node("string", line, column, node.value)


def _scalar(node: yaml.Node, tag: str) -> Any:
    """Return a scalar's value; dates stay text, as CloudFormation has them.

    So does what only claims to be a number (`!!int abc`, `0x_`), has more digits than
    Python reads, or is none that JSON could write (`.inf`).
    """
    if tag.removeprefix(STANDARD) not in ("bool", "int", "float", "null"):
        return node.value
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, LookupError):
        return node.value
    finite = not isinstance(value, float) or math.isfinite(value)
    return value if finite else node.value


def _place(node: yaml.Node) -> tuple[int, int]:
    """Return the line and column of a node, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def _misread(node: yaml.Node, message: str) -> Misread:
    """Return the error at a node."""
    return Misread(message, *_place(node))
