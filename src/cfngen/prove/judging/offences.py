"""What speaks against a claim: packets between two ends that should not, or do not.

Packets that a claim forbids and that may get through are held against it, and so are
those that it needs and that need not arrive. What is sure of them refutes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.packets import Family, Packet, Packets
from cfngen.prove.reach.choosing import chosen


@dataclass(frozen=True)
class Offence:
    """Packets of one pair of ends; the internet is None.

    `packets` may offend, and so keep a claim from being proved; `sure` are those that
    do offend whatever the unknowns turn out to be. `family` is that of all of them.
    """

    source: Interface | None
    target: Interface | None
    family: Family
    packets: Packets
    sure: Packets

    @property
    def pair(self) -> tuple[Interface | None, Interface | None, Family]:
        """Return whose packets they are."""
        return (self.source, self.target, self.family)

    @property
    def shown(self) -> Packets:
        """Return the packets to show: the sure ones where there are any."""
        return self.sure or self.packets


def example(network: Network, offence: Offence) -> Packet:
    """Return one packet of an offence, to a port that its target is known to take."""
    target = network.workloads.get(offence.target.workload if offence.target else "")
    port = target.ports[0] if target is not None and target.ports else None
    return likely(offence.shown, offence.family, port)


def likely(packets: Packets, family: Family, port: int | None) -> Packet:
    """Return one packet of some, between two addresses where that is possible."""
    packet = chosen(packets, family, port)
    others = (replace(packet, target=packet.target + step) for step in (1, -1))
    if packet.source != packet.target:
        return packet
    return next((one for one in others if one in packets), packet)


def worst(offences: Iterable[Offence]) -> Offence:
    """Return the offence to tell of: a sure one, from as far outside as there is.

    The internet is farther than somebody else inside, who is farther than our own.
    """
    return min(offences, key=lambda one: (not one.sure, _nearness(one.source)))


def sure(offences: Iterable[Offence]) -> Iterator[Offence]:
    """Yield the offences that are sure."""
    return (one for one in offences if one.sure)


def _nearness(source: Interface | None) -> int:
    if source is None:
        return 0
    return 1 if source.workload == STRANGER else 2
