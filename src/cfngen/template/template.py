"""One template, and where each part of it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cfngen.findings import Finding, Severity
from cfngen.params.jsontext import Node

EMPTY = Node("object", 0, 0)


def nowhere() -> Node:
    """Return the places of a template that was never text."""
    return EMPTY


@dataclass(frozen=True)
class Template:
    """A template; `file` is as findings name it.

    What is not shaped like a template reads as empty: cfn-lint says so. Finding out
    where values stand takes many times as long as reading them, so `places` is called
    when the first place is asked for.
    """

    file: str
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    places: Callable[[], Node] = field(default=nowhere, repr=False, compare=False)

    @cached_property
    def text(self) -> Node:
        """Return the template's text as a tree with places."""
        return self.places()

    @cached_property
    def size(self) -> int:
        """Return the fewest bytes that it takes: as JSON, without blanks."""
        text = json.dumps(self.body, separators=(",", ":"), ensure_ascii=False)
        return len(text.encode())

    def section(self, *path: str) -> Mapping[str, Any]:
        """Return the mapping at a path; empty where there is none."""
        here: Any = self.body
        for name in path:
            here = here.get(name) if isinstance(here, dict) else None
        return here if isinstance(here, dict) else {}

    def resources(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the logical id and properties of each resource of a type."""
        for name in self.section("Resources"):
            if self.section("Resources", name).get("Type") == kind:
                yield name, self.section("Resources", name, "Properties")

    def finding(
        self,
        path: tuple[str | int, ...],
        id: str,
        message: str,
        mend: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Return the finding at a path inside the template, or as near as it goes."""
        node = self.node(path)
        shown = "/".join(map(str, path))
        return Finding(
            *(self.file, shown, id, message, mend, severity),
            line=node.line,
            column=node.column,
        )

    def node(self, path: tuple[str | int, ...]) -> Node:
        """Return the innermost node on the way to a path; unknown steps are skipped."""
        node = self.text
        for step in path:
            node = node.step(step) or node
        return node
