"""How a stack is: its tree, its last operation, and whether it is what is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from cfngen.cloud.failures import Denied
from cfngen.cloud.values import Stack
from cfngen.deploy.cause import causes
from cfngen.deploy.outcome import Explained
from cfngen.deploy.progress import Step
from cfngen.errors import Exit, OperationFailed
from cfngen.naming import is_release
from cfngen.operate.events import Episode, last_episode, steps_of
from cfngen.operate.explaining import explained
from cfngen.operate.instep import InStep, in_step
from cfngen.operate.tree import Branch, tree
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order
from cfngen.plan.progress import Degraded
from cfngen.plan.states import GOOD, UNDONE, running
from cfngen.spec.causes import Causes

T = TypeVar("T")


class Health(StrEnum):
    """What the states of a tree amount to.

    UNDONE: the last operation failed and the stack is as it was before; it works.
    """

    GOOD = "good"
    UNDONE = "undone"
    RUNNING = "running"
    STUCK = "stuck"


EXITS: Mapping[Health, Exit] = {
    Health.GOOD: Exit.OK,
    Health.UNDONE: Exit.OK,
    Health.RUNNING: Exit.RUNNING,
    Health.STUCK: Exit.NEEDS_HUMAN,
}


@dataclass(frozen=True)
class Status:
    """A tree as it is at a time; `branches` are its stacks, the root first.

    `policy` is the text of the stack policy, empty for none, None where nobody may ask.
    `steps` are those of the last operation; `failures` what went wrong in it by
    itself, the first one first.
    """

    at: datetime
    branches: tuple[Branch, ...]
    policy: str | None = None
    episode: Episode | None = None
    steps: tuple[Step, ...] = ()
    failures: tuple[Explained, ...] = ()
    in_step: InStep = InStep()

    @property
    def root(self) -> Stack:
        """Return the root stack."""
        return self.branches[0].stack

    @property
    def health(self) -> Health:
        """Return what the states amount to, those of nested stacks as well."""
        return health([branch.stack for branch in self.branches])

    @property
    def exit(self) -> Exit:
        """Return the exit code."""
        return EXITS[self.health]

    @property
    def images(self) -> Mapping[str, str]:
        """Return what releases have set: image tags, live target groups."""
        return {n: v for n, v in sorted(self.root.parameters.items()) if is_release(n)}


def health(stacks: Sequence[Stack]) -> Health:
    """Return what the states of stacks amount to, the root's first.

    A nested stack that is only being worked on or was undone has its root do the same;
    one that failed for itself is stuck whatever the root says.
    """
    root, *nested = stacks
    if running(root.status):
        return Health.RUNNING
    if any(stack.status.endswith("_FAILED") for stack in nested):
        return Health.STUCK
    if root.status in UNDONE:
        return Health.UNDONE
    return Health.GOOD if root.status in GOOD else Health.STUCK


def status(
    root: Stack,
    at: At,
    order: Order | None = None,
    why: str = "it was not compared",
    spec: Causes | None = None,
    events: bool = False,
) -> Status:
    """Return how a root and all below it are.

    `order` is what is committed and `spec` what that is made of; without an order,
    `why` says why it cannot be compared.
    The steps of the last operation are read where it did not end well, or for `events`.
    What may not be asked is left out and reported.
    """
    cloud = at.cloud
    branches = tree(cloud, root)
    episode = _asked(lambda: last_episode(root, at), None, "the last operation", at)
    well = root.status in GOOD
    steps: tuple[Step, ...] = ()
    if episode and (events or not well):
        steps = _asked(lambda: steps_of(root, episode, at), (), "the events", at)
    return Status(
        at=at.clock.now(),
        branches=branches,
        policy=_asked(lambda: cloud.stacks.policy(root.id), None, "the policy", at),
        episode=episode,
        steps=steps,
        failures=() if well else explained(causes(steps), order, spec),
        in_step=_compared(root, at, order) if order else InStep(unknown=why),
    )


def _compared(root: Stack, at: At, order: Order) -> InStep:
    """Return whether the stack is what is committed, as far as one may ask."""
    unknown = InStep(unknown="the stack's template cannot be read")
    return _asked(lambda: in_step(order, root, at.cloud), unknown, "the template", at)


def _asked(ask: Callable[[], T], otherwise: T, what: str, at: At) -> T:
    """Return an answer, or something else where nobody may ask or nobody answers."""
    try:
        return ask()
    except (Denied, OperationFailed) as refused:
        at.report(Degraded(what, refused.message))
        return otherwise
