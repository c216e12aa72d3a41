"""How the ARNs of resources begin before they exist.

CloudFormation makes names of the stack's name, the logical id and random letters, where
a template gives none; a few handlers leave the stack's name out. Where the service
allows few letters, stack and logical id share them:
https://github.com/aws-cloudformation/cloudformation-cli-java-plugin/blob/master/src/main/java/software/amazon/cloudformation/resource/IdentifierUtils.java
Services that are not in the table name their resources themselves, or in a way that
nobody has written down: their actions are narrowed to account and region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SHORT = 24
"""Letters of a stack's name that are left where a name may have 63 or 64: half of what
the random ones and their hyphens leave."""


@dataclass(frozen=True)
class Name:
    """A kind of ARN, and the types whose resources have it.

    `{p}`, `{r}` and `{a}` are partition, region and account; `{stack}` how the name of
    each stack begins that holds such a resource, `{lower}` the same in small letters;
    `{id}` its logical id; `{given}` what its property says.
    """

    arn: str
    types: tuple[str, ...]
    property: str = ""
    most: int = 64


ROLE = Name("arn:{p}:iam::{a}:role/{stack}*", ("AWS::IAM::Role",), most=SHORT)
LOG_GROUP = "arn:{p}:logs:{r}:{a}:log-group:{given}"
LOGS = ("AWS::Logs::LogGroup",)
CLUSTER = ("AWS::ECS::Cluster",)
SECRET = ("AWS::SecretsManager::Secret",)
DATABASES = (
    *("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBSubnetGroup"),
    *("AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"),
)
BUCKET = ("AWS::S3::Bucket",)
WEB_ACL = ("AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation")
PROJECT = ("AWS::CodeBuild::Project",)
DASHBOARD = ("AWS::CloudWatch::Dashboard",)
DEPLOYMENTS = "arn:{p}:codedeploy:{r}:{a}:"
APPLICATION = ("AWS::CodeDeploy::Application",)
CONNECTION = ("AWS::CodeConnections::Connection",)
VAULT = ("AWS::Backup::BackupVault",)

NAMES: Mapping[str, Mapping[str, tuple[Name, ...]]] = {
    "backup": {
        "backupVault": (
            Name(
                "arn:{p}:backup:{r}:{a}:backup-vault:{given}", VAULT, "BackupVaultName"
            ),
        ),
        "backupPlan": (
            Name("arn:{p}:backup:{r}:{a}:backup-plan:*", ("AWS::Backup::BackupPlan",)),
        ),
    },
    "cloudwatch": {
        "alarm": (
            Name(
                "arn:{p}:cloudwatch:{r}:{a}:alarm:{stack}*", ("AWS::CloudWatch::Alarm",)
            ),
            # Target tracking has alarms of its own, named after what it scales:
            # https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
            Name(
                "arn:{p}:cloudwatch:{r}:{a}:alarm:TargetTracking-service/*",
                ("AWS::ApplicationAutoScaling::ScalingPolicy",),
            ),
        ),
        "dashboard": (
            Name("arn:{p}:cloudwatch::{a}:dashboard/{id}-*", DASHBOARD),
            Name("arn:{p}:cloudwatch::{a}:dashboard/{stack}*", DASHBOARD),
        ),
    },
    "codebuild": {
        "project": (
            Name("arn:{p}:codebuild:{r}:{a}:project/{id}-*", PROJECT),
            Name("arn:{p}:codebuild:{r}:{a}:project/{stack}*", PROJECT),
        ),
    },
    "codedeploy": {
        "application": (Name(DEPLOYMENTS + "application:{stack}*", APPLICATION),),
        "deploymentgroup": (
            Name(DEPLOYMENTS + "deploymentgroup:{stack}*", APPLICATION),
        ),
        "deploymentconfig": (Name(DEPLOYMENTS + "deploymentconfig:*", APPLICATION),),
    },
    "codepipeline": {
        "pipeline": (
            Name(
                "arn:{p}:codepipeline:{r}:{a}:{stack}*",
                ("AWS::CodePipeline::Pipeline",),
            ),
        ),
    },
    "codestar-connections": {
        "Connection": (
            Name("arn:{p}:codeconnections:{r}:{a}:connection/*", CONNECTION),
            Name("arn:{p}:codestar-connections:{r}:{a}:connection/*", CONNECTION),
        ),
    },
    "ecr": {
        "repository": (
            Name("arn:{p}:ecr:{r}:{a}:repository/{lower}*", ("AWS::ECR::Repository",)),
        ),
    },
    "ecs": {
        "cluster": (Name("arn:{p}:ecs:{r}:{a}:cluster/{stack}*", CLUSTER),),
        "service": (Name("arn:{p}:ecs:{r}:{a}:service/{stack}*", CLUSTER),),
        "service-deployment": (
            Name("arn:{p}:ecs:{r}:{a}:service-deployment/{stack}*", CLUSTER),
        ),
        "task": (Name("arn:{p}:ecs:{r}:{a}:task/{stack}*", CLUSTER),),
        "task-definition": (
            Name(
                "arn:{p}:ecs:{r}:{a}:task-definition/{given}:*",
                ("AWS::ECS::TaskDefinition",),
                "Family",
            ),
            # Tags may be asked about before there is a revision:
            # https://github.com/aws/aws-cdk/issues/25768
            Name(
                "arn:{p}:ecs:{r}:{a}:task-definition/{given}",
                ("AWS::ECS::TaskDefinition",),
                "Family",
            ),
        ),
    },
    "events": {
        "rule-on-default-event-bus": (
            Name(
                "arn:{p}:events:{r}:{a}:rule/{stack}*",
                ("AWS::Events::Rule",),
                most=SHORT,
            ),
        ),
    },
    "iam": {
        "role": (ROLE,),
        "policy": (
            Name("arn:{p}:iam::{a}:policy/{stack}*", ("AWS::IAM::ManagedPolicy",)),
        ),
        "oidc-provider": (
            Name(
                "arn:{p}:iam::{a}:oidc-provider/{given}",
                ("AWS::IAM::OIDCProvider",),
                "Url",
            ),
        ),
    },
    "kms": {"key": (Name("arn:{p}:kms:{r}:{a}:key/*", ("AWS::KMS::Key",)),)},
    "logs": {
        "log-group": (
            Name(LOG_GROUP, LOGS, "LogGroupName"),
            Name(LOG_GROUP + ":*", LOGS, "LogGroupName"),
        ),
        "log-stream": (Name(LOG_GROUP + ":*", LOGS, "LogGroupName"),),
    },
    "rds": {
        kind: (
            Name("arn:{p}:rds:{r}:{a}:*:{lower}*", DATABASES, most=SHORT),
            # The groups of options and parameters that AWS has made.
            Name("arn:{p}:rds:{r}:{a}:*:default*", DATABASES),
        )
        for kind in ("cluster", "cluster-pg", "db", "og", "pg", "subgrp")
    }
    | {
        # What a database is restored from may have any name.
        kind: (Name(f"arn:{{p}}:rds:{{r}}:{{a}}:{kind}:*", DATABASES),)
        for kind in ("cluster-snapshot", "snapshot")
    },
    "route53": {
        "hostedzone": (
            Name(
                "arn:{p}:route53:::hostedzone/{given}",
                ("AWS::Route53::RecordSet",),
                "HostedZoneId",
            ),
        ),
        "change": (Name("arn:{p}:route53:::change/*", ("AWS::Route53::RecordSet",)),),
    },
    "s3": {
        "bucket": (Name("arn:{p}:s3:::{lower}*", BUCKET, most=SHORT),),
        "object": (Name("arn:{p}:s3:::{lower}*/*", BUCKET, most=SHORT),),
    },
    "secretsmanager": {
        "Secret": (
            Name("arn:{p}:secretsmanager:{r}:{a}:secret:{id}-*", SECRET),
            Name("arn:{p}:secretsmanager:{r}:{a}:secret:{stack}*", SECRET),
        ),
    },
    "sns": {
        "topic": (Name("arn:{p}:sns:{r}:{a}:{stack}*", ("AWS::SNS::Topic",)),),
    },
    "sqs": {
        "queue": (Name("arn:{p}:sqs:{r}:{a}:{stack}*", ("AWS::SQS::Queue",)),),
    },
    "wafv2": {
        "webacl": (Name("arn:{p}:wafv2:{r}:{a}:regional/*", WEB_ACL),),
        "loadbalancer/app/": (
            Name("arn:{p}:elasticloadbalancing:{r}:{a}:loadbalancer/app/*", WEB_ACL),
        ),
    },
}
"""By service and the kind of resource that IAM narrows its actions to."""

GLOBAL = frozenset(("cloudfront", "iam", "organizations", "route53", "s3", "sts"))
"""Services that answer from one region for all, some or all of the time: a condition on
regions would miss them."""

LISTS = ("Describe", "List")
"""How actions begin that may ask for all resources of a kind at once."""

NAMED_ONLY = frozenset(
    ("cloudformation", "codedeploy", "iam", "kms", "route53", "s3", "secretsmanager")
    + ("sns", "sqs")
)
"""Services whose reading actions name what they read: those are narrowed as well."""

ANYWHERE = frozenset(
    (
        *("cloudwatch:GetMetricData", "ecs:ListTasks"),
        "route53:AssociateVPCWithHostedZone",
    )
)
"""Actions whose resource is AWS's own, which no template names, or one that a call
need not have: tasks are narrowed by the container instance that they run on, and what
is asked of a service is asked of everything:
https://github.com/cdklabs/construct-hub/pull/1207"""

BY_CHANGE_SET = frozenset(
    f"cloudformation:{verb}"
    for verb in (
        *("DescribeChangeSet", "DescribeEvents", "ExecuteChangeSet"),
        *("ListHookResults", "TagResource", "UntagResource"),
    )
)
"""What is asked with a change set's ARN and no stack's. AWS's table names the change
set for some of them and the stack for others; both are allowed:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html"""
