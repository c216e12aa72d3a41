"""What changes the rights of identities, or how they sign in."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.access.holders import ROLE, Holder
from cfngen.prove.access.launches import GRANTING, LIFTING, SIGNING_IN
from cfngen.prove.access.step import ALL, Step, may_be_of
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Atom, Pattern

USERNAME = "aws:username"


def granting(holder: Holder, term: Term) -> Iterator[Step]:
    """Yield that a statement lets a role change what identities may do."""
    denied = any(not one.allows for one in holder.terms)
    for action in (*GRANTING, *(LIFTING if denied else ())):
        service = action.partition(":")[0]
        left = tuple(
            one
            for one in holder.left(term, action)
            if may_be_of(one, service) and not _oneself(holder, action, one)
        )
        if left:
            words = f"{action} on {_shown(left)} changes what identities may do"
            yield Step(holder.path, ALL, words, (term,), term.doubts)
            return


def _oneself(holder: Holder, action: str, said: Pattern) -> bool:
    """Return whether a statement is of nobody but the user who asks, and about how that
    one signs in; a role has no user's name."""
    last = said.pieces[-1]
    asking = isinstance(last, Atom) and last.name == USERNAME and ":user/" in said.text
    if holder.resource.type == ROLE:
        return asking
    return action in SIGNING_IN and (asking or said == holder.arn)


def _shown(said: tuple[Pattern, ...]) -> str:
    """Return some resources in a line."""
    return ", ".join(one.text for one in said[:2])
