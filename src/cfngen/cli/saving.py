"""Deploying a plan that `cfngen plan --out` has written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cfngen.errors import InputError, PreviewRejected

if TYPE_CHECKING:
    from cfngen.plan.at import At
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.plan import Plan


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


def only_cleared(order: Order, at: At) -> PreviewRejected:
    """Return what to say where a plan could do no more than clear the way."""
    from cfngen.plan.commands import commands_of

    return PreviewRejected(
        f"What a failed create of {order.stack} had left is deleted. The plan was made "
        "before that could be, and has no change set: nothing is deployed.",
        f"Plan again: {commands_of(order, at).run('plan', '--out FILE')}",
    )
