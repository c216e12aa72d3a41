"""What `prove` proves: the claims on systems, or on a template that anybody wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cfngen.cli.modelling import every, foreign
from cfngen.cli.options import chosen_environment, load_systems, together
from cfngen.errors import Exit, InputError
from cfngen.findings import Finding
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.checks import Cause
    from cfngen.gate.order import Tell
    from cfngen.gate.proof import Proven
    from cfngen.gate.verdict import Found
    from cfngen.model import Model
    from cfngen.prove.claims.claim import Claims
    from cfngen.prove.verdict import Verdict
    from cfngen.render.proof.places import Shown, Where
    from cfngen.spec.causes import Causes
    from cfngen.suppress import Suppressed


@dataclass(frozen=True)
class Subject:
    """A system or a template: its models, one for each environment, and its claims.

    `causes` are there where a spec has made it.
    """

    name: str
    models: tuple[Model, ...]
    claims: Claims
    causes: Causes | None = None


@dataclass(frozen=True)
class Outcome:
    """What is proved of a subject; of its findings `kept` count, `silent` may stay.

    `reasons` are those of verdicts that may stay, for each proof. `gaps` are what the
    claims leave out, where that is asked for; they change no exit code.
    """

    proofs: tuple[Proven, ...]
    kept: tuple[Finding, ...]
    silent: tuple[Suppressed, ...]
    reasons: tuple[dict[Verdict, str], ...]
    gaps: tuple[Finding, ...] = ()

    def shown(self) -> Iterator[Shown]:
        """Yield each proof with what it takes to show it."""
        from cfngen.render.proof.places import Shown

        for one, reasons in zip(self.proofs, self.reasons, strict=True):
            yield Shown(one.proof, places(one.model, one.cause), reasons)


def places(model: Model, cause: Cause) -> Where:
    """Return what finds where the facts of a model are written."""
    from cfngen.prove.placing import placed

    return lambda origin: placed(model, origin, cause)


def code(outcomes: Sequence[Outcome]) -> Exit:
    """Return the exit code: 2 for claims that say nothing, 1 for other findings."""
    from cfngen.gate.proof import UNUSABLE

    kept = [finding for one in outcomes for finding in one.kept]
    if any(finding.id in UNUSABLE for finding in kept):
        return Exit.USAGE
    return Exit.FAILED if kept else Exit.OK


def of_systems(
    project: Project,
    systems: tuple[str, ...],
    environment: str | None,
    more: Path | None,
) -> list[Subject]:
    """Return systems, each with all its environments where none is named.

    Raises InputError with everything that cannot be read: specs, parameter files,
    templates, claims.
    """
    from cfngen.gate.proof import of_system
    from cfngen.spec.causes import Causes, source_of

    if environment is not None:
        chosen_environment(project, systems[0], environment)
    subjects: list[Subject] = []
    errors: list[InputError] = []
    for name, system in load_systems(project, systems).items():
        models, wrong = every(project, system, environment)
        causes = Causes(system, source_of(project, name))
        try:
            claims = of_system(project, causes, more, models)
            subjects.append(Subject(name, models, claims, causes))
        except InputError as error:
            wrong = [error, *wrong]
        errors += wrong
    if errors:
        raise together(errors)
    return subjects


def of_template(
    project: Project,
    template: Path,
    params: Path | None,
    region: str | None,
    more: Path | None,
) -> list[Subject]:
    """Return a template that anybody wrote, with the claims of a file, if any.

    Raises InputError with everything that cannot be read.
    """
    from cfngen.gate.proof import of_file

    models: tuple[Model, ...] = ()
    errors: list[InputError] = []
    try:
        models = (foreign(project, template, params, region),)
    except InputError as error:
        errors.append(error)
    try:
        claims = of_file(project, more, models)
    except InputError as error:
        errors.append(error)
    if errors:
        raise together(errors)
    return [Subject(template.name, models, claims)]


def proved(subject: Subject, tell: Tell, total: int, coverage: bool) -> Outcome:
    """Return what is proved of a subject, and what of it is suppressed.

    With `coverage` it is tried out what the claims leave out, which takes seconds.
    """
    from cfngen.gate.judging import settled, written
    from cfngen.gate.proof import proven
    from cfngen.gate.verdict import Found
    from cfngen.suppress import of_spec

    proofs = []
    for model in subject.models:
        tell(f"prove {subject.name} {model.given.environment}".rstrip(), total)
        proofs.append(proven(model, subject.claims, subject.name, subject.causes))
    causes = subject.causes
    own = of_spec(causes.system, causes.source) if causes is not None else ()
    said = (*own, *written(subject.models)[0])
    found = (
        Found(finding, one.model.given.environment)
        for one in proofs
        for finding in one.findings()
    )
    kept, silent = settled(found, said, len(proofs))
    reasons = tuple(one.silent(said) for one in proofs)
    gaps = _gaps(subject, proofs) if coverage else ()
    left, _ = settled(gaps, said, len(proofs))
    return Outcome(tuple(proofs), kept, silent, reasons, left)


def stale(project: Project, subjects: Sequence[Subject]) -> Iterator[str]:
    """Yield which systems' templates are not what their specs make, a line each.

    Claims that follow from a spec are then proved of templates that know nothing of it.
    """
    from cfngen.freshness import State, compare
    from cfngen.generate import generate

    for causes in (one.causes for one in subjects if one.causes is not None):
        name = causes.system.system
        compared = compare(project.templates(name), generate(causes.system))
        if any(one.state is not State.FRESH for one in compared):
            folder, spec = project.templates(name), project.spec(name)
            yield (
                f"{project.shown(folder)}/ is not what {project.shown(spec)} makes. "
                f"If that is not meant, run: cfngen generate {name}"
            )


def ungiven(subjects: Sequence[Subject]) -> Iterator[str]:
    """Yield which parameters of a template have no value, and how to give them."""
    from cfngen.model import Unknown

    for subject in (one for one in subjects if one.causes is None):
        root = subject.models[0].stacks[""]
        names = [
            name for name, value in root.parameters.items() if value == Unknown(name)
        ]
        if names:
            example = ", ".join(f'"{name}": "…"' for name in names[:2])
            yield (
                f"{subject.name}: no value is given for {', '.join(names)}. "
                f"Write {{{example}}} into a file, and add --params FILE."
            )


def _gaps(subject: Subject, proofs: Sequence[Proven]) -> Iterator[Found]:
    """Yield what the claims on a subject leave out, in each environment."""
    from cfngen.gate.verdict import Found
    from cfngen.prove.covering import covered, gaps

    for one in proofs:
        found = covered(one.model, subject.claims)
        for finding in gaps(found, one.model, one.cause):
            yield Found(finding, one.model.given.environment)
