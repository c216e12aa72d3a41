"""What ports and protocols of a claim mean as packets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.prove.claims.claim import Ports
from cfngen.prove.packets import (
    ANY_PORT,
    ICMP,
    TCP,
    UDP,
    Family,
    Packets,
    Span,
)
from cfngen.prove.reach.answering import ECHO

NO_PORTS: Span = (0, 0)


def required(
    ports: Iterable[Ports],
    family: Family,
    ends: tuple[tuple[Span, ...], tuple[Span, ...]],
    client: Span,
) -> Packets:
    """Return what has to arrive and to be answered for a claim to work.

    Every address of the one end calls every one of the other from every client port. Of
    control messages that is an echo; of `any`, TCP, UDP and an echo.
    """
    fields = tuple(field for one in ports for field in _answered(one, family, client))
    sources, targets = ends
    return Packets(
        tuple(
            (source, target, *field)
            for source in sources
            for target in targets
            for field in fields
        )
    )


def answerable(ports: Iterable[Ports]) -> bool:
    """Return whether ports of a claim hold anything that is answered at all."""
    every = ANY_PORT
    return any(any(_answered(one, Family.V4, every)) for one in ports)


def permitted(ports: Iterable[Ports], family: Family) -> Packets:
    """Return what a claim lets through, whatever the addresses."""
    every = family.every
    return Packets(
        tuple(
            (every, every, protocol, ANY_PORT, to)
            for one in ports
            for protocol, to in named(one, family)
        )
    )


def _answered(
    ports: Ports, family: Family, client: Span
) -> Iterator[tuple[Span, Span, Span]]:
    """Yield protocol, client ports and server ports of what can be answered."""
    icmp, echo = family.icmp, ECHO[family][0]
    for (low, high), to in named(ports, family):
        yield from (
            (p, client, to) for p in ((TCP, TCP), (UDP, UDP)) if _in(p, low, high)
        )
        if low <= icmp <= high and to[0] <= echo <= to[1]:
            yield (icmp, icmp), NO_PORTS, (echo, echo)


def _in(protocol: Span, low: int, high: int) -> bool:
    """Return whether a protocol is one of some."""
    return low <= protocol[0] and protocol[1] <= high


def named(ports: Ports, family: Family) -> Iterator[tuple[Span, Span]]:
    """Yield protocols and ports of a claim; `icmp` is each family's own."""
    messages = tuple((number, number) for number in ICMP.values())
    yield (
        ((family.icmp, family.icmp), ports.to)
        if ports.protocol in messages
        else (ports.protocol, ports.to)
    )
