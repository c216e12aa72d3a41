"""Actions that give other work to what has a role already: builds, jobs, functions.

From the same collections as the other ways; none of them takes that one passes a role.
"""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.prove.access.behind import BEHIND


@dataclass(frozen=True)
class Taking:
    """Actions that give work to what has a role already: at `places` of its `type`.

    `service` is that of their resources; with `running` those are not the named things,
    but what runs of them: all of the type are meant. With `here` only the templates'
    own count: most things that the actions are for have no role.
    """

    type: str
    places: tuple[str, ...]
    service: str
    actions: tuple[str, ...]
    running: bool = False
    here: bool = False


SHELL = (
    *("ssm:StartSession", "ssm:SendCommand", "ec2:ModifyInstanceAttribute"),
    *("ssm:CreateAssociation", "ssm:UpdateAssociation"),
    "ec2-instance-connect:SendSSHPublicKey",
    *("ec2-instance-connect:SendSerialConsoleSSHPublicKey",),
    "ec2:CreateReplaceRootVolumeTask",
)
"""What gets into an instance, runs a command in it, or has it start from a disk of
one's own."""

BY_TARGETS = (
    *("ssm:CreateAssociation", "ssm:UpdateAssociation"),
    *("ssm:RegisterTaskWithMaintenanceWindow", "ssm:UpdateMaintenanceWindowTask"),
)
"""What runs commands in instances that it need not name: their targets are not asked.
https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-iam.html"""

JOB = (
    *("ContainerProperties.JobRoleArn", "EcsProperties.TaskProperties.TaskRoleArn"),
    "NodeProperties.NodeRangeProperties.Container.JobRoleArn",
    "NodeProperties.NodeRangeProperties.EcsProperties.TaskProperties.TaskRoleArn",
)

COMMANDS = (
    "bedrock-agentcore:InvokeAgentRuntimeCommand",
    "bedrock-agentcore:InvokeAgentRuntimeCommandShell",
)
"""What runs commands as root beside an agent, without asking it."""

DEPLOYED, DEPLOYING = "AWS::CodeDeploy::DeploymentGroup", "codedeploy:CreateDeployment"
"""What runs the commands of a revision in the instances of a deployment group:
https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html"""

HOSTS = (
    *("AutoScalingGroups", "Ec2TagFilters", "Ec2TagSet"),
    *("OnPremisesInstanceTagFilters", "OnPremisesTagSet"),
)
"""The properties by which a deployment group has instances."""

ENTERING = ("eks:AssociateAccessPolicy", "eks:CreateAccessEntry")
"""What lets into a cluster of Kubernetes, and so into its nodes and pods."""

PROFILE = "IamInstanceProfile"

INSTANCES = (
    ("AWS::AutoScaling::LaunchConfiguration", PROFILE),
    ("AWS::Batch::ComputeEnvironment", "ComputeResources.InstanceRole"),
    ("AWS::EC2::Instance", PROFILE),
    ("AWS::EC2::LaunchTemplate", f"LaunchTemplateData.{PROFILE}"),
    (
        "AWS::EC2::SpotFleet",
        f"SpotFleetRequestConfigData.LaunchSpecifications.{PROFILE}",
    ),
    ("AWS::EKS::Nodegroup", "NodeRole"),
    ("AWS::EMR::Cluster", "JobFlowRole"),
)
"""Where the role or the profile of instances is named, by what starts them."""

NOTEBOOK, STUDIO = "AWS::SageMaker::NotebookInstance", "UserSettings.ExecutionRole"

