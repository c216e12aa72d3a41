"""What a suppression is, and which findings it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from cfngen.findings import Finding, Place

if TYPE_CHECKING:
    from cfngen.spec.source import Source
    from cfngen.spec.system import System


@dataclass(frozen=True)
class Suppression:
    """Findings that may stay: of which check, where, and why.

    `at` is a glob over paths of resources, in which `*` stands for any text, and `file`
    a template whose findings are meant as well where they name no resource; both may be
    met. `environment` is empty for all. `place` is where the suppression is written.
    """

    check: str
    at: str
    reason: str
    place: Place
    environment: str = ""
    file: str = ""

    @property
    def in_template(self) -> bool:
        """Return whether a template says it of itself, and not a spec."""
        return "/" in self.place.path

    def covers(self, finding: Finding, environment: str) -> bool:
        """Return whether a finding of an environment is one of those meant.

        The environment is empty for findings that are of none, or of all.
        """
        if finding.id != self.check or self.environment not in ("", environment):
            return False
        if self.file and self.file == finding.file and not finding.resource:
            return True
        return fnmatchcase(finding.resource, self.at)


@dataclass(frozen=True)
class Suppressed:
    """A finding that may stay, and the suppression that says why."""

    finding: Finding
    suppression: Suppression


def suppressed(
    findings: Iterable[Finding],
    suppressions: Iterable[Suppression],
    environment: str = "",
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """Return the findings that count and those that may stay, in their order.

    The first suppression that covers a finding is the one that it is listed with.
    """
    kept: list[Finding] = []
    silent: list[Suppressed] = []
    every = tuple(suppressions)
    for finding in findings:
        covering = (one for one in every if one.covers(finding, environment))
        first = next(covering, None)
        if first is None:
            kept.append(finding)
        else:
            silent.append(Suppressed(finding, first))
    return tuple(kept), tuple(silent)


def of_spec(system: System, source: Source) -> tuple[Suppression, ...]:
    """Return what a spec suppresses; `source` says on which lines."""
    return tuple(
        Suppression(
            one.check,
            one.at,
            one.reason,
            source.located(("suppress", index)),
            one.environment or "",
        )
        for index, one in enumerate(system.suppress)
    )
