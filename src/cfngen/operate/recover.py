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
from cfngen.operate.followed import Ended, ended_by
from cfngen.operate.inventory import Fate, Item, inventory
from cfngen.operate.tree import Branch, tree
from cfngen.package import STACK
from cfngen.plan.states import REVIEW, running

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
"""The way out of each state; from all others a deployment goes on by itself."""


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
    `force` skips whatever fails. `items` are what deleting would take along.
    """

    stack: Stack
    way: Way
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
    cloud: Cloud, stack: Stack, skip: Sequence[str] = (), force: bool = False
) -> Recovery:
    """Return the way out of a root's state; changes nothing.

    Raises NeedsHuman where an operation goes on or a deletion has failed, InputError
    for paths that cannot be skipped.
    """
    _refuse(stack)
    way = WAYS.get(stack.status, Way.NOTHING)
    if (skip or force) and way is not Way.CONTINUE:
        raise InputError(
            f"{stack.name} is {stack.status}; --skip and --force are for a rollback "
            "that has failed.",
            "Say cfngen recover without them.",
        )
    if way is Way.NOTHING:
        return Recovery(stack, way)
    branches = tree(cloud, stack)
    blockers = tuple(_blockers(branches))
    return Recovery(
        stack,
        way,
        blockers,
        inventory(cloud, branches) if way is Way.DELETE else (),
        tuple(skip),
        _names(branches, blockers, skip),
        force,
        cloud.change_sets.names(stack.id) if stack.status == REVIEW else (),
    )


def _refuse(stack: Stack) -> None:
    """Raise NeedsHuman for a state that has another way out."""
    if running(stack.status):
        raise NeedsHuman(
            f"{stack.name} is {stack.status}: an operation is going on.",
            "Wait for it to end; cfngen status --watch shows it.",
        )
    if stack.status == "DELETE_FAILED":
        raise NeedsHuman(
            f"{stack.name} is DELETE_FAILED: {stack.reason}",
            "Go on with deleting it: cfngen delete --resume.",
        )


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


def _names(
    branches: Sequence[Branch], blockers: Sequence[Blocker], skip: Sequence[str]
) -> tuple[str, ...]:
    """Return paths as ContinueUpdateRollback names them: nested stack's name and id.

    Only what is UPDATE_FAILED can be skipped.
    """
    possible = {
        one.path
        for one in blockers
        if one.status == "UPDATE_FAILED" and one.type != STACK
    }
    wrong = [path for path in skip if path not in possible]
    if wrong:
        raise InputError(
            "\n".join(f"--skip {path}: its rollback has not failed." for path in wrong),
            f"What can be skipped: {', '.join(sorted(possible)) or 'nothing'}.",
        )
    stacks = {branch.path: branch.stack.name for branch in branches}
    return tuple(_name(path, stacks) for path in skip)


def _name(path: str, stacks: Mapping[str, str]) -> str:
    """Return one path as `NestedStackName.LogicalId`; the root's own as they are."""
    above, _, logical_id = path.rpartition("/")
    return f"{stacks[above]}.{logical_id}" if above else logical_id


def carry_out(recovery: Recovery, at: At, unprotect: bool = False) -> Ended:
    """Do it, and follow that to its end; `unprotect` allows a protected stack to go."""
    stack, cloud = recovery.stack, at.cloud
    token = f"cfngen-recover-{uuid4().hex}"
    match recovery.way:
        case Way.ROLL_BACK:
            return ended_by(at, stack, lambda: cloud.stacks.roll_back(stack.id, token))
        case Way.CONTINUE:
            return ended_by(
                at,
                stack,
                lambda: cloud.stacks.continue_rollback(
                    stack.id, token, skip=recovery.names, force=recovery.force
                ),
            )
        case Way.DELETE:
            return _deleted(recovery, at, token, unprotect)
        case Way.NOTHING:
            return Ended(stack)


def _deleted(recovery: Recovery, at: At, token: str, unprotect: bool) -> Ended:
    """Delete what is left of a create, and the change sets that wait for it."""
    stack, cloud = recovery.stack, at.cloud
    if unprotect and stack.protected:
        cloud.stacks.protect(stack.id, on=False)
    for name in recovery.change_sets:
        cloud.change_sets.delete(name, stack.id)
    return ended_by(at, stack, lambda: cloud.stacks.delete(stack.id, token))
