"""What a role can work as at once, by one statement or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cfngen.model import references
from cfngen.prove.access.actions import wild
from cfngen.prove.access.arns import arn
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.launches import (
    ANYWHERE,
    ASSUME,
    GRANTING,
    LAUNCHES,
    PASS,
    PASSED,
    TAKING,
)
from cfngen.prove.access.principals import Who
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import EVERYTHING, Pattern, covers
from cfngen.prove.access.trusts import SURE, serves

ALL = "anything"
"""What a role comes to that can change what identities may do, or work as any role."""


@dataclass(frozen=True)
class Step:
    """One step: who works as `target` then, a path, or as somebody outside the model.

    `terms` are the statements that allow it, `doubts` what it depends on.
    """

    source: str
    target: str
    words: str
    terms: tuple[Term, ...]
    doubts: tuple[str, ...] = ()


def steps(rights: Rights, holder: Holder) -> Iterator[Step]:
    """Yield everything that a role can work as at once."""
    for term in holder.allowing:
        yield from _granting(holder, term)
        yield from _passing(rights, holder, term)
        yield from _taking(rights, holder, term)
        yield from _assuming(rights, holder, term)
    yield from _admitted(rights, holder)


def _granting(holder: Holder, term: Term) -> Iterator[Step]:
    """Yield that a statement lets a role change what identities may do."""
    named = [one for one in GRANTING if term.acts(one)]
    if named:
        words = f"{named[0]} on {_shown(term)} changes what identities may do"
        yield Step(holder.path, ALL, words, (term,), term.doubts)


def _passing(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles that a statement lets be handed to a service, with work."""
    if not term.acts(PASS):
        return
    for service, actions in LAUNCHES.items():
        launch = _launching(holder, actions) if _passes_to(term, service) else None
        if launch is None:
            continue
        action, other = launch
        means = (term, other)
        doubts = tuple(dict.fromkeys((*term.doubts, *other.doubts)))
        for path, unsure in _roles(rights, term):
            trust = rights.trusts.get(path)
            if trust is not None and serves(trust, service):
                words = f"{PASS} on {path} to {service}, which {action} gives work"
                depends = (*doubts, *unsure, *trust.doubts)
                yield Step(holder.path, path, words, means, depends)
        for one in _elsewhere(rights, term):
            words = f"{PASS} on {one.text} to {service}, which {action} gives work"
            named = () if _several(one) else (f"what {one.text} may do",)
            target = one.text if named else ALL
            yield Step(holder.path, target, words, means, (*doubts, *named))


def _launching(holder: Holder, actions: tuple[str, ...]) -> tuple[str, Term] | None:
    """Return the first action that a role has, and the statement; sure ones first."""
    found = [
        (action, term)
        for action in actions
        for term in holder.allowing
        if term.acts(action)
    ]
    return min(found, key=lambda one: bool(one[1].doubts), default=None)


def _passes_to(term: Term, service: str) -> bool:
    """Return whether roles may be passed to a service, as far as conditions say."""
    for one in term.conditions:
        known = not any(value.doubts for value in one.values)
        if one.key == PASSED and one.operator in SURE and known:
            values = [value.text for value in one.values]
            like = one.operator == "StringLike"
            if not any(_is(service, value, like) for value in values):
                return False
    return True


def _is(service: str, value: str, like: bool) -> bool:
    return fnmatchcase(service, value) if like else service == value


def _taking(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles of what a statement lets be given other work."""
    for type, (property, actions) in TAKING.items():
        action = next((one for one in actions if term.acts(one)), None)
        if action is None:
            continue
        for one in rights.model.of(type):
            fits = _fits(term, arn(rights.model, one))
            if action in ANYWHERE:
                fits = True
            for reference in references(one.get(property)) if fits is not False else ():
                words = f"{action} on {one.path}, which works as {reference.path}"
                unsure = () if fits else (f"the name of {one.path}",)
                doubts = (*term.doubts, *unsure)
                yield Step(holder.path, reference.path, words, (term,), doubts)
        for wide in term.resources:
            if wide == EVERYTHING:
                words = f"{action} on *, whatever works as whoever"
                yield Step(holder.path, ALL, words, (term,), term.doubts)


def _assuming(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles that a statement lets be assumed and that admit the account."""
    if not term.acts(ASSUME):
        return
    for path, unsure in _roles(rights, term):
        trust = rights.trusts.get(path)
        if trust is None:
            continue
        kinds = {one.principal.who for one in trust.letting}
        open = trust.doubts or (("its principal",) if Who.UNKNOWN in kinds else ())
        if open or kinds & {Who.OWN_ACCOUNT, Who.ANYONE}:
            sure = bool(kinds & {Who.OWN_ACCOUNT, Who.ANYONE})
            doubts = (*term.doubts, *unsure, *(() if sure else open))
            words = f"{ASSUME} on {path}, which trusts the account"
            yield Step(holder.path, path, words, (term,), doubts)
    for one in _elsewhere(rights, term):
        doubts = (*term.doubts, f"whom the roles {one.text} trust")
        words = f"{ASSUME} on {one.text}"
        yield Step(holder.path, f"roles {one.text}", words, (term,), doubts)


def _admitted(rights: Rights, holder: Holder) -> Iterator[Step]:
    """Yield the roles whose trust policies name a holder, or anyone: that is enough."""
    for path, trust in rights.trusts.items():
        for one in trust.letting if path != holder.path else ():
            who = one.principal
            named = who.who is Who.HOLDER and who.name == holder.path
            if named or who.who is Who.ANYONE:
                words = f"{path} trusts {'it' if named else 'anyone'}"
                yield Step(holder.path, path, words, (one.term,), one.term.doubts)


def _roles(rights: Rights, term: Term) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the roles of the model that a statement's resources fit, with doubts."""
    for path in rights.trusts:
        fits = _fits(term, rights.holders[path].arn)
        if fits is not False:
            yield path, (() if fits else (f"the name of {path}",))


def _fits(term: Term, word: Pattern) -> bool | None:
    """Return whether one of a statement's resources is a resource."""
    said = [covers(one, word) for one in term.resources]
    return True if True in said else None if None in said else False


def _elsewhere(rights: Rights, term: Term) -> Iterator[Pattern]:
    """Yield the resources that stand for roles which are not in the model, too."""
    inside = {one.arn for one in rights.holders.values()}
    yield from (one for one in term.resources if one not in inside)


def _several(roles: Pattern) -> bool:
    """Return whether a pattern stands for roles of more than one name, for sure."""
    _, named, name = roles.text.partition(":role/")
    return wild(name if named else roles.text) and not roles.doubts


def _shown(term: Term) -> str:
    """Return the resources of a statement in a line."""
    return ", ".join(one.text for one in term.resources[:2])
