"""A set of packets as a union of boxes: one span a field.

All operations are exact. A box is small to look at, so a set that is left over says by
itself what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cfngen.prove.packets.family import ANY_PORT, ANY_PROTOCOL, Family, Span

Box = tuple[Span, Span, Span, Span, Span]
"""Source and destination address, protocol, source and destination port."""

SOURCE, TARGET, PROTOCOL, FROM_PORT, TO_PORT = range(5)


@dataclass(frozen=True)
class Packet:
    """One packet; of ICMP `to_port` is `type * 256 + code` and `from_port` is 0."""

    source: int
    target: int
    protocol: int
    from_port: int
    to_port: int

    @property
    def fields(self) -> tuple[int, int, int, int, int]:
        """Return the fields in the order of a box."""
        return (
            *(self.source, self.target, self.protocol),
            *(self.from_port, self.to_port),
        )


@dataclass(frozen=True)
class Packets:
    """A set of packets of one family; its boxes may overlap."""

    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is a packet in it."""
        return bool(self.boxes)

    def __or__(self, other: Packets) -> Packets:
        """Return what is in either."""
        return Packets(tuple(dict.fromkeys((*self.boxes, *other.boxes))))

    def __and__(self, other: Packets) -> Packets:
        """Return what is in both."""
        met = [
            box
            for one in self.boxes
            for two in other.boxes
            if (box := _met(one, two)) is not None
        ]
        return Packets(tuple(dict.fromkeys(met)))

    def __sub__(self, other: Packets) -> Packets:
        """Return what is in this one and not in the other; its boxes are apart."""
        left: list[Box] = list(self.boxes)
        for taken in other.boxes:
            left = [piece for box in left for piece in _without(box, taken)]
        return Packets(tuple(dict.fromkeys(left)))

    def __contains__(self, packet: Packet) -> bool:
        """Return whether a packet is in it."""
        fields = packet.fields
        return any(
            all(
                low <= field <= high
                for field, (low, high) in zip(fields, box, strict=True)
            )
            for box in self.boxes
        )

    def covers(self, other: Packets) -> bool:
        """Return whether all of another set is in it."""
        return not other - self

    def spans(self, field: int) -> tuple[Span, ...]:
        """Return what a field takes, in order, spans that touch as one."""
        return merged(box[field] for box in self.boxes)

    def freed(self, field: int, span: Span) -> Packets:
        """Return the packets that differ from one of these in one field at most.

        The field takes all of a span then: `freed(FROM_PORT, ANY_PORT)`.
        """
        boxes = ((*b[:field], span, *b[field + 1 :]) for b in self.boxes)
        return Packets(tuple(dict.fromkeys(boxes)))  # type: ignore[arg-type]


NONE = Packets()


def every(family: Family) -> Packets:
    """Return all packets of a family."""
    span = family.every
    return Packets(((span, span, ANY_PROTOCOL, ANY_PORT, ANY_PORT),))


def packets(
    source: Iterable[Span],
    target: Iterable[Span],
    protocol: Span = ANY_PROTOCOL,
    from_port: Span = ANY_PORT,
    to_port: Span = ANY_PORT,
) -> Packets:
    """Return the packets between some addresses."""
    ends = tuple(target)
    return Packets(
        tuple(
            (one, two, protocol, from_port, to_port) for one in source for two in ends
        )
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def less(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans without others."""
    left = list(spans)
    for low, high in taken:
        pieces = [
            piece
            for a, b in left
            for piece in ((a, min(b, low - 1)), (max(a, high + 1), b))
            if piece[0] <= piece[1]
        ]
        left = pieces
    return merged(left)


def common(one: Iterable[Span], two: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is in some spans and in others as well."""
    others = tuple(two)
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in others)
    return merged(pair for pair in pairs if pair[0] <= pair[1])


def _met(one: Box, two: Box) -> Box | None:
    """Return the box in both, None where they have nothing in common.

    Written out field by field: most of a proof's time is spent here.
    """
    (a0, b0), (a1, b1), (a2, b2), (a3, b3), (a4, b4) = one
    (c0, d0), (c1, d1), (c2, d2), (c3, d3), (c4, d4) = two
    if a4 > d4 or c4 > b4 or a0 > d0 or c0 > b0 or a1 > d1 or c1 > b1:
        return None
    if a2 > d2 or c2 > b2 or a3 > d3 or c3 > b3:
        return None
    return (
        (a0 if a0 > c0 else c0, b0 if b0 < d0 else d0),
        (a1 if a1 > c1 else c1, b1 if b1 < d1 else d1),
        (a2 if a2 > c2 else c2, b2 if b2 < d2 else d2),
        (a3 if a3 > c3 else c3, b3 if b3 < d3 else d3),
        (a4 if a4 > c4 else c4, b4 if b4 < d4 else d4),
    )


def _without(box: Box, taken: Box) -> Iterator[Box]:
    """Yield a box without another one, in pieces that are apart."""
    met = _met(box, taken)
    if met is None:
        yield box
        return
    rest = list(box)
    for field, (low, high) in enumerate(met):
        a, b = rest[field]
        if a < low:
            yield (*rest[:field], (a, low - 1), *rest[field + 1 :])  # type: ignore[misc]
        if high < b:
            yield (*rest[:field], (high + 1, b), *rest[field + 1 :])  # type: ignore[misc]
        rest[field] = (low, high)
