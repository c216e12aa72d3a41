"""What AWS takes, and a check of stores has to let be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.data.system import CHECKS, GONE, Fine, allowing, problems, ref
from tests.models import of_template

FAR = "arn:aws:kms:eu-west-1:123456789012:key/1"

RULE = "Plan/BackupPlan/BackupPlanRule/0"
LATE = {f"{RULE}/ScheduleExpression": "cron(0 23 * * ? *)"}

RULES = "Bucket/LifecycleConfiguration/Rules"
MOVED = {"StorageClass": "GLACIER", "TransitionInDays": 60}
APART = [
    {"Status": "Enabled", "Transitions": [MOVED]},
    {"Status": "Enabled", "ExpirationInDays": 60},
]

LETTING = allowing("s3", "sqs:SendMessage", "*")


def made(type: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::{type}", "Properties": properties}


FINE = (
    Fine("a replica's snapshot", "CG591", {"Replica/@DeletionPolicy": "Snapshot"}),
    Fine("a disk that does not grow", "CG593", {"Database/MaxAllocatedStorage": 400}),
    Fine(
        "a key that may not be there",
        "CG598",
        {
            "Database/StorageEncrypted": GONE,
            "Database/KmsKeyId": ref("Unknown"),
            "Replica/KmsKeyId": "key",
        },
    ),
    Fine(
        "a member whose cluster watches",
        *("CG599", {"Member/PerformanceInsightsRetentionPeriod": 7}),
    ),
    Fine(
        "a replica ahead of its source",
        "CG602",
        {
            "Replica/EngineVersion": "18.1",
            "Replica/DBParameterGroupName": "default.postgres18",
        },
    ),
    Fine(
        "a replica of a version that is not known",
        "CG602",
        {
            "Replica/EngineVersion": ref("Unknown"),
            "Replica/DBParameterGroupName": "default.postgres18",
        },
    ),
    Fine("a database called admin", "CG605", {"Database/DBName": "admin"}),
    Fine(
        "a user that comes in by IAM",
        "CG606",
        {
            "Database/MasterUserPassword": GONE,
            "Database/MasterUserAuthenticationType": "iam-db-auth",
        },
    ),
    Fine(
        "a local zone",
        "CG610",
        {
            "Group/SubnetIds": [ref("Subnet1")],
            "Subnet1/AvailabilityZone": "us-west-2-lax-1a",
        },
    ),
    Fine(
        "an outpost",
        "CG610",
        {
            "Group/SubnetIds": [ref("Subnet1")],
            "Subnet1/OutpostArn": "arn:aws:outposts:us-east-1:1:outpost/op-1",
        },
    ),
    Fine(
        "shards that CloudFormation lets fail over",
        "CG614",
        {
            "Cache/AutomaticFailoverEnabled": GONE,
            "Cache/NumCacheClusters": GONE,
            "Cache/NumNodeGroups": 3,
            "Cache/ReplicasPerNodeGroup": 1,
        },
    ),
    Fine(
        "one node that stays",
        "CG614",
        {
            "Cache/AutomaticFailoverEnabled": False,
            "Cache/MultiAZEnabled": GONE,
            "Cache/NumCacheClusters": 1,
        },
    ),
    Fine("two rules on one day", "CG620", {RULES: APART}),
    Fine("two rules, of which one comes first", "CG618", {RULES: APART}),
    Fine(
        "an ACL that is not known",
        "CG623",
        {"LogsPolicy/Bucket": ref("Copies"), "Logs/AccessControl": ref("Unknown")},
    ),
    Fine(
        "logs by the bucket's name",
        "CG623",
        {"Logs/BucketName": "shop-logs", "LogsPolicy/Bucket": "shop-logs"},
    ),
    Fine(
        "a policy of a bucket that is not known",
        "CG623",
        {"LogsPolicy/Bucket": {"Fn::Sub": "${Unknown}-logs"}},
    ),
    Fine(
        "an inline policy",
        "CG624",
        {
            "QueuePolicy": made(
                "SQS::QueueInlinePolicy", Queue=ref("Queue"), PolicyDocument=LETTING
            )
        },
    ),
    Fine(
        "a policy of a queue by its address",
        "CG624",
        {
            "QueuePolicy/Queues": [
                {"Fn::Sub": "https://sqs.us-east-1.amazonaws.com/${Unknown}/events"}
            ]
        },
    ),
    Fine(
        "keys of replicas",
        "CG626",
        {
            "Password/ReplicaRegions": [{"Region": "eu-west-1", "KmsKeyId": FAR}],
            "Files/ReplicationConfiguration": {
                "Destinations": [
                    {"Region": "eu-west-1", "KmsKeyId": FAR},
                    {"AvailabilityZoneName": "eu-west-1a", "KmsKeyId": FAR},
                ]
            },
        },
    ),
    Fine(
        "a plan that makes continuous backups",
        "CG628",
        {**LATE, f"{RULE}/EnableContinuousBackup": True},
    ),
    Fine(
        "a database without backups of its own",
        "CG628",
        {**LATE, "Database/BackupRetentionPeriod": 0},
    ),
)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_aws_takes_is_let_be(fine: Fine) -> None:
    assert fine.silent()


def test_settings_that_copy_nothing_are_no_half_of_a_copy() -> None:
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {
            "TemplateURL": "https://example.com/t.json",
            "Parameters": {"ReplicaDomain": ref("ReplicaDomain")},
        },
    }
    both = [
        {"Fn::Not": [{"Fn::Equals": [ref(name), ""]}]}
        for name in ("ReplicaDomain", "Zone")
    ]
    system = of_template(
        {
            "Parameters": {
                "ReplicaDomain": {"Type": "String", "Default": "a.example.com"},
                "Zone": {"Type": "String", "Default": ""},
            },
            "Conditions": {"HasRecord": {"Fn::And": both}},
            "Resources": {"Nested": nested},
        }
    )
    assert problems(system, [CHECKS["CG629"]]) == []
