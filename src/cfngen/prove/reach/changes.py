"""What a change opens and closes between the workloads of a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.prove.network.rules import Traffic
from cfngen.prove.packets import NONE, Family, Packets, Span
from cfngen.prove.packets.packets import SOURCE, TARGET, packets
from cfngen.prove.reach.matrix import Cell
from cfngen.prove.reach.shaping import traffic_of

Cells = Mapping[tuple[str, str, Family], Cell]


@dataclass(frozen=True)
class Changes:
    """What gets through after a change and did not before, and the other way round.

    A connection that is answered on one side only counts as well. Workloads count as
    wholes; strangers by the subnets that are left in `within`.
    """

    opened: tuple[Cell, ...]
    closed: tuple[Cell, ...]

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.opened or self.closed)


def changes(before: Iterable[Cell], after: Iterable[Cell]) -> Changes:
    """Return what a change opens and closes; workloads keep their paths."""
    old = {(cell.source, cell.target, cell.family): cell for cell in before}
    new = {(cell.source, cell.target, cell.family): cell for cell in after}
    return Changes(tuple(_more(new, old)), tuple(_more(old, new)))


def _more(these: Cells, those: Cells) -> Iterator[Cell]:
    """Yield what is in some cells and not in others."""
    for key, cell in these.items():
        other = those.get(key)
        known = other if other and (other.answered or not cell.answered) else None
        yield from (_of_strangers if cell.within else _beyond)(cell, known)


def _beyond(cell: Cell, other: Cell | None) -> Iterator[Cell]:
    """Yield what a cell has beyond another, if anything."""
    left = _set(cell) - (_set(other) if other else NONE)
    if left:
        sources, targets = (_told(left, cell.family, end) for end in (SOURCE, TARGET))
        ports = traffic_of(left)
        yield replace(cell, ports=ports, sources=sources, targets=targets)


def _of_strangers(cell: Cell, other: Cell | None) -> Iterator[Cell]:
    """Yield what strangers of some subnets have beyond those of the same ones."""
    known = dict(other.within) if other else {}
    left = {
        subnet: more
        for subnet, ports in cell.within
        if (
            more := _ports(ports, cell.family)
            - _ports(known.get(subnet, ()), cell.family)
        )
    }
    if left:
        every = NONE
        for more in left.values():
            every |= more
        within = tuple((subnet, traffic_of(more)) for subnet, more in left.items())
        yield replace(cell, ports=traffic_of(every), within=within)


def _told(left: Packets, family: Family, field: int) -> tuple[Span, ...]:
    """Return the addresses of what differs, none where it is all of them."""
    spans = left.spans(field)
    return () if spans == (family.every,) else spans


def _set(cell: Cell) -> Packets:
    """Return a cell as the set of packets that it stands for."""
    return _ports(cell.ports, cell.family, cell.sources, cell.targets)


def _ports(
    ports: Iterable[Traffic],
    family: Family,
    sources: tuple[Span, ...] = (),
    targets: tuple[Span, ...] = (),
) -> Packets:
    """Return packets between some addresses, all where none are given."""
    whole = (family.every,)
    found = NONE
    for one in ports:
        ends = (sources or whole, targets or whole)
        found |= packets(*ends, one.protocol, to_port=one.to)
    return found
