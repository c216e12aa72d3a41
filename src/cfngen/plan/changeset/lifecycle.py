"""The change set: asked for, waited for, and cleaned away when it is not used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from cfngen.cloud.changes import ChangeSetOrder
from cfngen.cloud.values import Stack
from cfngen.errors import CfngenError, NeedsHuman
from cfngen.naming import CHANGE_SET_PREFIX
from cfngen.plan.at import At
from cfngen.plan.changeset.fallback import crowded, only_preview
from cfngen.plan.changeset.reading import Node, read
from cfngen.plan.changeset.rejecting import own_reasons, rejected
from cfngen.plan.changeset.settling import settled
from cfngen.plan.plan import Plan
from cfngen.plan.states import REVIEW, Action
from cfngen.plan.tree.placed import Tree

GONE_TRIES = 20
"""How often to ask whether a deleted change set is gone."""

SHALLOW = "-shallow"
"""How the second name of a change set ends, should the nested ones not come about."""

KEPT_DAYS = 7
"""How long a change set that can be executed may be somebody's saved plan."""


@dataclass(frozen=True)
class Made:
    """A change set that is worked out, with those below it.

    `node` is None where nothing would change; `shallow` why nothing is below it.
    """

    node: Node | None
    shallow: str = ""


def clear(stack: Stack, at: At, take_over: bool = False) -> None:
    """Delete change sets that interrupted plans have left behind.

    One that is ready, or being worked out, may be somebody's plan, and stays for a
    week. A stack under review that holds somebody else's change set raises NeedsHuman,
    unless it is to be taken over: creating the stack would delete it.
    """
    names = at.cloud.change_sets.names(stack.id)
    foreign = [name for name in names if not name.startswith(CHANGE_SET_PREFIX)]
    if foreign and stack.status == REVIEW and not take_over:
        raise NeedsHuman(
            f"{stack.name} is under review by somebody else: {', '.join(foreign)}.",
            "Have these change sets executed or deleted, or go on regardless with "
            "--take-over: creating the stack deletes them.",
        )
    for name in names:
        if name not in foreign and _left_behind(name, stack, at):
            _delete(name, stack.id, at)


def _left_behind(name: str, stack: Stack, at: At) -> bool:
    """Say whether nobody can want a change set of ours any more."""
    found = at.cloud.change_sets.find(name, stack.id)
    if found is None or found.execution.startswith("EXECUTE_"):
        return False  # one that was executed is on record, and in nobody's way
    if not (found.pending or (found.ready and found.execution == "AVAILABLE")):
        return True
    return found.created is not None and at.clock.now() - found.created > timedelta(
        days=KEPT_DAYS
    )


def make(wanted: ChangeSetOrder, tree: Tree, at: At) -> Made:
    """Return the change set, ready to be executed, with those of nested stacks.

    Where CloudFormation refuses those for reasons that only a preview meets, it is made
    without them. Raises PreviewRejected with every reason.
    """
    try:
        asked = at.cloud.change_sets.create(wanted)
    except CfngenError as error:
        if wanted.nested and crowded(error.message):
            return _without_nested(wanted, tree, at, error.message)
        raise
    if asked is None:
        return Made(None)
    done = settled(asked, at)
    root = done[asked.id]
    if root.ready:
        return Made(read(root.id, done))
    if root.empty:
        return Made(None)
    stack = wanted.stack.split("/")[1] if "/" in wanted.stack else wanted.stack
    why = only_preview(own_reasons(root.id, done), tree, stack) if wanted.nested else ""
    if not why:
        raise rejected(root.id, done, at)
    _delete(asked.id, asked.stack_id, at)
    return _without_nested(wanted, tree, at, why)


def _without_nested(wanted: ChangeSetOrder, tree: Tree, at: At, why: str) -> Made:
    """Return the change set of the root alone."""
    token = hashlib.sha256(f"{wanted.token}{SHALLOW}".encode()).hexdigest()
    name = f"{wanted.name}{SHALLOW}"
    made = make(replace(wanted, nested=False, name=name, token=token), tree, at)
    return replace(made, shallow=why)


@contextmanager
def cleaned_up(wanted: ChangeSetOrder, at: At) -> Iterator[None]:
    """Leave nothing behind when what is inside does not come to a good end."""
    try:
        yield
    except BaseException:
        forget(wanted, at)
        raise


def forget(wanted: ChangeSetOrder, at: At) -> None:
    """Delete what was asked for, by name, as the answer may not have come.

    What fails here is left to the next plan, which begins by clearing up: the reason
    for coming here matters more than this.
    """
    with suppress(CfngenError):
        for name in (wanted.name, f"{wanted.name}{SHALLOW}"):
            _delete(name, wanted.stack, at)
        if wanted.kind == Action.CREATE:
            _delete_review(wanted.stack, at)


def discard(plan: Plan, at: At) -> None:
    """Delete the change set of a plan, and the stack under review that it made."""
    if not plan.change_set:
        return
    with suppress(CfngenError):
        _delete(plan.change_set, plan.stack_id, at)
        if plan.action is Action.CREATE:
            _delete_review(plan.stack_id, at)


def _delete_review(stack: str, at: At) -> None:
    """Delete a stack under review that no change set is left of."""
    found = at.cloud.stacks.find(stack)
    if found and found.status == REVIEW and not at.cloud.change_sets.names(found.id):
        token = hashlib.sha256(f"{found.id} discarded".encode()).hexdigest()
        at.cloud.stacks.delete(found.id, f"cfngen-discard-{token[:32]}")


def _delete(change_set: str, stack: str, at: At) -> None:
    """Delete a change set and wait until it is gone, nested ones with it."""
    at.cloud.change_sets.delete(change_set, stack)
    for _, delay in zip(range(GONE_TRIES), at.pace.delays(), strict=False):
        found = at.cloud.change_sets.find(change_set, stack)
        if found is None or found.status == "DELETE_COMPLETE":
            return
        at.clock.sleep(delay)
