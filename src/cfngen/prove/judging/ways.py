"""Ways that are missing between two ends: routes, gateways, public addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cfngen.prove.judging.narrowing import Repair
from cfngen.prove.judging.parts import Fact, Part, added, readdressed, replaced
from cfngen.prove.judging.wording import both, located
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Kind, Subnet
from cfngen.prove.network.routes import MAIN
from cfngen.prove.network.rules import Origin, Ranges, Route, Traffic, Way
from cfngen.prove.packets import Family

WHOLE = {
    Family.V4: Ranges(v4=(Family.V4.every,)),
    Family.V6: Ranges(v6=(Family.V6.every,)),
}


@dataclass(frozen=True)
class Call:
    """What one end asks of another: it is to arrive, and its answer as well.

    `asks` are protocols and ports; `internet` the addresses of the end that is None.
    """

    source: Interface | None
    target: Interface | None
    family: Family
    asks: tuple[Traffic, ...]
    internet: Ranges


def ways(network: Network, call: Call) -> Iterator[Repair]:
    """Yield what may open a way: a route, a gateway elsewhere, a public address."""
    yield from _routed(network, call)
    yield from _moved(network, call)
    yield from _exposed(network, call)


def _routed(network: Network, call: Call) -> Iterator[Repair]:
    """Yield a default route more, by each gateway that some route table knows, and the
    attachment of a gateway that is not attached."""
    ends = (call.source, call.target, *gateways(network, call.source))
    subnets = [subnet for end in ends for subnet in own(network, end)]
    tables = dict.fromkeys(one.table for one in subnets if one.table in network.tables)
    for path in tables:
        loose = (one for one in network.tables[path].routes if one.way is Way.NOWHERE)
        for target in dict.fromkeys(one.target for one in loose if one.target):
            words = f"attach {last(target)}: AWS::EC2::VPCGatewayAttachment"
            yield Repair(words, _attached(network, target))
        for way, target in _known(network, path):
            route = Route(Origin(words="route"), WHOLE[call.family], way, target)
            lead = f"a route for {both(route.ranges)} to the {way.value} {last(target)}"
            changed = added(network, Part.ROUTE, path, route)
            yield Repair(_led(network, path, lead), changed)


def _led(network: Network, path: str, lead: str) -> str:
    """Return that a route table has a route more; no template can write into the one
    that a VPC has from the start."""
    if not path.endswith(f".{MAIN}"):
        return f"add to {last(path)} {lead}"
    names = (last(k) for k, one in network.subnets.items() if one.table == path)
    return f"associate {', '.join(names)} with a route table that has {lead}"


def _attached(network: Network, gateway: str) -> Network:
    """Return a network in which all routes of a gateway lead to the internet."""
    for path, table in network.tables.items():
        for route in table.routes:
            if route.way is Way.NOWHERE and route.target == gateway:
                fact = Fact(Part.ROUTE, path, route)
                network = replaced(network, fact, replace(route, way=Way.INTERNET))
    return network


def _known(network: Network, path: str) -> tuple[tuple[Way, str], ...]:
    """Return the gateways to the internet that routes surely lead to, in the VPC of a
    route table."""
    vpcs = {one.vpc for one in network.subnets.values() if one.table == path}
    near = dict.fromkeys(
        one.table for one in network.subnets.values() if one.vpc in vpcs
    )
    return tuple(
        dict.fromkeys(
            (route.way, route.target)
            for table in near
            if table in network.tables
            for route in network.tables[table].routes
            if route.way in (Way.NAT, Way.INTERNET) and not route.unknowns
        )
    )


def _moved(network: Network, call: Call) -> Iterator[Repair]:
    """Yield a NAT gateway in a subnet that leads to the internet."""
    outside = [
        subnet
        for subnet in network.subnets.values()
        if subnet.table in network.tables
        and any(r.way is Way.INTERNET for r in network.tables[subnet.table].routes)
    ]
    for gateway in gateways(network, call.source):
        for subnet in outside:
            moved = {gateway: replace(gateway, subnet=subnet.path)}
            name, place = last(gateway.workload), last(subnet.path)
            words = f"put {name} into a public subnet, SubnetId: {place}"
            yield Repair(words, readdressed(network, moved), gateway.origin)


def _exposed(network: Network, call: Call) -> Iterator[Repair]:
    """Yield a public address more for an end without one."""
    for end in (call.source, call.target):
        if end is not None and not end.public and call.family is Family.V4:
            workload = network.workloads.get(end.workload)
            if workload is None:
                continue
            setting = {
                Kind.SERVICE: "AssignPublicIp: ENABLED",
                Kind.JOB: "AssignPublicIp: ENABLED",
                Kind.BALANCER: "Scheme: internet-facing",
            }.get(workload.kind, "a public address")
            words = f"give {located(end.origin)} {setting}"
            changed = {one: replace(one, public=True) for one in workload.interfaces}
            yield Repair(words, readdressed(network, changed), end.origin)


def own(network: Network, end: Interface | None) -> Iterator[Subnet]:
    """Yield the subnet of an end, if it is at hand."""
    if end is not None and end.subnet in network.subnets:
        yield network.subnets[end.subnet]


def gateways(network: Network, end: Interface | None) -> Iterator[Interface]:
    """Yield the interfaces of NAT gateways that the routes of an end lead to."""
    for subnet in own(network, end):
        table = network.tables.get(subnet.table)
        for route in table.routes if table is not None else ():
            gateway = network.workloads.get(route.target)
            if route.way is Way.NAT and gateway is not None:
                yield from gateway.interfaces


def last(path: str) -> str:
    """Return a resource's logical id."""
    return path.rpartition("/")[2]
