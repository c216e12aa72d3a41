"""Delete a system's stack: what it would take along, whether it may, and doing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import uuid4

from cfngen.cloud.values import Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.exports import Import, imported
from cfngen.operate.followed import Ended, ended_by
from cfngen.operate.inventory import Item, inventory
from cfngen.operate.tree import Branch, tree
from cfngen.plan.states import running

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.at import At

FAILED = "DELETE_FAILED"


@dataclass(frozen=True)
class Choice:
    """How to delete what a deletion has failed on.

    `retain` are paths to leave behind; `force` leaves behind whatever cannot be
    deleted. `resume` says that going on with a failed deletion is meant.
    """

    resume: bool = False
    retain: tuple[str, ...] = ()
    force: bool = False

    @property
    def again(self) -> bool:
        """Say whether it takes a deletion that has failed before."""
        return self.resume or bool(self.retain) or self.force


@dataclass(frozen=True)
class Deletion:
    """What deleting a stack means; `imports` and `protected` stand against it."""

    stack: Stack
    branches: tuple[Branch, ...]
    items: tuple[Item, ...]
    imports: tuple[Import, ...]
    choice: Choice

    @property
    def protected(self) -> bool:
        """Say whether the stack itself refuses to be deleted."""
        return self.stack.protected


def considered(cloud: Cloud, stack: Stack, choice: Choice) -> Deletion:
    """Return what deleting a root would do; changes nothing.

    Raises NeedsHuman where another operation goes on, or where a deletion has failed
    before and nobody says how to go on; InputError for paths that cannot be retained.
    """
    if running(stack.status):
        raise NeedsHuman(
            f"{stack.name} is {stack.status}: an operation is going on.",
            "Wait for it to end, then delete.",
        )
    _fits(stack, choice)
    branches = tree(cloud, stack)
    _known(branches, choice.retain)
    return Deletion(
        stack,
        branches,
        inventory(cloud, branches),
        imported(cloud, (branch.stack for branch in branches)),
        choice,
    )


def _fits(stack: Stack, choice: Choice) -> None:
    """Raise where the choice does not fit the state of the stack."""
    if stack.status == FAILED and not choice.again:
        raise NeedsHuman(
            f"{stack.name} is {FAILED}: {stack.reason or 'it could not be deleted'}.",
            "Mend what cfngen status names, then say --resume; or leave a resource "
            "behind with --retain PATH.",
        )
    if stack.status != FAILED and choice.again:
        raise InputError(
            f"{stack.name} is {stack.status}; --resume, --retain and --force-orphan "
            f"are for a stack that is {FAILED}.",
            "CloudFormation takes them only after a deletion has failed. Delete it "
            "without them first.",
        )


def _known(branches: Sequence[Branch], retain: Sequence[str]) -> None:
    """Raise InputError for paths that the deletion has not failed on."""
    failed = {
        branch.below(resource.logical_id)
        for branch in branches
        for resource in branch.resources
        if resource.status == FAILED
    }
    unknown = [path for path in retain if path not in failed]
    if unknown:
        raise InputError(
            "\n".join(f"--retain {path}: it is not {FAILED}." for path in unknown),
            f"Only what could not be deleted can be left behind: "
            f"{', '.join(sorted(failed)) or 'nothing'}.",
        )


def carry_out(deletion: Deletion, at: At, unprotect: bool = False) -> Ended:
    """Delete the stack and follow that to its end.

    `unprotect` turns the termination protection off first. What is left behind in a
    nested stack is left there by deleting that nested stack first, which CloudFormation
    allows once its deletion has failed.
    """
    if unprotect and deletion.protected:
        at.cloud.stacks.protect(deletion.stack.id, on=False)
    for branch, retain in _nested(deletion):
        inner = _delete(at, branch.stack, retain, force=False)
        if inner.detached or inner.stack.status != "DELETE_COMPLETE":
            return inner
    own = tuple(path for path in deletion.choice.retain if "/" not in path)
    return _delete(at, deletion.stack, own, deletion.choice.force)


def _nested(deletion: Deletion) -> Iterator[tuple[Branch, tuple[str, ...]]]:
    """Yield each nested stack that keeps something, the deepest first, with what."""
    inner = sorted(path for path in deletion.choice.retain if "/" in path)
    by_path = {branch.path: branch for branch in deletion.branches}
    grouped = {
        above: tuple(path.rpartition("/")[2] for path in paths)
        for above, paths in groupby(inner, key=lambda path: path.rpartition("/")[0])
    }
    for above in sorted(grouped, key=lambda path: -path.count("/")):
        yield by_path[above], grouped[above]


def _delete(at: At, stack: Stack, retain: tuple[str, ...], force: bool) -> Ended:
    """Delete one stack and wait until that has ended."""
    token = f"cfngen-delete-{uuid4().hex}"
    return ended_by(
        at,
        stack,
        lambda: at.cloud.stacks.delete(stack.id, token, retain=retain, force=force),
    )
