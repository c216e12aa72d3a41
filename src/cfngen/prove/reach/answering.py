"""The answer of a packet, and which packets have theirs in a set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.prove.packets import ANY_PORT, Box, Family, Packet, Packets

ECHO: Mapping[Family, tuple[int, int]] = {
    Family.V4: (8 << 8, 0),
    Family.V6: (128 << 8, 129 << 8),
}
"""The echo request and its reply, `type * 256 + code`; other control messages have no
answer."""


def answer(packet: Packet, family: Family) -> Packet | None:
    """Return the packet that answers one, None where there is none."""
    ends = (packet.target, packet.source, packet.protocol)
    if packet.protocol != family.icmp:
        return Packet(*ends, packet.to_port, packet.from_port)
    echo, reply = ECHO[family]
    return Packet(*ends, 0, reply) if packet.to_port == echo else None


def asked(back: Packets, family: Family) -> Packets:
    """Return the packets whose answers are in a set."""
    return Packets(tuple(dict.fromkeys(_asked(back, family))))


def _asked(back: Packets, family: Family) -> Iterator[Box]:
    echo, reply = ECHO[family]
    for source, target, (low, high), from_port, to_port in back.boxes:
        icmp = family.icmp
        for part in ((low, min(high, icmp - 1)), (max(low, icmp + 1), high)):
            if part[0] <= part[1]:
                yield (target, source, part, to_port, from_port)
        if low <= icmp <= high and to_port[0] <= reply <= to_port[1]:
            yield (target, source, (icmp, icmp), ANY_PORT, (echo, echo))
