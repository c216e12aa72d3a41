"""Conditions that rest on what only the deployment knows.

A preview decides them by a placeholder, and shows what that leads to; while the stack
is deployed, the value itself decides:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.plan.judging.sides import Sides
from cfngen.plan.judging.steady import Steady, decisions
from cfngen.plan.planned import Planned
from cfngen.plan.tree.placed import above
from cfngen.plan.tree.wiring import expression, mentioned


def undecided(sides: Sides, planned: tuple[Planned, ...]) -> Iterator[str]:
    """Yield a line for each condition of a nested stack that is there already."""
    kinds = {one.path: one.kind for one in planned if not one.noise}
    steady = Steady(sides, kinds)
    for stack, placed in sides.new.items():
        names = placed.body.get("Conditions", {}) if stack in sides.live else ()
        late = [name for name in names if stack and _late(steady, stack, name)]
        if late:
            plural = "s" if len(late) > 1 else ""
            yield (
                f"Condition{plural} {', '.join(late)} of {stack}: a value decides that "
                "only the deployment knows, perhaps otherwise than is shown here."
            )


def _late(steady: Steady, stack: str, condition: str) -> bool:
    """Say whether a condition rests on a value that comes late."""
    written = steady.sides.new[stack].body["Conditions"].get(condition, {})
    return any(_awaited(steady, stack, name) for name in mentioned(written)) or any(
        _late(steady, stack, name) for name in decisions(written)
    )


def _awaited(steady: Steady, stack: str, name: str) -> bool:
    """Say whether a name leads to an output or a resource that may change."""
    if name.startswith("AWS::") or steady.name(stack, name):
        return False
    if not steady.sides.new[stack].declares(name):
        return True
    parent, _ = above(stack)
    given = expression(steady.sides.new, stack, name) if stack else None
    return any(_awaited(steady, parent, one) for one in mentioned(given))
