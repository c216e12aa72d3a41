"""What failures mean and where what failed is declared, as a deployment tells it."""

from __future__ import annotations

from collections.abc import Sequence

from cfngen.deploy.hints import hint
from cfngen.deploy.origins import Origins
from cfngen.deploy.outcome import Explained
from cfngen.deploy.progress import Step
from cfngen.plan.inputs.order import Order
from cfngen.spec.causes import Causes


def explained(
    found: Sequence[Step], order: Order | None, spec: Causes | None
) -> tuple[Explained, ...]:
    """Return failures with their meanings, and with their places where these are known.

    `order` is what is committed and `spec` what that is made of; without an order only
    the reasons are read.
    """
    if order is None:
        return tuple(Explained(s, hint=hint(s.reason, s.type)) for s in found)
    origins = Origins(order, spec)
    return tuple(origins.explained(step) for step in found)
