"""What keeps a stack from being recovered or deleted just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfngen.cloud.values import Stack
from cfngen.errors import NeedsHuman
from cfngen.naming import CHANGE_SET_PREFIX
from cfngen.plan.commands import Commands
from cfngen.plan.states import REVIEW, WATCH, running, state_of

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


def refuse_busy(stack: Stack, commands: Commands) -> None:
    """Raise NeedsHuman while another operation goes on."""
    if running(stack.status):
        raise NeedsHuman(
            f"{stack.name} is {stack.status}: {state_of(stack.status).why}.",
            f"Wait for that to end.\nRun: {commands.run('status', WATCH)}",
        )


def under_review(cloud: Cloud, stack: Stack) -> tuple[str, ...]:
    """Return the change sets of a stack that was never made, empty for any other.

    Raises NeedsHuman where one is somebody else's: deleting the stack deletes it.
    """
    if stack.status != REVIEW:
        return ()
    change_sets = cloud.change_sets.names(stack.id)
    foreign = [name for name in change_sets if not name.startswith(CHANGE_SET_PREFIX)]
    if foreign:
        raise NeedsHuman(
            f"{stack.name} is under review by somebody else: {', '.join(foreign)}.",
            "Have these change sets executed or deleted first.",
        )
    return change_sets
