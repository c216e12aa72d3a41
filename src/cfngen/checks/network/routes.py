"""Routes, the gateways that they lead to, and the tables that subnets use."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.elsewhere import reached
from cfngen.checks.network.ground import (
    INTERNET_GATEWAY,
    ROUTE,
    SUBNET,
    TABLE_ASSOCIATION,
    Way,
    block,
    named,
    sure,
    way,
)
from cfngen.model import Choice, Model, Resource, references, target

ATTACHMENT, NAT_GATEWAY = "AWS::EC2::VPCGatewayAttachment", "AWS::EC2::NatGateway"
ACL_ASSOCIATION = "AWS::EC2::SubnetNetworkAclAssociation"

TARGETS = (
    *("CarrierGatewayId", "CoreNetworkArn", "EgressOnlyInternetGatewayId"),
    *("GatewayId", "InstanceId", "LocalGatewayId", "NatGatewayId"),
    *("NetworkInterfaceId", "OdbNetworkArn", "TransitGatewayId", "VpcEndpointId"),
    "VpcPeeringConnectionId",
)
"""Where a route may lead; it names one of them."""

DESTINATIONS = (
    *("DestinationCidrBlock", "DestinationIpv6CidrBlock"),
    "DestinationPrefixListId",
)
"""What a route may be for; it names one of them."""


def single(model: Model) -> Iterator[Problem]:
    """A route has one destination and one target, and no table two routes for the same.

    EC2 refuses a second route for a destination ("RouteAlreadyExists"), and a route
    with no target or with two ("The request must contain exactly one of …").
    """
    seen: dict[tuple[str, str], Resource] = {}
    for route in model.of(ROUTE):
        for kind, names in (("target", TARGETS), ("destination", DESTINATIONS)):
            given = [name for name in names if route.get(name) is not None]
            unsure = any(isinstance(route.get(name), Choice) for name in given)
            if len(given) != 1 and not unsure:
                message = f"A route has one {kind}, this one has {len(given)}."
                yield Problem(route, (), message, " or ".join(given))
        for name in DESTINATIONS:
            table = named(route.get("RouteTableId"))
            where = str(block(route.get(name)) or named(route.get(name)))
            if table and where and not route.when:
                other = seen.setdefault((table, where), route)
                if other is not route:
                    message = f"{other.path} is a route for {where} in the same table."
                    yield Problem(route, (name,), message)


def attached(model: Model) -> Iterator[Problem]:
    """A route to an internet gateway is in its VPC and waits for its attachment.

    EC2 refuses a route to a gateway that is not attached to the table's VPC ("route
    table … and network gateway … belong to different networks"). Without DependsOn the
    route may be made before the attachment.
    """
    for route in model.of(ROUTE):
        gateway = target(model, route.get("GatewayId"))
        table = target(model, route.get("RouteTableId"))
        if gateway is None or gateway.type != INTERNET_GATEWAY or table is None:
            continue
        vpc, path = named(table.get("VpcId")), ("GatewayId",)
        found = [a for a in model.of(ATTACHMENT) if _attaches(a, gateway)]
        if not found and not reached(model, gateway):
            yield Problem(route, path, f"{gateway.path} is attached to no VPC.")
        elif not found:
            continue
        elif vpc and not any(named(a.get("VpcId")) in ("", vpc) for a in found):
            other = named(found[0].get("VpcId"))
            message = f"{gateway.path} is attached to {other}, the table is of {vpc}."
            yield Problem(route, path, message)
        elif not _waits(model, route, found):
            message = f"The route does not wait for {found[0].path}."
            mend = f"Write DependsOn: {found[0].name}."
            yield Problem(route, path, message, mend)


def _attaches(attachment: Resource, gateway: Resource) -> bool:
    """Return whether an attachment is, or may be, that of a gateway."""
    return named(attachment.get("InternetGatewayId")) in ("", gateway.path)


def _waits(model: Model, route: Resource, attachments: list[Resource]) -> bool:
    """Return whether a route is made after one of some attachments.

    In another nested stack the order is that of the stacks; that is not judged here.
    """
    if any(one.stack != route.stack for one in attachments):
        return True
    return bool(before(model, route) & {one.path for one in attachments})


def before(model: Model, resource: Resource) -> set[str]:
    """Return the paths of the resources of its stack that one is made after."""
    found: set[str] = set()
    todo = [resource]
    while todo:
        one = todo.pop()
        named_ones = {r.path for r in references(dict(one.properties))}
        for path in (named_ones | set(one.depends_on)) - found:
            other = model.resources.get(path)
            if other is not None and other.stack == resource.stack:
                found.add(path)
                todo.append(other)
    return found


def reaching(model: Model) -> Iterator[Problem]:
    """A public NAT gateway stands in a subnet that leads to an internet gateway.

    Anywhere else it passes nothing on. Made before the VPC has its internet gateway it
    fails ("Network … has no Internet gateway attached"). It needs an Elastic IP address
    that no other has; a private one can have none.
    """
    for gateway in model.of(NAT_GATEWAY):
        private = gateway.get("ConnectivityType") == "private"
        address = gateway.get("AllocationId")
        subnet = target(model, gateway.get("SubnetId"))
        if private and address is not None:
            message = "A private NAT gateway can have no Elastic IP address."
            yield Problem(gateway, ("AllocationId",), message)
        if not private and address is None and gateway.get("SubnetId") is not None:
            message = "A public NAT gateway needs an AllocationId."
            yield Problem(gateway, (), message, "Give it an AWS::EC2::EIP's.")
        if gateway.get("ConnectivityType") in (None, "public") and subnet is not None:
            yield from _placed(model, gateway, subnet)
    yield from _shared(model)


def _placed(model: Model, gateway: Resource, subnet: Resource) -> Iterator[Problem]:
    """Yield a public NAT gateway in the wrong subnet, or there too early."""
    leads = way(model, subnet)
    if leads in (Way.NAT, Way.NOWHERE):
        message = f"{subnet.path} leads to {leads}, not to an internet gateway."
        yield Problem(gateway, ("SubnetId",), message)
    vpc = named(subnet.get("VpcId"))
    found = [a for a in sure(model, ATTACHMENT) if named(a.get("VpcId")) == vpc]
    if found and not _waits(model, gateway, found):
        message = f"The NAT gateway does not wait for {found[0].path}."
        yield Problem(gateway, (), message, f"Write DependsOn: {found[0].name}.")


def _shared(model: Model) -> Iterator[Problem]:
    """Yield each NAT gateway that has the address of another."""
    seen: dict[str, Resource] = {}
    for gateway in sure(model, NAT_GATEWAY):
        address = named(gateway.get("AllocationId"))
        other = seen.setdefault(address, gateway) if address else gateway
        if other is not gateway:
            message = f"{other.path} has this Elastic IP address already."
            yield Problem(gateway, ("AllocationId",), message)


def once(model: Model) -> Iterator[Problem]:
    """A subnet is associated with one route table and one network ACL, of its own VPC.

    EC2 refuses a second route table ("Resource.AlreadyAssociated") and a table of
    another VPC; of two network ACLs the later replaces the other without a word.
    """
    kinds = ((TABLE_ASSOCIATION, "RouteTableId"), (ACL_ASSOCIATION, "NetworkAclId"))
    for type, name in kinds:
        seen: dict[str, Resource] = {}
        for one in model.of(type):
            subnet = target(model, one.get("SubnetId"))
            other = target(model, one.get(name))
            if subnet is None or subnet.type != SUBNET:
                continue
            if not one.when and seen.setdefault(subnet.path, one) is not one:
                message = f"{subnet.path} is associated by {seen[subnet.path].path}."
                yield Problem(one, ("SubnetId",), message)
            apart = {named(r.get("VpcId")) for r in (subnet, other) if r} - {""}
            if len(apart) > 1:
                told = " and ".join(sorted(apart))
                message = f"The subnet and its {name} are of different VPCs: {told}."
                yield Problem(one, (name,), message)
