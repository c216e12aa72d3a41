"""What looks like a change and is none, or most likely none.

Folded is only what one of these reasons holds for, and nothing that blocks:
- what it refers to surely stays (`steady`), though CloudFormation cannot tell;
- an attribute of something that is updated in place is read again, and the property can
  be updated without a replacement: a new value would do no harm, and is rare;
- a nested stack, which CloudFormation always lists, has nothing in it that changes.
A value that is told before and after, and differs, is never folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Detail
from cfngen.diff.corrections import stays
from cfngen.plan.changeset.seen import RENEWING, Seen, of_the_tree, telling, told
from cfngen.plan.judging.sides import Sides
from cfngen.plan.judging.steady import Steady
from cfngen.plan.planned import Kind

SHORT = 200
"""Characters up to which two equal values are the same; longer ones may be cut off:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html"""

REFERRING = ("ParameterReference", "ResourceReference", "ResourceAttribute")
COMES_LATE = "the new value is known only while it is deployed"
STAYS = "CloudFormation cannot tell what it refers to, and the templates say it stays"
REREAD = "it reads an attribute of something that is updated in place"
NOTHING_BELOW = "nothing in it changes"
PROVIDER = "it counts as one that may be replaced; its provider does not for that"
UNTOLD = "CloudFormation did not tell what changes in it"


@dataclass(frozen=True)
class Verdict:
    """What becomes of a resource after all, whether that is noise, and the doubt.

    `stays` says that it is proven to stay as it is.
    """

    kind: Kind
    noise: bool = False
    doubt: str = ""
    stays: bool = False


Verdicts = Mapping[str, Verdict]


def verdicts(changes: tuple[Seen, ...], sides: Sides) -> Verdicts:
    """Return what becomes of each resource, by path.

    What is found to stay lets more be found; it ends, as verdicts only get milder.
    """
    blind = frozenset(one.path for one in changes if not one.evaluated)
    kinds = {one.path: one.kind for one in changes}
    while True:
        steady = Steady(sides, kinds, blind)
        found = {one.path: _verdict(one, steady) for one in changes}
        milder = {path: v.kind for path, v in found.items() if not v.stays}
        if milder == kinds:
            return {**found, **_nested(changes, found)}
        kinds = milder


def _verdict(one: Seen, steady: Steady) -> Verdict:
    """Return what becomes of one resource, as far as others are known."""
    if one.change.action != "Modify" or one.nested:
        return Verdict(one.kind)
    details = telling(one.change.details)
    open = [detail for detail in details if not _holds(one, detail, steady)]
    if details and not open:
        kind = Kind.MAY_REPLACE if one.kind in RENEWING else Kind.UPDATE
        return Verdict(kind, noise=True, doubt=STAYS, stays=True)
    if one.kind in RENEWING:
        return _replaced(one, details, open, steady)
    reread = [_reread(one, detail, steady) for detail in open]
    noise = bool(reread) and all(reread)
    return Verdict(one.kind, noise, REREAD if noise else "")


def _replaced(
    one: Seen, details: list[Detail], open: list[Detail], steady: Steady
) -> Verdict:
    """Return whether something is replaced that CloudFormation says is, or may be."""
    recreating = [detail for detail in details if recreates(detail)]
    left = [detail for detail in open if recreates(detail)]
    if recreating and not left:
        return Verdict(Kind.UPDATE, doubt=STAYS)
    if one.kind is Kind.MAY_REPLACE and left and all(_in_place(one, d) for d in left):
        return Verdict(Kind.UPDATE, doubt=PROVIDER)
    late = [KNOWN_AFTER_APPLY in (d.after or "") for d in left]
    renewed = any(_renewed(one, detail, steady) for detail in left)
    if one.kind is Kind.REPLACE and late and all(late) and not renewed:
        return Verdict(Kind.MAY_REPLACE, doubt=COMES_LATE)
    return Verdict(one.kind)


def recreates(detail: Detail) -> bool:
    """Say whether a change of the property may make the resource anew."""
    return detail.recreates in ("Always", "Conditionally")


def _in_place(one: Seen, detail: Detail) -> bool:
    """Say whether a conditional property is known to change in place."""
    conditional = detail.recreates == "Conditionally"
    gone = detail.kind == "Remove"
    return conditional and stays(one.change.type, detail.name, gone)


def _holds(one: Seen, detail: Detail, steady: Steady) -> bool:
    """Say whether a property surely keeps its value."""
    if told(detail):
        return detail.before == detail.after and len(detail.before or "") < SHORT
    if detail.source not in REFERRING or not detail.entity:
        return False
    rests = steady.property(one.stack, one.change.logical_id, detail)
    return rests and steady.name(one.stack, detail.entity)


def _reread(one: Seen, detail: Detail, steady: Steady) -> bool:
    """Say whether a property only reads an attribute again, of what is not new."""
    if told(detail) and detail.before != detail.after:
        return False
    return (
        detail.evaluation == "Dynamic"
        and detail.source == "ResourceAttribute"
        and detail.recreates == "Never"
        and steady.property(one.stack, one.change.logical_id, detail)
        and steady.milder.name(one.stack, detail.entity)
    )


def _renewed(one: Seen, detail: Detail, steady: Steady) -> bool:
    """Say whether what a property refers to is itself made anew."""
    return bool(detail.entity) and steady.anew(one.stack, detail.entity)


def _nested(changes: Iterable[Seen], found: Verdicts) -> Verdicts:
    """Return the verdicts on nested stacks, by what is in them."""
    real = {path for path, verdict in found.items() if not verdict.noise}
    stacks = [one for one in changes if one.nested and one.change.action == "Modify"]
    settled: dict[str, Verdict] = {}
    for one in sorted(stacks, key=lambda s: -s.path.count("/")):
        inside = any(path.startswith(f"{one.path}/") for path in real)
        if not one.evaluated:
            settled[one.path] = Verdict(one.kind, doubt=UNTOLD)
        elif not inside and all(map(of_the_tree, one.change.details)):
            settled[one.path] = Verdict(one.kind, noise=True, doubt=NOTHING_BELOW)
            real.discard(one.path)
    return settled
