"""What a proof does not prove as findings, each on the line to change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.checks.placing import Cause, nowhere
from cfngen.findings import Finding, ordered
from cfngen.model import Model
from cfngen.prove.placing import placed, resource_of
from cfngen.prove.verdict import Broken, Proof, Truth, Verdict

REFUTED, UNDECIDED, VACUOUS, UNMET = "CG801", "CG802", "CG803", "CG804"
IDS: Mapping[Truth, str] = {
    Truth.REFUTED: REFUTED,
    Truth.UNDECIDED: UNDECIDED,
    Truth.VACUOUS: VACUOUS,
}
FEW = 3
"""So many of the claims are named that one thing breaks besides."""


@dataclass(frozen=True)
class Told:
    """One thing to mend, the verdict that tells of it first, and what else it breaks.

    `broken` is None where a verdict names nothing that could be mended.
    """

    id: str
    verdict: Verdict
    broken: Broken | None
    others: tuple[str, ...] = ()


def findings(proof: Proof, model: Model, cause: Cause = nowhere) -> tuple[Finding, ...]:
    """Return what does not hold, each thing on the line to change.

    That is the rule that lets too much through, at the setting or in the template, with
    the line of the spec as its cause. What does not work, and a claim that says
    nothing, is at the claim itself. What one repair mends is told once: claims that
    somebody wrote for themselves, what follows from the spec and obligations with the
    first that tells of it.
    """
    return ordered(_finding(told, model, cause) for told in _folded(_every(proof)))


def _every(proof: Proof) -> Iterator[Told]:
    """Yield each thing to mend of each verdict, one at least, written claims first."""
    claims = ((IDS.get(one.truth, ""), one) for one in proof.verdicts)
    duties = ((_duty(one.truth), one) for one in proof.obligations)
    for id, verdict in (*claims, *duties):
        for broken in (verdict.broken or (None,)) if id else ():
            yield Told(id, verdict, broken)


def _duty(truth: Truth) -> str:
    """Return the id of what an obligation's verdict is."""
    return UNMET if truth is Truth.REFUTED else IDS.get(truth, "")


def _folded(every: Iterator[Told]) -> Iterator[Told]:
    """Yield things to mend, those that one repair mends as one."""
    groups: list[list[Told]] = []
    first: dict[Hashable, list[Told]] = {}
    for told in every:
        held = first.get(_key(told))
        if held is not None and (told.id == UNMET or told.verdict.said.follows):
            held.append(told)
        else:
            groups.append([told])
            first.setdefault(_key(told), groups[-1])
    for one, *more in groups:
        yield replace(one, others=tuple(other.verdict.said.text for other in more))


def _key(told: Told) -> Hashable:
    """Return what things are recognised by that one repair mends."""
    if told.broken is None or not told.broken.repair:
        return id(told)
    return (told.id, told.broken.at, told.broken.repair)


def _finding(told: Told, model: Model, cause: Cause) -> Finding:
    """Return the finding of one thing to mend."""
    verdict, broken = told.verdict, told.broken
    place = placed(model, broken.at, cause) if broken is not None else None
    blocked = broken is not None and _blocked(broken)
    if broken is None or place is None or (blocked and verdict.said.place.line):
        return _at_claim(told, model)
    near = place.nearest
    return Finding(
        *(near.file, near.path, told.id, _message(told), _mend(broken)),
        line=near.line,
        column=near.column,
        resource=_resource(told, model),
        cause=place.spec,
    )


def _at_claim(told: Told, model: Model) -> Finding:
    """Return the finding at a claim's own place."""
    place = told.verdict.said.place
    mend = _mend(told.broken) if told.broken is not None else ""
    return Finding(
        *(place.file, place.path, told.id, _message(told), mend),
        line=place.line,
        column=place.column,
        resource=_resource(told, model),
    )


def _resource(told: Told, model: Model) -> str:
    """Return the path of the resource that decides, empty where there is none.

    A suppression is `at` it, wherever the finding stands.
    """
    if told.broken is None:
        return ""
    found = resource_of(model, told.broken.at)
    return found.path if found is not None else ""


def _message(told: Told) -> str:
    """Return what is wrong in sentences that name the claim, and others it breaks."""
    verdict = told.verdict
    what = verdict.why if told.broken is None else told.broken.what
    unknown = ", ".join(verdict.unknowns)
    rest = f" It depends on {unknown}." if unknown and unknown not in what else ""
    what = what if what.endswith("?") else f"{what.rstrip('.')}."
    return f"{verdict.said.text}: {what}{rest}{_besides(told.others)}"


def _besides(others: tuple[str, ...]) -> str:
    """Return in a sentence which other claims one thing breaks."""
    if not others:
        return ""
    more = f" and {len(others) - FEW} more" if len(others) > FEW else ""
    return f" The same breaks: {'; '.join(others[:FEW])}{more}."


def _mend(broken: Broken) -> str:
    """Return the repair as a sentence."""
    repair = broken.repair.rstrip(".")
    return f"{repair[:1].upper()}{repair[1:]}." if repair else ""


def _blocked(broken: Broken) -> bool:
    """Return whether something does not work, and so no rule is at fault."""
    return broken.walk is not None and not broken.walk.arrives
