"""Prove the claims on one environment, and tell what does not hold as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cfngen.checks.placing import Cause, nowhere
from cfngen.findings import Finding, Place, ordered
from cfngen.model import Model
from cfngen.prove.access import judging as access
from cfngen.prove.access.rights import Rights, rights_of
from cfngen.prove.claims.claim import (
    Claim,
    Claims,
    DefaultDeny,
    Never,
    Only,
    Said,
    Works,
)
from cfngen.prove.claims.selecting import Selecting, standing
from cfngen.prove.claims.vacuous import wrong
from cfngen.prove.judging import network as packets
from cfngen.prove.judging.assumptions import assumptions
from cfngen.prove.network.network import Network
from cfngen.prove.network.reading import network_of
from cfngen.prove.obligations.deriving import obligations
from cfngen.prove.placing import placed, resource_of
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Broken, Proof, Truth, Verdict

REFUTED, UNDECIDED, VACUOUS, UNMET = "CG801", "CG802", "CG803", "CG804"
IDS: Mapping[Truth, str] = {
    Truth.REFUTED: REFUTED,
    Truth.UNDECIDED: UNDECIDED,
    Truth.VACUOUS: VACUOUS,
}


def prove(model: Model, claims: Claims) -> Proof:
    """Return what is proved of an environment: claims and obligations.

    Claims that are made only of environments with some kind of workload are left out of
    others.
    """
    network, rights = network_of(model), rights_of(model)
    reach, said = Reach(network), standing(claims, network)
    selecting = Selecting(said, network)
    names = wrong(said, network, rights.names)
    verdicts = (judged(one, selecting, reach, rights) for one in said.every)
    return Proof(
        *(model.name, model.given.environment),
        tuple(_named(tuple(verdicts), names)),
        obligations(model, reach, rights),
        assumptions(network, said),
        _counts(network),
    )


def judged(claim: Claim, selecting: Selecting, reach: Reach, rights: Rights) -> Verdict:
    """Return what is proved of one claim, on packets or on rights."""
    match claim:
        case Works() | Only() | Never() | DefaultDeny():
            return packets.judged(claim, selecting, reach)
        case _:
            return access.judged(claim, rights)


def findings(proof: Proof, model: Model, cause: Cause = nowhere) -> tuple[Finding, ...]:
    """Return what does not hold, each thing on the line to change.

    That is the rule that lets too much through, at the setting or in the template, with
    the line of the spec as its cause. What does not work, and a claim that says
    nothing, is at the claim itself.
    """
    claims = (
        one
        for verdict in proof.verdicts
        for one in _found(verdict, IDS.get(verdict.truth, ""), model, cause)
    )
    duties = (
        one
        for verdict in proof.obligations
        for one in _found(verdict, _duty(verdict.truth), model, cause)
    )
    return ordered((*claims, *duties))


def _duty(truth: Truth) -> str:
    """Return the id of what an obligation's verdict is."""
    return UNMET if truth is Truth.REFUTED else IDS.get(truth, "")


def _named(
    verdicts: tuple[Verdict, ...], names: tuple[Finding, ...]
) -> Iterator[Verdict]:
    """Yield verdicts, those about nobody with what is wrong with the name.

    What is wrong with a name that no claim uses is a verdict of its own.
    """
    left = {(one.file, one.line, one.column): one for one in names}
    for verdict in verdicts:
        found = [one for one in names if _on(one, verdict.said)]
        if verdict.truth is Truth.VACUOUS and found:
            why = " ".join(f"{one.message} {one.mend}" for one in found)
            verdict = replace(verdict, why=why)
            for one in found:
                left.pop((one.file, one.line, one.column), None)
        yield verdict
    for one in left.values():
        place = Place(one.file, one.path, one.line, one.column)
        why = f"{one.message} {one.mend}"
        yield Verdict(Said(one.message, place), Truth.VACUOUS, why=why)


def _on(finding: Finding, said: Said) -> bool:
    """Return whether a finding is on a claim, whose names stand behind its place."""
    place = said.place
    here = (finding.file, finding.line, finding.path) == (
        *(place.file, place.line),
        place.path,
    )
    return here and finding.column >= place.column


def _found(verdict: Verdict, id: str, model: Model, cause: Cause) -> Iterator[Finding]:
    """Yield the findings of a verdict: one for each thing to mend, one at least."""
    if not id:
        return
    if not verdict.broken:
        yield _at_claim(verdict, id, verdict.why, "")
    for broken in verdict.broken:
        mend = _mend(broken)
        place = None if _blocked(broken) else placed(model, broken.at, cause)
        if place is None and verdict.said.place.line:
            yield _at_claim(verdict, id, broken.what, mend)
            continue
        place = place or placed(model, broken.at, cause)
        if place is None:
            yield _at_claim(verdict, id, broken.what, mend)
            continue
        near, resource = place.nearest, resource_of(model, broken.at)
        yield Finding(
            *(near.file, near.path, id, _message(verdict, broken.what), mend),
            line=near.line,
            column=near.column,
            resource=resource.path if resource is not None else "",
            cause=place.spec,
        )


def _at_claim(verdict: Verdict, id: str, what: str, mend: str) -> Finding:
    """Return the finding at a claim's own place."""
    place, message = verdict.said.place, _message(verdict, what)
    return Finding(
        *(place.file, place.path, id, message, mend),
        line=place.line,
        column=place.column,
    )


def _message(verdict: Verdict, what: str) -> str:
    """Return what is wrong in a sentence that names the claim."""
    unknown = ", ".join(verdict.unknowns)
    rest = f" It depends on {unknown}." if unknown and unknown not in what else ""
    return f"{verdict.said.text}: {what.rstrip('.')}.{rest}"


def _mend(broken: Broken) -> str:
    """Return the repair as a sentence."""
    repair = broken.repair.rstrip(".")
    return f"{repair[:1].upper()}{repair[1:]}." if repair else ""


def _blocked(broken: Broken) -> bool:
    """Return whether something does not work, and so no rule is at fault."""
    return broken.walk is not None and not broken.walk.arrives


def _counts(network: Network) -> dict[str, int]:
    """Return how much a proof has looked at."""
    groups, acls = network.groups.values(), network.acls.values()
    return {
        "workloads": len(network.workloads),
        "subnets": len(network.subnets),
        "rules": _total(one.ingress + one.egress for one in groups),
        "entries": _total(one.inbound + one.outbound for one in acls),
        "routes": _total(one.routes for one in network.tables.values()),
    }


def _total(lists: Iterable[tuple[object, ...]]) -> int:
    return sum(map(len, lists))
