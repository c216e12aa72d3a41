"""Deploying a plan that `cfngen plan --out` has written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cfngen.errors import InputError, NeedsHuman, PreviewRejected

if TYPE_CHECKING:
    from cfngen.plan.at import At
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.plan import Plan
    from cfngen.project import Project


def plan_of(file: Path, system: str, environment: str) -> Plan:
    """Return the plan of a file; raises InputError where it is another stack's."""
    from cfngen.plan.saved import read

    try:
        plan = read(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--plan: {file} cannot be read: {error}.") from error
    order = plan.order
    if (order.system, order.environment) != (system, environment):
        raise InputError(
            f"--plan: {file} is for {order.system} {order.environment}, "
            f"not for {system} {environment}.",
            f"Run: cfngen deploy {order.system} {order.environment} --plan {file}",
        )
    return plan


def refuse_others(plan: Plan, project: Project) -> None:
    """Raise NeedsHuman where what is committed now is not what the plan was made of.

    Whoever has approved the plan has not seen that.
    """
    from cfngen.plan.commands import Commands
    from cfngen.plan.inputs.prepare import prepare
    from cfngen.plan.saved import differing, told

    planned = plan.order
    named = planned.system, planned.environment
    others = differing(plan, prepare(project, *named, told(plan), planned.flags))
    if others:
        raise NeedsHuman(
            "This plan was made of something else; since then have changed: "
            f"{', '.join(others)}.\nNothing was touched.",
            f"Plan again: {Commands(*named, planned.flags).run('plan', '--out FILE')}",
        )


def only_cleared(order: Order, at: At) -> PreviewRejected:
    """Return what to say where a plan could do no more than clear the way."""
    from cfngen.plan.commands import commands_of

    return PreviewRejected(
        f"What a failed create of {order.stack} had left is deleted. The plan was made "
        "before that could be, and has no change set: nothing is deployed.",
        f"Plan again: {commands_of(order, at).run('plan', '--out FILE')}",
    )
