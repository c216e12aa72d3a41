"""Executing a change set, once, and knowing whether it has begun."""

from __future__ import annotations

import hashlib

from cfngen.cloud.failures import Busy
from cfngen.deploy.progress import Retrying
from cfngen.errors import CfngenError, CloudUnreachable
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.plan import Plan
from cfngen.plan.states import REVIEW

TRIES = 5
"""How often to ask, with the same token, before it is left open."""


def token_of(plan: Plan) -> str:
    """Return what makes a repeated request harmless: the same for the same plan."""
    if plan.token:
        return plan.token
    return f"cfngen-{hashlib.sha256(plan.change_set.encode()).hexdigest()[:32]}"


def execute(plan: Plan, at: At, commands: Commands) -> None:
    """Start what the change set describes.

    An answer that is lost leaves open whether it has begun, so the request is repeated
    with its token. Raises PreviewRejected when CloudFormation refuses and
    CloudUnreachable when that cannot be known.
    """
    lost: Busy | None = None
    for _, delay in zip(range(TRIES), at.pace.delays(), strict=False):
        try:
            at.cloud.change_sets.execute(plan.change_set, plan.stack_id, token_of(plan))
            return
        except Busy as busy:
            lost = busy
            at.report(Retrying(busy.message))
        except CfngenError:
            if lost and began(plan, at):  # the request before this one got through
                return
            raise
        at.clock.sleep(delay)
    if began(plan, at):
        return
    message = lost.message if lost else "no answer"
    raise CloudUnreachable(
        f"{message}\nThe deployment has not begun, as far as that can be told.",
        f"See whether it has: {commands.run('status')}",
    )


def began(plan: Plan, at: At) -> bool:
    """Say whether the execution has begun, by the change set or by the stack.

    A change set that was executed is listed no more with its stack's others, but can
    be read by its ARN.
    """
    made = at.cloud.change_sets.find(plan.change_set, plan.stack_id)
    if made and made.execution:
        return made.execution.startswith("EXECUTE")
    stack = at.cloud.stacks.find(plan.stack_id)
    was = plan.stack.status if plan.stack else REVIEW
    return bool(stack) and stack is not None and stack.status != was
