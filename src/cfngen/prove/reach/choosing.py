"""One packet out of a set: one that a reader finds likely."""

from __future__ import annotations

from cfngen.prove.packets import ICMP, TCP, UDP, Box, Family, Packet, Packets, Span
from cfngen.prove.packets.family import span
from cfngen.prove.reach.answering import ECHO
from cfngen.prove.reach.clients import TYPICAL

EXAMPLES = ("198.51.100.0/24", "203.0.113.0/24")
"""Addresses that stand for somebody on the internet (RFC 5737)."""

PORTS = (443, 80, 22, 5432, 6379)
"""Ports that are shown where a set has all."""

HOST = 10
"""How far into a range of addresses the one is that is shown."""


def chosen(packets: Packets, family: Family, prefer_port: int | None = None) -> Packet:
    """Return one packet of a set; raises ValueError where there is none.

    It is out of the box with most addresses, with a client port of 49152 where that is
    possible, and to a port that is preferred or well known.
    """
    box = max(packets.boxes, key=lambda one: _likely(one, prefer_port))
    protocol = next((n for n in (TCP, UDP) if _in(n, box[2])), None)
    if protocol is None:
        protocol = family.icmp if _in(family.icmp, box[2]) else box[2][0]
    ends = (_host(box[0], family), _host(box[1], family), protocol)
    if protocol == ICMP[family]:
        echo = ECHO[family][0]
        return Packet(*ends, 0, echo if _in(echo, box[4]) else box[4][0])
    wanted = (prefer_port, *PORTS) if prefer_port is not None else PORTS
    return Packet(*ends, _first((TYPICAL,), box[3]), _first(wanted, box[4]))


def _likely(box: Box, port: int | None) -> tuple[bool, bool, bool, int]:
    """Return how likely a box is: a protocol with ports, its port, its size."""
    source, target, protocol, from_port, to_port = box
    asked = port is not None and _in(port, to_port)
    size = (source[1] - source[0] + 1) * (target[1] - target[0] + 1)
    known = _in(TCP, protocol) or _in(UDP, protocol)
    return (known, asked, _in(TYPICAL, from_port), size)


def _first(wanted: tuple[int, ...], box: Span) -> int:
    """Return the first number that is in a span, or its last or first one.

    Of client ports the high ones are likely, of others the low ones: a span that
    begins at 0 is shown by its end.
    """
    return next((n for n in wanted if _in(n, box)), box[0] or min(box[1], 1))


def _host(found: Span, family: Family) -> int:
    """Return an address of a range that is no network's first one."""
    low, high = found
    for cidr in EXAMPLES if family is Family.V4 else ():
        first, last = span(cidr)
        if low < first and last < high:
            return first + HOST
    return low + min(HOST, (high - low) // 2)


def _in(number: int, box: Span) -> bool:
    return box[0] <= number <= box[1]
