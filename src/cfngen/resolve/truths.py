"""A stack's conditions, decided once each, whatever order they stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen.model.values import Value
from cfngen.resolve.conditions import holds
from cfngen.resolve.functions import expands
from cfngen.resolve.scope import Path, Scope, Wrong


@dataclass
class Truths:
    """Says of each condition whether it holds; None where that is unknown.

    `expands` is whether a macro may declare more of them.
    """

    declared: Mapping[str, Any]
    scope: Scope
    wrong: Callable[[Path, str], Value]
    expands: bool = False
    decided: dict[str, bool | None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def __call__(self, name: str) -> bool | None:
        """Return whether a condition holds; raises Wrong where there is none.

        One that a macro may declare is unknown.
        """
        if name not in self.declared:
            if self.expands:
                return None
            raise Wrong(f"Unresolved condition dependency {name}")
        if name not in self.decided:
            if name in self.asked:
                raise Wrong(f"Circular dependency of the condition {name}")
            self.asked.add(name)
            self.decided[name] = self._decide(name)
            self.asked.discard(name)
        return self.decided[name]

    def every(self) -> dict[str, bool | None]:
        """Return all conditions."""
        return {name: self(name) for name in self.declared if not expands(name)}

    def _decide(self, name: str) -> bool | None:
        """Decide one condition; one that is wrong is unknown, and noted."""
        path = ("Conditions", name)
        try:
            return holds(self.declared[name], self.scope, path)
        except Wrong as error:
            self.wrong(path, str(error))
            return None
