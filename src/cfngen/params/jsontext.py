"""JSON text with the place of every key and value.

The json module forgets where a value stood and drops repeated keys; PyYAML remembers,
but refuses JSON that is indented by tabs.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any, Literal

Kind = Literal["object", "array", "string", "number", "boolean", "null"]

GAP = re.compile(r"[\s,:]*")
"""What stands between two values of text that json.loads has accepted."""

SCALAR = JSONDecoder()
"""Reads one value; it keeps nothing of what it has read."""


@dataclass(frozen=True)
class Node:
    """A JSON value, its kind and where it starts; line and column count from 1.

    A scalar is in `scalar`, the values of an array in `items`, the keys and values of
    an object in `members`, repeated keys included.
    """

    kind: Kind
    line: int
    column: int
    scalar: Any = None
    items: tuple[Node, ...] = ()
    members: tuple[tuple[Node, Node], ...] = ()

    def get(self, key: str) -> Node | None:
        """Return an object's member; the last one where a key is repeated."""
        found = [value for name, value in self.members if name.scalar == key]
        return found[-1] if found else None

    def step(self, key: str | int) -> Node | None:
        """Return an object's member or an array's item; None where there is none."""
        if self.kind == "object":
            return self.get(str(key))
        inside = isinstance(key, int) and key < len(self.items)
        return self.items[int(key)] if inside else None

    def plain(self) -> Any:
        """Return the value without places; the last one where a key is repeated."""
        if self.kind == "object":
            return {key.scalar: value.plain() for key, value in self.members}
        if self.kind == "array":
            return [item.plain() for item in self.items]
        return self.scalar


def scan(text: str) -> Node:
    """Return the value that the text holds, with places.

    Raises json.JSONDecodeError where the text is not JSON, and ValueError or
    RecursionError where Python's limits on digits and depth are passed.
    """
    json.loads(text)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    return _node(text, _skip(text, 0), lines)[0]


def _skip(text: str, at: int) -> int:
    """Return where the next value or closing bracket starts."""
    gap = GAP.match(text, at)
    return gap.end() if gap else at


def _node(text: str, at: int, lines: Sequence[int]) -> tuple[Node, int]:
    """Return the value that starts at an offset, and the offset behind it."""
    line = bisect_right(lines, at)
    column = at - lines[line - 1] + 1
    if text[at] in "{[":
        inside, end = _inside(text, at + 1, lines)
        if text[at] == "[":
            return Node("array", line, column, items=tuple(inside)), end
        pairs = tuple(zip(inside[::2], inside[1::2], strict=True))
        return Node("object", line, column, members=pairs), end
    scalar, end = SCALAR.raw_decode(text, at)
    return Node(_kind(scalar), line, column, scalar), end


def _inside(text: str, at: int, lines: Sequence[int]) -> tuple[list[Node], int]:
    """Return what stands between two brackets, and the offset behind them."""
    found: list[Node] = []
    at = _skip(text, at)
    while text[at] not in "}]":
        node, at = _node(text, at, lines)
        found.append(node)
        at = _skip(text, at)
    return found, at + 1


def _kind(scalar: Any) -> Kind:
    """Return JSON's word for a value that is neither object nor array."""
    if isinstance(scalar, str):
        return "string"
    if isinstance(scalar, bool):
        return "boolean"
    return "null" if scalar is None else "number"
