"""What is asked of the gate, and what it may use for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cfngen.gate.cache import Cache

Tell = Callable[[str, int], None]
"""Is told what is being done, and how many things there are to do, as known so far."""


class Scope(StrEnum):
    """How much is asked; the command of that name."""

    LINT = "lint"
    CHECK = "check"


@dataclass(frozen=True)
class Order:
    """What is asked for, how many processes may work on it, and what is remembered."""

    scope: Scope
    cache: Cache
    jobs: int
    tell: Tell
