"""Both sides of a claim: its names as interfaces and parts of the internet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cfngen.prove.claims.claim import Name
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Ranges
from cfngen.prove.packets import Family, Packets, Span
from cfngen.prove.packets.packets import common, packets
from cfngen.prove.reach import addressing
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
        internet = _joined(internet, found.internet)
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
    return () if side.internet is None else public(reach, side.internet, family)


def public(reach: Reach, part: Ranges, family: Family) -> tuple[Span, ...]:
    """Return the public addresses of a part of the internet."""
    return common(reach.internet(family), part.of(family))


def from_part(reach: Reach, part: Ranges, family: Family) -> Packets:
    """Return all packets that come from a part of the internet."""
    return packets(public(reach, part, family), (family.every,))


def to_part(reach: Reach, part: Ranges, family: Family) -> Packets:
    """Return all packets that go to a part of the internet."""
    return packets((family.every,), public(reach, part, family))


def _joined(one: Ranges | None, two: Ranges | None) -> Ranges | None:
    """Return two parts of the internet as one."""
    if one is None or two is None:
        return one or two
    return Ranges((*one.v4, *two.v4), (*one.v6, *two.v6))
