"""Checks of suppressions: each says one thing once, and says why."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.source import Place, Problem
from cfngen.spec.suppress import LEAST, says_why, suppressible
from cfngen.spec.system import System


def suppressed_once(system: System) -> Iterator[Problem]:
    """No check is suppressed twice for the same resources and environment."""
    first: dict[tuple[str, str, str | None], int] = {}
    for index, one in enumerate(system.suppress):
        known = first.setdefault((one.check, one.at, one.environment), index)
        if known != index:
            message = f"{one.check} is suppressed there already, by entry {known + 1}."
            yield Problem(_at(index, "check"), message, "Keep one of the two.")


def what_may_be(system: System) -> Iterator[Problem]:
    """What stops a command, or speaks of suppressions, is not suppressed."""
    for index, one in enumerate(system.suppress):
        if not suppressible(one.check):
            message = f"{one.check} cannot be suppressed."
            yield Problem(_at(index, "check"), message, "Mend what it finds.")


def reasons(system: System) -> Iterator[Problem]:
    """A reason says more than the id of its check."""
    for index, one in enumerate(system.suppress):
        if not says_why(one.check, one.reason):
            message = f"The reason says little more than {one.check}."
            mend = f"Say why in at least {LEAST} characters beside the id."
            yield Problem(_at(index, "reason"), message, mend)


def _at(index: int, key: str) -> Place:
    """Return where a key of an entry stands."""
    return ("suppress", index, key)


SYSTEM = (
    Check("CG017", suppressed_once),
    Check("CG018", what_may_be),
    Check("CG019", reasons),
)
