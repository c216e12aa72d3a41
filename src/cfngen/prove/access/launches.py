"""Ways to work as somebody else: known paths by which a role comes to more.

Collected by https://github.com/DataDog/pathfinding.cloud and, before that, by
https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
"""

from __future__ import annotations

from collections.abc import Mapping

PASS, PASSED, ASSUME = "iam:PassRole", "iam:passedtoservice", "sts:AssumeRole"

LAUNCHES: Mapping[str, tuple[str, ...]] = {
    "airflow.amazonaws.com": ("airflow:CreateEnvironment",),
    "batch.amazonaws.com": ("batch:CreateComputeEnvironment",),
    "bedrock-agentcore.amazonaws.com": (
        *("bedrock-agentcore:CreateCodeInterpreter",),
        "bedrock-agentcore:CreateAgentRuntime",
    ),
    "build.apprunner.amazonaws.com": ("apprunner:CreateService",),
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
    "datapipeline.amazonaws.com": ("datapipeline:PutPipelineDefinition",),
    "ec2.amazonaws.com": (
        *("ec2:RunInstances", "ec2:AssociateIamInstanceProfile"),
        *("ec2:ReplaceIamInstanceProfileAssociation", "ec2:RequestSpotInstances"),
        *("ec2:CreateLaunchTemplate", "autoscaling:CreateLaunchConfiguration"),
    ),
    "ecs-tasks.amazonaws.com": (
        *("ecs:RunTask", "ecs:StartTask", "ecs:RegisterTaskDefinition"),
        *("ecs:CreateService", "ecs:UpdateService", "ecs:CreateTaskSet"),
        *("batch:RegisterJobDefinition", "batch:SubmitJob"),
    ),
    "elasticmapreduce.amazonaws.com": ("elasticmapreduce:RunJobFlow",),
    "emr-serverless.amazonaws.com": ("emr-serverless:StartJobRun",),
    "events.amazonaws.com": ("events:PutTargets", "events:CreateConnection"),
    "glue.amazonaws.com": (
        *("glue:CreateDevEndpoint", "glue:UpdateDevEndpoint", "glue:CreateJob"),
        *("glue:UpdateJob", "glue:CreateSession"),
    ),
    "imagebuilder.amazonaws.com": ("imagebuilder:CreateInfrastructureConfiguration",),
    "lambda.amazonaws.com": (
        *("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"),
    ),
    "pipes.amazonaws.com": ("pipes:CreatePipe", "pipes:UpdatePipe"),
    "sagemaker.amazonaws.com": (
        *("sagemaker:CreateNotebookInstance", "sagemaker:CreateTrainingJob"),
        *("sagemaker:CreateProcessingJob", "sagemaker:CreateModel"),
        "sagemaker:CreateUserProfile",
    ),
    "scheduler.amazonaws.com": (
        *("scheduler:CreateSchedule", "scheduler:UpdateSchedule"),
    ),
    "ssm.amazonaws.com": ("ssm:StartAutomationExecution", "ssm:CreateAssociation"),
    "states.amazonaws.com": (
        *("states:CreateStateMachine", "states:UpdateStateMachine"),
    ),
    "tasks.apprunner.amazonaws.com": ("apprunner:CreateService",),
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
)
"""Actions that change what identities may do, or who they are."""

TAKING: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "AWS::CodeBuild::Project": (
        "ServiceRole",
        ("codebuild:StartBuild", "codebuild:StartBuildBatch"),
    ),
    "AWS::ECS::TaskDefinition": ("TaskRoleArn", ("ecs:ExecuteCommand",)),
    "AWS::Lambda::Function": ("Role", ("lambda:UpdateFunctionCode",)),
    "AWS::StepFunctions::StateMachine": ("RoleArn", ("states:UpdateStateMachine",)),
}
"""Actions that give work to what has a role already, by type, and the property that
names the role: builds take other commands, tasks a shell, functions other code."""

ANYWHERE = ("ecs:ExecuteCommand",)
"""Actions whose resources are not what is named above: all of the type are meant."""
