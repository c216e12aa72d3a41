"""Ends, addresses, ports and packets in words."""

from __future__ import annotations

from collections.abc import Iterable

from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Traffic
from cfngen.prove.packets import Family, Packet, Span
from cfngen.prove.packets.wording import ranges, traffic

INTERNET = "internet"
FEW = 3


def called(network: Network, end: Interface | None) -> str:
    """Return what an end is called in claims: `backend`, `internet`, `stranger`."""
    if end is None:
        return INTERNET
    if end.workload == STRANGER:
        return f"stranger in {end.subnet}"
    return network.name(end.workload)


def ranges_words(spans: Iterable[Span], family: Family) -> str:
    """Return a few ranges in words, and how many more there are."""
    whole = tuple(ranges(spans, family))
    few = ", ".join(whole[:FEW])
    return f"{few} and {len(whole) - FEW} more" if len(whole) > FEW else few


def ports_words(found: Traffic, family: Family) -> str:
    """Return protocol and ports in words: `tcp/443`, `any`, of ICMP `icmp 8/0`."""
    low, high = found.to
    if found.protocol != (family.icmp, family.icmp) or low != high:
        return traffic(found.protocol, found.to)
    return f"{traffic(found.protocol, found.to)} {low >> 8}/{low & 255}"


def asked_words(packet: Packet, family: Family) -> str:
    """Return what a packet is for: `tcp/5432`."""
    exact = Traffic((packet.protocol, packet.protocol), (packet.to_port,) * 2)
    return ports_words(exact, family)
