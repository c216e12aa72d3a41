"""Routes and gateways on the way of one packet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Acl, Bound, Origin, Route, Way
from cfngen.prove.packets import TCP, UDP, Family, Packet
from cfngen.prove.packets.wording import named
from cfngen.prove.reach.addressing import addresses, exposed
from cfngen.prove.reach.answering import answer
from cfngen.prove.reach.clients import EPHEMERAL, TYPICAL
from cfngen.prove.reach.routing import within
from cfngen.prove.reach.steps import Steps
from cfngen.prove.reach.walking import Hop
from cfngen.prove.reach.wording import called, ranges_words

NO_ROUTE = "no route"


def between(steps: Steps, source: Interface, target: Interface, address: int) -> Hop:
    """Return the route from one subnet to an address in another."""
    places = [steps.network.subnets.get(end.subnet) for end in (source, target)]
    one, two = (place.vpc if place else "" for place in places)
    ways = within(one, two, steps.bound)
    routes = steps.routes(source.subnet, address)
    words = f"route of {source.subnet}"
    if routes is None or ways is None:
        return Hop(words, steps.may, Origin(source.subnet), "not at hand")
    return _best(steps, words, steps.table(source.subnet), routes, ways)


def gateway(
    steps: Steps, end: Interface, route: Route | None, address: int, outbound: bool
) -> Hop:
    """Return the gateway that takes packets out, or lets them in from an address."""
    words = f"route of {end.subnet or called(steps.network, end)}"
    if not outbound:
        words += f" back to {steps.family.shown(address)}"
    if route is None:
        lost = steps.routes(end.subnet, address) is None
        shown = steps.family.shown(address)
        none = f"{_none(steps, end.subnet, address)} leads to {shown}"
        detail = "not at hand" if lost else none
        return Hop(words, lost and steps.may, steps.table(end.subnet), detail)
    detail = route_words(route, steps.family)
    if route.way is Way.INTERNET:
        public = exposed(end, steps.family, steps.bound)
        detail += "" if public else f"; {_unexposed(steps, end)}"
        return Hop(words, public, route.origin, detail)
    passes = {
        Way.OUTSIDE: steps.may,
        Way.NAT: outbound and steps.may and steps.family is Family.V6,
        Way.EGRESS_ONLY: outbound and steps.family is Family.V6,
        Way.ENDPOINT: outbound,
        Way.LOCAL: not outbound and steps.may and steps.free(end, address),
    }.get(route.way, False)
    return Hop(words, passes, route.origin, detail)


def by_nat(
    steps: Steps, source: Interface, route: Route, packet: Packet
) -> Iterator[Hop]:
    """Yield the way out by a NAT gateway, and the way back through it."""
    detail = route_words(route, steps.family)
    yield Hop(f"route of {source.subnet}", True, route.origin, detail)
    nat = steps.network.workloads.get(route.target)
    reply = answer(packet, steps.family)
    if nat is None or not nat.interfaces:
        yield steps.acl(source.subnet, packet, True, False)
        yield Hop(f"NAT gateway {route.target}", steps.may, route.origin, "not at hand")
        if reply is not None:
            yield steps.acl(source.subnet, reply, False, True)
        return
    port = nat.interfaces[0]
    apart = port.subnet != source.subnet
    if apart:
        yield steps.acl(source.subnet, packet, True, False)
        yield steps.acl(port.subnet, packet, False, False)
    sent = _translated(steps, port, packet)
    yield _taken(steps, port, packet)
    yield steps.acl(port.subnet, sent, True, False)
    yield _onward(steps, port, packet.target)
    returned = answer(sent, steps.family)
    if reply is not None and returned is not None:
        yield steps.acl(port.subnet, returned, False, True)
        if apart:
            yield replace(between(steps, port, source, reply.target), back=True)
            yield steps.acl(port.subnet, reply, True, True)
            yield steps.acl(source.subnet, reply, False, True)


def route_words(route: Route, family: Family) -> str:
    """Return a route in words: `0.0.0.0/0 to NAT gateway Network/NatGateway1`."""
    where = route.list or ranges_words(route.ranges.of(family), family)
    unsure = f" (not known: {', '.join(route.unknowns)})" if route.unknowns else ""
    return f"{where} to {route.way.value} {route.target}".rstrip() + unsure


def _best(
    steps: Steps, words: str, at: Origin, routes: list[Route], ways: tuple[Way, ...]
) -> Hop:
    """Return the first route that leads one of some ways, or the first there is."""
    fitting = [route for route in routes if route.way in ways]
    for route in (*fitting, *routes):
        detail = route_words(route, steps.family)
        return Hop(words, bool(fitting), route.origin, detail)
    return Hop(words, False, at, "no route that is sure leads there")


def _onward(steps: Steps, port: Interface, address: int) -> Hop:
    """Return the route of a NAT gateway's own subnet to the internet."""
    routes = steps.routes(port.subnet, address)
    words = f"route of {port.subnet}"
    if routes is None:
        return Hop(words, steps.may, Origin(port.subnet), "not at hand")
    ways = (Way.INTERNET, Way.OUTSIDE) if steps.may else (Way.INTERNET,)
    return _best(steps, words, steps.table(port.subnet), routes, ways)


