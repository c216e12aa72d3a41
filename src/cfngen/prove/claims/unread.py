"""What is left of claims where some sets or groups cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cfngen.prove.claims.claim import Claims, Name, named


@dataclass(frozen=True)
class Unread:
    """Sets and groups that somebody has defined, and nobody knows as what."""

    sets: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def touches(self, name: Name) -> bool:
        """Return whether a name is one of the groups, or is within one of the sets."""
        return name.text in self.groups or name.within.removeprefix("!") in self.sets


def without(claims: Claims, unread: Unread) -> Claims:
    """Return claims without those that hang on what cannot be read; such groups are
    empty.

    Whatever is wrong with them would only follow from what has been said already.
    """
    lost = _spread(claims.groups, unread)
    written, derived = (
        tuple(one for one in said if not any(map(lost.touches, named(one))))
        for said in (claims.written, claims.derived)
    )
    groups = {
        group: () if group in lost.groups else members
        for group, members in claims.groups.items()
    }
    return replace(claims, written=written, derived=derived, groups=groups)


def _spread(groups: Mapping[str, tuple[Name, ...]], unread: Unread) -> Unread:
    """Return what cannot be read, with the groups that have it among their members."""
    lost = unread
    while True:
        more = {g for g, members in groups.items() if any(map(lost.touches, members))}
        if more <= lost.groups:
            return lost
        lost = replace(lost, groups=lost.groups | more)
