"""The form of a check: an id, and a function that yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cfngen.spec.source import Problem


@dataclass(frozen=True)
class Check:
    """One rule that a spec keeps to; its function's docstring says the rule.

    `find` gets the system or one part of it, and yields problems whose places are
    relative to what it got.
    """

    id: str
    find: Callable[[Any], Iterator[Problem]]

    @property
    def rule(self) -> str:
        """Return the rule in one sentence."""
        return (self.find.__doc__ or "").partition("\n\n")[0]
