"""What claims leave out, found by changing one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cfngen.prove.coverage.mutants import Mutant, bared, lacking, wider
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import ICMP

Proved = Callable[[Network], frozenset[str]]
"""Returns which of some claims are proved on a network, by their words."""


@dataclass(frozen=True)
class Unneeded:
    """A rule, an entry or a route without which all that must work still works."""

    origin: Origin


@dataclass(frozen=True)
class Unseen:
    """A rule that could be wider, `how`, without any claim that noticed."""

    origin: Origin
    how: str


@dataclass(frozen=True)
class Coverage:
    """What claims leave out, both ways; `tried` are how many changes were tried."""

    unneeded: tuple[Unneeded, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    tried: int = 0


def coverage(network: Network, works: Proved, holds: Proved) -> Coverage:
    """Return what no claim needs, and what could grow without a claim that notices.

    `works` tells which claims that something works are proved, obligations among them;
    `holds` which claims that something is not possible. A change is noticed where one
    that is proved without it no longer is.
    """
    gone, grown = tuple(lacking(network)), tuple(wider(network))
    needed = works(network)
    unneeded = dict.fromkeys(
        Unneeded(one.origin)
        for one in gone
        if not _icmp(network, one) and needed <= works(one.network)
    )
    unseen = dict.fromkeys(_unseen(network, grown, holds))
    return Coverage(tuple(unneeded), tuple(unseen), len(gone) + len(grown))


def _unseen(
    network: Network, grown: tuple[Mutant, ...], holds: Proved
) -> Iterator[Unseen]:
    """Yield the changes that no claim notices."""
    held = holds(bared(network))
    for one in grown:
        if held <= holds(one.network):
            yield Unseen(one.origin, one.words)


def _icmp(network: Network, mutant: Mutant) -> bool:
    """Return whether an entry lets control messages by, which no claim is about.

    Without them long packets are lost: path MTU discovery needs them in network ACLs.
    https://docs.aws.amazon.com/vpc/latest/userguide/network-acl-path-mtu-discovery.html
    """
    numbers = {(number, number) for number in ICMP.values()}
    return any(
        entry.origin == mutant.origin and {t.protocol for t in entry.traffic} <= numbers
        for acl in network.acls.values()
        for entry in (*acl.inbound, *acl.outbound)
    )
