"""The private tier's way out: NAT gateways by setting, and a route table per zone."""

from __future__ import annotations

from typing import get_args

from troposphere import Equals, GetAtt, If, Not, Ref, ec2

from cfngen.layers.cidr import EVERYWHERE
from cfngen.layers.layer import Layer
from cfngen.layers.network.routes import add_table, associate
from cfngen.layers.network.vpc import Ground
from cfngen.physical import name_tag
from cfngen.settings import choice
from cfngen.spec.network import Nat
from cfngen.spec.system import System


def add(ground: Ground) -> tuple[ec2.RouteTable, ...]:
    """Add NAT gateway, route table and default route per private zone; return tables.

    Every zone has its own table from the start, so going from one gateway to one per
    zone only moves the target of a route, which happens in place.
    """
    subnets = enumerate(ground.subnets.get("private", ()), start=1)
    return tuple(_zone(ground, zone, subnet) for zone, subnet in subnets)


def _zone(ground: Ground, zone: int, subnet: ec2.Subnet) -> ec2.RouteTable:
    """Add what one private zone needs to reach out, and return its route table."""
    own_table = add_table(ground, "private", zone)
    associate(ground, own_table, subnet)
    _gateway(ground, zone)
    _route(ground, zone, own_table)
    return own_table


def has_nat(layer: Layer, system: System) -> str:
    """Declare the condition that there is any NAT gateway, and return its name."""
    return layer.condition("HasNat", Not(Equals(_setting(layer, system), "none")))


def _per_zone(layer: Layer, system: System) -> str:
    """Declare the condition that each zone has its own, and return its name."""
    return layer.condition("HasNatPerZone", Equals(_setting(layer, system), "per-zone"))


def _setting(layer: Layer, system: System) -> Ref:
    """Declare how many NAT gateways there are; the spec gives the default."""
    return layer.setting(
        choice(
            "NatGateways",
            "NAT gateways of the private subnets: none, one for all, or one per zone.",
            default=system.network.nat,
            allowed=get_args(Nat),
        )
    )


def _gateway(ground: Ground, zone: int) -> None:
    """Add a zone's NAT gateway and its address; the first serves all when alone.

    AWS asks that an address in a VPC of the same template waits for the attachment:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
    """
    present = has_nat if zone == 1 else _per_zone
    condition = present(ground.layer, ground.system)
    address = ground.add(
        ec2.EIP(
            f"NatEip{zone}",
            Condition=condition,
            DependsOn=ground.attachment.title,
            Domain="vpc",
            Tags=name_tag(ground.system.system, f"nat-{zone}"),
        )
    )
    ground.add(
        ec2.NatGateway(
            f"NatGateway{zone}",
            Condition=condition,
            AllocationId=GetAtt(address, "AllocationId"),
            SubnetId=Ref(ground.subnets["public"][zone - 1]),
            Tags=name_tag(ground.system.system, f"nat-{zone}"),
        )
    )


def _route(ground: Ground, zone: int, own_table: ec2.RouteTable) -> None:
    """Add a private zone's default route: to its own NAT gateway, or to the first."""
    target = Ref("NatGateway1")
    if zone > 1:
        own = _per_zone(ground.layer, ground.system)
        target = If(own, Ref(f"NatGateway{zone}"), target)
    ground.add(
        ec2.Route(
            f"PrivateDefaultRoute{zone}",
            Condition=has_nat(ground.layer, ground.system),
            RouteTableId=Ref(own_table),
            DestinationCidrBlock=EVERYWHERE,
            NatGatewayId=target,
        )
    )
