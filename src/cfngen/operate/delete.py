"""Delete a system's stack: what it would take along, whether it may, and doing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import uuid4

from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Step
from cfngen.errors import InputError, NeedsHuman
from cfngen.operate.exports import Import, imported
from cfngen.operate.followed import Ended, ended_by, refuse_moved
from cfngen.operate.inventory import Item, inventory
from cfngen.operate.leaving import (
    FAILED,
    is_left,
    refuse_others,
    undeleted,
    ways_on,
)
from cfngen.operate.refusing import refuse_busy, under_review
from cfngen.operate.tree import Branch, tree
from cfngen.operate.unprotecting import unprotected
from cfngen.package import STACK
from cfngen.plan.commands import Commands

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.at import At

GONE = "DELETE_COMPLETE"


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
    def words(self) -> str:
        """Return the options that say so."""
        retain = [f"--retain {path}" for path in self.retain]
        resume = ["--resume"] if self.resume else []
        force = ["--force-orphan"] if self.force else []
        return " ".join([*resume, *retain, *force])

    @property
    def again(self) -> bool:
        """Say whether it takes a deletion that has failed before."""
        return self.resume or bool(self.retain) or self.force


@dataclass(frozen=True)
class Deletion:
    """What deleting a stack means; `imports` and `protected` stand against it."""

    stack: Stack
    commands: Commands
    branches: tuple[Branch, ...]
    items: tuple[Item, ...]
    imports: tuple[Import, ...]
    choice: Choice

    @property
    def protected(self) -> bool:
        """Say whether the stack itself refuses to be deleted."""
        return self.stack.protected


def considered(
    cloud: Cloud, stack: Stack, choice: Choice, commands: Commands
) -> Deletion:
    """Return what deleting a root would do; changes nothing.

    Raises NeedsHuman where another operation goes on, where somebody else is about to
    make the stack, or where a deletion has failed before and nobody says how to go on;
    InputError for paths that cannot be retained.
    """
    refuse_busy(stack, commands)
    under_review(cloud, stack)
    _fits(stack, choice, commands)
    branches = tree(cloud, stack)
    failed = undeleted(branches)
    if stack.status == FAILED and not choice.again:
        raise NeedsHuman(
            f"{stack.name} is {FAILED}: {stack.reason or 'it could not be deleted'}.",
            ways_on(failed, commands),
        )
    refuse_others(failed, choice.retain)
    items = inventory(cloud, branches, commands)
    return Deletion(
        stack,
        commands,
        branches,
        tuple(one for one in items if not is_left(one.path, choice.retain)),
        imported(cloud, (branch.stack for branch in branches)),
        choice,
    )


def _fits(stack: Stack, choice: Choice, commands: Commands) -> None:
    """Raise InputError where the choice does not fit the state of the stack."""
    if stack.status != FAILED and choice.again:
        raise InputError(
            f"{stack.name} is {stack.status}; --resume, --retain and --force-orphan "
            f"are for a stack that is {FAILED}.",
            "CloudFormation takes them only after a deletion has failed.\n"
            f"Run: {commands.run('delete')}",
        )


def carry_out(
    deletion: Deletion, at: At, unprotect: bool = False, role: str = ""
) -> Ended:
    """Delete the stack and follow that to its end.

    `unprotect` turns the termination protection off first; `role` is what
    CloudFormation takes on, empty for the one that the stack has. Raises NeedsHuman
    where the stack is not any more what was considered.
    """
    now = refuse_moved(deletion.stack, at)
    if now.status == GONE:
        return Ended(now)
    if unprotect and now.protected:
        return unprotected(now, at, lambda: _all(deletion, at, role))
    return _all(deletion, at, role)


def _all(deletion: Deletion, at: At, role: str) -> Ended:
    """Delete the stack, and before it each nested one that something is left of.

    CloudFormation allows that once the deletion of a nested stack has failed.
    """
    for branch, retain in _nested(deletion):
        inner = _inside(deletion, branch, retain, at, role)
        if inner.detached or inner.stack.status != GONE:
            return inner
    own = tuple(path for path in deletion.choice.retain if "/" not in path)
    force = deletion.choice.force
    return _delete(deletion, deletion.stack, at, role, own, force)


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


def _inside(
    deletion: Deletion, branch: Branch, retain: tuple[str, ...], at: At, role: str
) -> Ended:
    """Delete a nested stack by itself; its events have their places in the tree."""

    def report(progress: object) -> None:
        is_step = isinstance(progress, Step)
        at.report(_placed(progress, branch.path) if is_step else progress)  # type: ignore[arg-type]

    there = replace(at, report=report)
    ended = _delete(deletion, branch.stack, there, role, retain, force=False)
    steps = tuple(_placed(step, branch.path) for step in ended.steps)
    return replace(ended, steps=steps)


def _placed(step: Step, path: str) -> Step:
    """Return a step of a nested stack that was deleted by itself, in the whole tree."""
    if step.root:
        return replace(step, path=path, type=STACK, root=False)
    return replace(step, path=f"{path}/{step.path}")


def _delete(
    deletion: Deletion,
    stack: Stack,
    at: At,
    role: str,
    retain: tuple[str, ...],
    force: bool,
) -> Ended:
    """Delete one stack and wait until that has ended."""
    token = f"cfngen-delete-{uuid4().hex}"
    delete = at.cloud.stacks.delete
    return ended_by(
        at,
        stack,
        lambda: delete(stack.id, token, role, retain=retain, force=force),
        deletion.commands,
    )
