"""Verdicts on claims about roles, who becomes them, and who reads what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from cfngen.prove.access.chains import Chain, escalations
from cfngen.prove.access.containing import Meant, Outside, outside
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.needs import READING
from cfngen.prove.access.principals import Who
from cfngen.prove.access.readers import Reader, direct
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.step import ALL
from cfngen.prove.access.tokens import Pattern
from cfngen.prove.access.trusts import (
    GITHUB,
    GITHUB_HOST,
    SUBJECT,
    Letting,
    admitted,
)
from cfngen.prove.access.wording import granted, kept, mended, placed
from cfngen.prove.claims.claim import NoEscalation, Readers, RoleOnly, Said, Trusted
from cfngen.prove.network.rules import Origin
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.spec.wording import close

AccessClaim = RoleOnly | NoEscalation | Trusted | Readers

Faults = list[tuple[Broken, tuple[str, ...]]]
"""What breaks a claim, each with what it depends on."""


def judged(claim: AccessClaim, rights: Rights) -> Verdict:
    """Return the verdict on a claim.

    VACUOUS where a name stands for nothing, or the claim for no role. REFUTED names
    every statement that breaks it; UNDECIDED what nobody knows from the templates.
    """
    nothing = list(_nothing(claim, rights))
    if nothing:
        word = nothing[0].partition(" ")[0]
        known = [n for n in (*rights.names, *rights.model.resources) if n != word]
        perhaps = close(word, known, "")
        why = f"{', '.join(nothing)}: nothing is called so. {perhaps}".rstrip()
        return Verdict(claim.said, Truth.VACUOUS, why=why)
    faults: Faults = []
    unread: list[str] = []
    match claim:
        case RoleOnly():
            meant = _meant(claim, rights)
            for holder in _holders(claim, rights):
                beyond = outside(holder, meant)
                faults += [_granted(rights, holder, one) for one in beyond]
                unread += (*holder.doubts, *holder.unread)
        case NoEscalation():
            for holder in _holders(claim, rights):
                found = escalations(rights, holder)
                faults += [_gained(rights, holder, one) for one in found]
                unread += holder.doubts
        case Trusted():
            for holder in _holders(claim, rights):
                faults += _let_in(claim, rights, holder)
                trust = rights.trusts.get(holder.path)
                unread += trust.doubts if trust else ()
        case Readers():
            faults += _reading(claim, rights)
        case _:
            assert_never(claim)
    return _verdict(claim.said, faults, unread)


def _verdict(said: Said, faults: Faults, unread: Iterable[str]) -> Verdict:
    """Return a verdict: sure faults refute, others and what is unread leave open."""
    sure = tuple(broken for broken, doubts in faults if not doubts)
    if sure:
        more = f"; the first of {len(sure)} that break it" if len(sure) > 1 else ""
        why = f"{sure[0].what}{more}."
        return Verdict(said, Truth.REFUTED, sure, why=why)
    unknowns = [doubt for _, doubts in faults for doubt in doubts] + list(unread)
    if unknowns:
        names = tuple(dict.fromkeys(unknowns))
        broken = tuple(broken for broken, _ in faults)
        why = f"that depends on {', '.join(names[:3])}."
        return Verdict(said, Truth.UNDECIDED, broken, names, why)
    return Verdict(said, Truth.PROVED)


def _nothing(claim: AccessClaim, rights: Rights) -> Iterator[str]:
    """Yield the names of a claim that stand for nothing."""
    for name in claim.roles:
        if not rights.named(name.text) and not _foreign(claim, name.text):
            yield name.text
        elif isinstance(claim, Trusted) and not _becoming(rights, name.text):
            yield f"{name.text} as a role"
    if isinstance(claim, RoleOnly):
        for grant in claim.grants:
            yield from (r for r in grant.resources if not rights.patterns(r))
    if isinstance(claim, Readers):
        for name in claim.resources:
            found = rights.resources(name.text)
            if not any(one.type in READING for one in found):
                kinds = "a secret, parameter, bucket or key"
                yield f"{name.text} as {kinds}" if found else name.text


def _becoming(rights: Rights, name: str) -> bool:
    """Return whether a name stands for a role: nobody becomes a user or a group."""
    return any(one.path in rights.trusts for one in rights.named(name))


def _foreign(claim: AccessClaim, name: str) -> bool:
    """Return whether a reader is a service, an account or another one outside."""
    outside = name.endswith(".amazonaws.com") or name.isdigit()
    return isinstance(claim, Readers) and (outside or name.startswith("arn:"))


def _holders(claim: AccessClaim, rights: Rights) -> tuple[Holder, ...]:
    """Return the roles that a claim is about; of users and groups no trust is."""
    found = {one.path: one for name in claim.roles for one in rights.named(name.text)}
    return tuple(found.values())


def _meant(claim: RoleOnly, rights: Rights) -> tuple[Meant, ...]:
    """Return what a claim says that a role is meant to do."""
    return tuple(
        Meant(grant.actions, tuple(_patterns(grant.resources, rights)))
        for grant in claim.grants
    )


def _patterns(resources: Iterable[str], rights: Rights) -> Iterator[Pattern]:
    for one in resources:
        yield from rights.patterns(one)


def _granted(
    rights: Rights, holder: Holder, found: Outside
) -> tuple[Broken, tuple[str, ...]]:
    """Return a grant that is not meant, by the role's own policies or by others."""
    origin = found.term.origin
    what = f"{holder.path} may {granted(rights, found)}"
    repair = mended(found)
    if found.term in holder.given:
        repair = f"take {holder.path} out of this statement of {origin.resource}"
        repair += ", or add it to the claim"
    place = placed(rights, found)
    others = tuple(f"{one} on {place}" for one in found.actions)
    return Broken(origin, what, others=others, repair=repair), found.doubts


