"""Where the public and the isolated tier send what is not for the VPC.

The private tier's tables are in `nat`, since they lead there.
"""

from __future__ import annotations

from troposphere import Ref, ec2

from cfngen.layers.cidr import EVERYWHERE
from cfngen.layers.network.vpc import Ground
from cfngen.physical import name_tag
from cfngen.spec.network import Tier


def add(ground: Ground) -> dict[Tier, tuple[ec2.RouteTable, ...]]:
    """Add a table with a route out for the public tier, one without for the isolated.

    Return them by tier. The route waits for the attachment, without which it would
    lead nowhere:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
    """
    tiers: tuple[Tier, ...] = ("public", "isolated")
    tables = {t: (_for_all(ground, t),) for t in tiers if t in ground.subnets}
    ground.add(
        ec2.Route(
            "PublicDefaultRoute",
            DependsOn=ground.attachment.title,
            RouteTableId=Ref(tables["public"][0]),
            DestinationCidrBlock=EVERYWHERE,
            GatewayId=ground.attachment.InternetGatewayId,
        )
    )
    return tables


def add_table(ground: Ground, tier: Tier, zone: int | None = None) -> ec2.RouteTable:
    """Add a tier's route table, or that of one of its zones, and return it."""
    part = tier if zone is None else f"{tier}-{zone}"
    return ground.add(
        ec2.RouteTable(
            f"{tier.capitalize()}RouteTable{zone or ''}",
            VpcId=Ref(ground.vpc),
            Tags=name_tag(ground.system.system, part),
        )
    )


def associate(ground: Ground, table: ec2.RouteTable, subnet: ec2.Subnet) -> None:
    """Make a subnet use a route table instead of the VPC's main one."""
    ground.add(
        ec2.SubnetRouteTableAssociation(
            f"{subnet.title}RouteTableAssociation",
            SubnetId=Ref(subnet),
            RouteTableId=Ref(table),
        )
    )


def _for_all(ground: Ground, tier: Tier) -> ec2.RouteTable:
    """Add one table that all subnets of a tier use, and return it."""
    table = add_table(ground, tier)
    for subnet in ground.subnets[tier]:
        associate(ground, table, subnet)
    return table
