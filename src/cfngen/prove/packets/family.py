"""Address families, protocols and ports as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_network

Span = tuple[int, int]
"""The whole numbers from the first to the last, both in it."""

ANY_PORT: Span = (0, 65_535)
ANY_PROTOCOL: Span = (0, 255)

TCP, UDP = 6, 17


class Family(StrEnum):
    """A family of addresses: rules of one never touch the other's packets."""

    V4 = "IPv4"
    V6 = "IPv6"

    @property
    def every(self) -> Span:
        """Return all addresses of the family."""
        return (0, (1 << (32 if self is Family.V4 else 128)) - 1)

    def shown(self, address: int) -> str:
        """Return an address in words: `10.0.0.5`."""
        kind = IPv4Address if self is Family.V4 else IPv6Address
        return str(kind(address))

    @property
    def icmp(self) -> int:
        """Return the number of the family's protocol for control messages."""
        return ICMP[self]


ICMP: Mapping[Family, int] = {Family.V4: 1, Family.V6: 58}
"""The protocol of control messages. A packet of it has no ports: its destination port
is `type * 256 + code`, its source port 0."""


def family_of(cidr: str) -> Family:
    """Return the family of an address range that is one."""
    return Family.V6 if ":" in cidr else Family.V4


def span(cidr: str) -> Span:
    """Return the first and the last address of a range, host bits ignored as EC2 does.

    Raises ValueError for a text that is no range.
    """
    network = ip_network(cidr, strict=False)
    return (int(network.network_address), int(network.broadcast_address))
