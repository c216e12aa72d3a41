"""A planted mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen.findings import Finding
from tests.models import Bodies, Change, unbent


@dataclass(frozen=True)
class Mistake:
    """A change to one environment, and the check that must catch it.

    `change` bends the templates, `parameters` the parameter file; `at` stands in the
    finding: a part of its file, path or message.
    """

    name: str
    environment: str
    caught_by: str
    at: str
    change: Change = unbent
    parameters: Mapping[str, str] = field(default_factory=dict)

    def caught(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that catch it."""
        own = (finding for finding in found if finding.id == self.caught_by)
        return tuple(f for f in own if self.at in f"{f.file} {f.path} {f.message}")


def put(file: str, resource: str, *path: str | int, value: Any) -> Change:
    """Return the change that sets a property of a resource in a template."""

    def change(bodies: Bodies) -> None:
        here: Any = bodies[file]["Resources"][resource]["Properties"]
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = value

    return change


def drop(file: str, resource: str, *path: str | int) -> Change:
    """Return the change that removes a property, or a resource's attribute."""

    def change(bodies: Bodies) -> None:
        here: Any = bodies[file]["Resources"][resource]
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return change
