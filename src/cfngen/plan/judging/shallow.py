"""What happens in nested stacks as the templates tell it: a SHALLOW plan.

What is deployed is compared with what is ordered, both resolved. Drift, values that AWS
alone knows, and what a release has changed outside the templates are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.cloud.values import MASK
from cfngen.diff import Change, Difference, Effect, compare
from cfngen.diff.effect import Fate
from cfngen.errors import PreviewRejected
from cfngen.model import Model, Value, worded
from cfngen.package import STACK
from cfngen.plan.judging.called import called, concealed, plain
from cfngen.plan.judging.classify import revised
from cfngen.plan.judging.losses import ENDS
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Cause, Kind, Planned
from cfngen.resolve.origin import settings

KINDS: Mapping[Effect, Kind] = {
    Effect.NO_CHANGE: Kind.SYNC,
    Effect.UPDATE: Kind.UPDATE,
    Effect.CREATE: Kind.CREATE,
    Effect.ORPHAN: Kind.RETAIN,
    Effect.MAY_REPLACE: Kind.MAY_REPLACE,
    Effect.REPLACE: Kind.REPLACE,
    Effect.DESTROY: Kind.DELETE,
}
RECREATES = {Effect.REPLACE: "Always", Effect.MAY_REPLACE: "Conditionally"}


def compared(sides: Sides, why: str) -> tuple[Planned, ...]:
    """Return what the templates say would happen, the nested stacks' own lines too.

    Raises PreviewRejected where what is deployed cannot be compared: then nobody could
    say what would be lost.
    """
    before, after = sides.before, sides.after
    if before is None or after is None:
        raise PreviewRejected(
            f"CloudFormation could not preview the nested stacks:\n  {why}\n"
            "And what is deployed cannot be compared with the templates.",
            "Nothing was touched. Make the root and its nested stacks anew, or deploy "
            "once by hand what is committed.",
        )
    found = compare(before, after)
    planned = [_planned(change, sides, after) for change in found]
    lines = {one.path: one for one in (*_stacks(planned, sides), *planned)}
    order = {path: place for place, path in enumerate((*sides.new, *sides.live))}
    return tuple(sorted(lines.values(), key=lambda one: _place(one, order)))


def _place(one: Planned, order: Mapping[str, int]) -> tuple[int, bool, str]:
    """Return what lines are sorted by: stacks in their order, each before its own."""
    stack = one.path if one.nested else one.path.rpartition("/")[0]
    return order.get(stack, -1), not one.nested, one.path


def _stacks(planned: list[Planned], sides: Sides) -> Iterator[Planned]:
    """Yield a line for each nested stack that something happens in."""
    for path in dict.fromkeys((*sides.new, *sides.live)):
        if path and any(one.path.startswith(f"{path}/") for one in planned):
            yield Planned(
                Kind.UPDATE,
                path,
                STACK,
                file=sides.file(path.rpartition("/")[0]),
            )


def _planned(change: Change, sides: Sides, after: Model) -> Planned:
    """Return what would happen to one resource."""
    kind = KINDS[change.effect]
    replaced = kind in (Kind.REPLACE, Kind.MAY_REPLACE)
    policy = "" if change.fate is Fate.NONE else ENDS[change.fate]
    losing = change.stateful if kind is not Kind.RETAIN else None
    return Planned(
        revised(kind, change.type),
        change.path,
        change.type,
        causes=tuple(_cause(change, one, after) for one in change.properties),
        policy=f"ReplaceAnd{policy}" if replaced and policy else policy,
        lost=losing.lost if losing else "",
        doubt="; ".join((*change.refusals, *change.notes)),
        file=sides.file(change.path.rpartition("/")[0]),
    )


def _cause(change: Change, one: Difference, after: Model) -> Cause:
    """Return one property's difference as a cause.

    Worded values hold no secret but what is called one in the template itself.
    """
    made_of = (
        settings(after, after[change.path], one.path)
        if change.path in after.resources
        else ()
    )
    named = " and ".join(f"parameter {name}" for name in made_of)
    return Cause(
        ".".join(("Properties", *one.path)),
        _shown(one, one.before),
        _shown(one, one.after),
        one.follows or named or "the template",
        RECREATES.get(one.effect, "Never"),
    )


def _shown(one: Difference, value: Value) -> str | None:
    """Return a value in words, without what is called a secret; None for none."""
    if value is None:
        return None
    text = worded(value)
    hidden = any(called(step.strip("[]")) for step in one.path) and not plain(text)
    return MASK if hidden else concealed(text)
