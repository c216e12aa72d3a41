"""Ways to work as somebody else: known paths by which a role comes to more.

Collected by https://github.com/DataDog/pathfinding.cloud and, before that, by
https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
"""

from __future__ import annotations

from collections.abc import Mapping

PASS, PASSED, ASSUME = "iam:PassRole", "iam:passedtoservice", "sts:AssumeRole"

LAUNCHES: Mapping[str, tuple[str, ...]] = {
    "airflow.amazonaws.com": ("airflow:CreateEnvironment",),
    "amplify.amazonaws.com": ("amplify:CreateApp", "amplify:UpdateApp"),
    "braket.amazonaws.com": ("braket:CreateJob",),
    "batch.amazonaws.com": ("batch:CreateComputeEnvironment",),
    "bedrock-agentcore.amazonaws.com": (
        *("bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:CreateBrowser"),
        *("bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:CreateHarness"),
        *("bedrock-agentcore:UpdateAgentRuntime", "bedrock-agentcore:UpdateHarness"),
    ),
    "build.apprunner.amazonaws.com": (
        "apprunner:CreateService",
        "apprunner:UpdateService",
    ),
    "cloudformation.amazonaws.com": (
        *("cloudformation:CreateStack", "cloudformation:UpdateStack"),
        *("cloudformation:CreateChangeSet", "cloudformation:CreateStackSet"),
        *("cloudformation:UpdateStackSet", "cloudformation:DeleteStack"),
    ),
    "codebuild.amazonaws.com": (
        *("codebuild:CreateProject", "codebuild:UpdateProject"),
        *("codebuild:StartBuild", "codebuild:StartBuildBatch"),
    ),
    "codedeploy.amazonaws.com": (
        *("codedeploy:CreateDeploymentGroup", "codedeploy:UpdateDeploymentGroup"),
    ),
    "codepipeline.amazonaws.com": (
        *("codepipeline:CreatePipeline", "codepipeline:UpdatePipeline"),
    ),
    "cognito-identity.amazonaws.com": ("cognito-identity:SetIdentityPoolRoles",),
    "datapipeline.amazonaws.com": ("datapipeline:PutPipelineDefinition",),
    "ec2.amazonaws.com": (
        *("ec2:RunInstances", "ec2:AssociateIamInstanceProfile"),
        *("ec2:ReplaceIamInstanceProfileAssociation", "ec2:RequestSpotInstances"),
        *("ec2:CreateLaunchTemplate", "autoscaling:CreateLaunchConfiguration"),
        *("ec2:CreateLaunchTemplateVersion", "ec2:RequestSpotFleet"),
        *("ec2:CreateFleet", "iam:AddRoleToInstanceProfile"),
        *("batch:CreateComputeEnvironment", "eks:CreateNodegroup"),
        *("elasticbeanstalk:CreateEnvironment", "elasticmapreduce:RunJobFlow"),
        *("elasticbeanstalk:UpdateEnvironment", "gamelift:CreateFleet"),
        *("imagebuilder:CreateInfrastructureConfiguration", "opsworks:CreateStack"),
        "imagebuilder:UpdateInfrastructureConfiguration",
    ),
    "ecs-tasks.amazonaws.com": (
        *("ecs:RunTask", "ecs:StartTask", "ecs:RegisterTaskDefinition"),
        *("ecs:CreateService", "ecs:UpdateService", "ecs:CreateTaskSet"),
        *("batch:RegisterJobDefinition", "batch:SubmitJob"),
    ),
    "elasticmapreduce.amazonaws.com": ("elasticmapreduce:RunJobFlow",),
    "emr-serverless.amazonaws.com": ("emr-serverless:StartJobRun",),
    "events.amazonaws.com": ("events:PutTargets", "events:CreateConnection"),
    "gamelift.amazonaws.com": ("gamelift:CreateBuild", "gamelift:CreateFleet"),
    "glue.amazonaws.com": (
        *("glue:CreateDevEndpoint", "glue:UpdateDevEndpoint", "glue:CreateJob"),
        *("glue:UpdateJob", "glue:CreateSession"),
    ),
    "imagebuilder.amazonaws.com": ("imagebuilder:CreateInfrastructureConfiguration",),
    "kinesisanalytics.amazonaws.com": (
        *("kinesisanalytics:CreateApplication", "kinesisanalytics:UpdateApplication"),
    ),
    "lambda.amazonaws.com": (
        *("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"),
        *("synthetics:CreateCanary", "synthetics:UpdateCanary"),
    ),
    "omics.amazonaws.com": ("omics:StartRun",),
    "pipes.amazonaws.com": ("pipes:CreatePipe", "pipes:UpdatePipe"),
    "pods.eks.amazonaws.com": (
        *("eks:CreatePodIdentityAssociation", "eks:UpdatePodIdentityAssociation"),
    ),
    "rolesanywhere.amazonaws.com": (
        *("rolesanywhere:CreateProfile", "rolesanywhere:UpdateProfile"),
    ),
    "sagemaker.amazonaws.com": (
        *("sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob"),
        *("sagemaker:CreateProcessingJob", "sagemaker:CreateModel"),
        "sagemaker:CreateUserProfile",
    ),
    "scheduler.amazonaws.com": (
        *("scheduler:CreateSchedule", "scheduler:UpdateSchedule"),
    ),
    "ssm.amazonaws.com": (
        *("ssm:StartAutomationExecution", "ssm:CreateAssociation"),
        "ssm:CreateActivation",
    ),
    "states.amazonaws.com": (
        *("states:CreateStateMachine", "states:UpdateStateMachine"),
        "states:TestState",
    ),
    "tasks.apprunner.amazonaws.com": (
        *("apprunner:CreateService", "apprunner:UpdateService"),
    ),
}
"""The actions that hand a role to a service together with work to do, by service.

One of them is enough here: what else it takes, to start what was made, is often done by
somebody else, a pipeline or the service itself.
"""

