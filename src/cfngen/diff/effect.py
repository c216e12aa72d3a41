"""What a change does to a resource, and what becomes of the one that was there."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Effect(IntEnum):
    """What a deployment does to a resource, from harmless to worst.

    The order is that of AWS CDK's ResourceImpact.
    """

    NO_CHANGE = 0
    UPDATE = 1
    CREATE = 2
    ORPHAN = 3
    MAY_REPLACE = 4
    REPLACE = 5
    DESTROY = 6

    @property
    def word(self) -> str:
        """Return the name that files carry: `may_replace`."""
        return self.name.lower()


class Fate(StrEnum):
    """What becomes of a resource that is removed or replaced."""

    NONE = ""
    DELETED = "deleted"
    SNAPSHOT = "deleted after a final snapshot"
    KEPT = "kept"
