"""Start something other than a change set, and follow it to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cfngen.cloud.values import Stack
from cfngen.deploy.follow import follow
from cfngen.deploy.progress import Step
from cfngen.deploy.watching import Watch
from cfngen.plan.at import At


@dataclass(frozen=True)
class Ended:
    """The stack as it is now, and what has happened on the way.

    `detached` says that it goes on, and that nobody looks.
    """

    stack: Stack
    steps: tuple[Step, ...] = ()
    detached: bool = False


def ended_by(at: At, stack: Stack, start: Callable[[], None]) -> Ended:
    """Start an operation on a stack and return how it ended.

    Ctrl-C detaches: what was started goes on. Raises CloudUnreachable where the cloud
    has not answered for long.
    """
    after = at.cloud.history.last(stack.id)
    watch = Watch(at.cloud, stack.id, stack.name, after)
    try:
        start()
        now = follow(stack, watch, at)
    except KeyboardInterrupt:
        return Ended(stack, watch.steps, detached=True)
    return Ended(now, watch.steps)
