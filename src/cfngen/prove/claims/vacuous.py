"""Names in claims that stand for nothing: errors, for such claims prove nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cfngen.findings import Finding, ordered
from cfngen.prove.claims.claim import (
    ANYONE,
    INTERNET,
    Claim,
    Claims,
    DefaultDeny,
    Name,
    Never,
    NoEscalation,
    Only,
    Readers,
    RoleOnly,
    Trusted,
    Works,
)
from cfngen.prove.claims.selecting import Selecting, is_pattern, matches, standing
from cfngen.prove.claims.tokens import found
from cfngen.prove.claims.words import KINDS, OPEN, TIERS, WHO
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Ranges
from cfngen.prove.packets import Family
from cfngen.prove.packets.packets import common
from cfngen.prove.reach.internet import internet
from cfngen.spec.wording import close

NOTHING = "CG803"


def wrong(
    claims: Claims, network: Network, roles: Collection[str]
) -> tuple[Finding, ...]:
    """Return what is wrong with names: those of nothing, and groups that hide one.

    A claim on nobody would be true of anything. A name that is not known at all is
    CG800, one that may stand for something and does not here is CG803. `roles` are the
    names of the roles that there are.
    """
    selecting = Selecting(claims, network)
    asked: dict[tuple[str, str, str], Finding | None] = {}
    for claim in standing(claims, network).every:
        for kind, name in _names(claim):
            key = (kind, name.text, name.within)
            if key not in asked:
                asked[key] = _nothing(kind, name, selecting, roles)
    there = (finding for finding in asked.values() if finding)
    return ordered((*there, *_hiding(selecting)))


def _names(claim: Claim) -> Iterator[tuple[str, Name]]:
    """Yield the names of a claim, each with what it is to name."""
    match claim:
        case Works() | Only() | Never():
            every = (*claim.sources, *claim.targets)
            yield from (("end", one) for one in every if one.text[0] != "@")
        case DefaultDeny():
            yield from (("tier", one) for one in claim.tiers)
        case RoleOnly() | NoEscalation() | Trusted() | Readers():
            yield from (("role", one) for one in claim.roles)


def _nothing(
    kind: str, name: Name, selecting: Selecting, roles: Collection[str]
) -> Finding | None:
    """Return the finding that a name stands for nothing; None where it does not."""
    if kind == "role":
        there = any(matches(name.text, role) for role in roles)
        return None if there else _unknown(name, roles, "role")
    if kind == "tier":
        known = (*selecting.subnets, *selecting.claims.groups)
        return None if selecting.tiers(name) else _unknown(name, known, "subnet")
    if name.text == INTERNET:
        return _nowhere(name, selecting)
    if selecting.ends(name):
        return None
    tiers = (tier for tier in TIERS if tier in selecting.subnets)
    known = (*selecting.workloads, *selecting.claims.groups, *WHO, *tiers)
    if name.text.startswith("subnets("):
        return _unknown(name, tuple(selecting.subnets), "subnet")
    return _unknown(name, known, "workload")


def _unknown(name: Name, known: Collection[str], kind: str) -> Finding:
    """Return the finding that nothing has a name, with one that may be meant."""
    bare = name.text.removeprefix("subnets(").removesuffix(")")
    names = tuple(one for one in dict.fromkeys(known) if one != ANYONE)
    plain = (one for one in names if "/" not in one and one == one.lower())
    some = ", ".join(one for one in plain if one not in WHO)
    otherwise = f"There are: {some}." if some else f"There is no {kind} at all."
    if bare in (*WHO, *TIERS, *KINDS, *known) or is_pattern(bare):
        message = f"'{bare}' stands for no {kind} here: the claim says nothing."
        return found(name.place, message, otherwise, NOTHING)
    message = f"No {kind} has the name '{bare}'."
    return found(name.place, message, close(bare, names, otherwise))


def _nowhere(name: Name, selecting: Selecting) -> Finding | None:
    """Return the finding that a set has no public address; None where it has."""
    asked = selecting.ends(name).internet or Ranges()
    for family in Family:
        if common(internet(selecting.network, family), asked.of(family)):
            return None
    message = f"No address of '{name.within}' is on the internet."
    mend = "Write public addresses into the set; those inside have names."
    return found(name.place, message, mend, NOTHING)


def _hiding(selecting: Selecting) -> Iterator[Finding]:
    """Yield the groups that have a workload's name, and the members of nothing."""
    for group, members in selecting.claims.groups.items():
        if group in selecting.workloads and group not in OPEN and members:
            message = f"The group '{group}' has the name of a workload."
            yield found(members[0].place, message, "Take another name.")
        for one in members:
            wrong = _nothing("end", one, selecting, ())
            if wrong:
                yield wrong
