"""What CloudFormation says of a tree of changes as what a person should see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.diff.corrections import REVISIONS
from cfngen.diff.effect import Fate
from cfngen.diff.policies import removed
from cfngen.plan.changeset.seen import Seen
from cfngen.plan.judging import losses
from cfngen.plan.judging.causes import causes
from cfngen.plan.judging.noise import Verdict, verdicts
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Cause, Kind, Planned
from cfngen.plan.tree.placed import below
from cfngen.stateful import stateful


def classified(changes: tuple[Seen, ...], sides: Sides) -> tuple[Planned, ...]:
    """Return what would happen to each resource of the tree.

    A nested stack that goes is followed by all that goes with it, which CloudFormation
    does not always list.
    """
    found = verdicts(changes, sides)
    told = {one.path for one in changes}
    planned: list[Planned] = []
    for one in changes:
        planned.append(_planned(one, found[one.path], sides))
        if one.nested and one.change.action == "Remove":
            inside = _inside(one.path, sides)
            planned += [gone for gone in inside if gone.path not in told]
    return tuple(planned)


def _planned(one: Seen, verdict: Verdict, sides: Sides) -> Planned:
    """Return what would happen to one resource."""
    policy = losses.policy(one, verdict.kind, sides)
    kind = verdict.kind
    if kind is Kind.DELETE and policy == "Retain":
        kind = Kind.RETAIN
    return Planned(
        revised(kind, one.change.type),
        one.path,
        one.change.type,
        one.change.physical_id,
        _why(one, kind, sides),
        policy,
        "" if verdict.noise else _lost(one, kind, sides),
        verdict.noise,
        verdict.doubt,
        sides.file(one.stack),
    )


def _why(one: Seen, kind: Kind, sides: Sides) -> tuple[Cause, ...]:
    """Return the causes; of what is updated in place after all, none replaces it."""
    found = causes(one, sides)
    if kind is not Kind.UPDATE:
        return found
    return tuple(replace(cause, recreates="Never") for cause in found)


def revised(kind: Kind, type: str) -> Kind:
    """Return the kind, of a type whose replacement is no more than a revision."""
    return Kind.REVISE if kind is Kind.REPLACE and type in REVISIONS else kind


def _lost(one: Seen, kind: Kind, sides: Sides) -> str:
    """Return what would be gone with a resource, empty for nothing."""
    if kind is Kind.UPDATE:
        return losses.regenerated(one)
    holding = losses.held(one, sides) if kind in losses.RISKY else None
    return holding.lost if holding else ""


def _inside(path: str, sides: Sides) -> Iterator[Planned]:
    """Yield what goes with a nested stack, at any depth."""
    for stack, placed in sides.live.items():
        if stack != path and not stack.startswith(f"{path}/"):
            continue
        for name in placed.body.get("Resources", {}):
            gone = _gone(below(stack, name), sides)
            if gone is not None:
                yield gone


def _gone(path: str, sides: Sides) -> Planned | None:
    """Return what becomes of a resource whose stack goes; None where it is not there.

    Where the templates cannot be read together, everything is taken to be deleted.
    """
    if sides.before is None:
        stack, _, name = path.rpartition("/")
        declared = sides.live[stack].resource(name)
        type, properties = declared.get("Type", ""), declared.get("Properties", {})
        fate = Fate.DELETED
    elif path in sides.before.resources:
        resource = sides.before.resources[path]
        type, properties = resource.type, resource.properties
        fate = removed(sides.before, resource)
    else:
        return None
    kind = Kind.RETAIN if fate is Fate.KEPT else Kind.DELETE
    holding = stateful(type, properties) if kind is Kind.DELETE else None
    lost = holding.lost if holding else ""
    return Planned(kind, path, type, policy=losses.ENDS[fate], lost=lost)
