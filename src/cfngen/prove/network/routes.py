"""Route tables, their routes, and where each leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.checks.network.elsewhere import Elsewhere
from cfngen.checks.network.endpoints import ENDPOINT, GATEWAY, kind, service
from cfngen.checks.network.ground import INTERNET_GATEWAY, PROPAGATION, ROUTE, TABLE
from cfngen.checks.network.routes import ATTACHMENT, NAT_GATEWAY, TARGETS
from cfngen.model import Model, Resource, Value, listed, target, worded
from cfngen.prove.network.addresses import EVERYWHERE, Addresses
from cfngen.prove.network.contested import contested
from cfngen.prove.network.places import Vpc
from cfngen.prove.network.rules import Names, Origin, Ranges, Route, Table, Way
from cfngen.prove.network.unknowns import at_hand, key, names_of, options
from cfngen.prove.packets import Family

MAIN = "MainRouteTable"
BLOCKS = {"DestinationCidrBlock": Family.V4, "DestinationIpv6CidrBlock": Family.V6}
LIST = "DestinationPrefixListId"
BY_NAME = {
    "NatGatewayId": Way.NAT,
    "EgressOnlyInternetGatewayId": Way.EGRESS_ONLY,
}
BY_ID = {"igw-": Way.INTERNET, "local": Way.LOCAL, "nat-": Way.NAT}


@dataclass(frozen=True)
class Reader:
    """What routes are read with: `attached` are the gateways of each VPC, each with
    the condition that its attachment hangs on."""

    model: Model
    addresses: Addresses
    vpcs: Mapping[str, Vpc]
    elsewhere: Elsewhere
    attached: Mapping[tuple[str, str], str]


def reader_of(
    model: Model, addresses: Addresses, vpcs: Mapping[str, Vpc], elsewhere: Elsewhere
) -> Reader:
    """Return what routes are read with."""
    attached = {
        (key(one.get("InternetGatewayId")), key(one.get("VpcId"))): one.when
        for one in model.of(ATTACHMENT)
        if one.get("InternetGatewayId") is not None
    }
    return Reader(model, addresses, vpcs, elsewhere, attached)


def tables_of(reader: Reader) -> dict[str, Table]:
    """Return the route tables of a model, and each VPC's main one, by path.

    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
    """
    vpc_of = {one.path: key(one.get("VpcId")) for one in reader.model.of(TABLE)}
    routes = {path: list(local(reader.vpcs, vpc)) for path, vpc in vpc_of.items()}
    mains = {f"{vpc}.{MAIN}": list(local(reader.vpcs, vpc)) for vpc in reader.vpcs}
    routes |= mains
    for path, route in (
        *_written(reader, vpc_of),
        *_endpoints(reader),
        *_propagated(reader),
    ):
        routes.setdefault(path, []).append(route)
    for path in vpc_of:
        given = reader.elsewhere.given.get(path)
        routes[path] += _anywhere(path, (given,)) if given else ()
    return {
        path: Table(path, contested(r), path in mains) for path, r in routes.items()
    }


def local(vpcs: Mapping[str, Vpc], vpc: str) -> Iterator[Route]:
    """Yield the route inside a VPC, one for each range."""
    found = vpcs.get(vpc)
    words = f"local route of {vpc}"
    for family in Family if found else ():
        for span in found.ranges.of(family) if found else ():
            one = Ranges(v4=(span,)) if family is Family.V4 else Ranges(v6=(span,))
            yield Route(Origin(words=words), one, Way.LOCAL)


def one_of(path: str, tables: list[Table], unknowns: Names, more: bool = True) -> Table:
    """Return what stands for several route tables, of which a subnet has one.

    Local routes are in each of them. With `more` it may also have one that is not at
    hand, which may lead anywhere.
    """
    found: dict[Route, None] = {}
    for table in tables:
        for route in table.routes:
            same = route.way is Way.LOCAL and not route.unknowns
            names = (*route.unknowns, *unknowns)
            found[route if same else replace(route, unknowns=names)] = None
    return Table(path, (*found, *(_anywhere(path, unknowns) if more else ())))


def _anywhere(path: str, unknowns: Names) -> tuple[Route, ...]:
    """Return the routes that a table may have that is not wholly known."""
    origin = Origin(words=f"routes of {path} that are not at hand")
    return tuple(
        Route(origin, EVERYWHERE, way, unknowns=unknowns, vague=True)
        for way in (Way.INTERNET, Way.NAT)
    )


def _written(reader: Reader, vpc_of: Mapping[str, str]) -> Iterator[tuple[str, Route]]:
    """Yield the routes that are written, each with its table."""
    for resource in reader.model.of(ROUTE):
        for option in options(dict(resource.properties), resource.when):
            table = key(option.value.get("RouteTableId"))
            found = _destined(reader, option.value, resource)
            names = (*option.unknowns, *found.unknowns)
            for way, to, more in _ways(reader, option.value, vpc_of.get(table, "")):
                unknowns = (*names, *more)
                yield table, replace(found, way=way, target=to, unknowns=unknowns)


def _destined(reader: Reader, given: dict[str, Value], resource: Resource) -> Route:
    """Return a route with its destination, leading nowhere yet."""
    route = Route(Origin(resource.path), Ranges(), Way.NOWHERE)
    for name, family in BLOCKS.items():
        if given.get(name) is not None:
            found = reader.addresses.block(given[name], family)
            unknown = bool(found.unknowns)
            return replace(
                *(route,),
                ranges=found.ranges,
                unknowns=found.unknowns,
                vague=unknown,
            )
    if given.get(LIST) is None:
        return route
    found = reader.addresses.of_list(given[LIST])
    return replace(
        *(route,),
        ranges=found.ranges,
        list=key(given[LIST]),
        unknowns=found.unknowns,
        vague=bool(found.unknowns),
    )


def _ways(
    reader: Reader, given: dict[str, Value], vpc: str
) -> Iterator[tuple[Way, str, Names]]:
    """Yield where a route leads: the way, the path of the gateway, what is unknown."""
    for name in TARGETS:
        value = given.get(name)
        if value is None:
            continue
        gateway = target(reader.model, value)
        if name == "GatewayId":
            yield from _gateway(reader, value, gateway, vpc)
        elif name == "NatGatewayId":
            whole = gateway is not None and gateway.type == NAT_GATEWAY
            unknowns = () if whole else (names_of(value) or (worded(value),))
            more = (gateway.when,) if gateway is not None and gateway.when else ()
            six = given.get("DestinationIpv6CidrBlock") is not None
            yield Way.OUTSIDE if six else Way.NAT, key(value), (*unknowns, *more)
        else:
            yield BY_NAME.get(name, Way.OUTSIDE), key(value), ()
        return
    yield Way.NOWHERE, "", ()


def _gateway(
    reader: Reader, value: Value, gateway: Resource | None, vpc: str
) -> Iterator[tuple[Way, str, Names]]:
    """Yield where a GatewayId leads; one that is not attached leads nowhere.

    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    """
    path = key(value)
    if gateway is not None and gateway.type == INTERNET_GATEWAY:
        when = reader.attached.get((gateway.path, vpc))
        outside = reader.elsewhere.why(gateway.path)
        unsure = tuple(
            other
            for one, other in reader.attached
            if one == gateway.path and other not in reader.model.resources
        )
        if when is not None:
            yield Way.INTERNET, path, (when,) if when else ()
        elif outside or unsure:
            yield Way.INTERNET, path, (*outside, *unsure)
        else:
            yield Way.NOWHERE, path, ()
    elif isinstance(value, str):
        ways = [way for start, way in BY_ID.items() if value.startswith(start)]
        yield (ways[0] if ways else Way.OUTSIDE), value, ()
    elif gateway is not None and at_hand(reader.model, value):
        yield Way.OUTSIDE, path, ()
    else:
        yield Way.INTERNET, path, (path,)


def _endpoints(reader: Reader) -> Iterator[tuple[str, Route]]:
    """Yield the routes of gateway endpoints, one for each of their tables.

    The addresses of the service are those of a prefix list that AWS keeps, which is not
    at hand: they stay part of the internet.
    https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
    """
    for resource in reader.model.of(ENDPOINT):
        if kind(resource) != GATEWAY:
            continue
        to, name = service(resource), worded(resource.get("ServiceName"))
        for option in options(resource.get("RouteTableIds"), resource.when):
            for index, table in enumerate(listed(option.value)):
                at = Origin(resource.path, ("RouteTableIds", index))
                yield (
                    key(table),
                    Route(
                        *(at, Ranges(), Way.ENDPOINT, resource.path, to, name),
                        unknowns=option.unknowns,
                    ),
                )


def _propagated(reader: Reader) -> Iterator[tuple[str, Route]]:
    """Yield what virtual private gateways may add to tables: any route."""
    for resource in reader.model.of(PROPAGATION):
        for option in options(dict(resource.properties), resource.when):
            gateway = key(option.value.get("VpnGatewayId"))
            names = (*option.unknowns, f"routes that {gateway} propagates")
            for table in listed(option.value.get("RouteTableIds")):
                yield (
                    key(table),
                    Route(
                        *(Origin(resource.path), EVERYWHERE, Way.OUTSIDE, gateway),
                        unknowns=names,
                        vague=True,
                        propagated=True,
                    ),
                )