TAKING = (
    Taking(
        *("AWS::Amplify::App", ("IAMServiceRole", "ComputeRoleArn"), "amplify"),
        ("amplify:CreateBranch", "amplify:UpdateApp", "amplify:UpdateBranch"),
    ),
    Taking(
        *("AWS::AppRunner::Service", ("InstanceConfiguration.InstanceRoleArn",)),
        *("apprunner", ("apprunner:UpdateService",)),
    ),
    Taking("AWS::Batch::JobDefinition", JOB, "batch", ("batch:SubmitJob",)),
    Taking(
        *("AWS::BedrockAgentCore::BrowserCustom", ("ExecutionRoleArn",)),
        *("bedrock-agentcore", ("bedrock-agentcore:ConnectBrowserAutomationStream",)),
    ),
    Taking(
        *("AWS::BedrockAgentCore::CodeInterpreterCustom", ("ExecutionRoleArn",)),
        *("bedrock-agentcore", ("bedrock-agentcore:InvokeCodeInterpreter",)),
    ),
    *(
        Taking(type, (place,), "bedrock-agentcore", COMMANDS)
        for type, place in (
            ("AWS::BedrockAgentCore::Harness", "ExecutionRoleArn"),
            ("AWS::BedrockAgentCore::Runtime", "RoleArn"),
        )
    ),
    Taking(
        *("AWS::CodeBuild::Project", ("ServiceRole",), "codebuild"),
        (
            *("codebuild:StartBuild", "codebuild:StartBuildBatch"),
            *("codebuild:StartSandbox", "codebuild:StartSandboxConnection"),
            *("codebuild:StartCommandExecution", "codebuild:UpdateProject"),
        ),
    ),
    Taking(
        *("AWS::ECS::TaskDefinition", ("TaskRoleArn",), "ecs"),
        ("ecs:ExecuteCommand", "ssm:StartSession"),
        running=True,
    ),
    Taking(
        *("AWS::EC2::LaunchTemplate", (f"LaunchTemplateData.{PROFILE}",), "ec2"),
        ("ec2:CreateLaunchTemplateVersion",),
    ),
    Taking(
        *("AWS::EMR::Cluster", ("JobFlowRole",), "elasticmapreduce"),
        ("elasticmapreduce:AddJobFlowSteps",),
    ),
    *(
        Taking(type, (place,), service, actions, running=True)
        for type, place in INSTANCES
        for service, actions in (
            *(("ec2", SHELL), ("ssm", BY_TARGETS)),
            ("codedeploy", (DEPLOYING,)),
        )
    ),
    *(
        Taking(*(type, (place,), "eks", ENTERING), running=True)
        for type, place in (
            ("AWS::EKS::Nodegroup", "NodeRole"),
            ("AWS::EKS::PodIdentityAssociation", "RoleArn"),
        )
    ),
    *(
        Taking(type, (place,), service, actions, running=True, here=True)
        for type, place, service, actions in BEHIND
    ),
    Taking(
        *("AWS::Glue::DevEndpoint", ("RoleArn",), "glue"),
        ("glue:UpdateDevEndpoint",),
    ),
    Taking(
        *("AWS::Glue::Job", ("Role",), "glue"),
        ("glue:StartJobRun", "glue:UpdateJob", "glue:UpdateJobFromSourceControl"),
    ),
    Taking(
        *("AWS::Glue::Job", ("Role",), "glue"),
        ("glue:CreateTrigger", "glue:UpdateTrigger"),
        running=True,
    ),
    Taking(
        *("AWS::ImageBuilder::InfrastructureConfiguration", ("InstanceProfileName",)),
        "imagebuilder",
        (
            *("imagebuilder:CreateImage", "imagebuilder:CreateImagePipeline"),
            "imagebuilder:UpdateImagePipeline",
        ),
        running=True,
    ),
    Taking(
        *("AWS::KinesisAnalyticsV2::Application", ("ServiceExecutionRole",)),
        *("kinesisanalytics", ("kinesisanalytics:UpdateApplication",)),
    ),
    Taking(
        *("AWS::Lambda::Function", ("Role",), "lambda"),
        ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"),
    ),
    Taking(
        *("AWS::MWAA::Environment", ("ExecutionRoleArn",), "airflow"),
        ("airflow:UpdateEnvironment",),
    ),
    Taking(
        *("AWS::RolesAnywhere::Profile", ("RoleArns",), "rolesanywhere"),
        ("rolesanywhere:CreateTrustAnchor", "rolesanywhere:UpdateTrustAnchor"),
        running=True,
    ),
    *(
        Taking(
            *(type, (place,), "sagemaker", ("sagemaker:CreatePresignedDomainUrl",)),
            running=True,
        )
        for type, place in (
            ("AWS::SageMaker::Domain", f"Default{STUDIO}"),
            ("AWS::SageMaker::UserProfile", STUDIO),
        )
    ),
    Taking(
        *(NOTEBOOK, ("RoleArn",), "sagemaker"),
        (
            "sagemaker:CreatePresignedNotebookInstanceUrl",
            "sagemaker:UpdateNotebookInstance",
        ),
    ),
    Taking(
        *(NOTEBOOK, ("RoleArn",), "sagemaker"),
        ("sagemaker:UpdateNotebookInstanceLifecycleConfig",),
        running=True,
    ),
    Taking(
        *("AWS::StepFunctions::StateMachine", ("RoleArn",), "states"),
        ("states:UpdateStateMachine",),
    ),
    Taking(
        *("AWS::Synthetics::Canary", ("ExecutionRoleArn",), "synthetics"),
        ("synthetics:UpdateCanary",),
    ),
)
"""Builds and jobs take other commands, tasks and instances a shell, functions and
services other code. A session of Systems Manager gets into a task as ECS Exec does:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
A run of a job of Glue may name another script, by `--scriptLocation`:
https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-runs.html"""
