"""Prove the claims and the obligations of one environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.findings import Finding, Place
from cfngen.model import Model
from cfngen.prove.access import judging as access
from cfngen.prove.access.assuming import assumptions as resting
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
from cfngen.prove.claims.vacuous import Naming
from cfngen.prove.judging import network as packets
from cfngen.prove.judging.assumptions import assumptions
from cfngen.prove.network.network import Network
from cfngen.prove.network.reading import network_of
from cfngen.prove.obligations.deriving import obligations
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Proof, Truth, Verdict


def prove(model: Model, claims: Claims) -> Proof:
    """Return what is proved of an environment: claims and obligations.

    Claims that are made only of environments with some kind of workload are left out of
    others.
    """
    network, rights = network_of(model), rights_of(model)
    reach, said = Reach(network), standing(claims, network)
    selecting = Selecting(said, network)
    naming = Naming(selecting, rights.names)
    verdicts = (
        _nobodys(one.said, naming.of(one)) or judged(one, selecting, reach, rights)
        for one in said.every
    )
    return Proof(
        *(model.name, model.given.environment),
        (*verdicts, *_of_groups(naming)),
        obligations(model, reach, rights),
        (*assumptions(network, said), *_on_roles(said, rights)),
        _counts(network),
    )


def _on_roles(claims: Claims, rights: Rights) -> tuple[str, ...]:
    """Return what the proofs on roles and secrets rest on, if there are any."""
    packets_only = Works, Only, Never, DefaultDeny
    there = any(not isinstance(one, packets_only) for one in claims.every)
    return resting(rights) if there else ()


def judged(claim: Claim, selecting: Selecting, reach: Reach, rights: Rights) -> Verdict:
    """Return what is proved of one claim, on packets or on rights."""
    match claim:
        case Works() | Only() | Never() | DefaultDeny():
            return packets.judged(claim, selecting, reach)
        case _:
            return access.judged(claim, rights)


def _nobodys(said: Said, wrong: Iterable[Finding]) -> Verdict | None:
    """Return the verdict on a claim with names that stand for nothing; None without."""
    why = " ".join(dict.fromkeys(f"{one.message} {one.mend}" for one in wrong))
    return Verdict(said, Truth.VACUOUS, why=why) if why else None


def _of_groups(naming: Naming) -> Iterator[Verdict]:
    """Yield verdicts on groups, which mean nothing to claims or hide a workload."""
    for group, one in naming.of_groups():
        place = Place(one.file, one.path, one.line, one.column)
        why = f"{one.message} {one.mend}"
        yield Verdict(Said(f"group {group}", place), Truth.VACUOUS, why=why)


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