def _gained(
    rights: Rights, holder: Holder, chain: Chain
) -> tuple[Broken, tuple[str, ...]]:
    """Return a way to more, step by step."""
    first = chain.steps[0]
    origin = first.terms[0].origin if first.terms else Origin(first.target)
    more = "any right" if chain.target == ALL else f"the rights of {chain.target}"
    what = f"{holder.path} can come to {more}: {chain.steps[0].words}"
    steps = tuple(
        f"{number} {step.source}: {step.words}"
        for number, step in enumerate(chain.steps, 1)
    )
    gains = tuple(f"gains {granted(rights, one)}" for one in chain.gains)
    repair = kept(holder, origin)
    broken = Broken(origin, what, others=(*steps, *gains), repair=repair)
    return broken, chain.doubts


def _let_in(claim: Trusted, rights: Rights, holder: Holder) -> Faults:
    """Return whom a trust policy lets in that a claim does not name."""
    trust = rights.trusts.get(holder.path)
    return [
        (_admitting(holder, one), (*_unsure(one), *_veiled(one, claim)))
        for one in (trust.letting if trust else ())
        if not any(
            admitted(one, claimed, _paths(rights, claimed))
            for claimed in claim.principals
        )
    ]


def _paths(rights: Rights, name: str) -> frozenset[str]:
    """Return the paths that the name of a principal stands for."""
    return frozenset(one.path for one in rights.named(name))


def _unsure(letting: Letting) -> tuple[str, ...]:
    """Return what it depends on that a trust policy lets somebody in."""
    who = letting.principal
    named = (who.name,) if who.who is Who.UNKNOWN else ()
    return (*letting.term.doubts, *named, *who.doubts)


def _veiled(letting: Letting, claim: Trusted) -> tuple[str, ...]:
    """Return what is not known of whose workflows get in, where some may."""
    github = letting.principal.name.endswith(GITHUB_HOST)
    if not github or not any(map(GITHUB.fullmatch, claim.principals)):
        return ()
    tests = [one for one in letting.term.conditions if one.key == SUBJECT]
    return tuple(doubt for one in tests for v in one.values for doubt in v.doubts)


def _admitting(holder: Holder, letting: Letting) -> Broken:
    """Return a statement that lets in somebody who is not named."""
    who, policy = letting.principal, f"the trust policy of {holder.path}"
    what = f"{who.words} may become {holder.path}"
    repair = f"take {who.words} out of {policy}, or name it in the claim"
    if who.who is Who.ANYONE:
        repair = f"name in {policy} who may, in the place of everybody"
    elif who.name.endswith(GITHUB_HOST):
        subjects = [
            value.text
            for one in letting.term.conditions
            if one.key == SUBJECT
            for value in one.values
        ]
        whose = f"with the subject {', '.join(subjects)}" if subjects else "of anyone"
        what = f"workflows of GitHub {whose} may become {holder.path}"
        repair = f"write repository and branch into the condition {SUBJECT} of {policy}"
        repair += ", or name them in the claim"
    return Broken(letting.term.origin, what, repair=repair)


def _reading(claim: Readers, rights: Rights) -> Faults:
    """Return who can read a resource at once and is not named."""
    named = {one.path for name in claim.roles for one in rights.named(name.text)}
    named |= {name.text for name in claim.roles}
    return [
        (_read(one.path, reader), reader.doubts)
        for name in claim.resources
        for one in rights.resources(name.text)
        for reader in direct(rights, one)
        if reader.name not in named
    ]


def _read(resource: str, reader: Reader) -> Broken:
    """Return somebody who can read and is not named."""
    first = reader.terms[0].origin if reader.terms else Origin(resource)
    others = tuple(
        f"{term.origin.resource}: {', '.join(term.actions[:3])}"
        for term in reader.terms
    )
    what = f"{reader.name} can read {resource}"
    repair = "take the reading action out of this statement, or narrow its Resource"
    repair += f"; or name {reader.name} in the claim"
    return Broken(first, what, others=others, repair=repair)
