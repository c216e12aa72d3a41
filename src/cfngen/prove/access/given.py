"""What roles are given by others: by resources' own policies, and by trust.

Within an account either is enough, without a policy of the role's:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cfngen.model import Model
from cfngen.prove.access.arns import arn
from cfngen.prove.access.guards import Guard, Guarding
from cfngen.prove.access.holders import GROUP, Holder
from cfngen.prove.access.principals import Who
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern, contained
from cfngen.prove.access.trusts import ASSUMING, SOURCES, Letting, Trust
from cfngen.prove.access.ways import who

NAMING = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")
"""Operators that a request without the key does not pass."""


def endowed(
    model: Model,
    holders: Mapping[str, Holder],
    guards: Mapping[str, Guard],
    trusts: Mapping[str, Trust],
) -> Mapping[str, Holder]:
    """Return roles, users and groups with what others give them, and what cannot be
    read of that."""
    given: dict[str, list[Term]] = {path: [] for path in holders}
    refused: dict[str, list[Term]] = {path: [] for path in holders}
    for path, guard in guards.items():
        whole = whole_of(model, path)
        for one in guard.statements if whole else ():
            here = replace(one, term=_here(one.term, whole))
            for holder in holders.values():
                given[holder.path] += _of_guard(here, holder)
                if one.term.sure and not one.term.allows and one.speaks_of(holder):
                    refused[holder.path] += narrowed(one.term, whole)
    for holder in holders.values():
        for path, trust in trusts.items():
            given[holder.path] += _of_trust(trust, holders[path], holder)
    return {
        path: replace(
            one,
            given=tuple(given[path]),
            refused=tuple(refused[path]),
            unread=() if one.resource.type == GROUP else _unread(guards, trusts, path),
        )
        for path, one in holders.items()
    }


def _unread(
    guards: Mapping[str, Guard], trusts: Mapping[str, Trust], holder: str
) -> tuple[str, ...]:
    """Return the policies of others that nobody can read here."""
    of_guards = [doubt for one in guards.values() for doubt in one.doubts]
    others = [one for path, one in trusts.items() if path != holder]
    of_trusts = [doubt for one in others for doubt in one.doubts]
    return tuple(dict.fromkeys((*of_guards, *of_trusts)))


def narrowed(term: Term, whole: tuple[Pattern, ...]) -> Iterator[Term]:
    """Yield a statement of a resource's policy with what it is of, and no more."""
    own = [
        one
        for said in term.resources
        for one in ((said,) if contained(said, whole) else whole)
        if contained(one, (said,))
    ]
    if own:
        yield replace(term, resources=tuple(own))


def _of_trust(trust: Trust, role: Holder, holder: Holder) -> Iterator[Term]:
    """Yield that a role's trust policy lets somebody become it, or may: by name, or
    with everybody. Who is in the account has to be allowed by a policy as well."""
    if role.path == holder.path or holder.resource.type == GROUP:
        return
    for letting in trust.letting:
        named = letting.principal
        spoken = (Who.HOLDER, holder.path) == (named.who, named.name)
        may = spoken or named.who in (Who.ANYONE, Who.UNKNOWN)
        if may and not trust.refuses(holder):
            yield _becoming(letting, role)


def _becoming(letting: Letting, role: Holder) -> Term:
    """Return what lets somebody become a role as a statement about it."""
    named = letting.principal
    unknown = (f"who {named.name} is",) if named.who is Who.UNKNOWN else ()
    return replace(
        letting.term,
        actions=tuple(one for one in ASSUMING if letting.term.acts(one)),
        resources=(role.arn,),
        excludes=False,
        doubts=(*letting.term.doubts, *named.doubts, *unknown),
    )


def _of_guard(one: Guarding, holder: Holder) -> Iterator[Term]:
    """Yield a statement about a resource that gives a role something, or may.

    One for anyone who comes from a source is for services. In a group is nobody: its
    users are asked.
    """
    spoken = one.speaks_of(holder) if one.term.allows else False
    if spoken is False or holder.resource.type == GROUP or _sourced(one):
        return
    doubts = () if spoken else who(one)
    yield replace(one.term, doubts=(*one.term.doubts, *doubts))


def _here(term: Term, whole: tuple[Pattern, ...]) -> Term:
    """Return a statement of a resource's policy with what it is of where it is wider:
    `*`, or all buckets. It gives nothing of others."""
    found: list[Pattern] = []
    for said in term.resources:
        inside = [one for one in whole if contained(one, (said,))]
        found += inside if inside and not contained(said, whole) else [said]
    return replace(term, resources=tuple(dict.fromkeys(found)))


def _sourced(one: Guarding) -> bool:
    """Return whether a statement is for anyone who comes from some source.

    Only requests of services have such a key, so that it is for nobody else; but what
    asks for another source lets in who has none.
    """
    anyone = all(each.who is Who.ANYONE for each in one.principals)
    return anyone and any(
        each.key in SOURCES and each.operator.removeprefix("ForAnyValue:") in NAMING
        for each in one.term.conditions
    )


def whole_of(model: Model, path: str) -> tuple[Pattern, ...]:
    """Return what `*` stands for in the policy of a resource: all of it."""
    resource = model.resources.get(path)
    if resource is None:
        return ()
    own = arn(model, resource)
    if resource.type == "AWS::ApiGateway::RestApi":
        return (own.then("/*"),)
    return (own, own.then("/*")) if resource.type == "AWS::S3::Bucket" else (own,)
