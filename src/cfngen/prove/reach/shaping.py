"""Which protocols and ports a set of packets is of."""

from __future__ import annotations

from cfngen.prove.network.rules import Traffic
from cfngen.prove.packets import Packets, Span
from cfngen.prove.packets.packets import PROTOCOL, TO_PORT, merged


def traffic_of(some: Packets) -> tuple[Traffic, ...]:
    """Return protocols and ports in order, what others hold left out."""
    by_protocol: dict[Span, list[Span]] = {}
    for box in some.boxes:
        by_protocol.setdefault(box[PROTOCOL], []).append(box[TO_PORT])
    found = [
        Traffic(protocol, span)
        for protocol, ports in sorted(by_protocol.items())
        for span in merged(ports)
    ]
    return tuple(
        one for one in found if not any(_holds(two, one) for two in found if two != one)
    )


def _holds(one: Traffic, two: Traffic) -> bool:
    """Return whether all of the second is in the first."""
    pairs = ((one.protocol, two.protocol), (one.to, two.to))
    return all(a[0] <= b[0] and b[1] <= a[1] for a, b in pairs)
