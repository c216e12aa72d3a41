"""Start something other than a deployment, and follow it to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cfngen.cloud.values import Stack
from cfngen.deploy.ending import lost
from cfngen.deploy.follow import follow
from cfngen.deploy.insisting import insist
from cfngen.deploy.progress import Step
from cfngen.deploy.ready import moved
from cfngen.deploy.watching import Watch
from cfngen.errors import CfngenError, CloudUnreachable, NeedsHuman
from cfngen.operate.refusing import under_review
from cfngen.plan.at import At
from cfngen.plan.commands import Commands


@dataclass(frozen=True)
class Ended:
    """The stack as it is now, and what has happened on the way.

    `detached` says that it goes on, and that nobody looks.
    """

    stack: Stack
    steps: tuple[Step, ...] = ()
    detached: bool = False


def refuse_moved(stack: Stack, at: At) -> Stack:
    """Return the stack as it is now; whoever has agreed has seen it as it was.

    Raises NeedsHuman where somebody else has done something to it since, or is about to
    make it.
    """
    now = at.cloud.stacks.find(stack.id)
    if now and now.status == "DELETE_COMPLETE":
        return now
    happened = moved(stack, now) if now else "it is gone."
    if now is None or happened:
        raise NeedsHuman(
            f"{stack.name} has moved since it was shown: {happened}\n"
            "Nothing was touched.",
            "Look at it again: the same command shows how it is now.",
        )
    under_review(at.cloud, now)
    return now


def ended_by(
    at: At, stack: Stack, start: Callable[[], None], commands: Commands | None = None
) -> Ended:
    """Start an operation on a stack and return how it ended.

    `start` carries a token: where its answer is lost it is called again. Ctrl-C
    detaches once it has begun, and goes through before. Raises CloudUnreachable where
    the cloud has not answered for long; `commands` say how to see it again.
    """
    after = at.cloud.history.last(stack.id)
    watch = Watch(at.cloud, stack.id, stack.name, after)
    try:
        _begin(at, stack, start)
        now = follow(stack, watch, at)
    except KeyboardInterrupt:
        if not watch.steps and not _may_have_begun(at, stack):
            raise
        return Ended(stack, watch.steps, detached=True)
    except CloudUnreachable as error:
        if commands and _may_have_begun(at, stack):
            raise lost(error, commands) from error
        raise
    return Ended(now, watch.steps)


def _begin(at: At, stack: Stack, start: Callable[[], None]) -> None:
    """Start it; raise what keeps it from beginning."""
    trouble = insist(start, lambda: _begun(at, stack), at)
    if trouble:
        raise trouble


def _begun(at: At, stack: Stack) -> bool:
    """Say whether anything has happened to a stack since it was read."""
    now = at.cloud.stacks.find(stack.id)
    return now is None or bool(moved(stack, now))


def _may_have_begun(at: At, stack: Stack) -> bool:
    """Say whether something goes on that nobody has seen begin; in doubt it does."""
    try:
        return _begun(at, stack)
    except (CfngenError, KeyboardInterrupt):
        return True
