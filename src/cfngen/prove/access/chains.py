"""What a role can come to beyond what it has been given: step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cfngen.prove.access.boundary import BOUNDARY, bounded
from cfngen.prove.access.containing import Meant, Outside, outside, own
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.step import ALL, Step
from cfngen.prove.access.steps import steps
from cfngen.prove.access.tokens import EVERYTHING
from cfngen.prove.access.trusts import ASSUMING
from cfngen.prove.access.withheld import withheld


@dataclass(frozen=True)
class Chain:
    """Steps from a role to another one, or to anything; what it `gains`, if known."""

    steps: tuple[Step, ...]
    gains: tuple[Outside, ...] = ()

    @property
    def target(self) -> str:
        """Return where it ends."""
        return self.steps[-1].target

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what all of it depends on."""
        steps = [doubt for step in self.steps for doubt in step.doubts]
        open = all(one.doubts for one in self.gains)
        gained = [doubt for one in self.gains for doubt in one.doubts if open]
        return tuple(dict.fromkeys((*steps, *gained)))


def chains(rights: Rights, holder: Holder) -> tuple[Chain, ...]:
    """Return the shortest way to everything that a role can work as, nearest first.

    Ways that hold for sure come before those that depend on something unknown.
    """
    found: dict[str, Chain] = {}
    for unsure in (False, True):
        waiting: list[tuple[Step, ...]] = [()]
        seen = {holder.path}
        while waiting:
            way = waiting.pop(0)
            here = rights.holders.get(way[-1].target) if way else holder
            for step in _steps(rights, here) if here else ():
                if step.target not in seen and (unsure or not step.doubts):
                    seen.add(step.target)
                    waiting.append((*way, step))
                    found.setdefault(step.target, Chain((*way, step)))
    return tuple(found.values())


def _steps(rights: Rights, holder: Holder) -> tuple[Step, ...]:
    """Return everything that a role can work as at once; found out once for each."""
    if holder.path not in rights.steps:
        rights.steps[holder.path] = tuple(steps(rights, holder))
    return rights.steps[holder.path]


def escalations(rights: Rights, holder: Holder) -> tuple[Chain, ...]:
    """Return the chains by which a role gains what it has not been given."""
    meant = own(holder)
    unread = tuple(doubt for one in rights.guards.values() for doubt in one.doubts)
    denied = any(not one.allows for one in holder.terms)
    denied |= holder.resource.get(BOUNDARY) is not None
    if not denied and any(map(_everything, meant)):
        return tuple(_kept(rights, holder)) or _unread(rights, holder, unread)
    found: list[Chain] = []
    for chain in chains(rights, holder):
        target = rights.holders.get(chain.target)
        if target is None:
            found.append(chain)
            continue
        been = Meant(ASSUMING, (holder.arn, target.arn))
        gains = (
            outside(target, (*meant, been))
            or tuple(withheld(rights, holder, target))
            or tuple(bounded(rights, holder, target))
        )
        if gains:
            found.append(Chain(chain.steps, gains))
        elif target.doubts or unread:
            found.append(_doubted(chain, (*target.doubts, *unread)))
    return tuple(found)


def _doubted(chain: Chain, doubts: tuple[str, ...]) -> Chain:
    """Return a chain of which it is not known whether it leads to more."""
    last = replace(chain.steps[-1], doubts=tuple(dict.fromkeys(doubts)))
    return Chain((*chain.steps[:-1], last))


def _unread(
    rights: Rights, holder: Holder, doubts: tuple[str, ...]
) -> tuple[Chain, ...]:
    """Return a way of a role that may do everything, where policies that nobody can
    read may keep something from it."""
    ways = chains(rights, holder)[:1] if doubts else ()
    return tuple(_doubted(one, doubts) for one in ways)


def _kept(rights: Rights, holder: Holder) -> Iterator[Chain]:
    """Yield the ways of a role that may do everything to what policies of resources
    keep from it: to whom they let in."""
    others = [one for path, one in rights.holders.items() if path != holder.path]
    kept = {one.path: tuple(withheld(rights, holder, one)) for one in others}
    found = chains(rights, holder) if any(kept.values()) else ()
    ways = {one.target: one.steps for one in found}
    for path, gains in kept.items():
        steps = ways.get(path) or ways.get(ALL)
        if gains and steps:
            yield Chain(steps, gains)


def _everything(meant: Meant) -> bool:
    """Return whether all is meant on everything, whatever the request is like."""
    whole = EVERYTHING in meant.resources and "*" in meant.actions
    return whole and not (meant.excludes or meant.conditions or meant.besides)
