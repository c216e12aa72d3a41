"""Stores and what watches them, without a mistake: the tests of checks bend them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.checks import Check, Problem, data, watching
from cfngen.model import Model
from tests.checks import bending
from tests.checks.bending import GONE, Changes

CHECKS = {one.id: one for one in (*data.CHECKS, *watching.CHECKS)}

KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def att(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def _made(type: str, /, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{type}", "Properties": properties}


def _kept(type: str, /, **properties: Any) -> dict[str, Any]:
    return _made(type, **properties) | KEPT


def _subnet(block: str, zone: int) -> dict[str, Any]:
    return _made(
        "EC2::Subnet",
        VpcId=ref("Vpc"),
        CidrBlock=block,
        AvailabilityZone={"Fn::Select": [zone, {"Fn::GetAZs": ""}]},
    )


def allowing(service: str, action: str, resource: Any) -> dict[str, Any]:
    """Return a policy that lets a service do something."""
    return {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": f"{service}.amazonaws.com"},
                "Action": action,
                "Resource": resource,
            }
        ]
    }


GROUND: dict[str, Any] = {
    "Vpc": _made("EC2::VPC", CidrBlock="10.0.0.0/16", EnableDnsHostnames=True),
    "Subnet1": _subnet("10.0.0.0/24", 0),
    "Subnet2": _subnet("10.0.1.0/24", 1),
    "Key": _kept(
        "KMS::Key",
        EnableKeyRotation=True,
        KeyPolicy={
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::1:root"}},
                    "Action": "kms:*",
                    "Resource": "*",
                },
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                    "Resource": "*",
                },
            ]
        },
    ),
}

DATABASES: dict[str, Any] = {
    "Group": _made(
        "RDS::DBSubnetGroup",
        DBSubnetGroupDescription="all",
        SubnetIds=[ref("Subnet1"), ref("Subnet2")],
    ),
    "Parameters": _made(
        "RDS::DBParameterGroup",
        Family="postgres17",
        Description="all",
        Parameters={"rds.force_ssl": "1"},
    ),
    "Password": _kept(
        "SecretsManager::Secret",
        GenerateSecretString={
            "ExcludePunctuation": True,
            "SecretStringTemplate": json.dumps({"username": "root"}),
            "GenerateStringKey": "password",
        },
    ),
    "Database": _kept(
        "RDS::DBInstance",
        Engine="postgres",
        EngineVersion="17.4",
        DBInstanceClass="db.m6g.large",
        DBName="shop",
        Port="5432",
        MasterUsername="root",
        MasterUserPassword={
            "Fn::Sub": "{{resolve:secretsmanager:${Password}:SecretString:password}}"
        },
        MultiAZ=True,
        StorageType="gp3",
        AllocatedStorage="400",
        MaxAllocatedStorage=1000,
        Iops=12000,
        StorageThroughput=500,
        StorageEncrypted=True,
        KmsKeyId=att("Key", "Arn"),
        DBParameterGroupName=ref("Parameters"),
        DBSubnetGroupName=ref("Group"),
        PubliclyAccessible=False,
        BackupRetentionPeriod=7,
        PreferredBackupWindow="23:30-00:30",
        PreferredMaintenanceWindow="Sun:01:00-Sun:02:00",
        AutomaticBackupReplicationRegion="us-west-2",
        EnableCloudwatchLogsExports=["postgresql", "upgrade"],
        EnablePerformanceInsights=True,
        PerformanceInsightsRetentionPeriod=93,
        MonitoringInterval=60,
        MonitoringRoleArn="arn:aws:iam::123456789012:role/monitoring",
    ),
    "Replica": _made(
        "RDS::DBInstance",
        SourceDBInstanceIdentifier=ref("Database"),
        DBInstanceClass="db.m6g.large",
        DBParameterGroupName="default.postgres17",
    ),
    "ClusterParameters": _made(
        "RDS::DBClusterParameterGroup",
        Family="aurora-postgresql16",
        Description="all",
        Parameters={"rds.force_ssl": "1"},
    ),
    "Cluster": _kept(
        "RDS::DBCluster",
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        DatabaseName="shop",
        MasterUsername="root",
        ManageMasterUserPassword=True,
        DBClusterParameterGroupName=ref("ClusterParameters"),
        DBSubnetGroupName=ref("Group"),
        BackupRetentionPeriod=1,
        PreferredBackupWindow="06:00-07:00",
        PreferredMaintenanceWindow="sun:07:00-sun:08:00",
        EnableCloudwatchLogsExports=["postgresql"],
        ServerlessV2ScalingConfiguration={
            "MinCapacity": 0,
            "MaxCapacity": 16,
            "SecondsUntilAutoPause": 300,
        },
    ),
    "Member": _made(
        "RDS::DBInstance",
        DBClusterIdentifier=ref("Cluster"),
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
    ),
}

OTHERS: dict[str, Any] = {
    "CacheGroup": _made(
        "ElastiCache::SubnetGroup",
        Description="all",
        SubnetIds=[ref("Subnet1"), ref("Subnet2")],
    ),
    "CacheParameters": _made(
        "ElastiCache::ParameterGroup",
        CacheParameterGroupFamily="valkey8",
        Description="all",
        Properties={"maxmemory-policy": "volatile-lru"},
    ),
    "Cache": _kept(
        "ElastiCache::ReplicationGroup",
        ReplicationGroupDescription="all",
        Engine="valkey",
        EngineVersion="8.2",
        CacheNodeType="cache.t4g.micro",
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
        MultiAZEnabled=True,
        PreferredCacheClusterAZs=["us-east-1a", "us-east-1b"],
        CacheParameterGroupName=ref("CacheParameters"),
        CacheSubnetGroupName=ref("CacheGroup"),
        TransitEncryptionEnabled=True,
        AuthToken="0123456789abcdef",
        SnapshotWindow="06:00-07:00",
        PreferredMaintenanceWindow="sun:07:00-sun:08:00",
    ),
    "Table": _kept(
        "DynamoDB::Table",
        KeySchema=[
            {"AttributeName": "a", "KeyType": "HASH"},
            {"AttributeName": "b", "KeyType": "RANGE"},
        ],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[
            {
                "IndexName": "one",
                "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
            }
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "two",
                "KeySchema": [
                    {"AttributeName": "a", "KeyType": "HASH"},
                    {"AttributeName": "c", "KeyType": "RANGE"},
                ],
            }
        ],
    ),
    "Files": _kept("EFS::FileSystem", Encrypted=True, KmsKeyId=att("Key", "Arn")),
    "Mount1": _made(
        "EFS::MountTarget", FileSystemId=ref("Files"), SubnetId=ref("Subnet1")
    ),
    "Mount2": _made(
        "EFS::MountTarget", FileSystemId=ref("Files"), SubnetId=ref("Subnet2")
    ),
    "Vault": _kept(
        "Backup::BackupVault",
        BackupVaultName="shop",
        LockConfiguration={"MinRetentionDays": 7, "MaxRetentionDays": 365},
    ),
    "Plan": _made(
        "Backup::BackupPlan",
        BackupPlan={
            "BackupPlanName": "daily",
            "BackupPlanRule": [
                {
                    "RuleName": "daily",
                    "TargetBackupVault": ref("Vault"),
                    "ScheduleExpression": "cron(0 3 * * ? *)",
                    "StartWindowMinutes": 60,
                    "CompletionWindowMinutes": 180,
                    "Lifecycle": {
                        "MoveToColdStorageAfterDays": 30,
                        "DeleteAfterDays": 120,
                    },
                }
            ],
        },
    ),
    "Selection": _made(
        "Backup::BackupSelection",
        BackupPlanId=ref("Plan"),
        BackupSelection={
            "SelectionName": "database",
            "Resources": [att("Database", "DBInstanceArn")],
        },
    ),
}

BUCKETS: dict[str, Any] = {
    "Bucket": _kept(
        "S3::Bucket",
        BucketName="shop-files",
        VersioningConfiguration={"Status": "Enabled"},
        LoggingConfiguration={"DestinationBucketName": ref("Logs")},
        NotificationConfiguration={
            "QueueConfigurations": [
                {"Event": "s3:ObjectCreated:*", "Queue": att("Queue", "Arn")}
            ]
        },
        LifecycleConfiguration={
            "Rules": [
                {
                    "Status": "Enabled",
                    "Transitions": [
                        {"StorageClass": "STANDARD_IA", "TransitionInDays": 30},
                        {"StorageClass": "GLACIER", "TransitionInDays": 90},
                    ],
                    "ExpirationInDays": 365,
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                }
            ]
        },
        ReplicationConfiguration={
            "Role": "arn:aws:iam::123456789012:role/replication",
            "Rules": [
                {
                    "Status": "Enabled",
                    "Priority": 1,
                    "Filter": {"Prefix": ""},
                    "DeleteMarkerReplication": {"Status": "Enabled"},
                    "SourceSelectionCriteria": {
                        "SseKmsEncryptedObjects": {"Status": "Enabled"}
                    },
                    "Destination": {
                        "Bucket": att("Copies", "Arn"),
                        "EncryptionConfiguration": {
                            "ReplicaKmsKeyID": "arn:aws:kms:us-west-2:1:key/2"
                        },
                        "ReplicationTime": {"Status": "Enabled"},
                        "Metrics": {"Status": "Enabled"},
                    },
                }
            ],
        },
    ),
    "BucketPolicy": _made(
        "S3::BucketPolicy",
        Bucket=ref("Bucket"),
        PolicyDocument={
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [
                        att("Bucket", "Arn"),
                        {"Fn::Sub": "${Bucket.Arn}/*"},
                    ],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ]
        },
    ),
    "Copies": _kept("S3::Bucket", VersioningConfiguration={"Status": "Enabled"}),
    "Logs": _kept(
        "S3::Bucket",
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    ),
    "LogsPolicy": _made(
        "S3::BucketPolicy",
        Bucket=ref("Logs"),
        PolicyDocument=allowing(
            "logging.s3", "s3:PutObject", {"Fn::Sub": "${Logs.Arn}/*"}
        ),
    ),
    "Queue": _made("SQS::Queue", QueueName="events"),
    "QueuePolicy": _made(
        "SQS::QueuePolicy",
        Queues=[ref("Queue")],
        PolicyDocument={
            "Statement": [
                *allowing("s3", "sqs:SendMessage", att("Queue", "Arn"))["Statement"],
                *allowing("sns", "sqs:SendMessage", att("Queue", "Arn"))["Statement"],
            ]
        },
    ),
}

DASHBOARD = {
    "widgets": [
        {"type": "text", "width": 24, "height": 1, "properties": {"markdown": "#"}},
        {
            "type": "metric",
            "x": 12,
            "y": 1,
            "width": 12,
            "height": 6,
            "properties": {
                "region": "us-east-1",
                "metrics": [
                    [
                        "AWS/SQS",
                        "NumberOfMessagesSent",
                        "QueueName",
                        "$Queue.QueueName",
                    ],
                    [".", "ApproximateAgeOfOldestMessage", ".", "."],
                ],
            },
        },
        {"type": "alarm", "properties": {"title": "All", "alarms": ["$Alarm.Arn"]}},
    ]
}


def body(dashboard: Any) -> dict[str, str]:
    """Return the body of a dashboard; `$Queue.QueueName` stands for an attribute."""
    text = json.dumps(dashboard)
    for name in ("Queue.QueueName", "Queue.Arn", "Alarm.Arn", "Topic.TopicArn"):
        text = text.replace(f"${name}", f"${{{name}}}")
    return {"Fn::Sub": text}


WATCHING: dict[str, Any] = {
    "Topic": _made("SNS::Topic", KmsMasterKeyId=ref("Key")),
    "TopicPolicy": _made(
        "SNS::TopicPolicy",
        Topics=[ref("Topic")],
        PolicyDocument=allowing("cloudwatch", "sns:Publish", ref("Topic")),
    ),
    "Reader": _made(
        "SNS::Subscription",
        TopicArn=ref("Topic"),
        Protocol="email",
        Endpoint="ops@example.com",
    ),
    "Other": _made(
        "SNS::Subscription",
        TopicArn=ref("Topic"),
        Protocol="sqs",
        Endpoint=att("Queue", "Arn"),
    ),
    "Alarm": _made(
        "CloudWatch::Alarm",
        Namespace="AWS/RDS",
        MetricName="CPUUtilization",
        Dimensions=[{"Name": "DBInstanceIdentifier", "Value": ref("Database")}],
        Statistic="Average",
        Period=300,
        EvaluationPeriods=3,
        DatapointsToAlarm=2,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=80,
        AlarmActions=[ref("Topic")],
    ),
    "Node": _made(
        "CloudWatch::Alarm",
        Namespace="AWS/ElastiCache",
        MetricName="Evictions",
        Dimensions=[{"Name": "CacheClusterId", "Value": {"Fn::Sub": "${Cache}-002"}}],
        ExtendedStatistic="p95",
        Period=60,
        EvaluationPeriods=5,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=0,
    ),
    "Ecs": _made("ECS::Cluster"),
    "Service": _made("ECS::Service", Cluster=ref("Ecs")),
    "Busy": _made(
        "CloudWatch::Alarm",
        Namespace="AWS/ECS",
        MetricName="CPUUtilization",
        Dimensions=[
            {"Name": "ClusterName", "Value": ref("Ecs")},
            {"Name": "ServiceName", "Value": att("Service", "Name")},
        ],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=5,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=80,
    ),
    "Rate": _made(
        "CloudWatch::Alarm",
        Metrics=[
            {
                "Id": "rate",
                "Expression": "IF(all > 0, 100 * FILL(bad, 0) / all, 0)",
                "ReturnData": True,
            },
            *(
                {
                    "Id": name,
                    "MetricStat": {
                        "Metric": {"Namespace": "shop", "MetricName": metric},
                        "Period": 60,
                        "Stat": "Sum",
                    },
                    "ReturnData": False,
                }
                for name, metric in (("all", "lines"), ("bad", "errors"))
            ),
        ],
        EvaluationPeriods=5,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=5,
    ),
    "Lines": _made(
        "Logs::MetricFilter",
        LogGroupName="shop",
        FilterPattern="",
        MetricTransformations=[
            {
                "MetricNamespace": "shop",
                "MetricName": "lines",
                "MetricValue": "1",
                "DefaultValue": 0,
            }
        ],
    ),
    "Errors": _made(
        "Logs::MetricFilter",
        LogGroupName="shop",
        FilterPattern='{ $.level = "error" }',
        MetricTransformations=[
            {
                "MetricNamespace": "shop",
                "MetricName": "errors",
                "MetricValue": "$.count",
                "Dimensions": [{"Key": "code", "Value": "$.code"}],
            }
        ],
    ),
    "Both": _made(
        "CloudWatch::CompositeAlarm",
        AlarmRule={"Fn::Sub": "ALARM(${Alarm}) AND NOT (OK('x') OR FALSE)"},
        AlarmActions=[ref("Topic")],
    ),
    "Dashboard": _made("CloudWatch::Dashboard", DashboardBody=body(DASHBOARD)),
}

SYSTEM: Mapping[str, Any] = {**GROUND, **DATABASES, **OTHERS, **BUCKETS, **WATCHING}


def model(change: Changes) -> Model:
    """Return the model of the system, changed."""
    return bending.bent(SYSTEM, change)


def like(name: str, **differing: Any) -> dict[str, Any]:
    """Return a resource like one of the system, some properties changed."""
    resource: dict[str, Any] = copy.deepcopy(SYSTEM[name])
    resource["Properties"] |= differing
    return resource


def problems(system: Model, checks: Iterable[Check]) -> list[Problem]:
    """Return what some checks find."""
    return [found for one in checks for found in bending.problems(system, one)]


@dataclass(frozen=True)
class Case(bending.Case):
    """A change of this system, and what must be said of it."""

    def spoken(self) -> bool:
        """Return whether the check speaks of the right place, in the right words."""
        return bending.spoken(SYSTEM, CHECKS.values(), self)


@dataclass(frozen=True)
class Fine(bending.Fine):
    """A change of this system that AWS takes, and a check has to let be."""

    def silent(self) -> bool:
        """Return whether the check says nothing."""
        return bending.silent(SYSTEM, CHECKS.values(), self)


__all__ = [
    "CHECKS",
    "GONE",
    "KEPT",
    "SYSTEM",
    "Case",
    "Fine",
    "allowing",
    "att",
    "body",
    "like",
    "model",
    "problems",
    "ref",
]
