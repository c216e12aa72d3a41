"""One packet's way, hop by hop."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import Family, Packet


@dataclass(frozen=True)
class Hop:
    """One thing that a packet meets, in order; `passes` says whether it goes on.

    `words` name the thing ("inbound rules of database"), `by` what decides, `detail` it
    in short ("tcp/5432 from 10.0.0.0/16"). `back` is on the way of the answer.
    """

    words: str
    passes: bool
    by: Origin
    detail: str = ""
    back: bool = False


@dataclass(frozen=True)
class Walk:
    """One packet's way from one end to another; the internet is None.

    It ends at the last hop where that passes. After a hop that does not, the others are
    those that would meet it if that one were mended.
    """

    source: Interface | None
    target: Interface | None
    family: Family
    packet: Packet
    hops: tuple[Hop, ...]

    @property
    def arrives(self) -> bool:
        """Return whether every hop lets it pass."""
        return all(hop.passes for hop in self.hops)
