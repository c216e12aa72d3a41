"""Protocols, ports and addresses as claims and people write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, summarize_address_range

from cfngen.prove.packets.family import (
    ANY_PORT,
    ANY_PROTOCOL,
    ICMP,
    TCP,
    UDP,
    Family,
    Span,
)

PROTOCOLS = {
    TCP: "tcp",
    UDP: "udp",
    ICMP[Family.V4]: "icmp",
    ICMP[Family.V6]: "icmp",
}
"""The names of protocols; others are shown by their number."""


def named(protocol: int) -> str:
    """Return a protocol's name: `tcp`, `udp`, `icmp`, or its number."""
    return PROTOCOLS.get(protocol, f"protocol {protocol}")


def traffic(protocol: Span, to: Span) -> str:
    """Return protocols and ports as claims write them: `tcp/443`, `udp`, `any`.

    Of control messages and protocols without ports the protocol is all that is said.
    """
    if protocol == ANY_PROTOCOL:
        return "any" if to == ANY_PORT else f"any protocol on {_ports(to)}"
    if protocol[0] != protocol[1]:
        return f"protocols {protocol[0]}-{protocol[1]}"
    name = named(protocol[0])
    if to == ANY_PORT or protocol[0] not in (TCP, UDP):
        return name
    return f"{name}/{_ports(to)}"


def ranges(spans: Iterable[Span], family: Family) -> Iterator[str]:
    """Yield addresses as ranges, `10.0.0.0/16`, as few as there can be."""
    kind = IPv4Address if family is Family.V4 else IPv6Address
    for low, high in spans:
        for one in summarize_address_range(kind(low), kind(high)):
            yield str(one)


def _ports(to: Span) -> str:
    """Return ports: `443`, `4000-4003`."""
    return str(to[0]) if to[0] == to[1] else f"{to[0]}-{to[1]}"
