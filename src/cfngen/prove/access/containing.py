"""Whether a role may do no more than it is meant to: exact, grant by grant.

What a statement allows is contained in an intent if, for each of its actions, each text
that its resources stand for is covered by the intent's resources for that action or is
denied for sure. Conditions of an Allow count as absent, of a Deny the Deny does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cfngen.prove.access.actions import besides, cased, expanded, fits, wild, within
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.terms import Condition, Term
from cfngen.prove.access.tokens import Pattern, contained, meets

PERSONAL = (
    *("aws:principal", "aws:user", "aws:sourceidentity", "aws:federated", "sts:"),
    *("aws:ec2instancesource", "aws:multifactorauth", "cognito-identity.", "saml:"),
    *("ec2:sourceinstancearn", "glue:roleassumedby", "lambda:sourcefunctionarn"),
    "token.actions.githubusercontent.com:",
)
"""How condition keys and policy variables begin that say who asks:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""


@dataclass(frozen=True)
class Meant:
    """Actions that are meant to be allowed on some resources.

    With `conditions` they are only under the same ones, with `excludes` all but these,
    and not on what is `besides`: what another role has, where two roles are compared.
    """

    actions: tuple[str, ...]
    resources: tuple[Pattern, ...]
    conditions: tuple[Condition, ...] = ()
    excludes: bool = False
    besides: tuple[Pattern, ...] = ()

    def speaks_of(self, resource: Pattern, besides: tuple[Pattern, ...]) -> bool:
        """Return whether nothing of a resource is left out but what is anyway."""
        return all(
            contained(one, besides) or not meets(one, resource, loosely=True)
            for one in self.besides
        )

    def covers(self, action: str) -> bool:
        """Return whether an action, or all of a pattern, is meant."""
        return _named(action, self.actions, self.excludes)


@dataclass(frozen=True)
class Outside:
    """What a statement allows beyond the intent; with `doubts`, what it may allow."""

    term: Term
    actions: tuple[str, ...]
    resource: Pattern
    doubts: tuple[str, ...] = ()


def outside(holder: Holder, meant: Sequence[Meant]) -> tuple[Outside, ...]:
    """Return every grant of a role that is not meant, in the order of its policies."""
    return tuple(
        one
        for term in (*holder.allowing, *holder.given)
        for one in _outside(term, meant, holder.denying)
    )


def own(holder: Holder) -> tuple[Meant, ...]:
    """Return what a role has for sure, as an intent for others to be compared with; and
    also what it is denied, which is asked for by itself."""
    return tuple(
        as_meant(one)
        for one in (*holder.allowing, *holder.given)
        if not one.doubts and not personal(one)
    )


def as_meant(term: Term) -> Meant:
    """Return what a statement allows as an intent."""
    with_it = term.conditions, term.excludes, term.besides
    return Meant(term.actions, term.resources, *with_it)


def personal(term: Term) -> bool:
    """Return whether what a statement allows depends on who asks: another role has
    other tags, and is another principal."""
    values = [value for one in term.conditions for value in one.values]
    places = (*term.resources, *term.besides)
    names = [
        *(doubt for one in (*values, *places) for doubt in one.doubts),
        *(one.key for one in term.conditions),
    ]
    return any(name.lower().startswith(PERSONAL) for name in names)


def _outside(
    term: Term, meant: Sequence[Meant], denials: Sequence[Term]
) -> Iterator[Outside]:
    """Yield what one statement allows beyond an intent, one resource at a time."""
    fitting = [
        one for one in meant if not one.conditions or one.conditions == term.conditions
    ]
    for resource in term.resources:
        found: dict[str, None] = {}
        denied = [
            one if one.leaves_out(resource) else replace(one, besides=())
            for one in denials
        ]
        here = [one for one in fitting if one.speaks_of(resource, term.besides)]
        for actions in _groups(term):
            beyond = _beyond(actions, resource, here, denied, term.besides)
            found |= dict.fromkeys(beyond)
        if found:
            out = (doubt for one in term.besides for doubt in one.doubts)
            doubts = tuple(dict.fromkeys((*term.doubts, *resource.doubts, *out)))
            named = cased(found, term.actions)
            yield Outside(term, tuple(named), resource, doubts)


def _groups(term: Term) -> Iterator[str | frozenset[str]]:
    """Yield the actions of a statement: patterns, or all but some."""
    if term.excludes:
        yield besides(term.actions)
    else:
        yield from term.actions


def _beyond(
    actions: str | frozenset[str],
    resource: Pattern,
    meant: Sequence[Meant],
    denials: Sequence[Term],
    besides: tuple[Pattern, ...],
) -> Iterator[str]:
    """Yield the actions of a pattern, or of a set, that go beyond on a resource, if not
    on what is left out there.

    A pattern as a whole comes first: most are meant as they are written, or not at all.
    """
    if isinstance(actions, str):
        if contained(resource, (*_covering(actions, meant, denials), *besides)):
            return
        actions = expanded(actions)
    if contained(resource, (*_covering("*", meant, denials), *besides)):
        return
    settled: dict[tuple[Pattern, ...], bool] = {}
    named = _spoken(meant, denials)
    others = actions - named
    if others:  # nothing tells them apart
        one = (*_covering(min(others), meant, denials), *besides)
        if not contained(resource, one):
            yield from others
    for action in actions & named:
        allowed = (*_covering(action, meant, denials), *besides)
        if allowed not in settled:
            settled[allowed] = contained(resource, allowed)
        if not settled[allowed]:
            yield action


def _spoken(meant: Sequence[Meant], denials: Sequence[Term]) -> frozenset[str]:
    """Return the actions that something besides `*` names."""
    said = {one for each in meant for one in each.actions}
    said |= {one for each in denials for one in each.actions}
    return frozenset(action for one in said - {"*"} for action in expanded(one))


def _covering(
    action: str, meant: Sequence[Meant], denials: Sequence[Term]
) -> tuple[Pattern, ...]:
    """Return the resources on which an action, or all of a pattern, is meant or
    denied."""
    found = [
        resource for one in meant if one.covers(action) for resource in one.resources
    ]
    for term in sorted(denials, key=lambda one: bool(one.besides)):
        denied = _named(action, term.actions, term.excludes)
        # What is left out has to be covered as well; the rest is denied.
        if denied and all(contained(one, tuple(found)) for one in term.besides):
            found += term.resources
    return tuple(dict.fromkeys(found))


def _named(action: str, patterns: Sequence[str], excludes: bool) -> bool:
    """Return whether patterns, or all but they, name an action or all of a pattern.

    All but some are asked for single actions only.
    """
    if excludes:
        return not wild(action) and not any(fits(one, action) for one in patterns)
    return any(within(action, one) for one in patterns)
