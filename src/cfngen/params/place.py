"""A finding about a value of a JSON file, where the value stands."""

from __future__ import annotations

from cfngen.findings import Finding
from cfngen.params.jsontext import Node


def at(
    node: Node, file: str, path: str, id: str, message: str, mend: str = ""
) -> Finding:
    """Return the finding at a value's line and column."""
    return Finding(file, path, id, message, mend, line=node.line, column=node.column)
