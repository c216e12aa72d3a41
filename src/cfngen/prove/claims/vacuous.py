"""Names in claims that stand for nothing: errors, for such claims prove nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from cfngen.findings import Finding, ordered
from cfngen.prove.claims.claim import (
    ANYONE,
    INTERNET,
    NOBODY,
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
SUBNETS = "subnets("
FEW = 12
"""So many names are listed where none is like the one that was written."""

OUTSIDE = re.compile(r"\d{12}|arn:.*|.*\.amazonaws\.com(\.cn)?")
"""Who may read and is no role of the templates: an account, a service, an ARN."""

PRINCIPAL = re.compile(
    rf"{OUTSIDE.pattern}|account|github:.*|.*://.*"
    r"|[\w.-]+\.(com|net|org|io)(/.*)?|([\w-]+\.){2,}[\w./-]+"
)
"""Who may become a role and is none: these, and identity providers by their hosts."""


def wrong(
    claims: Claims, network: Network, roles: Collection[str]
) -> tuple[Finding, ...]:
    """Return what is wrong with names: those of nothing, and groups that hide one.

    `roles` are the names of the roles that there are.
    """
    naming = Naming(Selecting(claims, network), roles)
    said = standing(claims, network).every
    of_claims = [one for claim in said for one in naming.of(claim)]
    of_groups = [one for _, one in naming.of_groups()]
    return ordered((*_once(of_claims), *of_groups))


def _once(findings: list[Finding]) -> Collection[Finding]:
    """Return findings, the first alone of those that say the same of the same name."""
    first: dict[tuple[str, str], Finding] = {}
    for one in findings:
        first.setdefault((one.message, one.mend), one)
    return first.values()


@dataclass(frozen=True)
class Naming:
    """Judges names in claims: a claim on nobody would be true of anything."""

    selecting: Selecting
    roles: Collection[str]
    _seen: dict[tuple[str, str, str], Finding | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, claim: Claim) -> Iterator[Finding]:
        """Yield what is wrong with the names of a claim."""
        for kind, name in _names(claim):
            key = (kind, name.text, name.within)
            if key not in self._seen:
                self._seen[key] = self._nothing(kind, name)
            one = self._seen[key]
            if one is not None:
                yield found(name.place, one.message, one.mend, one.id)
        if isinstance(claim, Trusted):
            yield from self._principals(claim)
        if isinstance(claim, Only) and self._everybody(claim):
            message = "Everybody may reach it, so nothing is forbidden."
            mend = "Name fewer, or the ports that they may reach."
            yield found(claim.said.place, message, mend, NOTHING)

    def of_groups(self) -> Iterator[tuple[str, Finding]]:
        """Yield the groups that have a workload's name, and the members of nothing."""
        for group, members in self.selecting.claims.groups.items():
            if group in self.selecting.workloads and group not in OPEN and members:
                message = f"The group '{group}' has the name of a workload."
                mend = "Take another name."
                yield group, found(members[0].place, message, mend, NOTHING)
            for one in members:
                nothing = self._nothing("end", one)
                if nothing:
                    yield group, nothing

    def _nothing(self, kind: str, name: Name) -> Finding | None:
        """Return the finding that a name stands for nothing; None where it does not."""
        match kind:
            case "reader" if OUTSIDE.fullmatch(name.text):
                return None
            case "role" | "reader":
                there = any(matches(name.text, role) for role in self.roles)
                return None if there else self._no_role(name)
            case "tier":
                return self._no_tier(name)
        if name.text == INTERNET:
            return self._nowhere(name)
        return None if self.selecting.ends(name) else self._nobody(name)

    def _principals(self, claim: Trusted) -> Iterator[Finding]:
        """Yield the principals that are neither roles nor anybody outside."""
        for text in claim.principals:
            there = any(matches(text, role) for role in self.roles)
            if not there and not PRINCIPAL.fullmatch(text):
                yield self._no_role(Name(text, claim.said.place))

    def _everybody(self, claim: Only) -> bool:
        """Return whether a claim lets everybody reach all of its targets."""
        if claim.ports and not any(one.text == "any" for one in claim.ports):
            return False
        every = self.selecting.ends(Name(ANYONE, claim.said.place)).interfaces
        ends = [self.selecting.ends(one) for one in claim.sources]
        if not {i for one in ends for i in one.interfaces}.issuperset(every):
            return False
        if not any(self.selecting.ends(one).interfaces for one in claim.targets):
            return True  # what the internet sends to itself is not ours
        outside = [one.internet for one in ends if one.internet is not None]
        return all(
            any(family.every in one.of(family) for one in outside) for family in Family
        )

    def _no_role(self, name: Name) -> Finding:
        """Return the finding that no role has a name."""
        if name.text in self.selecting.claims.groups:
            message = f"'{name.text}' is a group of workloads, and no role."
            return found(name.place, message, "Name roles: *.task.", NOTHING)
        own = sorted(one for one in self.roles if one.startswith(f"{name.text}."))
        if own:
            message = f"No role has the name '{name.text}'."
            return found(name.place, message, f"Write {' or '.join(own)}.", NOTHING)
        return self._unknown(name, self.roles, "role")

    def _no_tier(self, name: Name) -> Finding | None:
        """Return the finding that a tier, or a member of a group of them, is none."""
        selecting = self.selecting
        for one in selecting.members(name):
            if not selecting.tiers(one) and one.text != name.text:
                message = f"'{one.text}' of '{name.text}' stands for no subnet here."
                mend = "Name tiers or subnets alone, or * for all subnets."
                return found(name.place, message, mend, NOTHING)
        known = (*selecting.subnets, *selecting.claims.groups)
        there = selecting.tiers(name)
        return None if there else self._unknown(name, known, "subnet")

    def _nobody(self, name: Name) -> Finding:
        """Return the finding that a name stands for no workload, and for what else."""
        selecting, text = self.selecting, name.text
        if text.startswith(SUBNETS) or text in TIERS:
            return self._unknown(name, tuple(selecting.subnets), "subnet")
        if text == NOBODY:
            message, mend = "Nobody is nobody's name.", "Write * -/-> backend."
            return found(name.place, message, mend, NOTHING)
        subnets = selecting.tiers(name) if text not in selecting.claims.groups else ()
        if subnets and text not in (*WHO, *TIERS):
            paths = _listed([one.path for one in subnets])
            message = f"'{text}' stands for no workload, but for subnets: {paths}."
            mend = f"Write subnets({text}), or a line: group inner = subnets({text})."
            return found(name.place, message, mend, NOTHING)
        if text in self.roles:
            message = f"'{text}' is a role, and no workload."
            worker = text.rpartition(".")[0]
            mend = f"Write {worker}." if worker in selecting.workloads else "Name one."
            return found(name.place, message, mend, NOTHING)
        tiers = (tier for tier in TIERS if tier in selecting.subnets)
        groups = (group for group, held in selecting.claims.groups.items() if held)
        known = (*selecting.workloads, *groups, *WHO, *tiers)
        return self._unknown(name, known, "workload")

    def _unknown(self, name: Name, known: Collection[str], kind: str) -> Finding:
        """Return the finding that nothing has a name, with one that may be meant."""
        bare = name.text.removeprefix(SUBNETS).removesuffix(")")
        names = tuple(one for one in dict.fromkeys(known) if one not in (ANYONE, bare))
        plain = [one for one in names if "/" not in one and one == one.lower()]
        some = _listed([one for one in plain if one not in WHO])
        otherwise = f"There are: {some}." if some else f"There is no {kind} at all."
        if bare in (*WHO, *TIERS, *KINDS, *known) or is_pattern(bare):
            message = f"'{bare}' stands for no {kind} here: the claim says nothing."
            return found(name.place, message, otherwise, NOTHING)
        message = f"No {kind} has the name '{bare}'."
        return found(name.place, message, close(bare, names, otherwise), NOTHING)

    def _nowhere(self, name: Name) -> Finding | None:
        """Return the finding that a set has no public address; None where it has."""
        asked = self.selecting.ends(name).internet or Ranges()
        for family in Family:
            if common(internet(self.selecting.network, family), asked.of(family)):
                return None
        message = f"No address of '{name.within}' is on the internet."
        mend = "Write public addresses into the set; those inside have names."
        return found(name.place, message, mend, NOTHING)


def _names(claim: Claim) -> Iterator[tuple[str, Name]]:
    """Yield the names of a claim, each with what it is to name."""
    match claim:
        case Works() | Only() | Never():
            every = (*claim.sources, *claim.targets)
            yield from (("end", one) for one in every if one.text[0] != "@")
        case DefaultDeny():
            yield from (("tier", one) for one in claim.tiers)
        case Readers():
            yield from (("reader", one) for one in claim.roles)
        case RoleOnly() | NoEscalation() | Trusted():
            yield from (("role", one) for one in claim.roles)


def _listed(names: Collection[str]) -> str:
    """Return some names in a line, and how many more there are."""
    shown = ", ".join([*names][:FEW])
    return f"{shown} and {len(names) - FEW} more" if len(names) > FEW else shown
