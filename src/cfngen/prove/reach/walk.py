"""One concrete packet's way, there and back, with all that it meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Origin, Route, Way
from cfngen.prove.packets import Family, Packet
from cfngen.prove.reach.answering import answer
from cfngen.prove.reach.gateways import between, by_nat, gateway
from cfngen.prove.reach.steps import Steps
from cfngen.prove.reach.walking import Hop, Walk
from cfngen.prove.reach.wording import asked_words


def walk(
    network: Network,
    source: Interface | None,
    target: Interface | None,
    family: Family,
    packet: Packet,
    bound: Bound,
    by: Route | None = None,
) -> Walk:
    """Return the way of a packet from one end to another, and of its answer.

    Where several ways are possible it is the first that gets furthest. What goes to a
    service of AWS goes `by` the route of a gateway endpoint.
    """
    steps = Steps(network, family, bound)
    ways = [tuple(way) for way in _ways(steps, source, target, packet, by)]
    return Walk(source, target, family, packet, max(ways, key=_got))


def _got(hops: tuple[Hop, ...]) -> tuple[bool, bool]:
    """Return how far a packet gets: there and back, or there alone."""
    there = all(hop.passes for hop in hops if not hop.back)
    return (there and all(hop.passes for hop in hops), there)


def _ways(
    steps: Steps,
    source: Interface | None,
    target: Interface | None,
    packet: Packet,
    by: Route | None,
) -> Iterator[Iterator[Hop]]:
    """Yield the ways that a packet may take."""
    if source is None or target is None:
        if source is not None:
            yield from _to_internet(steps, source, packet, by)
        elif target is not None:
            yield _from_internet(steps, target, packet)
        else:
            yield iter((Hop("internet", False, Origin(), "outside of the network"),))
        return
    yield _inside(steps, source, target, packet)


def _inside(
    steps: Steps, source: Interface, target: Interface, packet: Packet
) -> Iterator[Hop]:
    """Yield the way between two interfaces by private addresses."""
    subnets = steps.network.subnets
    one, two = subnets.get(source.subnet), subnets.get(target.subnet)
    apart = one is not None and two is not None and one.path != two.path
    yield from steps.standing(source, packet.source)
    yield from steps.standing(target, packet.target)
    yield from steps.guard(source, target, packet, True)
    if one is None or two is None:
        lost = (source if one is None else target).origin
        yield Hop("subnet", steps.may, lost, "not at hand")
    if apart:
        yield steps.acl(source.subnet, packet, True, False)
        yield between(steps, source, target, packet.target)
        yield steps.acl(target.subnet, packet, False, False)
    yield from steps.guard(target, source, packet, False)
    reply = answer(packet, steps.family)
    yield from _unanswered(steps, packet)
    if apart and reply is not None:
        yield steps.acl(target.subnet, reply, True, True)
        yield replace(between(steps, target, source, reply.target), back=True)
        yield steps.acl(source.subnet, reply, False, True)


def _to_internet(
    steps: Steps, source: Interface, packet: Packet, by: Route | None
) -> Iterator[Iterator[Hop]]:
    """Yield the ways out, one for each route that may be taken."""
    routes = [by] if by else steps.routes(source.subnet, packet.target)
    for route in routes or (None,):
        first = [
            *steps.standing(source, packet.source),
            *steps.standing(None, packet.target),
            *steps.guard(source, None, packet, True),
        ]
        if route is not None and route.way is Way.NAT and steps.family is Family.V4:
            rest = by_nat(steps, source, route, packet)
        else:
            rest = _straight(steps, source, route, packet)
        yield iter((*first, *rest, *_unanswered(steps, packet)))


def _straight(
    steps: Steps, source: Interface, route: Route | None, packet: Packet
) -> Iterator[Hop]:
    """Yield the way out by a gateway that leaves the source as it is."""
    yield steps.acl(source.subnet, packet, True, False)
    yield gateway(steps, source, route, packet.target, True)
    reply = answer(packet, steps.family)
    if reply is not None:
        yield steps.acl(source.subnet, reply, False, True)


def _from_internet(steps: Steps, target: Interface, packet: Packet) -> Iterator[Hop]:
    """Yield the way in, and out again for the answer."""
    yield from steps.coming(target, packet.source)
    yield from steps.standing(target, packet.target)
    routes = steps.routes(target.subnet, packet.source)
    hops = [
        gateway(steps, target, route, packet.source, False)
        for route in routes or (None,)
    ]
    yield max(hops, key=lambda hop: hop.passes)
    yield steps.acl(target.subnet, packet, False, False)
    yield from steps.guard(target, None, packet, False)
    reply = answer(packet, steps.family)
    yield from _unanswered(steps, packet)
    if reply is not None:
        yield steps.acl(target.subnet, reply, True, True)


def _unanswered(steps: Steps, packet: Packet) -> Iterator[Hop]:
    """Yield what is said of a packet that nothing answers."""
    if answer(packet, steps.family) is None:
        detail = f"{asked_words(packet, steps.family)} has none"
        yield Hop("answer", False, Origin(), detail, True)
