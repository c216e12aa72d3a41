"""Whether an interface can call a service of AWS over HTTPS.

Where an interface endpoint takes the service's names, in the whole VPC, they lead only
there; otherwise a gateway endpoint's route is longer than any other; and what is left
is the internet. Where it is not known which, MUST asks that all ways work, MAY one.
https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.prove.network.rules import Bound, Names, Route, Way
from cfngen.prove.packets import TCP, Family, Packets, Span
from cfngen.prove.packets.packets import packets
from cfngen.prove.reach.choosing import chosen
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.serving import served
from cfngen.prove.reach.walk import walk
from cfngen.prove.reach.walking import Walk

HTTPS: Span = (443, 443)


@dataclass(frozen=True)
class Call:
    """Whether a call works, and `how` it is made; `unknowns` may make it otherwise."""

    works: bool
    how: str
    unknowns: Names = ()
    _walked: Callable[[], Walk | None] | None = field(default=None, repr=False)

    @cached_property
    def walk(self) -> Walk | None:
        """Return an example of its packets, with its hops.

        It is one that gets through, or, where the call does not work, one that does
        not; None where there is no packet at all. Most calls work and nobody asks.
        """
        return self._walked() if self._walked is not None else None


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
    yield from end.elsewhere()
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
        lost = Call(wanted, f"{how}, whose subnets are not at hand")
        found = next(
            (one for one in tried if one.works is wanted), tried[0] if tried else lost
        )
        unknowns = () if endpoint.service else (f"the service of {endpoint.path}",)
        return replace(found, unknowns=unknowns)

    def elsewhere(self) -> Iterator[Call]:
        """Yield, in MAY, the call of an endpoint in another network.

        Whole companies share one VPC's endpoints, behind a transit gateway or a peering
        connection, and their names, by private hosted zones that are not at hand.
        https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
        """
        routes = _routes(self.reach, self.source) if self.bound is Bound.MAY else ()
        for route in routes:
            if route.way is Way.OUTSIDE:
                unknown = f"what is behind {route.target}"
                yield Call(True, "by another network", (unknown,))

    def by_internet(self) -> Call:
        """Return the call of the service's public addresses."""
        return self._to(None, "over the internet")

    def by_gateway(self, route: Route) -> Call:
        """Return the call by a gateway endpoint: no gateway beyond has a say."""
        needed = self._needed(self.reach.internet(self.family))
        plane = self.reach.plane(self.family, self.bound)
        got = served(plane, self.source).answered
        how = f"by the gateway endpoint {route.target}"
        return self._judged(None, how, needed, got, needed - got, route)

    def _to(self, target: Interface | None, how: str) -> Call:
        """Return the call of an end, as other packets go there."""
        needed = self._needed(self.reach.addresses(target, self.family))
        plane = self.reach.plane(self.family, self.bound)
        got = plane.flow(self.source, target).answered
        lacking = plane.lacking(self.source, target, needed)
        return self._judged(target, how, needed, got, lacking)

    def _needed(self, far: tuple[Span, ...]) -> Packets:
        """Return the packets that a call is made of."""
        near = self.reach.addresses(self.source, self.family)
        ports = client_ports(self.reach.network, self.source)
        return packets(near, far, (TCP, TCP), ports, HTTPS)

    def _judged(
        self,
        target: Interface | None,
        how: str,
        needed: Packets,
        got: Packets,
        lacking: Packets,
        by: Route | None = None,
    ) -> Call:
        """Return whether what gets through is enough for a call."""
        sure = self.bound is Bound.MUST
        works = bool(needed and not lacking) if sure else bool(needed & got)

        def walked() -> Walk | None:
            shown = needed & got if works else lacking
            return self._walk(target, shown, by) if shown else None

        return Call(works, how, _walked=walked)

    def _walk(self, target: Interface | None, shown: Packets, by: Route | None) -> Walk:
        """Return the way of one of some packets."""
        packet = chosen(shown, self.family, HTTPS[0])
        network, ends = self.reach.network, (self.source, target)
        return walk(network, *ends, self.family, packet, self.bound, by)


def _endpoints(reach: Reach, source: Interface, service: str) -> Iterator[Workload]:
    """Yield the interface endpoints that a service's names lead to, or may."""
    subnets = reach.network.subnets
    here = subnets[source.subnet].vpc if source.subnet in subnets else ""
    for one in reach.network.of_kind(Kind.ENDPOINT):
        places = [end.subnet for end in one.interfaces]
        vpcs = {subnets[place].vpc for place in places if place in subnets}
        if (
            one.service in (service, "")
            and one.private_dns is not False
            and vpcs <= {here}
        ):
            yield one


def _surely(reach: Reach, endpoint: Workload) -> bool:
    """Return whether an endpoint of the VPC, or that may be, surely takes the names."""
    here = any(end.subnet in reach.network.subnets for end in endpoint.interfaces)
    named = endpoint.private_dns and endpoint.service
    return bool(named) and not endpoint.when and here


def _gateways(reach: Reach, source: Interface, service: str) -> Iterator[Route]:
    """Yield the routes of the source's subnet to a service by a gateway endpoint."""
    for route in _routes(reach, source):
        if route.way is Way.ENDPOINT and route.service == service:
            yield route


def _routes(reach: Reach, source: Interface) -> tuple[Route, ...]:
    """Return the routes of the source's subnet."""
    subnet = reach.network.subnets.get(source.subnet)
    table = reach.network.tables.get(subnet.table) if subnet else None
    return table.routes if table else ()
