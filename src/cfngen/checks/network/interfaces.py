"""Which resources have network interfaces, and where they say of which kind."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.resolve.scope import Path

TASKS: Path = ("NetworkConfiguration", "AwsvpcConfiguration")

INTERFACES: Mapping[str, Path] = {
    "AWS::ECS::Service": (*TASKS, "SecurityGroups"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("SecurityGroups",),
    "AWS::EC2::VPCEndpoint": ("SecurityGroupIds",),
    "AWS::EC2::Instance": ("SecurityGroupIds",),
    "AWS::RDS::DBInstance": ("VPCSecurityGroups",),
    "AWS::RDS::DBCluster": ("VpcSecurityGroupIds",),
    "AWS::ElastiCache::ReplicationGroup": ("SecurityGroupIds",),
}
"""Where each type lists the security groups of its interfaces."""

SUBNETS: Mapping[str, Path] = {
    "AWS::ECS::Service": (*TASKS, "Subnets"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Subnets",),
    "AWS::EC2::VPCEndpoint": ("SubnetIds",),
}
"""Where some of these types list the subnets beside the groups."""
