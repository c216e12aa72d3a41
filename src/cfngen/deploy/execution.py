"""Executing a change set, once, and knowing whether it has begun."""

from __future__ import annotations

from cfngen.deploy.insisting import insist
from cfngen.errors import CloudUnreachable
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.plan import Plan
from cfngen.plan.states import REVIEW


def execute(plan: Plan, at: At, commands: Commands) -> None:
    """Start what the change set describes.

    An answer that is lost leaves open whether it has begun, so the request is repeated
    with its token. Raises PreviewRejected when CloudFormation refuses and
    CloudUnreachable when that cannot be known.
    """
    change_sets, token = at.cloud.change_sets, plan.token
    lost = insist(
        lambda: change_sets.execute(plan.change_set, plan.stack_id, token),
        lambda: began(plan, at),
        at,
    )
    if lost:
        raise CloudUnreachable(
            f"{lost.message}\n"
            "The deployment has not begun, as far as that can be told.",
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
    return stack is not None and stack.status != was
