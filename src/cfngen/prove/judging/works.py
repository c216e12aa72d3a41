"""Claims that something works, judged by what surely arrives and is answered."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.claims.claim import Works
from cfngen.prove.judging.asked import required
from cfngen.prove.judging.offences import Offence
from cfngen.prove.judging.sides import Pair, Sides, addresses, anywhere, spoken
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family
from cfngen.prove.reach.clients import client_ports


def works(claim: Works, sides: Sides) -> Iterator[Offence]:
    """Yield what a claim needs and does not surely get, for each pair of ends.

    Every address has to reach every address from every port that clients take, in each
    family that both ends surely have; where they surely have none, in one they may.
    """
    for pair in sides.pairs():
        for family in families(sides, pair):
            yield from _missing(claim, sides, pair, family)


def families(sides: Sides, pair: Pair) -> tuple[Family, ...]:
    """Return the families in which two ends must be able to speak.

    Of those that they may have and may not, it is the first, if there is no sure one.
    """
    both = {one: _spoken(sides, pair, one) for one in Family}
    certain = tuple(one for one, truth in both.items() if truth)
    return certain or tuple(one for one, t in both.items() if t is None)[:1]


def _spoken(sides: Sides, pair: Pair, family: Family) -> bool | None:
    """Return whether both ends have addresses of a family; None if they may."""
    found: list[bool | None] = []
    for end, side in zip(pair, (sides.sources, sides.targets), strict=True):
        if end is None:
            found.append(bool(addresses(sides.reach, side, end, family)))
        else:
            found.append(spoken(sides.reach, end, family))
    return False if False in found else None if None in found else True


def _missing(
    claim: Works, sides: Sides, pair: Pair, family: Family
) -> Iterator[Offence]:
    """Yield what is needed between two ends and is not sure."""
    reach = sides.reach
    ends = (
        addresses(reach, sides.sources, pair[0], family),
        addresses(reach, sides.targets, pair[1], family),
    )
    needed = required(claim.ports, family, ends, client_ports(reach.network, pair[0]))
    lacking = reach.plane(family, Bound.MUST).lacking(*pair, needed)
    if lacking:
        may = reach.flow(*pair, family, Bound.MAY).answered
        certain = anywhere(reach, pair, family, lacking - may)
        yield Offence(*pair, family, lacking, certain)
