"""What would be gone with a resource, and how: by type, properties and policy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cfngen.diff.corrections import NEW_VALUE, REGENERATED
from cfngen.diff.effect import Fate
from cfngen.diff.policies import removed, replaced
from cfngen.plan.changeset.seen import Seen
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Kind
from cfngen.stateful import Stateful, stateful

RISKY = (Kind.DELETE, Kind.REPLACE, Kind.MAY_REPLACE, Kind.UNKNOWN)
"""What may take a resource's content with it."""

ENDS = {Fate.KEPT: "Retain", Fate.SNAPSHOT: "Snapshot", Fate.DELETED: "Delete"}
IN_USE = "the value in use"

DELETED = {
    "Delete": "it is deleted, and with it {}",
    "Snapshot": "it is deleted; a final snapshot is all that is left of {}",
}
REPLACED = {
    "ReplaceAndDelete": "a new one takes its place; the old one is deleted, and with "
    "it {}",
    "ReplaceAndSnapshot": "a new one takes its place; a final snapshot of the old one "
    "is all that is left of {}",
    "ReplaceAndRetain": "a new one takes its place; the old one stays in the account "
    "with {}, and nothing uses it",
}
"""How things are lost, by CloudFormation's word for what becomes of the old one."""


def held(one: Seen, sides: Sides) -> Stateful | None:
    """Return what a resource holds as it is now; None where that is nothing."""
    return stateful(one.change.type, properties(one, sides))


def properties(one: Seen, sides: Sides) -> Mapping[str, Any]:
    """Return the properties of a resource as it is now, as surely as can be told.

    A property of which only a condition decides counts as absent: then more counts as
    holding something.
    """
    context = _context(one.change.before)
    if context is not None:
        return context
    if sides.before and one.path in sides.before.resources:
        return sides.before.resources[one.path].properties
    placed = sides.live.get(one.stack)
    written = placed.resource(one.change.logical_id) if placed else {}
    return {
        name: value
        for name, value in written.get("Properties", {}).items()
        if not (isinstance(value, dict) and "Fn::If" in value)
    }


def _context(text: str) -> Mapping[str, Any] | None:
    """Return the properties that CloudFormation tells; None where it does not."""
    try:
        found = json.loads(text)["Properties"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def policy(one: Seen, kind: Kind, sides: Sides) -> str:
    """Return what becomes of the old resource, in CloudFormation's word.

    Where CloudFormation does not say, the templates do; where they cannot be read, it
    is deleted. Of what is updated in place after all, nothing becomes old.
    """
    if kind is Kind.UPDATE:
        return ""
    if one.change.policy or kind not in RISKY:
        return one.change.policy
    prefix = "" if kind is Kind.DELETE else "ReplaceAnd"
    before, after = sides.before, sides.after
    old = before.resources.get(one.path) if before else None
    if before is None or old is None:
        return f"{prefix}Delete"
    if kind is Kind.DELETE:
        return ENDS[removed(before, old)]
    new = after.resources.get(one.path, old) if after else old
    return f"{prefix}{ENDS[replaced(old, new)[0]]}"


def regenerated(one: Seen) -> str:
    """Return what a change in place makes anew and loses; empty for nothing."""
    name = REGENERATED.get(one.change.type)
    changed = {detail.name for detail in one.change.details}
    return IN_USE if name and name in changed else ""


def how(kind: Kind, policy: str, holding: str) -> str:
    """Return how what a resource holds would be lost."""
    if kind is Kind.UPDATE:
        return NEW_VALUE
    if kind is Kind.UNKNOWN:
        return f"CloudFormation cannot tell what becomes of it, nor of {holding}"
    if kind is Kind.DELETE:
        return DELETED.get(policy, DELETED["Delete"]).format(holding)
    words = REPLACED.get(policy, REPLACED["ReplaceAndDelete"]).format(holding)
    perhaps = "it may be made anew: " if kind is Kind.MAY_REPLACE else ""
    return f"{perhaps}{words}"
