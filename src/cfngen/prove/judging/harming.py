"""What else a repair would stop, said along with it."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.prove.judging.admitting import Admission
from cfngen.prove.judging.sides import Pair
from cfngen.prove.judging.trial import Trial
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.wording import called


def harmed(before: Trial, after: Trial, found: Admission) -> str:
    """Return which ends lose what no claim holds against them: `internet -> alb`.

    Looked at are the ends of the packet that is to be stopped, with everybody else.
    """
    network = before.network
    lost = (pair for pair in _pairs(network, found) if _loses(before, after, pair))
    words = (f"{called(network, a)} -> {called(network, b)}" for a, b in lost)
    return ", ".join(dict.fromkeys(words))


def _pairs(network: Network, found: Admission) -> Iterator[Pair]:
    """Yield what goes to the target of a packet, and what goes from its source."""
    source, target = found.offence.source, found.offence.target
    others = [one for work in network.workloads.values() for one in work.interfaces]
    for other in (None, *others):
        for pair in ((other, target), (source, other)):
            if pair != (None, None) and pair != (source, target):
                yield pair


def _loses(before: Trial, after: Trial, pair: Pair) -> bool:
    """Return whether something that surely worked, and is allowed, does no longer."""
    for family in Family:
        had = before.reach.flow(*pair, family, Bound.MUST).answered
        has = after.reach.flow(*pair, family, Bound.MUST).answered
        if had and had - has - _forbidden(before, pair, family):
            return True
    return False


def _forbidden(trial: Trial, pair: Pair, family: Family) -> Packets:
    """Return what a claim holds against a pair of ends."""
    found = (one.packets for one in trial.forbidden if one.pair == (*pair, family))
    return next(found, Packets())
