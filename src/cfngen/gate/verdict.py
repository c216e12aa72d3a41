"""What the gate says in the end, and what it took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from cfngen.findings import Finding

if TYPE_CHECKING:
    from cfngen.suppress import Suppressed


@dataclass(frozen=True)
class Found:
    """A finding, and the environment that it was made in; empty where that is none."""

    finding: Finding
    environment: str = ""


@dataclass(frozen=True)
class Verdict:
    """The findings on one system, or on several.

    `silent` are those that are suppressed. `unfit` says that a parameter file, or what
    stands in its place, a stack policy or a claim cannot be used. `pieces` is how much
    work there was, `cached` how much of it had been done before. `resolved` says
    whether there is a model; without one only cfn-lint was asked.
    """

    findings: tuple[Finding, ...] = ()
    silent: tuple[Suppressed, ...] = ()
    unfit: bool = False
    templates: int = 0
    environments: int = 0
    pieces: int = 0
    cached: int = 0
    resolved: bool = True


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Return several verdicts as one."""
    return reduce(_both, verdicts, Verdict())


def _both(one: Verdict, other: Verdict) -> Verdict:
    """Return two verdicts as one."""
    return Verdict(
        one.findings + other.findings,
        one.silent + other.silent,
        one.unfit or other.unfit,
        one.templates + other.templates,
        one.environments + other.environments,
        one.pieces + other.pieces,
        one.cached + other.cached,
        one.resolved and other.resolved,
    )
