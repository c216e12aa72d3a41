"""What is proved of a model, and what of it is a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cfngen.checks.placing import Cause, nowhere, of_spec
from cfngen.errors import InputError
from cfngen.findings import Finding, Place, ordered
from cfngen.gate.judging import settled
from cfngen.gate.verdict import Found
from cfngen.model import Model
from cfngen.project import Project
from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.loading import around, claims_of
from cfngen.prove.claims.parsing import Read, read
from cfngen.prove.claims.statements import Part
from cfngen.prove.proving import prove
from cfngen.prove.reporting import findings
from cfngen.prove.verdict import Proof, Truth, Verdict
from cfngen.spec.causes import Causes
from cfngen.suppress import Suppression, suppressed

UNUSABLE = ("CG800", "CG803")
"""Claims that cannot be read, and those that say nothing of the model."""


@dataclass(frozen=True)
class Proven:
    """A model's proof; `cause` finds the lines of the spec, as checks have it."""

    proof: Proof
    model: Model
    cause: Cause = nowhere

    def findings(self) -> tuple[Finding, ...]:
        """Return what does not hold."""
        return findings(self.proof, self.model, self.cause)

    def silent(self, said: Sequence[Suppression]) -> dict[Verdict, str]:
        """Return the verdicts whose findings are all suppressed, each with a reason."""
        environment = self.model.given.environment
        reasons: dict[Verdict, str] = {}
        for verdict in self.proof.every if said else ():
            if verdict.truth is not Truth.PROVED:
                found = self._alone(verdict).findings()
                kept, silent = suppressed(found, said, environment)
                if silent and not kept:
                    reasons[verdict] = silent[0].suppression.reason
        return reasons

    def _alone(self, verdict: Verdict) -> Proven:
        """Return the proof of one claim or obligation alone."""
        claim = verdict in self.proof.verdicts
        verdicts, obligations = ((verdict,), ()) if claim else ((), (verdict,))
        proof = replace(self.proof, verdicts=verdicts, obligations=obligations)
        return replace(self, proof=proof)


def proven(
    model: Model, claims: Claims, name: str = "", causes: Causes | None = None
) -> Proven:
    """Return what is proved of a model; `causes` where a spec has made it."""
    cause = of_spec(model, causes) if causes is not None else nowhere
    proof = prove(model, claims)
    return Proven(replace(proof, name=name or proof.name), model, cause)


def unmet(model: Model) -> tuple[Finding, ...]:
    """Return the obligations of anybody's template that surely are not met.

    Nobody has claimed anything of it, and what cannot be known is not held against it.
    """
    proof = prove(model, Claims())
    refuted = (one for one in proof.obligations if one.truth is Truth.REFUTED)
    return findings(replace(proof, obligations=tuple(refuted)), model, nowhere)


def of_system(
    project: Project,
    causes: Causes,
    more: Path | None = None,
    models: Sequence[Model] = (),
) -> Claims:
    """Return the claims on a system, with those of another file.

    That file shares the sets and groups of the others. Raises InputError with every
    claim that cannot be read, and with those that say nothing of the models.
    """
    parts = () if more is None else (_part(project, more),)
    read = claims_of(project, causes.system, causes.source, parts)
    return _readable(read, models, causes)


def of_file(
    project: Project, file: Path | None, models: Sequence[Model] = ()
) -> Claims:
    """Return the claims of a file on a template that anybody wrote; none without it.

    Raises InputError as `of_system` does.
    """
    if file is None:
        return Claims()
    return _readable(read((_part(project, file),), around(project)), models)


def _part(project: Project, file: Path) -> Part:
    """Return the text of a file; raises InputError for one that has none."""
    shown = project.shown(file.resolve())
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{shown}: the file is not UTF-8 text.") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise InputError(f"{shown}: the file cannot be read: {why}.") from None
    return Part(text, Place(shown, "", 1, 1))


def _readable(
    read: Read, models: Sequence[Model], causes: Causes | None = None
) -> Claims:
    """Return claims that have been read; raises InputError where some cannot be.

    Those that can and say nothing of a model are told of as well: to mend them takes
    one more run otherwise.
    """
    if not read.findings:
        return read.claims
    proofs = [proven(model, read.claims, causes=causes) for model in models]
    found = (
        Found(one, proof.model.given.environment)
        for proof in proofs
        for one in proof.findings()
        if one.id in UNUSABLE
    )
    nothing, _ = settled(found, (), len(proofs))
    raise InputError(
        "Claims cannot be read, and nothing is proved.",
        "docs/prove.md shows how they are written.",
        ordered((*read.findings, *nothing)),
    )
