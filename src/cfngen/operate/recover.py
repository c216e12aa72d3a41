"""The way out of every state from which nothing can be deployed.

This is the only module that undoes, goes on with undoing, or deletes what is left of a
create that failed:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from cfngen.cloud.values import Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.followed import Ended, ended_by, refuse_moved
from cfngen.operate.inventory import Fate, Item, inventory
from cfngen.operate.refusing import refuse_busy, under_review
from cfngen.operate.skipping import skipped
from cfngen.operate.tree import Branch, tree
from cfngen.operate.unprotecting import unprotected
from cfngen.package import STACK
from cfngen.plan.commands import Commands
from cfngen.plan.states import GOOD, REVIEW, UNDONE, state_of

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.at import At


class Way(StrEnum):
    """What is done to get a stack going again."""

    NOTHING = "nothing"
    ROLL_BACK = "roll back"
    CONTINUE = "continue the rollback"
    DELETE = "delete"


WAYS: Mapping[str, Way] = {
    "CREATE_FAILED": Way.ROLL_BACK,
    "UPDATE_FAILED": Way.ROLL_BACK,
    "UPDATE_ROLLBACK_FAILED": Way.CONTINUE,
    "IMPORT_ROLLBACK_FAILED": Way.CONTINUE,
    "ROLLBACK_COMPLETE": Way.DELETE,
    "ROLLBACK_FAILED": Way.DELETE,
    REVIEW: Way.DELETE,
}
"""The way out of each state; what is well, or as it was before, needs none."""


GONE = "DELETE_COMPLETE"


@dataclass(frozen=True)
class Blocker:
    """A resource that failed, with AWS's reason; `path` as in `Network/Vpc`."""

    path: str
    type: str
    status: str
    reason: str


@dataclass(frozen=True)
class Recovery:
    """What would be done to a stack, and what stands in the way.

    `skip` are paths that stay as they are, and then may not be what the templates say;
    `force` skips whatever fails. A stack that is `doomed` is gone afterwards, and
    `items` with it.
    """

    stack: Stack
    commands: Commands
    way: Way
    doomed: bool = False
    blockers: tuple[Blocker, ...] = ()
    items: tuple[Item, ...] = ()
    skip: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    force: bool = False
    change_sets: tuple[str, ...] = ()

    @property
    def risky(self) -> bool:
        """Say whether the stack may not be what CloudFormation takes it for after."""
        return bool(self.skip) or self.force

    @property
    def lost(self) -> tuple[Item, ...]:
        """Return what is gone for good afterwards."""
        return tuple(item for item in self.items if item.lost)

    @property
    def left(self) -> tuple[Item, ...]:
        """Return what stays in the account and belongs to no stack afterwards."""
        return tuple(item for item in self.items if item.fate is Fate.RETAINED)


def considered(
    cloud: Cloud,
    stack: Stack,
    commands: Commands,
    skip: Sequence[str] = (),
    force: bool = False,
) -> Recovery:
    """Return the way out of a root's state; changes nothing.

    Raises NeedsHuman where an operation goes on or a deletion has failed, InputError
    for paths that cannot be skipped.
    """
    _refuse(stack, commands)
    way = WAYS.get(stack.status, Way.NOTHING)
    if (skip or force) and way is not Way.CONTINUE:
        raise InputError(
            f"{stack.name} is {stack.status}; --skip and --force are for a rollback "
            "that has failed.",
            f"Run: {commands.run('recover')}",
        )
    if way is Way.NOTHING:
        return Recovery(stack, commands, way)
    branches = tree(cloud, stack)
    undoing = way is Way.ROLL_BACK
    doomed = way is Way.DELETE or (undoing and not _worked(cloud, stack))
    return Recovery(
        stack,
        commands,
        way,
        doomed,
        tuple(_blockers(branches)),
        inventory(cloud, branches, commands, undoing) if doomed else (),
        tuple(skip),
        skipped(branches, skip),
        force,
        under_review(cloud, stack),
    )


def _refuse(stack: Stack, commands: Commands) -> None:
    """Raise NeedsHuman for a state that has another way out, or none that is known."""
    refuse_busy(stack, commands)
    if stack.status not in {*WAYS, *GOOD, *UNDONE}:
        state = state_of(stack.status)
        raise NeedsHuman(
            f"{stack.name} is {stack.status}: {state.why}. {stack.reason}".rstrip(),
            f"{state.do}\nRun: {commands.run(state.verb, state.more)}",
        )


def _worked(cloud: Cloud, stack: Stack) -> bool:
    """Say whether a stack has a stable state to go back to; one without is deleted.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
    """
    if stack.status == "CREATE_FAILED":
        return False
    events = cloud.history.events(stack.id, None, ())
    return any(e.of_the_stack and e.status in GOOD | UNDONE for e in events)


def _blockers(branches: Sequence[Branch]) -> list[Blocker]:
    """Return what has failed in the tree; a nested stack only if nothing in it has."""
    found = [
        Blocker(branch.below(one.logical_id), one.type, one.status, one.reason)
        for branch in branches
        for one in branch.resources
        if one.status.endswith("_FAILED")
    ]
    return [
        one
        for one in found
        if one.type != STACK
        or not any(other.path.startswith(f"{one.path}/") for other in found)
    ]


def carry_out(
    recovery: Recovery, at: At, unprotect: bool = False, role: str = ""
) -> Ended:
    """Do it, and follow that to its end; `unprotect` allows a protected stack to go.

    `role` is what CloudFormation takes on, empty for the one that the stack has. Raises
    NeedsHuman where the stack is not any more what was considered.
    """
    now = refuse_moved(recovery.stack, at)
    if recovery.way is Way.NOTHING or now.status == GONE:
        return Ended(now)
    if recovery.doomed and unprotect and now.protected:
        return unprotected(now, at, lambda: _done(recovery, at, role))
    return _done(recovery, at, role)


def _done(recovery: Recovery, at: At, role: str) -> Ended:
    """Do it, and return how that ended."""
    stack, cloud = recovery.stack, at.cloud
    token = f"cfngen-recover-{uuid4().hex}"

    def start() -> None:
        match recovery.way:
            case Way.ROLL_BACK:
                cloud.stacks.roll_back(stack.id, token, role)
            case Way.CONTINUE:
                skip, force = recovery.names, recovery.force
                cloud.stacks.continue_rollback(stack.id, token, role, skip, force)
            case _:
                cloud.stacks.delete(stack.id, token, role)

    for name in recovery.change_sets:
        cloud.change_sets.delete(name, stack.id)
    return ended_by(at, stack, start, recovery.commands)
