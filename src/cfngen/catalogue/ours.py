"""Every check of cfngen's own."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.catalogue.about import About
from cfngen.catalogue.fixed import (
    PARAMETERS,
    PROVING,
    RANGES,
    RESOLVING,
    SUPPRESSING,
    TARGETS,
)
from cfngen.checks import CHECKS
from cfngen.findings import Severity
from cfngen.lint.rules import RULES
from cfngen.spec import checks as spec
from cfngen.spec.reference import FORMAL

WARNINGS = ("CG105", "CG805", "CG806")
"""Those of checks without a function of their own that are no errors."""

SPEC = "CG0"
"""How the ids of checks of the spec begin."""


def ours() -> tuple[About, ...]:
    """Return every check of cfngen, by id."""
    found = (*_of_spec(), *_fixed(), *_of_templates(), *_of_models())
    return tuple(sorted(found, key=lambda about: about.id))


def _of_spec() -> Iterator[About]:
    """Yield the checks of the spec."""
    for id, holds in FORMAL:
        yield About(id, holds)
    for check in spec.every():
        yield About(check.id, " ".join(check.rule.split()))


def _fixed() -> Iterator[About]:
    """Yield the checks that have words alone."""
    every = (*RANGES, *RESOLVING, *SUPPRESSING, *PARAMETERS, *TARGETS, *PROVING)
    for id, holds in every:
        severity = Severity.WARNING if id in WARNINGS else Severity.ERROR
        yield About(id, holds, severity=severity)


def _of_templates() -> Iterator[About]:
    """Yield the rules of lint, which read what is committed as it stands."""
    for rule in RULES:
        yield About(rule.id, *rule.words())


def _of_models() -> Iterator[About]:
    """Yield the checks of an environment's model."""
    for check in CHECKS:
        yield About(check.id, *check.words(), check.link, check.severity)
