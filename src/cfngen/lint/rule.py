"""What a rule of cfngen is."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cfngen.findings import Finding
from cfngen.lint.subject import Subject


@dataclass(frozen=True)
class Rule:
    """One check with an id; its function's docstring says what it proves and why."""

    id: str
    check: Callable[[Subject], Iterable[Finding]]

    def words(self) -> tuple[str, str]:
        """Return the docstring's first line, and the rest as one paragraph."""
        first, _, rest = (inspect.getdoc(self.check) or "").partition("\n")
        return first, " ".join(rest.split())
