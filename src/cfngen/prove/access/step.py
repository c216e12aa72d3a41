"""One step of a role to more, and what tells whether a statement is of a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cfngen.checks.access.grants import any_of
from cfngen.prove.access.actions import wild
from cfngen.prove.access.terms import Term
from cfngen.prove.access.tokens import Pattern, covers

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


def fits(said: Sequence[Pattern], word: Pattern) -> bool | None:
    """Return whether one of some patterns stands for a resource; None if perhaps."""
    return any_of(covers(one, word) for one in said)


def may_be_of(said: Pattern, service: str) -> bool:
    """Return whether a pattern may stand for resources of a service."""
    parts = said.text.split(":")
    known = len(parts) > 2 and not said.doubts and not wild("".join(parts[:3]))
    return not known or parts[2] == service
