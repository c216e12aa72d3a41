"""What may be done to a root stack in each state, and the command that leads on.

The states: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cfngen.cloud.values import Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.plan.commands import Commands

REVIEW = "REVIEW_IN_PROGRESS"
GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"})
"""The last operation on the stack did what it was asked to."""

UNDONE = frozenset({"UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"})
"""The last operation failed, and the stack is as it was before."""


class Action(StrEnum):
    """The two kinds of change set."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"


class Way(StrEnum):
    """What a state lets a deployment do.

    WAIT: an operation is going on, and after it one may look again. HUSK: a create that
    was undone, of which CloudFormation can only delete the remains. HUMAN: only a
    person may choose how to go on.
    """

    CREATE = "create"
    UPDATE = "update"
    WAIT = "wait"
    HUSK = "husk"
    HUMAN = "human"


@dataclass(frozen=True)
class State:
    """Which way a state leaves, why no other, and the command of cfngen that helps."""

    way: Way
    why: str = ""
    do: str = ""
    verb: str = "status"
    more: str = ""


WATCH = "--watch"
LATER = "Wait for that to end, or let cfngen wait: --wait."
MEND = "Mend what the events name (deletion protection, often), then "


CREATE, UPDATE = State(Way.CREATE), State(Way.UPDATE)
HUSK = State(
    Way.HUSK,
    "its first create failed and was undone",
    "Clear away what is left of it, then deploy again.",
    "recover",
)
UNKNOWN = State(
    Way.HUMAN, "cfngen does not know this state", "Look at it before anything else."
)
CREATING = State(Way.WAIT, "it is being created", LATER, "status", WATCH)
UPDATING = State(Way.WAIT, "it is being updated", LATER, "status", WATCH)
UNDOING = State(Way.WAIT, "its last operation is being undone", LATER, "status", WATCH)
IMPORTING = State(Way.WAIT, "resources are being imported", LATER, "status", WATCH)
DELETING = State(Way.WAIT, "it is being deleted", LATER, "status", WATCH)

STATES: Mapping[str, State] = {
    "DELETE_COMPLETE": CREATE,
    REVIEW: CREATE,
    **dict.fromkeys(sorted(GOOD | UNDONE), UPDATE),
    "CREATE_IN_PROGRESS": CREATING,
    "UPDATE_IN_PROGRESS": UPDATING,
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": UPDATING,
    "ROLLBACK_IN_PROGRESS": UNDOING,
    "UPDATE_ROLLBACK_IN_PROGRESS": UNDOING,
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": UNDOING,
    "IMPORT_IN_PROGRESS": IMPORTING,
    "IMPORT_ROLLBACK_IN_PROGRESS": UNDOING,
    "DELETE_IN_PROGRESS": DELETING,
    "ROLLBACK_COMPLETE": HUSK,
    "ROLLBACK_FAILED": State(
        Way.HUMAN,
        "its first create failed and could not be undone wholly",
        "See what is left of it and clear that away, then deploy again.",
        "recover",
    ),
    "CREATE_FAILED": State(
        Way.HUMAN,
        "its first create failed and was not undone",
        "Undo it; a stack that never worked is deleted by that.",
        "recover",
    ),
    "UPDATE_FAILED": State(
        Way.HUMAN,
        "its last update failed and was not undone",
        "Undo it, then deploy again.",
        "recover",
    ),
    "UPDATE_ROLLBACK_FAILED": State(
        Way.HUMAN,
        "its last update failed and could not be undone",
        f"{MEND}go on with undoing it. Do not delete the stack.",
        "recover",
    ),
    "IMPORT_ROLLBACK_FAILED": State(
        Way.HUMAN,
        "its last import failed and could not be undone",
        f"{MEND}go on with undoing it. Do not delete the stack.",
        "recover",
    ),
    "DELETE_FAILED": State(
        Way.HUMAN,
        "it could not be deleted wholly",
        f"{MEND}go on with deleting it.",
        "delete",
        "--resume",
    ),
}
"""Every state that a root stack can be in."""


def state_of(status: str) -> State:
    """Return what a state allows; one that nobody knows allows nothing."""
    return STATES.get(status, UNKNOWN)


def running(status: str) -> bool:
    """Say whether an operation is going on; a change set under review is none."""
    return status.endswith("_IN_PROGRESS") and status != REVIEW


def action(stack: Stack | None, commands: Commands) -> Action:
    """Return how to bring the stack to what is wanted.

    Raises InputError for a nested stack, and NeedsHuman for a state with no way on or
    with an operation going on, naming the command that helps.
    """
    if stack is None:
        return Action.CREATE
    refuse_nested(stack)
    state = state_of(stack.status)
    if state.way in (Way.CREATE, Way.HUSK):
        return Action.CREATE
    if state.way is Way.UPDATE:
        return Action.UPDATE
    raise NeedsHuman(
        f"{stack.name} is {stack.status}: {state.why}.{_operation(stack, state)}",
        advice(stack, commands),
    )


def refuse_nested(stack: Stack) -> None:
    """Raise InputError for a stack that another one nests."""
    if stack.parent:
        root = stack.root or stack.parent
        raise InputError(
            f"{stack.name} is nested in {stack.parent}.",
            f"Deploy the root instead: {root}",
        )


def advice(stack: Stack, commands: Commands) -> str:
    """Return what to do about the state that a stack is in, with the command."""
    if stack.status in UNDONE:
        return (
            "It is as it was before. Mend the cause and deploy again.\n"
            f"Run: {commands.run('events', '--failed')}"
        )
    state = state_of(stack.status)
    if state.way in (Way.CREATE, Way.UPDATE):
        return f"Look at it: {commands.run('status')}"
    return f"{state.do}\nRun: {commands.run(state.verb, state.more)}"


def _operation(stack: Stack, state: State) -> str:
    """Return which operation is going on and since when, as far as that is known."""
    if state.way is not Way.WAIT:
        return ""
    since = stack.updated or stack.created
    told = [f"{one.kind} {one.id}".strip() for one in stack.operations[:1]]
    told += [f"since {since:%Y-%m-%d %H:%M} UTC at the latest"] if since else []
    return f"\nThe operation: {', '.join(told)}." if told else ""