GRANTING = (
    *("iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy"),
    *("iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile"),
    *("iam:CreatePolicyVersion", "iam:PutGroupPolicy", "iam:PutRolePolicy"),
    *("iam:PutUserPolicy", "iam:SetDefaultPolicyVersion"),
    *("iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile"),
    *("iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential"),
    *(
        *("iam:UpdateOpenIDConnectProviderThumbprint", "iam:UpdateSAMLProvider"),
        "iam:UploadSigningCertificate",
        "iam:UploadSSHPublicKey",
    ),
    *("identitystore:CreateGroupMembership", "sso:CreateAccountAssignment"),
    "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
    *("sso:AttachManagedPolicyToPermissionSet", "sso:PutInlinePolicyToPermissionSet"),
    *("sso-directory:AddMemberToGroup", "sso-directory:UpdatePassword"),
    "sso-directory:ImportExternalIdPCertificate",
)
"""Actions that change what identities may do, or who they are."""

SIGNING_IN = (
    *("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"),
    *("iam:CreateServiceSpecificCredential", "iam:ResetServiceSpecificCredential"),
    *("iam:UploadSigningCertificate", "iam:UploadSSHPublicKey"),
)
"""Those of them that a user may do to itself without coming to more."""

LIFTING = (
    *("iam:DeleteGroupPolicy", "iam:DeleteRolePolicy", "iam:DeleteUserPolicy"),
    *("iam:DetachGroupPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy"),
    "iam:RemoveUserFromGroup",
)
"""Actions that take denials away again."""

UPDATING = (
    *("cloudformation:UpdateStack", "cloudformation:ExecuteChangeSet"),
    *("cloudformation:UpdateStackSet", "cloudformation:CreateStackInstances"),
)
"""Actions that work as the role that a stack has been made with, without passing it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html"""
