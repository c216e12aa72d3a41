"""From all that was found to the verdict: each thing once, and what may stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from cfngen.catalogue.fixed import PROVING
from cfngen.checks import CHECKS, resourced
from cfngen.findings import Finding, ordered
from cfngen.gate.verdict import Found
from cfngen.lint.rules import RULES
from cfngen.model import Model
from cfngen.suppress import (
    Suppressed,
    Suppression,
    needless,
    of_model,
    suppressed,
    unknown,
)

OURS: Mapping[str, str] = {
    "E3025": "CG609",
    "E3047": "CG540",
    "E9002": "CG512",
    "I3011": "CG590",
    "W9011": "CG600",
}
"""What an engine says of a resource that a check of ours says better: on the line of
the parameter file."""


def settled(
    found: Iterable[Found], said: Iterable[Suppression], environments: int = 0
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """Return the findings that count and those that may stay, each once.

    A finding names its environments where not all of so many have it.
    """
    by_environment: dict[str, list[Finding]] = {}
    for one in found:
        by_environment.setdefault(one.environment, []).append(one.finding)
    halves = {
        environment: suppressed(_once(findings), said, environment)
        for environment, findings in by_environment.items()
    }
    kept = {environment: half[0] for environment, half in halves.items()}
    silent = dict.fromkeys(chain.from_iterable(half[1] for half in halves.values()))
    return ordered(_named(kept, environments)), tuple(silent)


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those of our checks only where an engine says the same."""
    every = tuple(findings)
    ours = {(finding.id, finding.resource) for finding in every}
    for finding in every:
        if (OURS.get(finding.id), finding.resource) not in ours:
            yield finding


def _named(
    kept: Mapping[str, Iterable[Finding]], environments: int
) -> Iterator[Finding]:
    """Yield findings with the environments that have them, where others have not."""
    having: dict[Finding, list[str]] = {}
    for environment, findings in kept.items():
        for finding in findings:
            having.setdefault(finding, []).append(environment)
    for finding, names in having.items():
        everywhere = "" in names or len(names) >= environments
        yield finding if everywhere else replace(finding, environment=", ".join(names))


def without_doubles(
    engines: Iterable[Found], linted: Iterable[Finding]
) -> Iterator[Found]:
    """Yield what AWS's engine found and cfn-lint did not.

    Two findings are the same with one number (F3012 is E3012) on one line, or on one
    resource, parameter or the like.
    """
    known = set(chain.from_iterable(map(_marks, linted)))
    for one in engines:
        if not known.intersection(_marks(one.finding)):
            yield one


def _marks(finding: Finding) -> Iterator[tuple[str, str, object]]:
    """Yield what a finding is recognised by: its line, and its resource."""
    number = finding.id[1:]
    yield finding.file, number, finding.line
    match finding.path.split("/"):
        case [section, name, *_]:
            yield finding.file, number, (section, name)


def located(found: Iterable[Found], models: Iterable[Model]) -> Iterator[Found]:
    """Yield what engines found in templates with the paths of resources.

    A finding of no environment gets that of the first environment that has it.
    """
    every = tuple(models)
    for one in found:
        fitting = (m for m in every if one.environment in ("", m.given.environment))
        finding = one.finding
        for model in fitting:
            finding = resourced(model, finding)
        yield Found(finding, one.environment)


def written(
    models: Iterable[Model],
) -> tuple[tuple[Suppression, ...], tuple[Finding, ...]]:
    """Return what templates suppress themselves, and what of it is not understood."""
    every = [of_model(model) for model in models]
    said = dict.fromkeys(chain.from_iterable(one.suppressions for one in every))
    return tuple(said), ordered(chain.from_iterable(one.findings for one in every))


def idle(
    said: Sequence[Suppression],
    silent: Iterable[Suppressed],
    environments: Iterable[str],
    whole: bool,
) -> Iterator[Finding]:
    """Yield the suppressions that can suppress nothing, and those that do not.

    The first name no check or no environment that there is; more is not said of them.
    The others are known only where everything has been checked: the `whole`.
    """
    ids = {one.id for one in CHECKS} | {rule.id for rule in RULES} | {*dict(PROVING)}
    misnamed = tuple(unknown(said, ids, tuple(environments)))
    yield from misnamed
    if whole:
        places = {(finding.file, finding.path) for finding in misnamed}
        sound = (s for s in said if (s.place.file, s.place.path) not in places)
        yield from needless(sound, silent)
