"""Actions that give other work to what has a role already: builds, jobs, functions.

From the same collections as the other ways; none of them takes that one passes a role.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Taking:
    """Actions that give work to what has a role already: at `places` of its `type`.

    `service` is that of their resources; with `running` those are not the named things,
    but what runs of them: all of the type are meant.
    """

    type: str
    places: tuple[str, ...]
    service: str
    actions: tuple[str, ...]
    running: bool = False


SHELL = (
    *("ssm:StartSession", "ssm:SendCommand", "ec2:ModifyInstanceAttribute"),
    *("ssm:CreateAssociation", "ssm:UpdateAssociation"),
    "ec2-instance-connect:SendSSHPublicKey",
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
)
"""What gets into an instance, or runs a command in it."""

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

INSTANCES = (
    ("AWS::AutoScaling::LaunchConfiguration", "IamInstanceProfile"),
    ("AWS::Batch::ComputeEnvironment", "ComputeResources.InstanceRole"),
    ("AWS::EC2::Instance", "IamInstanceProfile"),
    ("AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile"),
    (
        "AWS::EC2::SpotFleet",
        "SpotFleetRequestConfigData.LaunchSpecifications.IamInstanceProfile",
    ),
    ("AWS::EKS::Nodegroup", "NodeRole"),
    ("AWS::EMR::Cluster", "JobFlowRole"),
)
"""Where the role or the profile of instances is named, by what starts them."""

TAKING = (
    Taking(
        *("AWS::AppRunner::Service", ("InstanceConfiguration.InstanceRoleArn",)),
        *("apprunner", ("apprunner:UpdateService",)),
    ),
    Taking("AWS::Batch::JobDefinition", JOB, "batch", ("batch:SubmitJob",)),
    Taking(
        *("AWS::CodeBuild::Project", ("ServiceRole",), "codebuild"),
        (
            *("codebuild:StartBuild", "codebuild:StartBuildBatch"),
            *("codebuild:StartSandbox", "codebuild:UpdateProject"),
        ),
    ),
    Taking(
        *("AWS::ECS::TaskDefinition", ("TaskRoleArn",), "ecs"),
        ("ecs:ExecuteCommand", "ssm:StartSession"),
        running=True,
    ),
    *(
        Taking(type, (place,), service, actions, running=True)
        for type, place in INSTANCES
        for service, actions in (("ec2", SHELL), ("ssm", BY_TARGETS))
    ),
    Taking(
        *("AWS::Glue::DevEndpoint", ("RoleArn",), "glue"),
        ("glue:UpdateDevEndpoint",),
    ),
    Taking(
        *("AWS::Glue::Job", ("Role",), "glue"),
        ("glue:UpdateJob",),
    ),
    Taking(
        *("AWS::Lambda::Function", ("Role",), "lambda"),
        ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"),
    ),
    Taking(
        *("AWS::SageMaker::NotebookInstance", ("RoleArn",), "sagemaker"),
        ("sagemaker:CreatePresignedNotebookInstanceUrl",),
    ),
    Taking(
        *("AWS::StepFunctions::StateMachine", ("RoleArn",), "states"),
        ("states:UpdateStateMachine",),
    ),
)
"""Builds and jobs take other commands, tasks and instances a shell, functions and
services other code. A session of Systems Manager gets into a task as ECS Exec does:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""
