"""Statements of policies by their Sid, where they have one, and not by their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.diff import Difference
from cfngen.model import Value

STATEMENTS = "Statement"
SID = re.compile(r"(.+?): (?=allow |deny )")
"""How a sentence begins whose statement has a Sid."""


def by_sid(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield differences; what a statement with a Sid was and is makes one of them.

    Lists of sentences are compared as wholes, so such a statement stands there as one
    that goes and one that comes.
    """
    told: dict[object, Difference] = {}
    for number, one in enumerate(found):
        sid = _sid(one)
        if not sid:
            told[number] = one
            continue
        path = (*one.path[:-1], f"[{sid}]")
        other = told.get(path, Difference(path, None, None))
        before = _less(one.before, sid) or other.before
        after = _less(one.after, sid) or other.after
        told[path] = replace(other, before=before, after=after)
    yield from told.values()


def _sid(one: Difference) -> str:
    """Return the Sid of the statement that differs; empty for none, or for two."""
    if one.moved or one.path[-2:-1] != (STATEMENTS,):
        return ""
    sides = [side for side in (one.before, one.after) if side is not None]
    begun = [SID.match(side) if isinstance(side, str) else None for side in sides]
    sids = {match[1] if match else "" for match in begun}
    return sids.pop() if len(sids) == 1 else ""


def _less(sentence: Value, sid: str) -> Value:
    """Return a sentence without its Sid; None for none."""
    return sentence.removeprefix(f"{sid}: ") if isinstance(sentence, str) else None
