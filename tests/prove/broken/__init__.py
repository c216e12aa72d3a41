"""Our four systems, each broken in one way, and the claim that must notice it."""

from __future__ import annotations

from tests.prove.broken import access, balancing, data, ways
from tests.prove.broken.variant import Variant


def every() -> tuple[Variant, ...]:
    """Return all broken variants."""
    return (
        *data.VARIANTS,
        *balancing.VARIANTS,
        *ways.VARIANTS,
        *access.VARIANTS,
    )
