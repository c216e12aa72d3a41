"""Actions of statements and claims: what a pattern of them covers.

IAM reads actions in any letters, so everything here is in small ones. Wildcards stand
for the actions of AWS's table; an action that the table has not stands for itself.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache

from cfngen.checks.access.actions import every
from cfngen.prove.access.tokens import contained, plain


@cache
def fits(pattern: str, action: str) -> bool:
    """Return whether a pattern covers an action, `s3:GetObject`."""
    return _compiled(pattern.lower()).fullmatch(action.lower()) is not None


def within(inner: str, outer: str) -> bool:
    """Return whether a pattern covers everything that another one does, for sure."""
    if outer == "*" or inner.lower() == outer.lower():
        return True
    if not wild(inner):
        return fits(outer, inner)
    return contained(plain(inner.lower()), (plain(outer.lower()),))


@cache
def expanded(pattern: str) -> frozenset[str]:
    """Return the actions that a pattern stands for; itself where the table has none."""
    written = pattern.lower()
    if not wild(written):
        return frozenset((written,))
    service, _, name = written.partition(":")
    table = every()
    asked = _names(service, table)
    matched = _compiled(name) if name or ":" in written else None
    found = (
        f"{one}:{action}"
        for one in asked
        for action in table[one]
        if matched is None or matched.fullmatch(action)
    )
    return frozenset(found) or frozenset((written,))


@cache
def besides(patterns: tuple[str, ...]) -> frozenset[str]:
    """Return all actions but those that some patterns stand for: a NotAction."""
    left = set(expanded("*"))
    for pattern in patterns:
        left -= expanded(pattern)
    return frozenset(left)


def cased(actions: Iterable[str], written: Iterable[str]) -> list[str]:
    """Return actions sorted, as a statement writes them where it names them."""
    letters = {one.lower(): one for one in written}
    return [letters.get(one, one) for one in sorted(actions)]


def _names(service: str, table: Iterable[str]) -> list[str]:
    """Return the services that the first part of a pattern stands for."""
    pattern = _compiled(service)
    return [one for one in table if pattern.fullmatch(one)]


def wild(text: str) -> bool:
    """Return whether text has wildcards."""
    return "*" in text or "?" in text


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # fnmatch knows brackets, IAM does not.
    return re.compile(translate(pattern.replace("[", "[[]")))
