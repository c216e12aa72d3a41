"""Ports of what everything stands on: network, key, security groups."""

from __future__ import annotations

from cfngen.naming import logical
from cfngen.ports.port import SECURITY_GROUP, SUBNET_LIST, Port

ROOT_STACK_NAME = Port("RootStackName", "String", "Name of the root stack.")
VPC_ID = Port("VpcId", "AWS::EC2::VPC::Id", "The VPC that every layer lives in.")
PUBLIC_SUBNET_IDS = Port(
    "PublicSubnetIds", SUBNET_LIST, "Subnets with a route to the internet gateway."
)
PRIVATE_SUBNET_IDS = Port(
    "PrivateSubnetIds", SUBNET_LIST, "Subnets that reach out through NAT only."
)
ISOLATED_SUBNET_IDS = Port(
    "IsolatedSubnetIds", SUBNET_LIST, "Subnets without any route out of the VPC."
)
KEY_ARN = Port("KeyArn", "String", "KMS key that encrypts what the system stores.")
ALB_SECURITY_GROUP_ID = Port(
    "AlbSecurityGroupId", SECURITY_GROUP, "Security group of the load balancer."
)
ENDPOINTS_SECURITY_GROUP_ID = Port(
    "EndpointsSecurityGroupId",
    SECURITY_GROUP,
    "Security group of the interface endpoints of AWS services.",
)
DATABASE_SECURITY_GROUP_ID = Port(
    "DatabaseSecurityGroupId", SECURITY_GROUP, "Security group of the database."
)
CACHE_SECURITY_GROUP_ID = Port(
    "CacheSecurityGroupId", SECURITY_GROUP, "Security group of the cache."
)


def task_security_group_id(task: str) -> Port:
    """Return the port of the security group of a service or job."""
    return Port(
        f"{logical(task)}SecurityGroupId",
        SECURITY_GROUP,
        f"Security group of the tasks of {task}.",
    )
