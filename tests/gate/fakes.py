"""Linters that do what a test wants, here and in other processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.gate.linting import Ground
from cfngen.lint.cfn import CfnLint, Values


@dataclass(frozen=True)
class Linter(CfnLint):
    """Finds the word `wrong` in files, and notes which it has read."""

    seen: list[str] = field(default_factory=list)

    def findings(
        self, path: Path, region: str, values: Sequence[Values] = ()
    ) -> Iterator[Finding]:
        """Yield a finding for a file that is wrong."""
        self.seen.append(path.name)
        if "wrong" in path.read_text("utf-8"):
            yield Finding(path.name, "", "E1", "It is wrong.")


@dataclass(frozen=True)
class Prepared(Ground):
    """A ground with a linter of the test's."""

    own: CfnLint

    def linter(self) -> CfnLint:
        """Return the linter."""
        return self.own


class Dying(Ground):
    """A ground on which a process dies."""

    def linter(self) -> CfnLint:
        """End the process as a lack of memory would."""
        os._exit(9)


class Refusing(Ground):
    """A ground on which cfn-lint refuses to work."""

    def linter(self) -> CfnLint:
        """Refuse."""
        raise InputError(
            "no such region", "Choose another.", [Finding("f", "", "i", "m")]
        )


class Sleeping(Ground):
    """A ground on which nothing ever ends."""

    def linter(self) -> CfnLint:
        """Sleep."""
        time.sleep(600)
        raise AssertionError("somebody should have ended this")
