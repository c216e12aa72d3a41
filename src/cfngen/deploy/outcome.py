"""How a deployment ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfngen.cloud.values import Stack, StoppedTask
from cfngen.deploy.hints import Hint
from cfngen.deploy.progress import Record, Step
from cfngen.errors import Exit
from cfngen.findings import Place


class Result(StrEnum):
    """What became of the stack."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ROLLED_BACK = "rolled back"
    STUCK = "stuck"
    DETACHED = "detached"
    CLEARED = "cleared"


GOOD = (Result.CREATED, Result.UPDATED, Result.UNCHANGED, Result.CLEARED)

EXITS: Mapping[Result, Exit] = {
    **dict.fromkeys(GOOD, Exit.OK),
    Result.ROLLED_BACK: Exit.FAILED,
    Result.STUCK: Exit.FAILED,
    Result.DETACHED: Exit.RUNNING,
}

ENDS: Mapping[str, Result] = {
    "CREATE_COMPLETE": Result.CREATED,
    "UPDATE_COMPLETE": Result.UPDATED,
    "IMPORT_COMPLETE": Result.UPDATED,
    "ROLLBACK_COMPLETE": Result.ROLLED_BACK,
    "UPDATE_ROLLBACK_COMPLETE": Result.ROLLED_BACK,
    "IMPORT_ROLLBACK_COMPLETE": Result.ROLLED_BACK,
}
"""What each final state means; every other state is stuck."""


@dataclass(frozen=True)
class Explained:
    """A failure, where it was declared, and what it means.

    `file` and `line` are the template's, `layer` its layer, `spec` the line of the spec
    that the resource comes from. `tasks` are those of a service that stopped last.
    """

    step: Step
    file: str = ""
    line: int = 0
    layer: str = ""
    spec: Place | None = None
    hint: Hint | None = None
    tasks: tuple[StoppedTask, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result, the stack as it is now, and what a person should know or do.

    `failures` are the independent ones, the earliest first. `left` is what a success
    could not delete, or a failure not undone; `missing` what should have been done
    beside it and was not. `records` are what a certificate still waits for. `advice`
    says what the state means, `command` is the one to run next.
    """

    result: Result
    stack: Stack
    failures: tuple[Explained, ...] = ()
    advice: str = ""
    command: str = ""
    left: tuple[Step, ...] = ()
    stand_ins: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def good(self) -> bool:
        """Say whether the stack is what it should be."""
        return self.result in GOOD

    @property
    def exit(self) -> Exit:
        """Return the exit code."""
        return Exit.CLOUD if self.good and self.missing else EXITS[self.result]

    @property
    def strict_exit(self) -> Exit:
        """Return the exit code where leftovers count as a failure."""
        return Exit.FAILED if self.exit == Exit.OK and self.left else self.exit


def result_of(stack: Stack) -> Result:
    """Return what the state at the end of an operation means."""
    return ENDS.get(stack.status, Result.STUCK)
