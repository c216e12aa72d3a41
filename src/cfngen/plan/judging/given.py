"""The parameters of the root: what each was, what it will be, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfngen.cloud.values import MASK, Stack
from cfngen.plan.inputs.order import Order
from cfngen.plan.planned import Given
from cfngen.project import Project


def given(
    order: Order, released: frozenset[str], stack: Stack | None
) -> Iterator[Given]:
    """Yield every parameter, by name; NoEcho values are masked on either side.

    `released` are those that neither file nor command line gives, and which releases
    change: they keep what the stack has.
    """
    live = stack.parameters if stack else {}
    file = Project(Path()).params(order.system, order.environment).as_posix()
    overridden = {override.name for override in order.overrides}
    for name, value in sorted(order.parameters.items()):
        if name in overridden:
            source = "--set"
        elif name in released:
            source = "the stack" if name in live else "default"
        else:
            source = file
        hidden = name in order.secret
        before = MASK if hidden and name in live else live.get(name)
        yield Given(name, before, MASK if hidden else value, source)
