"""What a network is made of: which resource a value names, and where a subnet leads."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network

from cfngen.checks.network.elsewhere import given, reached
from cfngen.model import Model, Reference, Resource, Value, known, listed, target

SUBNET, VPC = "AWS::EC2::Subnet", "AWS::EC2::VPC"
TABLE, ROUTE = "AWS::EC2::RouteTable", "AWS::EC2::Route"
TABLE_ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
INTERNET_GATEWAY = "AWS::EC2::InternetGateway"
PROPAGATION = "AWS::EC2::VPNGatewayRoutePropagation"

Block = IPv4Network | IPv6Network


IDS = (
    *("", "Arn", "Id", "AllocationId", "GroupId", "InternetGatewayId"),
    *("ListenerArn", "LoadBalancerArn", "NatGatewayId", "PrefixListId"),
    *("RouteTableId", "SubnetId", "TargetGroupArn", "VpcId"),
)
"""The attributes that name the resource itself, as its Ref does."""


class Way(StrEnum):
    """Where what no other route takes goes from a subnet."""

    INTERNET = "an internet gateway"
    NAT = "a NAT gateway"
    OTHER = "something else"
    NOWHERE = "nowhere"


def sure(model: Model, *types: str) -> Iterator[Resource]:
    """Yield the resources of some types that exist whatever is not known."""
    return (resource for resource in model.of(*types) if not resource.when)


def named(value: Value) -> str:
    """Return what tells one resource from another: a path in the model, or an id.

    An attribute that is not the resource's own id is something else: each output of a
    nested stack, the default security group of a VPC. Empty where that is not known.
    """
    if isinstance(value, Reference):
        own = value.attribute in IDS
        return value.path if own else f"{value.path}.{value.attribute}"
    return value if isinstance(value, str) else ""


def block(value: Value) -> Block | None:
    """Return an address range, host bits ignored as EC2 does; None if it is none."""
    if not isinstance(value, str):
        return None
    try:
        return ip_network(value, strict=False)
    except ValueError:
        return None


def within(inner: Block, outer: Block) -> bool:
    """Return whether a range lies inside another of its family."""
    if isinstance(inner, IPv4Network) and isinstance(outer, IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, IPv6Network) and isinstance(outer, IPv6Network):
        return inner.subnet_of(outer)
    return False


def vpcs(model: Model, values: Value) -> dict[str, str]:
    """Return the VPC of each subnet or security group of a list that is known."""
    found: dict[str, str] = {}
    for value in listed(values):
        resource = target(model, value)
        vpc = named(resource.get("VpcId")) if resource else ""
        if resource and vpc:
            found[resource.path] = vpc
    return found


def all_targets(
    model: Model, values: Value, type: str = SUBNET
) -> list[Resource] | None:
    """Return the resources of a type that a list refers to; None unless it is known
    whole."""
    items = values if isinstance(values, list) else None
    found = [target(model, item) for item in items or ()]
    whole = [one for one in found if one is not None and one.type == type]
    return whole if items and len(whole) == len(found) else None


def tables(model: Model, subnet: Resource) -> list[Resource] | None:
    """Return the route tables that a subnet is associated with, none for its VPC's
    main one; None where it cannot be known."""
    found: list[Resource] = []
    for one in model.of(TABLE_ASSOCIATION):
        other = named(one.get("SubnetId"))
        table = target(model, one.get("RouteTableId"))
        if not other or (other == subnet.path and (one.when or table is None)):
            return None
        if other == subnet.path and table is not None:
            found.append(table)
    return found if found or not given(model, subnet) else None


def way(model: Model, subnet: Resource) -> Way | None:
    """Return where a subnet's default route leads; None where it cannot be known.

    The main route table of a new VPC has the local route only.
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
    """
    own = tables(model, subnet)
    if own is None or target(model, subnet.get("VpcId")) is None:
        return None
    if not own:
        return Way.NOWHERE
    routes = _routes(model, own[0])
    if routes is None:
        return None
    ends = [
        _end(model, r) for r in routes if r.get("DestinationCidrBlock") == "0.0.0.0/0"
    ]
    if ends:
        return ends[0]
    return Way.OTHER if routes else Way.NOWHERE


def _routes(model: Model, table: Resource) -> list[Resource] | None:
    """Return a table's routes; None where it may have others."""
    if reached(model, table):
        return None
    found: list[Resource] = []
    for route in model.of(ROUTE):
        other = named(route.get("RouteTableId"))
        if not other or (other == table.path and route.when):
            return None
        if other == table.path:
            found.append(route)
    known_whole = all(known(r.get("DestinationCidrBlock")) for r in found)
    return found if known_whole and not any(model.of(PROPAGATION)) else None


def _end(model: Model, route: Resource) -> Way | None:
    """Return where a route leads."""
    if route.get("NatGatewayId") is not None:
        return Way.NAT
    gateway = target(model, route.get("GatewayId"))
    if gateway is not None and gateway.type == INTERNET_GATEWAY:
        return Way.INTERNET
    text = named(route.get("GatewayId"))
    if text.startswith("igw-"):
        return Way.INTERNET
    return Way.OTHER
