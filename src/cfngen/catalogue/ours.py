"""Every check of cfngen's own."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.catalogue.about import About
from cfngen.catalogue.fixed import PARAMETERS, RANGES, RESOLVING, SUPPRESSING, TARGETS
from cfngen.checks import CHECKS
from cfngen.findings import Severity
from cfngen.lint.rules import RULES
from cfngen.spec import checks as spec
from cfngen.spec.reference import FORMAL

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
    for id, holds in (*RANGES, *RESOLVING, *SUPPRESSING, *PARAMETERS, *TARGETS):
        warning = id == "CG105"
        yield About(id, holds, severity=Severity.WARNING if warning else Severity.ERROR)


def _of_templates() -> Iterator[About]:
    """Yield the rules of lint, which read what is committed as it stands."""
    for rule in RULES:
        yield About(rule.id, *rule.words())


def _of_models() -> Iterator[About]:
    """Yield the checks of an environment's model."""
    for check in CHECKS:
        yield About(check.id, *check.words(), check.link, check.severity)
