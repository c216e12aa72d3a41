"""What a role can work as at once, by one statement or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

from cfngen.checks.access.actions import every
from cfngen.prove.access.actions import expanded, wild
from cfngen.prove.access.granting import granting
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.launches import ASSUME, LAUNCHES, PASS, PASSED
from cfngen.prove.access.principals import Who
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.step import ALL, Step, fits, may_be_of
from cfngen.prove.access.taking import taking, unread
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern
from cfngen.prove.access.trusts import SURE, Trust, everywhere, serves

MAKING = ("create", "register", "run", "start", "submit", "test", "update")
"""How the names of actions begin that may hand a role on, with work to do."""

IDLE = frozenset(
    ("dynamodb", "iam", "kms", "logs", "s3", "secretsmanager", "sns", "sqs")
)
"""Services whose resources no other service's action is of that gives work."""

Launch = tuple[str, Term]
"""An action that gives work, and the statement that allows it."""


def steps(rights: Rights, holder: Holder) -> Iterator[Step]:
    """Yield everything that a role can work as at once."""
    for term in holder.allowing:
        yield from granting(holder, term)
        yield from _passing(rights, holder, term)
        yield from taking(rights, holder, term)
        yield from _assuming(rights, holder, term)
    for term in holder.given:
        yield from taking(rights, holder, term)
    yield from unread(rights, holder)
    yield from _admitted(rights, holder)


