"""Sets of packets: exact, and small enough to be looked at."""

from cfngen.prove.packets.family import (
    ANY_PORT,
    ANY_PROTOCOL,
    ICMP,
    TCP,
    UDP,
    Family,
    Span,
)
from cfngen.prove.packets.packets import NONE, Box, Packet, Packets

__all__ = [
    "ANY_PORT",
    "ANY_PROTOCOL",
    "ICMP",
    "NONE",
    "TCP",
    "UDP",
    "Box",
    "Family",
    "Packet",
    "Packets",
    "Span",
]
