"""Why a resource would change, property by property, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.cloud.changes import Detail
from cfngen.plan.changeset.seen import Seen, of_the_tree, telling
from cfngen.plan.judging.masking import steps_of
from cfngen.plan.judging.naming import contexts, named
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Cause
from cfngen.plan.tree.placed import below
from cfngen.plan.tree.wiring import of_attribute, origin

TAGS = ("Tags",)
"""The scope of a change of tags alone."""

STACKS_OWN = "the stack's tags"

WORST = ("Never", "Conditionally", "Always")


def causes(one: Seen, sides: Sides) -> tuple[Cause, ...]:
    """Return the causes of a change, one for each property, secrets masked.

    Which template and parameters a nested stack is given shows in what is in it. Of a
    resource of which only the stack's tags change, some answers tell the scope alone.
    """
    details = [
        detail
        for detail in one.change.details
        if detail.source != "Automatic" and not (one.nested and of_the_tree(detail))
    ]
    if not one.change.details and one.change.scope == TAGS:
        return (Cause(*TAGS, why=STACKS_OWN),)
    grouped: dict[tuple[str, ...], list[Detail]] = {}
    for detail in details:
        grouped.setdefault(steps_of(detail), []).append(detail)
    both = contexts(one.change)
    return tuple(
        replace(
            _cause(".".join(steps), found, one, sides),
            place=sides.masks.open(named(steps, *both)),
        )
        for steps, found in grouped.items()
    )


def _cause(path: str, found: list[Detail], one: Seen, sides: Sides) -> Cause:
    """Return the cause that all details of a property make together."""
    told = telling(found) or found
    valued = next((d for d in told if (d.before, d.after) != (None, None)), found[0])
    name = one.change.logical_id
    masks = sides.masks
    return Cause(
        path,
        masks.shown(one.stack, name, valued, valued.before),
        masks.shown(one.stack, name, valued, valued.after),
        " and ".join(dict.fromkeys(_sources(told, one, sides))),
        max((d.recreates or "Never" for d in told), key=WORST.index),
    )


def _sources(details: list[Detail], one: Seen, sides: Sides) -> Iterator[str]:
    """Yield where the new value comes from, followed to where it is decided."""
    for detail in details:
        match detail.source:
            case "ParameterReference" if one.stack in sides.new:
                yield str(origin(sides.new, one.stack, detail.entity))
            case "ParameterReference":
                yield f"parameter {detail.entity}"
            case "ResourceReference":
                yield below(one.stack, detail.entity)
            case "ResourceAttribute":
                yield str(of_attribute(sides.new, one.stack, detail.entity))
            case "DirectModification" if detail.attribute in TAGS:
                yield "the template" if _tagged_anew(one, sides) else STACKS_OWN
            case "DirectModification":
                yield "the template"


def _tagged_anew(one: Seen, sides: Sides) -> bool:
    """Say whether a template writes other tags to a resource than it did.

    Tags of the stack are told in the same words, in most answers.
    """
    trees = (sides.live, sides.new)
    old, new = (
        tree[one.stack].resource(one.change.logical_id).get("Properties", {})
        if one.stack in tree
        else {}
        for tree in trees
    )
    tags = {name for name in (*old, *new) if name.endswith(TAGS)}
    return any(old.get(name) != new.get(name) for name in tags)
