"""What the parts of a pipeline share: the bucket of its files, its log, its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from awacs import kms
from awacs import logs as log_actions
from awacs import s3 as actions
from awacs.aws import ArnLike, Statement, StringEquals
from troposphere import AccountId, GetAtt, Sub, iam, logs, s3

from cfngen import ports
from cfngen.layers import bucket
from cfngen.layers.delivery.pipeline import settings
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.policies import allow, arn, document, through, trust
from cfngen.settings import LOG_RETENTION
from cfngen.spec.system import System

BUCKET = "ArtifactBucket"

SOURCES = {
    "codebuild": "project/*",
    "codedeploy": "deploymentgroup:*",
    "codepipeline": "*",
}
"""On behalf of what each service takes a role:
https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
https://docs.aws.amazon.com/codedeploy/latest/userguide/cross-service-confused-deputy-prevention.html
https://docs.aws.amazon.com/codepipeline/latest/userguide/cross-service-confused-deputy-prevention.html"""


@dataclass(frozen=True)
class Ground:
    """The layer and the system, with the bucket and the log group of the pipeline."""

    layer: Layer
    system: System
    bucket: s3.Bucket
    log_group: logs.LogGroup

    @property
    def key(self) -> Any:
        """Return the key that encrypts what the pipeline stores."""
        return self.layer.enter(ports.KEY_ARN)


def lay(layer: Layer, system: System) -> Ground:
    """Add the bucket and the log group."""
    expire = s3.LifecycleRule(
        Id="expire",
        Status="Enabled",
        ExpirationInDays=layer.setting(settings.RETENTION),
    )
    tags = name_tag(system.system, "artifacts")
    made = bucket.add(layer, BUCKET, tags, [expire], key=layer.enter(ports.KEY_ARN))
    group = layer.add(
        logs.LogGroup(
            "BuildLogGroup",
            # Kept, its fixed name would keep the stack from being made again.
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            LogGroupName=Sub(f"/codebuild/{system.system}-${{EnvironmentName}}"),
            KmsKeyId=layer.enter(ports.KEY_ARN),
            RetentionInDays=layer.setting(LOG_RETENTION),
        )
    )
    return Ground(layer, system, made, group)


def role(
    ground: Ground,
    logical_id: str,
    service: str,
    description: str,
    statements: Sequence[Statement],
) -> iam.Role:
    """Add a role that one service of this account takes, and return it."""
    return ground.layer.add(
        iam.Role(
            logical_id,
            Description=description,
            AssumeRolePolicyDocument=trust(
                service,
                StringEquals({"aws:SourceAccount": AccountId}),
                ArnLike({"aws:SourceArn": arn(service, SOURCES[service])}),
            ),
            Policies=[
                iam.Policy(PolicyName="release", PolicyDocument=document(*statements))
            ],
            Tags=name_tag(ground.system.system, "delivery"),
        )
    )


def artifacts(ground: Ground) -> list[Statement]:
    """Return the permission to read and write the pipeline's files."""
    return [
        allow(
            [actions.GetObject, actions.GetObjectVersion, actions.PutObject],
            [bucket.objects(BUCKET)],
        ),
        allow(
            [
                actions.GetBucketAcl,
                actions.GetBucketLocation,
                actions.GetBucketVersioning,
            ],
            [GetAtt(ground.bucket, "Arn")],
        ),
        through("s3", [kms.Decrypt, kms.GenerateDataKey], ground.key),
    ]


def logging(ground: Ground) -> Statement:
    """Return the permission to write the log of a build."""
    return allow(
        [log_actions.CreateLogStream, log_actions.PutLogEvents],
        [GetAtt(ground.log_group, "Arn")],
    )
