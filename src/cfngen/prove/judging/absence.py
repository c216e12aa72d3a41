"""Claims that something does not get through, judged by all that may.

A packet that arrives does harm before anybody answers it, so the way back does not
count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cfngen.prove.claims.claim import Never, Only, Ports, Works
from cfngen.prove.judging.asked import permitted
from cfngen.prove.judging.offences import Offence
from cfngen.prove.judging.sides import (
    Pair,
    Sides,
    anywhere,
    outside,
    to_part,
)
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.addressing import speaks
from cfngen.prove.reach.flow import Reach

Cut = Callable[[Packets, Family], Packets]
"""What a claim forbids of some packets of a family."""


def never(claim: Never, sides: Sides) -> Iterator[Offence]:
    """Yield what gets from one side to the other although nothing is to."""
    cut = _among(claim.ports) if claim.ports else _all
    for pair in sides.pairs():
        yield from _through(sides, pair, cut)
    if sides.sources.internet is None:
        for target in sides.targets.interfaces:
            yield from _through(sides, (None, target), cut)


def beyond(claim: Works, sides: Sides) -> Iterator[Offence]:
    """Yield what gets from one side to the other on other ports than a claim's."""
    for pair in sides.pairs():
        yield from _through(sides, pair, _besides(claim.ports))


def only(claim: Only, sides: Sides) -> Iterator[Offence]:
    """Yield what reaches the targets and comes from nobody that may reach them.

    The world is open: every workload, somebody else in every subnet, and what of the
    internet is not among the sources. What those reach must be within the ports. What
    somebody else sends to the internet is not ours to forbid.
    """
    mine = frozenset(sides.sources.interfaces)
    within = _besides(claim.ports) if claim.ports else _none
    for target in sides.targets.ends:
        spoken = _spoken(target)
        for source in _inside(sides.reach, target is None):
            cut = within if source in mine else _all
            if cut is not _none:
                yield from _through(sides, (source, target), cut, spoken)
        if target is not None:
            foreign = _foreign(sides, within, target)
            yield from _through(sides, (None, target), foreign, spoken, whole=True)


def _spoken(target: Interface | None) -> tuple[Family, ...]:
    """Return the families that an end may have an address of."""
    return tuple(
        one for one in Family if target is None or speaks(target, one, Bound.MAY)
    )


def _through(
    sides: Sides,
    pair: Pair,
    cut: Cut,
    families: tuple[Family, ...] = tuple(Family),
    *,
    whole: bool = False,
) -> Iterator[Offence]:
    """Yield an offence where something that is forbidden may get through.

    `whole` says that all of the internet is meant, and not the claim's part alone. What
    comes from subnets and networks that are not at hand is told of as the internet's.
    """
    for family in families:
        may = sides.reach.flow(*pair, family, Bound.MAY).initiated
        if pair[0] is None and pair[1] is not None:
            may |= sides.reach.entering(pair[1], family)
        if not may:
            continue
        forbidden = cut(may if whole else meant(sides, family, pair, may), family)
        if forbidden:
            must = sides.reach.flow(*pair, family, Bound.MUST).initiated
            certain = anywhere(sides.reach, pair, family, forbidden & must)
            yield Offence(*pair, family, forbidden, certain)


def meant(sides: Sides, family: Family, pair: Pair, found: Packets) -> Packets:
    """Return of some packets those of the part of the outside that is meant."""
    source, target = pair
    if source is None and target is not None:
        return found & outside(sides, target, family)
    if target is None and sides.targets.internet is not None:
        return found & to_part(sides.reach, sides.targets.internet, family)
    return found


def _foreign(sides: Sides, within: Cut, target: Interface) -> Cut:
    """Return what is forbidden of all that comes from who is not at hand."""

    def cut(found: Packets, family: Family) -> Packets:
        mine = outside(sides, target, family)
        return (found - mine) | within(found & mine, family)

    return cut


def _inside(reach: Reach, outwards: bool) -> Iterator[Interface]:
    """Yield every interface that there is or, unless it is for the way out, may be."""
    for workload in reach.network.workloads.values():
        yield from workload.interfaces
    if not outwards:
        yield from reach.network.strangers()


def _among(ports: tuple[Ports, ...]) -> Cut:
    """Return that some ports are forbidden."""
    return lambda found, family: found & permitted(ports, family)


def _besides(ports: tuple[Ports, ...]) -> Cut:
    """Return that all but some ports is forbidden."""
    return lambda found, family: found - permitted(ports, family)


def _all(found: Packets, family: Family) -> Packets:
    """Return that everything is forbidden."""
    return found


def _none(found: Packets, family: Family) -> Packets:
    """Return that nothing is forbidden."""
    return Packets()