def _passing(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles that a statement lets be handed to a service, with work."""
    left = holder.left(term, PASS)
    if not left:
        return
    others = {one: _of_service(one) for one in _others(rights)}
    for service, actions in {**LAUNCHES, **others}.items():
        if not _passes_to(term, service):
            continue
        launch = _launching(holder, actions) if service in LAUNCHES else None
        if launch is not None:
            yield from _handing(rights, holder, (term, *launch), service)
            continue
        may = _making(tuple(actions)) if service in LAUNCHES else actions
        launch = _launching(holder, may)
        for one in _handing(rights, holder, (term, *launch), service) if launch else ():
            doubt = f"what {service} lets do with a role"
            yield replace(one, doubts=(*one.doubts, doubt))


def _others(rights: Rights) -> list[str]:
    """Return the services that roles trust of which no path is known."""
    named = {
        one.principal.name
        for trust in rights.trusts.values()
        for one in trust.letting
        if one.principal.who is Who.SERVICE
    }
    known = {everywhere(one) for one in LAUNCHES}
    return sorted(one for one in named if everywhere(one) not in known)


@cache
def _of_service(service: str) -> list[str]:
    """Return the actions of a service, `batchoperations.s3.amazonaws.com`; where IAM
    has none by that name, `lexv2`, all that make or start things."""
    labels = {*service.partition(".amazonaws.com")[0].split(".")} & every().keys()
    if not labels:
        return _making(tuple(f"{one}:*" for one in every().keys() - IDLE))
    return sorted(action for one in labels for action in expanded(f"{one}:*"))


@cache
def _making(actions: tuple[str, ...]) -> list[str]:
    """Return what else the services of some actions have that makes or starts things:
    no list of paths is whole."""
    services = sorted({one.partition(":")[0] for one in actions} - {"iam"})
    found = (one for service in services for one in expanded(f"{service}:*"))
    named = (one for one in found if one.partition(":")[2].startswith(MAKING))
    return sorted(one for one in named if not one.endswith(("tag", "tags")))


def _handing(
    rights: Rights, holder: Holder, means: tuple[Term, str, Term], service: str
) -> Iterator[Step]:
    """Yield the roles that are handed to a service by one statement, and given work by
    another."""
    term, action, other = means
    left, path = holder.left(term, PASS), holder.path
    terms = (term, other)
    doubts = tuple(dict.fromkeys((*term.doubts, *other.doubts)))
    for role, unsure in _roles(rights, holder, term, PASS):
        trust = rights.trusts[role]
        if serves(trust, service):
            words = f"{PASS} on {role} to {service}, which {action} gives work"
            yield Step(path, role, words, terms, (*doubts, *unsure, *trust.doubts))
    for one in _elsewhere(rights, left):
        words = f"{PASS} on {one.text} to {service}, which {action} gives work"
        named = () if _several(one) else (f"what {one.text} may do",)
        target = one.text if named else ALL
        yield Step(path, target, words, terms, (*doubts, *named))


def _launching(holder: Holder, actions: Iterable[str]) -> Launch | None:
    """Return the first action that a role has, and the statement; sure ones first."""
    found = [
        (action, term)
        for action in actions
        for term in holder.allowing
        if any(_serves(one, action) for one in holder.left(term, action))
    ]
    return min(found, key=lambda one: bool(one[1].doubts), default=None)


def _serves(said: Pattern, action: str) -> bool:
    """Return whether an action may be of a resource: none of ECS is of a bucket."""
    services = said.text.split(":")[2:3]
    return services == [action.partition(":")[0]] or not {*services} & IDLE


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
    """Return whether a condition's value is a service, also in its form for China or
    for one region."""
    if not like:
        return everywhere(value) == everywhere(service)
    named = (service, everywhere(service), f"{everywhere(service)}.cn")
    said = (value, everywhere(value))
    return any(fnmatchcase(one, each) for one in named for each in said)


def _assuming(rights: Rights, holder: Holder, term: Term) -> Iterator[Step]:
    """Yield the roles that a statement lets be assumed and that admit the account."""
    left = holder.left(term, ASSUME)
    if not left:
        return
    for path, unsure in _roles(rights, holder, term, ASSUME):
        trust = rights.trusts[path]
        account = [
            one.term.doubts
            for one in trust.letting
            if one.principal.who in (Who.OWN_ACCOUNT, Who.ANYONE)
        ]
        open = (*trust.doubts, *_perhaps(trust), *(one for d in account for one in d))
        if (open or account) and not trust.refuses(holder):
            sure = () in account
            doubts = (*term.doubts, *unsure, *(() if sure else open))
            words = f"{ASSUME} on {path}, which trusts the account"
            yield Step(holder.path, path, words, (term,), doubts)
    for one in _elsewhere(rights, left):
        doubts = (*term.doubts, f"whom the roles {one.text} trust")
        words = f"{ASSUME} on {one.text}"
        yield Step(holder.path, f"roles {one.text}", words, (term,), doubts)


def _perhaps(trust: Trust) -> Iterator[str]:
    """Yield whom a role trusts that may be the account, and may not."""
    for one in trust.letting:
        if one.principal.who is Who.UNKNOWN:
            yield f"who {one.principal.name} is"
        elif one.principal.who is Who.ACCOUNT and not one.principal.apart:
            yield f"whether {one.principal.name} is this account"


def _admitted(rights: Rights, holder: Holder) -> Iterator[Step]:
    """Yield the roles whose trust policies name a holder, or anyone: that is enough."""
    for path, trust in rights.trusts.items():
        denied = holder.denies(ASSUME, rights.holders[path].arn)
        if path == holder.path or denied or trust.refuses(holder):
            continue
        for one in trust.letting:
            who = one.principal
            named = who.who is Who.HOLDER and who.name == holder.path
            if named or who.who in (Who.ANYONE, Who.UNKNOWN):
                words = f"{path} trusts {'it' if named else who.words}"
                unknown = (f"who {who.name} is",) if who.who is Who.UNKNOWN else ()
                doubts = (*one.term.doubts, *who.doubts, *unknown)
                yield Step(holder.path, path, words, (one.term,), doubts)
        if trust.doubts:
            words = f"{path} trusts nobody knows whom"
            yield Step(holder.path, path, words, (), trust.doubts)


def _roles(
    rights: Rights, holder: Holder, term: Term, action: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the roles of the model that a statement is of, with doubts, without those
    that are left out or denied."""
    said = holder.left(term, action)
    for path in rights.trusts:
        role = rights.holders[path]
        held = fits(said, role.arn)
        if held is not False and not holder.spared(term, action, role.arn):
            there = (role.resource.when,) if role.resource.when else ()
            yield path, (() if held else (f"the name of {path}",)) + there


def _elsewhere(rights: Rights, said: tuple[Pattern, ...]) -> Iterator[Pattern]:
    """Yield the patterns that stand for roles which are not in the model, too."""
    inside = {one.arn for one in rights.holders.values()}
    yield from (one for one in said if one not in inside and may_be_of(one, "iam"))


def _several(roles: Pattern) -> bool:
    """Return whether a pattern stands for roles of more than one name, for sure."""
    _, named, name = roles.text.partition(":role/")
    return wild(name if named else roles.text) and not roles.doubts
