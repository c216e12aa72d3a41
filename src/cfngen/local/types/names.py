"""The names that CloudFormation makes up where a template gives none.

Plain moto makes them from stack, logical id and upper-case letters for all types, and
then refuses the one it made for an ECR repository. CloudFormation keeps to what the
service allows: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

SUFFIX = 12
LONGEST: Mapping[str, int] = {
    "AWS::Backup::BackupVault": 50,
    "AWS::CodePipeline::Pipeline": 100,
    "AWS::ElastiCache::ReplicationGroup": 40,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": 32,
    "AWS::ElasticLoadBalancingV2::TargetGroup": 32,
    "AWS::IAM::Role": 64,
    "AWS::Events::Rule": 64,
    "AWS::RDS::DBCluster": 63,
    "AWS::RDS::DBInstance": 63,
    "AWS::S3::Bucket": 63,
    "AWS::SQS::Queue": 80,
    "AWS::Scheduler::Schedule": 64,
    "AWS::Scheduler::ScheduleGroup": 64,
}
"""Characters that the service allows, where a generated name could be longer."""

LOWER = ("AWS::ECR::", "AWS::ElastiCache::", "AWS::RDS::", "AWS::S3::")
"""Services whose names are in lower case."""


def generated(stack: str, logical_id: str, type_name: str) -> str:
    """Return stack, logical id and a random part, as long as the service allows.

    The stack's part is what gives way.
    """
    suffix = uuid.uuid4().hex[:SUFFIX].upper()
    tail = f"-{logical_id}-{suffix}"
    room = LONGEST.get(type_name, 128) - len(tail)
    start = stack[: max(room, 1)].rstrip("-")
    name = f"{start}{tail}"[-LONGEST.get(type_name, 128) :].lstrip("-")
    return name.lower() if type_name.startswith(LOWER) else name
