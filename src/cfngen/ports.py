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
DATABASE_CLUSTER_ID = Port(
    "DatabaseClusterId", "String", "Identifier of the database cluster.", shown=True
)

DATABASE_READER_HOST = Port(
    "DatabaseReaderHost",
    "String",
    "Host name for reading: a replica while there is one, else the database itself.",
    shown=True,
)
DATABASE_URL_SECRET_ARN = Port(
    "DatabaseUrlSecretArn",
    "String",
    "Secret that holds the whole address of the database.",
    shown=True,
)
DATABASE_ARN = Port("DatabaseArn", "String", "The database as ARN, for policies.")

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
TEST_LISTENER_ARN = Port(
    "TestListenerArn", "String", "Listener by which a release is tried out."
)
CERTIFICATE_ARN = Port(
    "CertificateArnInUse", "String", "Certificate that the site shows.", shown=True
)
DNS_RECORDS = Port(
    "DnsRecords",
    "String",
    "Records to create where the domain is answered.",
    shown=True,
)
ALB_SECRET_ARN = Port(
    "AlbSecretArn",
    "String",
    "Secret that holds the load balancer's address.",
    shown=True,
)
SITE_URL = Port("SiteUrl", "String", "Address that users open.", shown=True)

CLUSTER_NAME = Port("ClusterName", "String", "Name of the ECS cluster.", shown=True)
CLUSTER_ARN = Port("ClusterArn", "String", "ARN of the ECS cluster.")

JOB_QUEUE_NAME = Port(
    "JobQueueName",
    "String",
    "Dead-letter queue of starts that ECS refused to the last.",
    shown=True,
)

PIPELINE_NAME = Port(
    "PipelineName", "String", "Pipeline that builds and releases.", shown=True
)
CONNECTION_ARN = Port(
    "GitHubConnectionArnInUse",
    "String",
    "Connection to GitHub; somebody has to accept it once.",
    shown=True,
)
BACKUP_VAULT_NAME = Port(
    "BackupVaultName", "String", "Vault of the backups.", shown=True
)

ALARM_TOPIC_ARN = Port(
    "AlarmTopicArn", "String", "Topic that every alarm is sent to.", shown=True
)
DEPLOY_ROLE_ARN = Port(
    "DeployRoleArn", "String", "Role that GitHub Actions assumes.", shown=True
)


def task_security_group_id(task: str) -> Port:
    """Return the port of the security group of a service or job."""
    return Port(
        f"{logical(task)}SecurityGroupId",
        SECURITY_GROUP,
        f"Security group of the tasks of {task}.",
    )


def bucket_name(bucket: str) -> Port:
    """Return the port of the name of a bucket."""
    return Port(
        f"{logical(bucket)}BucketName",
        "String",
        f"Name of the bucket {bucket}.",
        shown=True,
    )


def bucket_arn(bucket: str) -> Port:
    """Return the port of a bucket's ARN, for policies."""
    return Port(
        f"{logical(bucket)}BucketArn", "String", f"The bucket {bucket}, as ARN."
    )


def bucket_secret_arn(bucket: str) -> Port:
    """Return the port of the secret that says where a bucket is."""
    return Port(
        f"{logical(bucket)}BucketSecretArn",
        "String",
        f"Secret that holds name and region of the bucket {bucket}.",
        shown=True,
    )


def job_family(job: str) -> Port:
    """Return the port of a job's task definition family."""
    return Port(
        f"{logical(job)}Family",
        "String",
        f"Task definition family of the job {job}.",
        shown=True,
    )


def log_group_name(task: str) -> Port:
    """Return the port of the log group of a service or job."""
    return Port(
        f"{logical(task)}LogGroupName", "String", f"Log group of {task}.", shown=True
    )


def target_group_name(service: str) -> Port:
    """Return the port of a service's first target group by name, for CodeDeploy."""
    return Port(
        f"{logical(service)}TargetGroupName",
        "String",
        f"Target group of {service} that releases start from.",
    )


def green_target_group_name(service: str) -> Port:
    """Return the port of a service's second target group by name, for CodeDeploy."""
    return Port(
        f"{logical(service)}GreenTargetGroupName",
        "String",
        f"Target group of {service} that releases alternate with.",
    )


def errors_alarm_name(service: str) -> Port:
    """Return the port of the alarm that takes a release of a service back."""
    return Port(
        f"{logical(service)}ErrorsAlarmName",
        "String",
        f"Alarm on the answers of {service}, which takes a release back.",
    )


def repository_uri(image: str) -> Port:
    """Return the port of the address that an image is pushed to; see System.images."""
    return Port(
        f"{logical(image)}RepositoryUri",
        "String",
        f"Repository that the image of {image} is pushed to.",
        shown=True,
    )


def repository_arn(image: str) -> Port:
    """Return the port of an image's repository ARN, for policies."""
    return Port(
        f"{logical(image)}RepositoryArn",
        "String",
        f"Repository of {image}, as ARN.",
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
