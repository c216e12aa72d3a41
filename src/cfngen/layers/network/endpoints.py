"""Private ways to AWS services: the S3 gateway endpoint, which costs nothing."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import Ref, Sub, ec2

from cfngen.layers.flows import task_tiers
from cfngen.layers.network.vpc import Ground
from cfngen.physical import name_tag
from cfngen.spec.network import Tier


def add(ground: Ground, tables: Mapping[Tier, tuple[ec2.RouteTable, ...]]) -> None:
    """Add the S3 endpoint to the route tables of the tiers that services run in.

    Image layers come from S3 and would pay for NAT otherwise. The isolated tier gets
    none: to it, a route to S3 would be a way out, to anybody's bucket. The endpoint
    keeps the policy that AWS gives it, since the same tasks reach S3 over the internet.
    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
    """
    used = [table for tier in task_tiers(ground.system) for table in tables[tier]]
    if used:
        ground.add(
            ec2.VPCEndpoint(
                "S3Endpoint",
                VpcId=Ref(ground.vpc),
                VpcEndpointType="Gateway",
                ServiceName=Sub("com.amazonaws.${AWS::Region}.s3"),
                RouteTableIds=[Ref(table) for table in used],
                Tags=name_tag(ground.system.system, "s3"),
            )
        )
