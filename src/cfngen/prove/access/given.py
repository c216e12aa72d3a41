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
from cfngen.prove.access.tokens import EVERYTHING, Pattern
from cfngen.prove.access.trusts import ASSUMING, SOURCES, Trust
from cfngen.prove.access.ways import who


def endowed(
    model: Model,
    holders: Mapping[str, Holder],
    guards: Mapping[str, Guard],
    trusts: Mapping[str, Trust],
) -> Mapping[str, Holder]:
    """Return roles, users and groups with what others give them."""
    given: dict[str, list[Term]] = {path: [] for path in holders}
    for path, guard in guards.items():
        whole = _whole(model, path)
        for one in guard.statements if whole else ():
            for holder in holders.values():
                given[holder.path] += _of_guard(one, holder, whole)
    for path, trust in trusts.items():
        for letting in trust.letting:
            named = letting.principal
            if named.who is Who.HOLDER and path != named.name in given:
                own = (holders[path].arn,)
                actions = tuple(one for one in ASSUMING if letting.term.acts(one))
                doubts = (*letting.term.doubts, *named.doubts)
                term = replace(
                    letting.term,
                    actions=actions,
                    resources=own,
                    excludes=False,
                    doubts=doubts,
                )
                given[named.name].append(term)
    return {
        path: replace(one, given=tuple(given[path])) if given[path] else one
        for path, one in holders.items()
    }


def _of_guard(
    one: Guarding, holder: Holder, whole: tuple[Pattern, ...]
) -> Iterator[Term]:
    """Yield a statement about a resource that gives a role something, or may.

    One for anyone who comes from a source is for services. In a group is nobody: its
    users are asked.
    """
    spoken = one.speaks_of(holder) if one.term.allows else False
    if spoken is False or holder.resource.type == GROUP or _sourced(one):
        return
    doubts = () if spoken else who(one)
    wide = EVERYTHING in one.term.resources
    yield replace(
        one.term,
        resources=whole if wide else one.term.resources,
        doubts=(*one.term.doubts, *doubts),
    )


def _sourced(one: Guarding) -> bool:
    """Return whether a statement is for anyone who comes from some source."""
    anyone = all(each.who is Who.ANYONE for each in one.principals)
    return anyone and any(each.key in SOURCES for each in one.term.conditions)


def _whole(model: Model, path: str) -> tuple[Pattern, ...]:
    """Return what `*` stands for in the policy of a resource: all of it."""
    resource = model.resources.get(path)
    if resource is None:
        return ()
    own = arn(model, resource)
    return (own, own.then("/*")) if resource.type == "AWS::S3::Bucket" else (own,)
