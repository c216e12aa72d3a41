"""A spec's text as plain data, with the place in the file of every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cfngen import findings
from cfngen.errors import InputError
from cfngen.findings import Finding

Place = tuple[str | int, ...]
"""The way to a value: keys of mappings, and positions in lists from 0."""


@dataclass(frozen=True)
class Mark:
    """A point in the file; both count from 1, and 0 is the file as a whole."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True)
class Spot:
    """Where a value stands and where its key does, and how a scalar was written."""

    key: Mark
    value: Mark
    text: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong at a place, and how to mend it; `on_key` points to the key."""

    place: Place
    message: str
    mend: str
    on_key: bool = False

    def below(self, place: Place) -> Problem:
        """Return the problem of a part that stands at `place`."""
        return replace(self, place=place + self.place)


@dataclass(frozen=True)
class Source:
    """A spec file that has been read: its data, and where each value stands.

    Keys without a value are left out of the data and listed in `empty`, as are values
    with a tag: what they should have been is not known.
    """

    file: str
    data: Mapping[str, Any]
    spots: Mapping[Place, Spot]
    empty: frozenset[Place]

    def finding(self, id: str, problem: Problem) -> Finding:
        """Return the problem as a finding; what is not written is where it would be."""
        mark = self._mark(problem.place, problem.on_key)
        return Finding(
            self.file,
            dotted(problem.place),
            id,
            problem.message,
            problem.mend,
            line=mark.line,
            column=mark.column,
        )

    def located(self, place: Place) -> findings.Place:
        """Return a place with its line; what is not written is where it would be."""
        mark = self._mark(place, on_key=True)
        return findings.Place(self.file, dotted(place), mark.line, mark.column)

    def _mark(self, place: Place, on_key: bool) -> Mark:
        """Return the point of a place, or of the innermost part of it that is there."""
        there = place
        while there not in self.spots:
            there = there[:-1]
        spot = self.spots[there]
        scalar = spot.text is not None and there == place
        return spot.value if scalar and not on_key else spot.key

    def text(self, place: Place) -> str | None:
        """Return how a scalar was written; None for anything else."""
        spot = self.spots.get(place)
        return spot.text if spot else None


def dotted(place: Place) -> str:
    """Return a place as findings show it, on one line: `services.web.routes.0.path`."""
    return " ".join(".".join(map(str, place)).splitlines())


def stop(finding: Finding) -> InputError:
    """Return the error of a file that cannot be read any further."""
    return InputError(f"{finding.file} cannot be read.", findings=(finding,))
