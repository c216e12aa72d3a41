"""The one type that every check speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; a gate fails on any of them."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Place:
    """A place in a file: the way to the value there, and its line from 1."""

    file: str
    path: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, and how to mend it.

    `file` is relative to the project; `path` is the way to the value inside it
    (`services.web.cpu`, `Resources/Vpc/Properties`); `line` and `column` count from 1,
    0 where unknown. `resource` is the path of a resource in a model (`Network/Vpc`);
    `cause` is the line of the spec that the value comes from, where one is known;
    `environment` names those that have the finding, where others have not.
    """

    file: str
    path: str
    id: str
    message: str
    mend: str = ""
    severity: Severity = Severity.ERROR
    line: int = 0
    column: int = 0
    resource: str = ""
    cause: Place | None = None
    environment: str = ""


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats, by file, place and id."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda f: (f.file, f.line, f.column, f.path, f.id, f.message),
        )
    )
