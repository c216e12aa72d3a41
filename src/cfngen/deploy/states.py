"""What may be done to a stack in each state, and what a person does in the others.

The states: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfngen.cloud.values import Stack
from cfngen.deploy.commands import AwsCli
from cfngen.errors import InputError, NeedsHuman

REVIEW = "REVIEW_IN_PROGRESS"
GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"})
"""The last operation on the stack did what it was asked to."""

UNDONE = frozenset({"UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"})
"""The last operation failed, and the stack is as it was before."""


class Action(StrEnum):
    """The two kinds of change set."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"


@dataclass(frozen=True)
class Blocked:
    """Why a state has no way on, what a person does, and the command for it."""

    why: str
    do: str
    command: str


DELETE = "delete-stack --stack-name {stack}"
UNDO = "continue-update-rollback --stack-name {stack}"
ROLL_BACK = "rollback-stack --stack-name {stack}"
MEND = "Mend what the events name (deletion protection, often), then "

BLOCKED: Mapping[str, Blocked] = {
    "ROLLBACK_COMPLETE": Blocked(
        "its first create failed and was undone; CloudFormation can only delete it",
        "Delete it, mend the cause and deploy again.",
        DELETE,
    ),
    "ROLLBACK_FAILED": Blocked(
        "its first create failed and could not be undone wholly",
        f"{MEND}delete the stack and deploy again.",
        DELETE,
    ),
    "CREATE_FAILED": Blocked(
        "its first create failed and was not undone",
        "Undo it; a stack that never worked is deleted by that.",
        ROLL_BACK,
    ),
    "UPDATE_FAILED": Blocked(
        "its last update failed and was not undone", "Undo it.", ROLL_BACK
    ),
    "UPDATE_ROLLBACK_FAILED": Blocked(
        "its last update failed and could not be undone",
        f"{MEND}go on with undoing it.",
        UNDO,
    ),
    "IMPORT_ROLLBACK_FAILED": Blocked(
        "its last import failed and could not be undone",
        f"{MEND}go on with undoing it.",
        UNDO,
    ),
    "DELETE_FAILED": Blocked(
        "it could not be deleted wholly", f"{MEND}delete it again.", DELETE
    ),
    "DELETE_IN_PROGRESS": Blocked(
        "it is being deleted",
        "Wait for that to end, then deploy again.",
        "wait stack-delete-complete --stack-name {stack}",
    ),
}
"""The states from which only a person may choose the way on."""


def running(status: str) -> bool:
    """Say whether an operation is going on; a change set under review is none."""
    return status.endswith("_IN_PROGRESS") and status != REVIEW


def action(stack: Stack | None, cli: AwsCli) -> Action:
    """Return how to bring the stack to what is wanted.

    Raises InputError for a nested stack and NeedsHuman for a state with no way on,
    naming the command that helps.
    """
    if stack is None or stack.status == REVIEW:
        return Action.CREATE
    if stack.parent:
        raise InputError(
            f"{stack.name} is nested in {stack.parent}.", "Deploy that one instead."
        )
    if stack.status in GOOD | UNDONE:
        return Action.UPDATE
    raise NeedsHuman(
        f"{stack.name} is {stack.status}: {_why(stack.status)}.", advice(stack, cli)
    )


def advice(stack: Stack, cli: AwsCli) -> str:
    """Return what to do about the state that a stack is in, with the command."""
    if stack.status in UNDONE:
        return "It is as it was before. Mend the cause and deploy again."
    known = BLOCKED.get(stack.status)
    if known:
        command = cli.cloudformation(known.command.format(stack=stack.name))
        return f"{known.do}\nRun: {command}"
    return f"Look at it: {cli.events(stack.name)}"


def _why(status: str) -> str:
    """Return why nothing can be deployed onto a stack in this state."""
    if status in BLOCKED:
        return BLOCKED[status].why
    if running(status):
        return "another operation is going on; wait for it to end, then deploy again"
    return "cfngen does not know this state"