def _taken(steps: Steps, port: Interface, packet: Packet) -> Hop:
    """Return whether a NAT gateway takes a packet at all."""
    words, family = f"NAT gateway {port.workload}", steps.family
    if packet.protocol not in (TCP, UDP, family.icmp):
        detail = f"takes no {named(packet.protocol)}"
        return Hop(words, False, port.origin, detail)
    public = exposed(port, family, steps.bound)
    detail = "puts its own address and a port of its own"
    return Hop(
        words, public, port.origin, detail if public else _unexposed(steps, port)
    )


def _unexposed(steps: Steps, end: Interface) -> str:
    """Return why an internet gateway does not serve an interface."""
    fact = end.public if steps.family is Family.V4 else end.v6
    kind = "public" if steps.family is Family.V4 else steps.family.value
    if fact is None:
        return f"not known whether it has a {kind} address"
    return f"it has no {kind} address"


def _translated(steps: Steps, port: Interface, packet: Packet) -> Packet:
    """Return a packet as a NAT gateway sends it on.

    In MAY from a port whose answer comes through if there is one, in MUST from one
    whose answer does not.
    """
    near = addresses(steps.network, port, steps.family)
    sent = replace(packet, source=near[0][0] if near else 0)
    if packet.protocol not in (TCP, UDP):
        return sent
    for number in _ports(steps, port):
        tried = replace(sent, from_port=number)
        back = replace(
            tried, source=tried.target, target=tried.source, from_port=tried.to_port
        )
        hop = steps.acl(port.subnet, replace(back, to_port=number), False, True)
        if hop.passes is steps.may:
            return tried
    return replace(sent, from_port=TYPICAL)


def _ports(steps: Steps, port: Interface) -> Iterator[int]:
    """Yield ports of a NAT gateway: one for each way that entries may treat them."""
    place = steps.network.subnets.get(port.subnet)
    acl: Acl | None = steps.network.acls.get(place.acl) if place else None
    yield TYPICAL
    yield EPHEMERAL[0]
    for entry in acl.inbound if acl else ():
        for traffic in entry.traffic:
            for number in (traffic.to[0], traffic.to[1] + 1):
                if EPHEMERAL[0] <= number <= EPHEMERAL[1]:
                    yield number


def _none(steps: Steps, subnet: str, address: int) -> str:
    """Return the words for no route, or for none among those that there may be."""
    perhaps = replace(steps, bound=Bound.MAY).routes(subnet, address)
    return f"{NO_ROUTE} that is sure" if perhaps else NO_ROUTE
