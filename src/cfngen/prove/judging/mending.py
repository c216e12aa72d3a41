"""Why something does not work, and the changes that make it work, tried out."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.prove.judging.narrowing import Repair
from cfngen.prove.judging.ways import Call, last
from cfngen.prove.judging.widening import widened
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Origin
from cfngen.prove.reach.gateways import NO_ROUTE
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk

MOST = 8
"""So many changes are put together to mend one way."""


@dataclass(frozen=True)
class Mended:
    """The changes that mend a blocked way, and the network that has them.

    There are none where no change that cfngen knows of helps. `at` is what to mend,
    where that is not what stops the packet first.
    """

    words: tuple[str, ...]
    network: Network
    at: Origin | None = None


def mended(network: Network, blocked: Walk, call: Call) -> Mended:
    """Return the fewest changes found that let a packet arrive and be answered.

    Each is kept only if it takes an obstacle away, one hop after the other.
    """
    done: list[Repair] = []
    now, way = network, blocked
    while not way.arrives and len(done) < MOST:
        better = _better(now, way, call)
        if better is None:
            return Mended((), network)
        repair, way = better
        now = repair.network
        done.append(repair)
    if not way.arrives or not done:
        return Mended((), network)
    return Mended(tuple(one.words for one in done), now, done[0].at)


def told(mend: Mended, way: Walk) -> str:
    """Return the changes that mend a blocked way as words, semicolons between them.

    Where there is no way out at all it is said what that takes. That is not tried: it
    takes resources that are not there, or that a condition leaves out.
    """
    stop = next((hop for hop in way.hops if not hop.passes), None)
    if mend.words or stop is None or way.target is not None:
        return "; ".join(mend.words)
    if not stop.detail.startswith(f"{NO_ROUTE} leads"):
        return ""
    return (
        f"give {last(stop.by.resource)} a way out: a NAT gateway in a public subnet "
        "and a route to it, or public addresses and a route to an internet gateway"
    )


def _better(network: Network, way: Walk, call: Call) -> tuple[Repair, Walk] | None:
    """Return a change that takes an obstacle away, and the way after it."""
    for repair in widened(network, call):
        after = _again(repair.network, way)
        if obstacles(after) < obstacles(way):
            return repair, after
    return None


def obstacles(way: Walk) -> int:
    """Return how many hops stop a packet on its way there and back."""
    return sum(not hop.passes for hop in way.hops)


def _again(network: Network, way: Walk) -> Walk:
    """Return the way of the same packet in another network."""
    ends = (_same(network, way.source), _same(network, way.target))
    return walk(network, *ends, way.family, way.packet, Bound.MUST)


def _same(network: Network, end: Interface | None) -> Interface | None:
    """Return an interface as it is in another network."""
    workload = network.workloads.get(end.workload) if end is not None else None
    if end is None or workload is None or end in workload.interfaces:
        return end
    alike = (
        one
        for one in workload.interfaces
        if (one.subnet, one.groups, one.origin) == (end.subnet, end.groups, end.origin)
    )
    return next(alike, end)
