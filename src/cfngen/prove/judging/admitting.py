"""What lets a packet in that is not to get in: the rule to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cfngen.prove.judging.offences import Offence, example
from cfngen.prove.judging.parts import Fact, Part, facts
from cfngen.prove.judging.wording import located
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Origin
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk

NEAREST = (Part.INGRESS, Part.EGRESS, Part.INBOUND, Part.OUTBOUND, Part.ROUTE)
"""What is to be mended first: a rule that names the packet before one for everybody."""


@dataclass(frozen=True)
class Admission:
    """One packet that gets through, its way there, and what lets it.

    `fact` is None where nothing that could be mended does: no security group filters,
    and the network ACL is the VPC's own.
    """

    offence: Offence
    walk: Walk
    fact: Fact | None

    @property
    def at(self) -> Origin:
        """Return the place to mend: of the rule, or of the end that nothing guards."""
        if self.fact is not None:
            return self.fact.origin
        guarded = self.walk.target or self.walk.source
        return Origin() if guarded is None else guarded.origin


def at_list(way: Walk, rule: Origin, at: Origin) -> Walk:
    """Return a way on which a rule stands for the prefix list that is to be mended."""
    detail = f" in {located(rule)}"
    return replace(
        way,
        hops=tuple(
            replace(hop, by=at, detail=f"{hop.detail}{detail}")
            if hop.by == rule
            else hop
            for hop in way.hops
        ),
    )


def walked(network: Network, offence: Offence, bound: Bound) -> Walk:
    """Return the way of one packet of an offence, seen from one side."""
    packet = example(network, offence)
    ends = (offence.source, offence.target)
    return walk(network, *ends, offence.family, packet, bound)


def admission(network: Network, offence: Offence) -> Admission:
    """Return a packet of an offence with what lets it through, for sure if it does."""
    bound = Bound.MUST if offence.sure else Bound.MAY
    whole = walked(network, offence, bound)
    hops = tuple(hop for hop in whole.hops if not hop.back)
    fact = _nearest(network, [hop.by for hop in hops if hop.passes])
    return Admission(offence, replace(whole, hops=hops), fact)


def _nearest(network: Network, passed: Iterable[Origin]) -> Fact | None:
    """Return the rule, entry or route to mend; the last of those of a kind."""
    every = facts(network)
    met = [fact for origin in passed for fact in every.get(origin, ())]
    mendable = [
        fact for fact in met if fact.origin.resource or fact.part is Part.EGRESS
    ]
    mendable.reverse()
    return min(mendable, key=lambda fact: NEAREST.index(fact.part), default=None)
