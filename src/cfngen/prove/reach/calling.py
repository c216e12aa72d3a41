"""Whether an interface can call a service of AWS over HTTPS.

Where an interface endpoint takes the service's names, in the whole VPC, they lead only
there; otherwise a gateway endpoint's route is longer than any other; and what is left
is the internet. Where it is not known which, MUST asks that all ways work, MAY one.
https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.prove.network.rules import Bound, Route, Way
from cfngen.prove.packets import TCP, Family, Packets, Span
from cfngen.prove.packets.packets import packets
from cfngen.prove.reach.choosing import chosen
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Flow, Reach
from cfngen.prove.reach.serving import served
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk

HTTPS: Span = (443, 443)


@dataclass(frozen=True)
class Call:
    """Whether a call works, an example of its packets, and `how` it is made.

    The example is one that gets through, or, where the call does not work, one that
    does not; None where there is no packet at all.
    """

    works: bool
    walk: Walk | None
    how: str


def call(
    reach: Reach, source: Interface, service: str, family: Family, bound: Bound
) -> Call:
    """Return whether an interface can call a service: `ecr.api`, `s3`, `logs`.

    How the call is made reads on in a sentence: `by the endpoint Network/EcrApi`.
    """
    found = list(_ways(reach, source, service, family, bound))
    wanted = bound is Bound.MAY
    return next((one for one in found if one.works is wanted), found[0])


def _ways(
    reach: Reach, source: Interface, service: str, family: Family, bound: Bound
) -> Iterator[Call]:
    """Yield the ways that the call may take."""
    end = _Caller(reach, source, family, bound)
    endpoints = list(_endpoints(reach, source, service))
    yield from (end.by_endpoint(one) for one in endpoints)
    if any(_surely(reach, one) for one in endpoints):
        return
    routes = list(_gateways(reach, source, service))
    yield from (end.by_gateway(one) for one in routes)
    if all(route.unknowns for route in routes):
        yield end.by_internet()


@dataclass(frozen=True)
class _Caller:
    """Who calls, in which family, looked at from which side."""

    reach: Reach
    source: Interface
    family: Family
    bound: Bound

    def by_endpoint(self, endpoint: Workload) -> Call:
        """Return the call of an interface endpoint, in MUST of all its addresses."""
        how = f"by the endpoint {endpoint.path}"
        tried = [self._to(one, how) for one in endpoint.interfaces]
        wanted = self.bound is Bound.MAY
        lost = Call(wanted, None, f"{how}, whose subnets are not at hand")
        return next(
            (one for one in tried if one.works is wanted), tried[0] if tried else lost
        )

    def by_internet(self) -> Call:
        """Return the call of the service's public addresses."""
        return self._to(None, "over the internet")

    def by_gateway(self, route: Route) -> Call:
        """Return the call by a gateway endpoint: no gateway beyond has a say."""
        needed = self._needed(self.reach.internet(self.family))
        plane = self.reach.plane(self.family, self.bound)
        got = needed & served(plane, self.source).answered
        works, packet = self._judged(needed, got)
        how = f"by the gateway endpoint {route.target}"
        if not packet:
            return Call(works, None, how)
        shown = chosen(packet, self.family, HTTPS[0])
        network = self.reach.network
        way = walk(network, self.source, None, self.family, shown, self.bound, route)
        return Call(works, way, how)

    def _to(self, target: Interface | None, how: str) -> Call:
        needed = self._needed(self.reach.addresses(target, self.family))
        flow: Flow = self.reach.flow(self.source, target, self.family, self.bound)
        works, packet = self._judged(needed, needed & flow.answered)
        if not packet:
            return Call(works, None, how)
        shown = chosen(packet, self.family, HTTPS[0])
        ends = (self.source, target)
        way = walk(self.reach.network, *ends, self.family, shown, self.bound)
        return Call(works, way, how)

    def _needed(self, far: tuple[Span, ...]) -> Packets:
        """Return the packets that a call is made of."""
        near = self.reach.addresses(self.source, self.family)
        ports = client_ports(self.reach.network, self.source)
        return packets(near, far, (TCP, TCP), ports, HTTPS)

    def _judged(self, needed: Packets, got: Packets) -> tuple[bool, Packets]:
        """Return whether what gets through is enough, and what to show of it."""
        lacking = needed - got
        works = bool(got) if self.bound is Bound.MAY else bool(needed) and not lacking
        return works, (got if works else lacking)


def _endpoints(reach: Reach, source: Interface, service: str) -> Iterator[Workload]:
    """Yield the interface endpoints that a service's names lead to, or may."""
    subnets = reach.network.subnets
    here = subnets[source.subnet].vpc if source.subnet in subnets else ""
    for one in reach.network.of_kind(Kind.ENDPOINT):
        places = [end.subnet for end in one.interfaces]
        vpcs = {subnets[place].vpc for place in places if place in subnets}
        if one.service == service and one.private_dns is not False and vpcs <= {here}:
            yield one


def _surely(reach: Reach, endpoint: Workload) -> bool:
    """Return whether an endpoint of the VPC, or that may be, surely takes the names."""
    here = any(end.subnet in reach.network.subnets for end in endpoint.interfaces)
    return bool(endpoint.private_dns) and not endpoint.when and here


def _gateways(reach: Reach, source: Interface, service: str) -> Iterator[Route]:
    """Yield the routes of the source's subnet to a service by a gateway endpoint."""
    subnet = reach.network.subnets.get(source.subnet)
    table = reach.network.tables.get(subnet.table) if subnet else None
    for route in table.routes if table else ():
        if route.way is Way.ENDPOINT and route.service == service:
            yield route
