"""What the claims on a model leave out, both ways, and what of it is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.checks.placing import Cause, nowhere
from cfngen.findings import Finding, Severity
from cfngen.model import Model
from cfngen.prove.access.rights import rights_of
from cfngen.prove.claims.claim import Claim, Claims, DefaultDeny, Never, Only, Works
from cfngen.prove.claims.selecting import Selecting, standing
from cfngen.prove.coverage.coverage import Coverage, coverage
from cfngen.prove.judging.network import judged
from cfngen.prove.network.network import Network
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.deriving import obligations
from cfngen.prove.placing import placed, resource_of
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Truth, Verdict

GROUP = "AWS::EC2::SecurityGroup"
UNNEEDED, UNSEEN = "CG805", "CG806"

REMOVE = "Remove it, or claim what it is for."
CLAIM = "Claim what may not be: only A -> B : P."


def covered(model: Model, claims: Claims) -> Coverage:
    """Return what no claim and no obligation needs, and what could grow unnoticed."""
    network, rights = network_of(model), rights_of(model)
    said = standing(claims, network)
    works = [replace(one, only=False) for one in said.every if isinstance(one, Works)]
    limits = [one for one in said.every if _limits(one)]

    def working(changed: Network) -> frozenset[str]:
        duties = obligations(model, Reach(changed), rights)
        return _held(_judged(works, said, changed)) | _held(duties)

    def limited(changed: Network) -> frozenset[str]:
        return _held(_judged(limits, said, changed))

    return coverage(network, working, limited)


def gaps(found: Coverage, model: Model, cause: Cause = nowhere) -> Iterator[Finding]:
    """Yield what is left out as findings; what AWS adds itself is nobody's."""
    for one in found.unneeded:
        message = "no claim and no obligation needs it."
        yield from _finding(one.origin, UNNEEDED, message, REMOVE, model, cause)
    for other in found.unseen:
        message = f"it could be {other.how}, and no claim would notice."
        yield from _finding(other.origin, UNSEEN, message, CLAIM, model, cause)


def _finding(
    origin: Origin, id: str, message: str, mend: str, model: Model, cause: Cause
) -> Iterator[Finding]:
    """Yield one finding where the rule is written, if it is."""
    place, resource = placed(model, origin, cause), resource_of(model, origin)
    if place is None or resource is None or resource.path != origin.resource:
        return
    if resource.type == GROUP and not origin.path:
        return  # EC2 adds a rule to a group that has none for the way out
    near = place.nearest
    words = f"{resource.path}: {message}"
    yield Finding(
        *(near.file, near.path, id, words, mend, Severity.WARNING),
        *(near.line, near.column),
        resource=resource.path,
        cause=place.spec,
    )


def _limits(claim: Claim) -> bool:
    """Return whether a claim says what may not be."""
    if isinstance(claim, Works):
        return claim.only
    return isinstance(claim, Only | Never | DefaultDeny)


def _judged(
    claims: Iterable[Claim], said: Claims, network: Network
) -> Iterator[Verdict]:
    """Yield what is proved of claims on packets, on another network."""
    selecting, reach = Selecting(said, network), Reach(network)
    for one in claims:
        if isinstance(one, Works | Only | Never | DefaultDeny):
            yield judged(one, selecting, reach)


def _held(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """Return the words of what is proved."""
    return frozenset(v.said.text for v in verdicts if v.truth is Truth.PROVED)
