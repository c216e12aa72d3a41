"""A finding about a value of a JSON file, where the value stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.findings import Finding
from cfngen.params.jsontext import Node
from cfngen.printable import printable


def at(
    node: Node, file: str, path: str, id: str, message: str, mend: str = ""
) -> Finding:
    """Return the finding at a value's line and column."""
    return Finding(file, path, id, message, mend, line=node.line, column=node.column)


def on_one_line(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings with one line of message: names in JSON may hold line breaks."""
    for finding in findings:
        yield replace(finding, message=printable(finding.message))
