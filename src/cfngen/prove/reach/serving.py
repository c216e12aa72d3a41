"""What gets from an interface to a service of AWS through a gateway endpoint."""

from __future__ import annotations

from cfngen.prove.network.places import Interface
from cfngen.prove.packets.packets import packets
from cfngen.prove.reach.addressing import addresses, speaks
from cfngen.prove.reach.answering import asked
from cfngen.prove.reach.passages import NOTHING, Flow
from cfngen.prove.reach.plane import Plane


def served(plane: Plane, source: Interface) -> Flow:
    """Return the packets to public addresses that a gateway endpoint would take on.

    The service's own addresses are in a list that AWS keeps, which is not at hand: they
    may be any.
    """
    facts = plane.facts
    if not speaks(source, facts.family, facts.bound):
        return NOTHING
    near, far = addresses(facts.network, source, facts.family), facts.internet
    let = plane.guards.between(source, None) & packets(near, far)
    there = let & facts.acl(source.subnet, True)
    back = packets(far, near) & facts.acl(source.subnet, False)
    return Flow(there, there & asked(back, facts.family))
