"""What another role may do and this one is denied, though it is allowed it as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.checks.access.grants import any_of
from cfngen.prove.access.actions import besides, cased, expanded
from cfngen.prove.access.containing import Outside, outside, own, personal
from cfngen.prove.access.given import narrowed, whole_of
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern, contained, meets

KEY = "AWS::KMS::Key"


def withheld(rights: Rights, holder: Holder, target: Holder) -> Iterator[Outside]:
    """Yield what a role is denied that another one may do, of what both are allowed.

    By its own policies, by those of resources, and by keys, which allow nobody but whom
    they name where they leave nothing to the account:
    https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    """
    for denial in _denials(rights, holder, target):
        for term in (*target.allowing, *target.given):
            yield from _both(denial, term, holder, target)
    for path, guard in rights.guards.items():
        found = rights.model.resources.get(path)
        if found is not None and found.type == KEY:
            yield from _locked(path, guard, holder, target)


def _denials(rights: Rights, holder: Holder, target: Holder) -> Iterator[Term]:
    """Yield what denies a role something, or may, and not the other one as well."""
    same = [_said(one) for one in target.terms if not one.allows]
    for term in holder.terms:
        if not term.allows and (personal(term) or _said(term) not in same):
            yield term
    for path, guard in rights.guards.items():
        whole = whole_of(rights.model, path)
        for one in guard.statements if whole else ():
            of_both = one.speaks_of(target) is True and not personal(one.term)
            if (
                not one.term.allows
                and not of_both
                and one.speaks_of(holder) is not False
            ):
                unsure = () if one.speaks_of(holder) else ("whom it names",)
                doubts = (*one.term.doubts, *unsure)
                yield from narrowed(replace(one.term, doubts=doubts), whole)


def _said(term: Term) -> Term:
    """Return a statement without where it stands."""
    return replace(term, origin=replace(term.origin, resource="", path=(), words=""))


def _both(
    denial: Term, term: Term, holder: Holder, target: Holder
) -> Iterator[Outside]:
    """Yield what one statement allows the one, and another denies the other."""
    for resource in term.resources:
        denied = [one for one in denial.resources if meets(resource, one, loosely=True)]
        if not denied or contained(resource, denial.besides):
            continue
        free = [
            action
            for action in sorted(_actions(term) & _actions(denial))
            if not all(_kept(target, action, resource, one) for one in denied)
        ]
        if free:
            exact = any(meets(resource, one) for one in denied)
            whole = not (denial.leaves_out(resource) or term.besides or target.denying)
            clear = exact and denial.sure and whole
            doubts = () if clear else (f"what {holder.path} is denied",)
            named = tuple(cased(free, term.actions))
            yield Outside(term, named, resource, (*term.doubts, *doubts))


def _kept(target: Holder, action: str, resource: Pattern, denied: Pattern) -> bool:
    """Return whether the other role is denied it, too."""
    return target.denies(action, resource) or target.denies(action, denied)


def _actions(term: Term) -> frozenset[str]:
    """Return the actions that a statement speaks of."""
    if term.excludes:
        return besides(term.actions)
    return frozenset(one for said in term.actions for one in expanded(said))


def _locked(
    path: str, guard: Guard, holder: Holder, target: Holder
) -> Iterator[Outside]:
    """Yield what a key allows another role by name, and leaves to nobody else."""
    named = tuple(one for one in target.given if one.origin.resource == path)
    if not named:
        return
    other = replace(target, terms=(), given=named)
    for found in outside(other, own(replace(holder, terms=()))):
        closed = tuple(one for one in found.actions if _left(guard, one) is False)
        perhaps = tuple(one for one in found.actions if _left(guard, one) is None)
        if closed:
            yield replace(found, actions=closed)
        elif perhaps:
            doubts = (*found.doubts, f"whom {path} leaves it to")
            yield replace(found, actions=perhaps, doubts=doubts)


def _left(guard: Guard, action: str) -> bool | None:
    """Return whether a key leaves an action to the account; None where it may."""
    return any_of(
        one.delegates() if one.term.sure else None
        for one in guard.statements
        if one.term.allows and one.term.acts(action) and one.delegates() is not False
    )
