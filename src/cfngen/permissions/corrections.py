"""What the schemas' lists of permissions leave out, and what they list for features.

A handler's list says what it may call in any case that there is. What it calls for a
property that no resource has is left out here; what the service asks of the caller and
the list does not say is added, with the page that says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Addition:
    """What a type needs besides; where `property` is said, only with it."""

    type: str
    actions: tuple[str, ...]
    url: str
    property: str = ""


@dataclass(frozen=True)
class Feature:
    """What a type needs only where a resource of it has one of some properties."""

    type: str
    properties: tuple[str, ...]
    actions: tuple[str, ...]


DOCS = "https://docs.aws.amazon.com"
RDS_KEY = ("kms:CreateGrant", "kms:DescribeKey")
RDS_GROUND = (
    *("ec2:DescribeAccountAttributes", "ec2:DescribeAvailabilityZones"),
    *("ec2:DescribeInternetGateways", "ec2:DescribeSecurityGroups"),
    *("ec2:DescribeSubnets", "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs"),
)
ELB_GROUND = (
    *("ec2:DescribeAccountAttributes", "ec2:DescribeAddresses"),
    *("ec2:DescribeInternetGateways", "ec2:DescribeSecurityGroups"),
    *("ec2:DescribeSubnets", "ec2:DescribeVpcs"),
)
CODEBUILD = (
    *("codebuild:CreateProject", "codebuild:UpdateProject"),
    *("codebuild:DeleteProject", "codebuild:BatchGetProjects"),
)

ADDITIONS = (
    Addition(
        "AWS::CodeBuild::Project",
        CODEBUILD,
        f"{DOCS}/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html",
    ),
    Addition(
        "AWS::CodePipeline::Pipeline",
        ("codeconnections:PassConnection",),
        f"{DOCS}/service-authorization/latest/reference/list_awscodeconnections.html",
    ),
    Addition(
        "AWS::EC2::VPCEndpoint",
        ("route53:AssociateVPCWithHostedZone",),
        f"{DOCS}/service-authorization/latest/reference/list_amazonec2.html",
        "PrivateDnsEnabled",
    ),
    Addition(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        ELB_GROUND,
        f"{DOCS}/elasticloadbalancing/latest/userguide/elb-api-permissions.html",
    ),
    Addition(
        "AWS::RDS::DBCluster",
        RDS_KEY,
        f"{DOCS}/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html",
        "KmsKeyId",
    ),
    Addition(
        "AWS::RDS::DBSubnetGroup",
        RDS_GROUND,
        f"{DOCS}/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.html",
    ),
    Addition(
        "AWS::SecretsManager::Secret",
        ("kms:Decrypt", "kms:GenerateDataKey"),
        f"{DOCS}/secretsmanager/latest/userguide/security-encryption.html",
        "KmsKeyId",
    ),
)
"""What no list says, each with the page of the service that does."""

FEATURES = (
    Feature(
        "AWS::CertificateManager::Certificate",
        ("CertificateAuthorityArn",),
        ("acm-pca:IssueCertificate", "acm-pca:GetCertificate"),
    ),
    Feature(
        "AWS::CodeDeploy::DeploymentGroup",
        ("Deployment",),
        (
            *("codedeploy:CreateDeployment", "codedeploy:StopDeployment"),
            *("codedeploy:GetApplicationRevision",),
            *("codedeploy:RegisterApplicationRevision",),
        ),
    ),
    Feature(
        "AWS::CodeDeploy::DeploymentGroup",
        ("OnPremisesInstanceTagFilters", "OnPremisesTagSet"),
        ("codedeploy:RegisterOnPremisesInstance",),
    ),
    Feature(
        "AWS::CodePipeline::Pipeline",
        ("DisableInboundStageTransitions",),
        (
            "codepipeline:DisableStageTransition",
            "codepipeline:EnableStageTransition",
        ),
    ),
    Feature(
        "AWS::CodePipeline::Pipeline",
        ("RestartExecutionOnUpdate",),
        ("codepipeline:StartPipelineExecution",),
    ),
    Feature(
        "AWS::EC2::EIP",
        ("TransferAddress",),
        ("ec2:AcceptAddressTransfer",),
    ),
    Feature(
        "AWS::EC2::FlowLog",
        ("LogDestination",),
        ("s3:GetBucketPolicy", "s3:PutBucketPolicy"),
    ),
    Feature(
        "AWS::EC2::Subnet",
        ("Ipv6CidrBlock", "Ipv6NetmaskLength"),
        ("ec2:AssociateSubnetCidrBlock", "ec2:DisassociateSubnetCidrBlock"),
    ),
    Feature(
        "AWS::EC2::VPC",
        ("VpcEncryptionControl",),
        ("ec2:CreateVpcEncryptionControl",),
    ),
    Feature(
        "AWS::EC2::VPCGatewayAttachment",
        ("VpnGatewayId",),
        ("ec2:AttachVpnGateway", "ec2:DetachVpnGateway"),
    ),
    Feature(
        "AWS::IAM::ManagedPolicy",
        ("Groups",),
        ("iam:AttachGroupPolicy", "iam:DetachGroupPolicy"),
    ),
    Feature(
        "AWS::IAM::ManagedPolicy",
        ("Users",),
        ("iam:AttachUserPolicy", "iam:DetachUserPolicy"),
    ),
    Feature(
        "AWS::IAM::Policy",
        ("Groups",),
        ("iam:GetGroupPolicy", "iam:PutGroupPolicy", "iam:DeleteGroupPolicy"),
    ),
    Feature(
        "AWS::IAM::Policy",
        ("Users",),
        ("iam:GetUserPolicy", "iam:PutUserPolicy", "iam:DeleteUserPolicy"),
    ),
    Feature(
        "AWS::IAM::Role",
        ("PermissionsBoundary",),
        ("iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary"),
    ),
    Feature(
        "AWS::RDS::DBCluster",
        ("ManageMasterUserPassword",),
        ("secretsmanager:CreateSecret", "secretsmanager:TagResource"),
    ),
    Feature(
        "AWS::RDS::DBCluster",
        ("AssociatedRoles",),
        ("rds:AddRoleToDBCluster", "rds:RemoveRoleFromDBCluster"),
    ),
    Feature(
        "AWS::RDS::DBInstance",
        ("ManageMasterUserPassword",),
        ("secretsmanager:CreateSecret", "secretsmanager:TagResource"),
    ),
    Feature(
        "AWS::RDS::DBInstance",
        ("AssociatedRoles",),
        ("rds:AddRoleToDBInstance", "rds:RemoveRoleFromDBInstance"),
    ),
    Feature(
        "AWS::RDS::DBInstance",
        ("AutomaticBackupReplicationRegion",),
        (
            "rds:StartDBInstanceAutomatedBackupsReplication",
            "rds:StopDBInstanceAutomatedBackupsReplication",
        ),
    ),
    Feature(
        "AWS::SecretsManager::Secret",
        ("ReplicaRegions",),
        (
            "secretsmanager:ReplicateSecretToRegions",
            "secretsmanager:RemoveRegionsFromReplication",
        ),
    ),
)
"""What is listed for a property; without it the handler does not call it."""

NEVER: Mapping[tuple[str, str], str] = {
    **{
        ("AWS::ECS::Cluster", f"ecs:{verb}"): (
            "it changes settings of the account, which no property of a cluster is"
        )
        for verb in ("PutAccountSetting", "PutAccountSettingDefault")
    },
    ("AWS::ElastiCache::ParameterGroup", "iam:PutRolePolicy"): (
        "it is about the role that ElastiCache makes for itself, which needs "
        "iam:CreateServiceLinkedRole"
    ),
    **{
        ("AWS::WAFv2::WebACLAssociation", f"ec2:{verb}"): (
            "it is about Verified Access, which nothing here is"
        )
        for verb in (
            "AssociateVerifiedAccessInstanceWebAcl",
            "DisassociateVerifiedAccessInstanceWebAcl",
            "DescribeVerifiedAccessInstanceWebAclAssociations",
            "GetVerifiedAccessInstanceWebAcl",
        )
    },
}
"""What is listed and not needed by any system of ours, and why."""
