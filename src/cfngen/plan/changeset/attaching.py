"""Reading the root stack, and waiting until nobody else is at work on it."""

from __future__ import annotations

from datetime import timedelta

from cfngen.cloud.values import Stack
from cfngen.errors import StillRunning
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.progress import Waiting
from cfngen.plan.states import Way, advice, refuse_nested, state_of


def at_rest(name: str, at: At, commands: Commands, patience: float) -> Stack | None:
    """Return the stack as it is once no operation is going on, None where it is gone.

    It is waited for `patience` seconds at most; with 0 the stack is returned as it is.
    Raises InputError for a nested stack, StillRunning when the time is over.
    """
    until = at.clock.now() + timedelta(seconds=patience)
    delays = at.pace.delays()
    told = ""
    while True:
        found = at.cloud.stacks.find(name)
        if found is None:
            return None
        refuse_nested(found)
        if not patience or state_of(found.status).way is not Way.WAIT:
            return found
        if at.clock.now() >= until:
            raise _late(found, commands, patience)
        if found.status != told:
            at.report(Waiting(found.name, found.status))
            told = found.status
        at.clock.sleep(next(delays))


def _late(stack: Stack, commands: Commands, patience: float) -> StillRunning:
    """Return the error of a wait that took too long."""
    return StillRunning(
        f"{stack.name} is still {stack.status} after {patience:.0f} seconds. "
        "Nothing was planned.",
        advice(stack, commands),
    )
