"""How a deployment ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Step
from cfngen.errors import Exit


class Result(StrEnum):
    """What became of the stack."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ROLLED_BACK = "rolled back"
    STUCK = "stuck"
    DETACHED = "detached"


EXITS: Mapping[Result, Exit] = {
    Result.CREATED: Exit.OK,
    Result.UPDATED: Exit.OK,
    Result.UNCHANGED: Exit.OK,
    Result.ROLLED_BACK: Exit.FAILED,
    Result.STUCK: Exit.FAILED,
    Result.DETACHED: Exit.INTERRUPTED,
}

ENDS: Mapping[str, Result] = {
    "CREATE_COMPLETE": Result.CREATED,
    "UPDATE_COMPLETE": Result.UPDATED,
    "ROLLBACK_COMPLETE": Result.ROLLED_BACK,
    "UPDATE_ROLLBACK_COMPLETE": Result.ROLLED_BACK,
}
"""What each final state means; every other state is stuck."""


@dataclass(frozen=True)
class Outcome:
    """The result, the stack as it is now, and what a person should know or do.

    `template` is the file that the cause is declared in; `left` is what a success could
    not delete, or a failure not undo.
    """

    result: Result
    stack: Stack
    cause: Step | None = None
    template: str = ""
    advice: str = ""
    left: tuple[Step, ...] = ()
    stand_ins: tuple[tuple[str, int], ...] = ()

    @property
    def exit(self) -> Exit:
        """Return the exit code."""
        return EXITS[self.result]


def result_of(stack: Stack) -> Result:
    """Return what the state at the end of an operation means."""
    return ENDS.get(stack.status, Result.STUCK)
