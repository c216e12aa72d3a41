"""Ends, addresses, ports and packets in words."""

from __future__ import annotations

from collections.abc import Iterable

from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Traffic
from cfngen.prove.packets import TCP, UDP, Family, Packet, Span
from cfngen.prove.packets.wording import PROTOCOLS, ranges, traffic

INTERNET = "internet"
FEW = 3


MANY = ("services", "jobs", "tasks", "endpoints", "nats")
"""Names that are for all of a kind, even where there is one alone."""


def called(network: Network, end: Interface | None) -> str:
    """Return what an end is called in claims: `backend`, `internet`, `stranger`.

    Of a workload's names it is the shortest in lower case that is its own.
    """
    if end is None:
        return INTERNET
    if end.workload == STRANGER:
        return f"stranger in {end.subnet}"
    workload = network.workloads.get(end.workload)
    names = workload.names if workload is not None else ()
    own = [one for one in names if one not in MANY and len(network.named(one)) == 1]
    return min(
        own, key=lambda one: (one != one.lower(), len(one)), default=end.workload
    )


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


def protocol_words(protocol: int) -> str:
    """Return a protocol's name: `tcp`, `udp`, `icmp`, or its number."""
    return PROTOCOLS.get(protocol, f"protocol {protocol}")


def packet_words(packet: Packet, family: Family) -> str:
    """Return a packet in words: `tcp 10.0.0.10:49152 to 10.0.20.10:5432`."""
    source, target = family.shown(packet.source), family.shown(packet.target)
    if packet.protocol not in (TCP, UDP):
        return f"{asked_words(packet, family)} {source} to {target}"
    name = protocol_words(packet.protocol)
    left, right = ("[", "]") if family is Family.V6 else ("", "")
    source = f"{left}{source}{right}:{packet.from_port}"
    target = f"{left}{target}{right}:{packet.to_port}"
    return f"{name} {source} to {target}"


def asked_words(packet: Packet, family: Family) -> str:
    """Return what a packet is for: `tcp/5432`."""
    exact = Traffic((packet.protocol, packet.protocol), (packet.to_port,) * 2)
    return ports_words(exact, family)
