"""The signs of a proof, and what stands for them where an encoding lacks them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Marks:
    """What passes, what does not, an arrow, one that points at a culprit, a proxy."""

    passes: str = "✓"
    stops: str = "✗"
    to: str = "→"
    here: str = "←"
    through: str = "⇒"


PLAIN = Marks("ok", "NO", "->", "<-", "=>")
"""The signs in ASCII."""


def marks(encoding: str | None) -> Marks:
    """Return the signs that an encoding has; one that nobody knows has none."""
    wanted = Marks()
    try:
        "".join(vars(wanted).values()).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return wanted
