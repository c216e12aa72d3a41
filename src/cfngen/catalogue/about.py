"""What is known of a check before it finds anything."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.findings import Severity


@dataclass(frozen=True)
class About:
    """A check: what holds where it finds nothing, why, and a page to read on.

    `why` and `link` are empty where there is nothing more to say.
    """

    id: str
    holds: str
    why: str = ""
    link: str = ""
    severity: Severity = Severity.ERROR

    @property
    def whole(self) -> str:
        """Return what holds and why, as one paragraph that says nothing twice."""
        if self.why.startswith(self.holds.removesuffix(".")):
            return self.why
        return f"{self.holds} {self.why}".strip()
