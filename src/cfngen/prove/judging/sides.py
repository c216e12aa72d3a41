"""Both sides of a claim: its names as interfaces and parts of the internet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cfngen.prove.claims.claim import Name
from cfngen.prove.claims.selecting import Selecting, joined
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Ranges
from cfngen.prove.packets import Family, Packets, Span
from cfngen.prove.packets.packets import SOURCE, TARGET, common, packets
from cfngen.prove.reach import addressing
from cfngen.prove.reach.elsewhere import behind, left
from cfngen.prove.reach.flow import Reach

Pair = tuple[Interface | None, Interface | None]
"""Where packets come from and where they go; the internet is None."""


@dataclass(frozen=True)
class Side:
    """One side of a claim: interfaces, and of the internet what is in `internet`.

    It is None where nothing of the internet is meant. `empty` are the names that stand
    for nothing.
    """

    interfaces: tuple[Interface, ...]
    internet: Ranges | None = None
    empty: tuple[Name, ...] = ()

    @property
    def ends(self) -> Iterator[Interface | None]:
        """Yield each end; the internet is None."""
        yield from self.interfaces
        if self.internet is not None:
            yield None


@dataclass(frozen=True)
class Sides:
    """Both sides of a claim, and what is between them."""

    sources: Side
    targets: Side
    reach: Reach = field(repr=False)

    def pairs(self) -> Iterator[Pair]:
        """Yield every source with every target; the internet never with itself."""
        for target in self.targets.ends:
            for source in self.sources.ends:
                if source is not None or target is not None:
                    yield source, target


def side(names: Iterable[Name], selecting: Selecting) -> Side:
    """Return what some names stand for together."""
    interfaces: dict[Interface, None] = {}
    internet: Ranges | None = None
    empty: list[Name] = []
    for name in names:
        found = selecting.ends(name)
        interfaces |= dict.fromkeys(found.interfaces)
        internet = joined(internet, found.internet)
        if not found.interfaces and found.internet is None:
            empty.append(name)
    return Side(tuple(interfaces), internet, tuple(empty))


def spoken(reach: Reach, interface: Interface, family: Family) -> bool | None:
    """Return whether an interface has an address of a family; None if it may."""
    subnet = reach.network.subnets.get(interface.subnet)
    if subnet is None:
        return None
    if not subnet.ranges.of(family):
        return False  # its ranges are all that it may have
    return True if family is Family.V4 else interface.v6


def addresses(
    reach: Reach, side: Side, end: Interface | None, family: Family
) -> tuple[Span, ...]:
    """Return the addresses of an end of a side."""
    if end is not None:
        return addressing.addresses(reach.network, end, family)
    if side.internet is None:
        return ()
    return common(reach.speaking(family), side.internet.of(family))


def public(reach: Reach, part: Ranges, family: Family) -> tuple[Span, ...]:
    """Return the public addresses of a part of the internet."""
    return common(reach.internet(family), part.of(family))


def outside(sides: Sides, target: Interface, family: Family) -> Packets:
    """Return all packets from who is not at hand and among the sources of a claim.

    Subnets of others are where strangers everywhere are meant, other networks where
    everybody is, or a set names their addresses.
    """
    part, network = sides.sources.internet, sides.reach.network
    named = part.of(family) if part is not None else ()
    subnet = network.subnets.get(target.subnet)
    everywhere = set(network.strangers()) <= set(sides.sources.interfaces)
    found = list(common(sides.reach.internet(family), named))
    if everywhere and subnet is not None:
        found += left(network, family, subnet.vpc)
    if part is not None and (everywhere or named != (family.every,)):
        plane = sides.reach.plane(family, Bound.MAY)
        found += common(behind(plane, target.subnet), named)
    return packets(found, (family.every,))


def to_part(reach: Reach, part: Ranges, family: Family) -> Packets:
    """Return all packets that go to a part of the internet."""
    return packets((family.every,), public(reach, part, family))


def anywhere(reach: Reach, pair: Pair, family: Family, found: Packets) -> Packets:
    """Return of some packets those that are so whichever addresses the ends have.

    Where the range of a subnet is not known, it has a part of what it may have.
    """
    for at, end in zip((SOURCE, TARGET), pair, strict=True):
        subnet = reach.network.subnets.get(end.subnet) if end is not None else None
        if found and end is not None and (subnet is None or subnet.unknowns):
            spans = reach.addresses(end, family)
            every = Packets(tuple(b for s in spans for b in found.freed(at, s).boxes))
            found -= (every - found).freed(at, family.every)
    return found
