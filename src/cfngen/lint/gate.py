"""The lint gate: cfn-lint and the rules of cfngen over what is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfngen.findings import Finding, ordered
from cfngen.freshness import compare
from cfngen.lint.cfn import CfnLint, Values
from cfngen.lint.resolve import Scope
from cfngen.lint.rules import RULES
from cfngen.lint.subject import Subject, read
from cfngen.naming import RECOVERY, template_file
from cfngen.params.kinds import is_list, items
from cfngen.params.model import Parameters
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.spec.system import System

DEPLOYMENT = "E2900"
"""cfn-lint's word for parameters that do not fit; `cfngen params check` says it of the
root, and of a nested stack it is said of every port, which no file can give."""


@dataclass(frozen=True)
class Step:
    """One piece of the work: what is read, and what to call for the findings."""

    name: str
    run: Callable[[], Iterable[Finding]]


def lint(
    project: Project,
    system: System,
    generated: Mapping[str, str],
    environments: tuple[Parameters, ...],
    cfn: CfnLint,
) -> tuple[Finding, ...]:
    """Return every finding on a system's committed templates; see `steps`."""
    work = steps(project, system, generated, environments, cfn)
    return ordered(chain.from_iterable(step.run() for step in work))


def steps(
    project: Project,
    system: System,
    generated: Mapping[str, str],
    environments: tuple[Parameters, ...],
    cfn: CfnLint,
) -> tuple[Step, ...]:
    """Return the work of linting a system, a step a template and one for our rules.

    `generated` is what the spec makes, by file name; `environments` have to fit the
    root. Each template is linted as it stands and with what each environment gives it.
    """
    folder = project.templates(system.system)
    comparisons = compare(folder, generated)
    subject = read(project, system.system, system.region, environments, comparisons)
    return (
        *(
            Step(
                project.shown(path),
                partial(_linted, cfn, subject, path, _region(system, path)),
            )
            for path in sorted(folder.glob("*.json"))
        ),
        Step(f"{system.system}: rules of cfngen", partial(_judged, subject)),
    )


def _region(system: System, path: Path) -> str:
    """Return the region that a template is deployed to."""
    apart = path.name == template_file(RECOVERY) and system.recovery
    return apart.region if apart else system.region


def _linted(
    cfn: CfnLint, subject: Subject, path: Path, region: str
) -> Iterator[Finding]:
    """Yield what cfn-lint finds in one template."""
    yield from cfn.findings(path, region)
    values = list(_values(subject, cfn.project.shown(path)))
    if values:
        for finding in cfn.findings(path, region, values):
            if finding.id != DEPLOYMENT:
                yield finding


def _judged(subject: Subject) -> Iterator[Finding]:
    """Yield what our own rules find."""
    for rule in RULES:
        yield from rule.check(subject)


def _values(subject: Subject, file: str) -> Iterator[Values]:
    """Yield what each environment gives a template, the root or a nested one."""
    for stack in ("", *subject.nested):
        for environment in subject.environments:
            scope = Scope(subject, stack, environment)
            if scope.template.file == file:
                yield environment.file, _given(scope)


def _given(scope: Scope) -> dict[str, Any]:
    """Return the parameters of a stack that can be known before it exists."""
    given: dict[str, Any] = {}
    for name in scope.template.section("Parameters"):
        origin = scope.parameter(name)
        if origin is not None:
            kind = str(scope.template.section("Parameters", name).get("Type"))
            listed = items(kind, origin.text)
            given[name] = listed if is_list(kind) else origin.text
    return given
