"""What a deployment changes beside the change set: protection and stack policy.

No change set holds them:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cfngen.cloud.values import Stack
from cfngen.plan.inputs.order import Order

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


def outside(order: Order, stack: Stack | None, cloud: Cloud) -> Iterator[str]:
    """Yield what changes, a line each; what nobody has said anything about stays."""
    protected = bool(stack and stack.protected)
    if order.target.protect and not protected:
        yield "Termination protection is turned on."
    if order.target.protect is False and protected:
        yield "Termination protection is turned off."
    if order.target.policy and stack is None:
        yield "The stack policy is set."
    if order.target.policy and stack:
        there = cloud.stacks.policy(stack.id)
        if not same(order.target.policy, there):
            yield f"The stack policy is {'replaced' if there else 'set'}."


def same(wanted: str, there: str) -> bool:
    """Say whether two policies are the same, however they are laid out."""
    try:
        return bool(json.loads(wanted) == json.loads(there))
    except ValueError:
        return False
