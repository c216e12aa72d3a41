"""One range as it stands in a file, before anybody has looked whether it is one."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.findings import Finding

ID = "CG099"
"""The id of every finding on address ranges."""


@dataclass(frozen=True)
class Entry:
    """A text that should be a range, and where it stands; line 0 is the whole file."""

    text: str
    file: str
    path: str = ""
    line: int = 0
    column: int = 0

    def finding(self, message: str, mend: str) -> Finding:
        """Return what is wrong with it."""
        return Finding(
            self.file,
            self.path,
            ID,
            message,
            mend,
            line=self.line,
            column=self.column,
        )
