"""By which statements somebody may do what it takes to read something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cfngen.checks.access.grants import any_of
from cfngen.prove.access.asking import passes
from cfngen.prove.access.guards import Guard, Guarding
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.principals import Principal, Who
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern, contained, covers

BY_PATH = "ssm:GetParametersByPath"
"""The action that names a path and reads all parameters below it."""

Way = tuple[tuple[Term, ...], tuple[str, ...]]
"""The statements that allow something, and what they depend on."""


@dataclass(frozen=True)
class Need:
    """What reading takes: one of some actions on a resource, and its policy.

    `context` are condition keys of every such request.
    """

    actions: tuple[str, ...]
    word: Pattern
    guard: Guard
    key: bool = False
    context: Mapping[str, str] = field(default_factory=dict)


def way_of(holder: Holder, need: Need) -> Way | None:
    """Return how a role or user may do what is needed; sure ways come first."""
    ways = [
        way
        for action in need.actions
        if not _denied(holder, need, action)
        for way in _ways(holder, need, action)
    ]
    if not ways and holder.doubts and _left(need, need.actions[0]) is not None:
        return (), holder.doubts
    return min(ways, key=lambda way: bool(way[1]), default=None)


def _ways(holder: Holder, need: Need, action: str) -> Iterator[Way]:
    """Yield each statement by which a role or user may do something."""
    left = _left(need, action)
    for term in holder.allowing:
        doubts = _doubts(term, need, action)
        if doubts is not None and left is not None:
            yield (term, *left[0]), (*doubts, *left[1])
    for one in need.guard.statements:
        doubts = _doubts(one.term, need, action) if one.term.allows else None
        spoken = one.speaks_of(holder)
        if doubts is not None and spoken is not False:
            yield (one.term,), (*doubts, *(() if spoken else _who(one)))


def _left(need: Need, action: str) -> Way | None:
    """Return by what a resource leaves it to identity policies; None if it does not.

    All do within the account, but keys only where their policy names the account. A
    key without a policy has one that does.
    """
    if not need.key or not need.guard.statements:
        return (), need.guard.doubts
    for one in need.guard.statements:
        doubts = _doubts(one.term, need, action) if one.term.allows else None
        left = one.delegates()
        if doubts is not None and left is not False:
            return (one.term,), (*doubts, *(() if left else _who(one)))
    return ((), need.guard.doubts) if need.guard.doubts else None


def _who(one: Guarding) -> tuple[str, ...]:
    """Return the principals of a statement that are not known."""
    named = (each.name for each in one.principals if each.who is Who.UNKNOWN)
    return tuple(f"who {name} is" for name in named)


def _doubts(term: Term, need: Need, action: str) -> tuple[str, ...] | None:
    """Return what it depends on that a statement is of a request; None if it is not."""
    ruled_out = any(passes(one, need.context) is False for one in term.conditions)
    if ruled_out or not term.acts(action):
        return None
    words = list(_words(need, action))
    said = [any_of(covers(one, word) for word in words) for one in term.resources]
    if True in said:
        return term.doubts
    if None not in said:
        return None
    unsure = term.resources[said.index(None)]
    return (*term.doubts, f"whether {unsure.text} is {need.word.text}")


def _words(need: Need, action: str) -> Iterator[Pattern]:
    """Yield what a request may name to read something: it, or a path above it.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
    """
    yield need.word
    *before, last = need.word.pieces
    if action == BY_PATH and isinstance(last, str):
        ends = (at for at, letter in enumerate(last) if letter == "/")
        yield from (Pattern((*before, last[:at])) for at in ends)


def _denied(holder: Holder, need: Need, action: str) -> bool:
    """Return whether a role or user is denied something for sure."""
    said = [
        *holder.denying,
        *(
            one.term
            for one in need.guard.statements
            if not one.term.allows and one.term.sure and one.speaks_of(holder)
        ),
    ]
    return any(one.acts(action) and contained(need.word, one.resources) for one in said)


def way_outside(principal: Principal, need: Need) -> Way | None:
    """Return how somebody outside may do what is needed."""
    for one in need.guard.statements:
        if not one.term.allows or not _speaks(one, principal):
            continue
        for action in need.actions:
            doubts = _doubts(one.term, need, action)
            if doubts is not None:
                return (one.term,), doubts
    return ((), need.guard.doubts) if need.guard.doubts else None


def _speaks(one: Guarding, principal: Principal) -> bool:
    """Return whether a statement is about a principal, or about anyone."""
    anyone = any(found.who is Who.ANYONE for found in one.principals)
    return anyone or principal in one.principals
