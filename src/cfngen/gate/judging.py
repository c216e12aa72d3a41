"""From all that was found to the verdict: each thing once, and what may stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from cfngen.checks import CHECKS, resourced
from cfngen.findings import Finding, ordered
from cfngen.gate.verdict import Found
from cfngen.lint.rules import RULES
from cfngen.model import Model
from cfngen.suppress import Suppressed, Suppression, of_model, suppressed, unknown


def settled(
    found: Iterable[Found], said: Iterable[Suppression]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """Return the findings that count and those that may stay, each once."""
    by_environment: dict[str, list[Finding]] = {}
    for one in found:
        by_environment.setdefault(one.environment, []).append(one.finding)
    halves = [
        suppressed(findings, said, environment)
        for environment, findings in by_environment.items()
    ]
    kept = ordered(chain.from_iterable(half[0] for half in halves))
    silent = dict.fromkeys(chain.from_iterable(half[1] for half in halves))
    return kept, tuple(silent)


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


def misnamed(
    said: Iterable[Suppression], environments: Iterable[str]
) -> Iterator[Finding]:
    """Yield the suppressions that name no check or no environment that there is."""
    ids = {one.id for one in CHECKS} | {rule.id for rule in RULES}
    return unknown(said, ids, tuple(environments))
