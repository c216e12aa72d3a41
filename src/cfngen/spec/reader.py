"""Read a spec file: YAML into plain data with places, or everything that hinders it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.spec.scalars import plain
from cfngen.spec.source import Mark, Place, Source, Spot, dotted, stop
from cfngen.spec.syntax import explain

MOST_VALUES = 20_000
"""Values of one file: aliases within aliases can make millions out of a few lines."""

DEEPEST = 30
"""Levels of nesting; a spec has seven."""

FILL = "Write a value ({} takes all defaults of a section), or remove the key."

STANDARD = "tag:yaml.org,2002:"

KNOWN_TAGS = frozenset(
    ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
)
"""What the parser calls a value that carries no tag."""


def read(path: Path, shown: str) -> tuple[Source, tuple[Finding, ...]]:
    """Return the source, and findings on keys and values that are not in its data.

    Raises InputError, with the line, when the file cannot be read to its end.
    """
    return parse(_text(path, shown), shown)


def parse(text: str, shown: str) -> tuple[Source, tuple[Finding, ...]]:
    """Return what `read` does, of a text that has been read; raises as it does."""
    reading = Reading(shown)
    root = _compose(text, shown)
    if not isinstance(root, yaml.MappingNode):
        wrong = "is empty" if root is None else f"holds {_kind(root)}"
        mark = Mark(1, 1) if root is None else _mark(root)
        raise _stop(shown, mark, f"The file {wrong}.", "Write keys: system: shop")
    reading.spots[()] = Spot(Mark(1, 1), Mark(1, 1))
    reading.guard(root)
    reading.untagged(root)
    data = dict(reading.pairs(root, ()))
    source = Source(shown, data, reading.spots, frozenset(reading.empty))
    return source, tuple(reading.findings)


def _text(path: Path, shown: str) -> str:
    """Return the file's text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        mend = "Write it, or name another system."
        raise _stop(shown, Mark(), f"The file cannot be read: {why}.", mend) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - before.rfind(b"\n")
        mark = Mark(before.count(b"\n") + 1, column)
        mend = "Save the file as UTF-8."
        raise _stop(shown, mark, "The file is not UTF-8 text.", mend) from None


def _compose(text: str, shown: str) -> yaml.Node | None:
    """Return the tree of the only document in the text."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark, message, mend = explain(error, text)
        raise _stop(shown, mark, message, mend) from None
    return node


def _stop(file: str, mark: Mark, message: str, mend: str) -> InputError:
    """Return the error of a file that cannot be read."""
    id = "CG002" if mark.line else "CG001"
    found = Finding(file, "", id, message, mend, line=mark.line, column=mark.column)
    return stop(found)


def _mark(node: yaml.Node) -> Mark:
    """Return where a node starts."""
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _kind(node: yaml.Node) -> str:
    """Return what a node is, in words."""
    return "a list" if isinstance(node, yaml.SequenceNode) else "a single value"


def _plain(node: yaml.Node) -> bool:
    """Return whether a node carries no tag, or one that the parser gives by itself."""
    return node.tag.removeprefix(STANDARD) in KNOWN_TAGS


def _tagged(node: yaml.Node) -> tuple[str, str]:
    """Return what is wrong with a node's tag, and how to mend it."""
    tag = node.tag.replace(STANDARD, "!!")
    return f"The tag {tag} means nothing here.", "Write the plain value."


class Reading:
    """What one reading of a file collects on its way through the tree."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.spots: dict[Place, Spot] = {}
        self.empty: set[Place] = set()
        self.findings: list[Finding] = []
        self.above: list[yaml.Node] = []

    def pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        """Yield the keys of a mapping with their values; the first of repeated ones."""
        seen: dict[str, Mark] = {}
        for key_node, value_node in node.value:
            key, mark = self._key(key_node), _mark(key_node)
            here = (*place, key)
            if key in seen:
                what = f"The key '{key}' is here again; it is on line {seen[key].line}."
                self._found("CG003", here, mark, what, "Keep one of the two.")
                continue
            seen[key] = mark
            value = self._value(value_node, here, mark)
            if value is None:
                self.empty.add(here)
                self._found("CG006", here, mark, f"The key '{key}' has no value.", FILL)
            else:
                yield key, value

    def _value(self, node: yaml.Node, place: Place, key: Mark) -> Any:
        """Return a node's value; record where it and all below it stand."""
        self.guard(node)
        text = node.value if isinstance(node, yaml.ScalarNode) else None
        self.spots[place] = Spot(key, _mark(node), text)
        if not _plain(node):
            self.empty.add(place)
            self._found("CG002", place, _mark(node), *_tagged(node))
        self.above.append(node)
        value = self._content(node, place)
        self.above.pop()
        return value

    def _content(self, node: yaml.Node, place: Place) -> Any:
        """Return the value of a node whose place is recorded."""
        if isinstance(node, yaml.MappingNode):
            return dict(self.pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            return [self._value(n, (*place, i), _mark(n)) for i, n in items]
        if any("\ud800" <= letter <= "\udfff" for letter in node.value):
            message = "Half of a surrogate pair stands in this text."
            raise _stop(self.file, _mark(node), message, "Write the character itself.")
        return node.value if node.tag == f"{STANDARD}str" else plain(node.value)

    def _key(self, node: yaml.Node) -> str:
        """Return a key as text, however it is written."""
        self.guard(node)
        self.untagged(node)
        if not isinstance(node, yaml.ScalarNode):
            message = "A list or a mapping stands where a key should be."
            mend = "Write a word as the key; put text with brackets in quotes."
            raise _stop(self.file, _mark(node), message, mend)
        if node.tag == f"{STANDARD}merge":
            message = "Merge keys (<<) are not read."
            mend = "Write the keys out, or alias a whole value: scale: *scale"
            raise _stop(self.file, _mark(node), message, mend)
        text: str = node.value
        return text

    def untagged(self, node: yaml.Node) -> None:
        """Refuse a tag where nothing can be read without it: on a key or the whole."""
        if not _plain(node):
            raise _stop(self.file, _mark(node), *_tagged(node))

    def guard(self, node: yaml.Node) -> None:
        """Refuse values that contain themselves, and far too many values."""
        if node in self.above:
            message = "The value contains itself."
            raise _stop(self.file, _mark(node), message, "Write the value out.")
        if len(self.above) > DEEPEST or len(self.spots) > MOST_VALUES:
            message = "The file holds far more than a spec."
            mend = "Remove nesting, and aliases that repeat large parts."
            raise _stop(self.file, _mark(node), message, mend)

    def _found(self, id: str, place: Place, mark: Mark, what: str, mend: str) -> None:
        """Record a finding that leaves the rest of the file readable."""
        line, column = mark.line, mark.column
        self.findings.append(
            Finding(self.file, dotted(place), id, what, mend, line=line, column=column)
        )
