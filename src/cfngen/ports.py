"""The joints between layers: each port is named here and nowhere else.

A port leaves one layer as an output and enters others as a parameter, always under
its one name. `Layer.leave` and `Layer.enter` write the two ends; `compose` joins them.
"""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.naming import logical

SUBNET_LIST = "List<AWS::EC2::Subnet::Id>"
SECURITY_GROUP = "AWS::EC2::SecurityGroup::Id"


@dataclass(frozen=True)
class Port:
    """One value that leaves one layer as an output and enters others as a parameter.

    `type` is a CloudFormation parameter type; a list crosses as one comma-joined
    string. Numbers cross as String: a change set of nested stacks checks a Number
    before the stack that produces it exists. A `shown` port is an output of the root
    as well.
    """

    name: str
    type: str
    description: str
    shown: bool = False


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
DATABASE_SECURITY_GROUP_ID = Port(
    "DatabaseSecurityGroupId", SECURITY_GROUP, "Security group of the database."
)
CACHE_SECURITY_GROUP_ID = Port(
    "CacheSecurityGroupId", SECURITY_GROUP, "Security group of the cache."
)

ACCESS_LOG_BUCKET_NAME = Port(
    "AccessLogBucketName",
    "String",
    "Bucket that receives the load balancer's access logs.",
    shown=True,
)

DATABASE_HOST = Port("DatabaseHost", "String", "Host name of the database.", shown=True)
DATABASE_PORT = Port("DatabasePort", "String", "TCP port of the database.")
DATABASE_NAME = Port("DatabaseName", "String", "Name of the application's database.")
DATABASE_SECRET_ARN = Port(
    "DatabaseSecretArn",
    "String",
    "Secret that holds the database's user name and password.",
    shown=True,
)
DATABASE_INSTANCE_ID = Port(
    "DatabaseInstanceId", "String", "Identifier of the database instance.", shown=True
)

CACHE_HOST = Port("CacheHost", "String", "Host name of the cache.", shown=True)
CACHE_PORT = Port("CachePort", "String", "TCP port of the cache.")
CACHE_SECRET_ARN = Port(
    "CacheSecretArn", "String", "Secret that holds the cache's auth token."
)
CACHE_REPLICATION_GROUP_ID = Port(
    "CacheReplicationGroupId", "String", "Identifier of the cache's replication group."
)

HTTPS_LISTENER_ARN = Port(
    "HttpsListenerArn", "String", "Listener that the services add their rules to."
)
ALB_FULL_NAME = Port(
    "AlbFullName", "String", "The load balancer as CloudWatch names it."
)
ALB_DNS_NAME = Port(
    "AlbDnsName", "String", "DNS name of the load balancer.", shown=True
)
SITE_URL = Port("SiteUrl", "String", "Address that users open.", shown=True)

CLUSTER_NAME = Port("ClusterName", "String", "Name of the ECS cluster.", shown=True)
CLUSTER_ARN = Port("ClusterArn", "String", "ARN of the ECS cluster.")

ALARM_TOPIC_ARN = Port(
    "AlarmTopicArn", "String", "Topic that every alarm is sent to.", shown=True
)
DEPLOY_ROLE_ARN = Port(
    "DeployRoleArn", "String", "Role that GitHub Actions assumes.", shown=True
)


def service_security_group_id(service: str) -> Port:
    """Return the port of a service's security group."""
    return Port(
        f"{logical(service)}SecurityGroupId",
        SECURITY_GROUP,
        f"Security group of the tasks of {service}.",
    )


def repository_uri(service: str) -> Port:
    """Return the port of the address that a service's image is pushed to."""
    return Port(
        f"{logical(service)}RepositoryUri",
        "String",
        f"Repository that the image of {service} is pushed to.",
        shown=True,
    )


def repository_arn(service: str) -> Port:
    """Return the port of a service's repository ARN, for policies."""
    return Port(
        f"{logical(service)}RepositoryArn",
        "String",
        f"Repository of {service}, as ARN.",
    )


def service_name(service: str) -> Port:
    """Return the port of a service's name in ECS."""
    return Port(
        f"{logical(service)}ServiceName",
        "String",
        f"Name of the ECS service {service}.",
        shown=True,
    )


def target_group_full_name(service: str) -> Port:
    """Return the port of a service's target group as CloudWatch names it."""
    return Port(
        f"{logical(service)}TargetGroupFullName",
        "String",
        f"Target group of {service} as CloudWatch names it.",
    )


def task_role_arn(service: str) -> Port:
    """Return the port of the role that a service's code runs as."""
    return Port(
        f"{logical(service)}TaskRoleArn", "String", f"Role that {service} runs as."
    )


def execution_role_arn(service: str) -> Port:
    """Return the port of the role that starts a service's tasks."""
    return Port(
        f"{logical(service)}ExecutionRoleArn",
        "String",
        f"Role that pulls the image and reads the secrets of {service}.",
    )


def migration_family(service: str) -> Port:
    """Return the port of a service's migration task definition family."""
    return Port(
        f"{logical(service)}MigrationFamily",
        "String",
        f"Task definition family that migrates the database for {service}.",
        shown=True,
    )
