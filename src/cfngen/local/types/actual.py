"""What a resource really is: read back from its service, for the search for drift.

Plain moto answers every search with chance. CloudFormation compares what the template
says explicitly with what the service tells:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
Only what moto stores faithfully is here; no row means that nobody has looked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen.local.engine.records import Resource, Stack
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types import service

Parameters = dict[str, Any]
INACTIVE = "INACTIVE"


@dataclass(frozen=True)
class Reader:
    """How one type is read: the call, where its answer has the object, and what of it.

    `properties` leads from a property of the template to a key of the object; `tags`
    names the key of the tags, `named` that of the name where the call finds others too.
    """

    service: str
    operation: str
    asked: Callable[[Resource], Parameters]
    where: str
    properties: Mapping[str, str] = field(default_factory=dict)
    tags: str = ""
    named: str = ""


def read(stack: Stack, resource: Resource) -> tuple[Reader, Parameters | None] | None:
    """Return what a service tells of a resource, None inside where it is gone.

    None where it cannot be read: there is no row, or nothing real behind it.
    """
    reader = rows().get(resource.type)
    if reader is None or "Stand-in" in resource.note or not resource.physical_id:
        return None
    asked = reader.asked(resource)
    try:
        answer: Any = service.call(
            stack.region, reader.service, reader.operation, asked
        )
    except service.Crashed:
        return None
    except ResourceFailed:
        return reader, None
    for part in filter(None, reader.where.split(".")):
        answer = answer.get(part) if isinstance(answer, dict) else None
    if reader.named and isinstance(answer, list):
        answer = [o for o in answer if o.get(reader.named) == resource.physical_id]
    found = answer[0] if isinstance(answer, list) and answer else answer
    gone = not isinstance(found, dict) or found.get("status") == INACTIVE
    return reader, None if gone else found


def _one(key: str) -> Callable[[Resource], Parameters]:
    return lambda resource: {key: resource.physical_id}


def _few(key: str, **more: Any) -> Callable[[Resource], Parameters]:
    return lambda resource: {key: [resource.physical_id], **more}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def rows() -> dict[str, Reader]:
    """Return the readers by resource type."""
    return {**_network(), **_data(), **_running(), **_watching()}


def _network() -> dict[str, Reader]:
    load_balancer = "AWS::ElasticLoadBalancingV2"
    return {
        "AWS::EC2::VPC": Reader(
            "ec2", "describe_vpcs", _few("VpcIds"), "Vpcs", _same("CidrBlock"), "Tags"
        ),
        "AWS::EC2::Subnet": Reader(
            "ec2",
            "describe_subnets",
            _few("SubnetIds"),
            "Subnets",
            _same("CidrBlock", "MapPublicIpOnLaunch"),
            "Tags",
        ),
        "AWS::EC2::SecurityGroup": Reader(
            "ec2",
            "describe_security_groups",
            _few("GroupIds"),
            "SecurityGroups",
            {"GroupDescription": "Description"},
            "Tags",
        ),
        f"{load_balancer}::LoadBalancer": Reader(
            "elbv2",
            "describe_load_balancers",
            _few("LoadBalancerArns"),
            "LoadBalancers",
            _same("Scheme"),
        ),
        f"{load_balancer}::TargetGroup": Reader(
            "elbv2",
            "describe_target_groups",
            _few("TargetGroupArns"),
            "TargetGroups",
            _same("Port", "Protocol", "HealthCheckPath"),
        ),
    }


def _data() -> dict[str, Reader]:
    sizes = ("BackupRetentionPeriod", "DeletionProtection", "EngineVersion")
    return {
        "AWS::S3::Bucket": Reader("s3", "get_bucket_location", _one("Bucket"), ""),
        "AWS::RDS::DBInstance": Reader(
            "rds",
            "describe_db_instances",
            _one("DBInstanceIdentifier"),
            "DBInstances",
            _same("DBInstanceClass", "MultiAZ", *sizes),
        ),
        "AWS::RDS::DBCluster": Reader(
            "rds",
            "describe_db_clusters",
            _one("DBClusterIdentifier"),
            "DBClusters",
            _same(*sizes),
        ),
        "AWS::SecretsManager::Secret": Reader(
            "secretsmanager",
            "describe_secret",
            _one("SecretId"),
            "",
            _same("Description"),
        ),
    }


def _running() -> dict[str, Reader]:
    return {
        "AWS::ECR::Repository": Reader(
            "ecr",
            "describe_repositories",
            _few("repositoryNames"),
            "repositories",
            {"ImageTagMutability": "imageTagMutability"},
        ),
        "AWS::ECS::Cluster": Reader(
            "ecs", "describe_clusters", _few("clusters"), "clusters"
        ),
        "AWS::ECS::Service": Reader(
            "ecs",
            "describe_services",
            lambda r: {
                "services": [r.physical_id],
                "cluster": r.properties.get("Cluster", "default"),
            },
            "services",
            {"DesiredCount": "desiredCount"},
        ),
        "AWS::ECS::TaskDefinition": Reader(
            "ecs",
            "describe_task_definition",
            _one("taskDefinition"),
            "taskDefinition",
            {"Cpu": "cpu", "Memory": "memory"},
        ),
        "AWS::IAM::Role": Reader(
            "iam",
            "get_role",
            _one("RoleName"),
            "Role",
            _same("Description", "MaxSessionDuration"),
            "Tags",
        ),
    }


def _watching() -> dict[str, Reader]:
    return {
        "AWS::CloudWatch::Alarm": Reader(
            "cloudwatch",
            "describe_alarms",
            _few("AlarmNames"),
            "MetricAlarms",
            _same("ComparisonOperator", "EvaluationPeriods", "Period", "Threshold"),
        ),
        "AWS::Logs::LogGroup": Reader(
            "logs",
            "describe_log_groups",
            _one("logGroupNamePrefix"),
            "logGroups",
            {"RetentionInDays": "retentionInDays"},
            named="logGroupName",
        ),
        "AWS::SNS::Topic": Reader(
            "sns",
            "get_topic_attributes",
            _one("TopicArn"),
            "Attributes",
            _same("DisplayName"),
        ),
        "AWS::SQS::Queue": Reader(
            "sqs",
            "get_queue_attributes",
            lambda r: {"QueueUrl": r.physical_id, "AttributeNames": ["All"]},
            "Attributes",
            _same("MessageRetentionPeriod", "VisibilityTimeout"),
        ),
    }
