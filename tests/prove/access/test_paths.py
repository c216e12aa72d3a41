"""Every published way to more rights, in the smallest account that has it.

The ids are those of https://pathfinding.cloud; the others are from
https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/,
https://github.com/BishopFox/iam-vulnerable, https://github.com/nccgroup/PMapper and
https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/. Without one of the
actions, or with nothing behind them, there is no way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cfngen.checks.access.actions import exists
from cfngen.prove.verdict import Truth
from tests.prove.access.made import (
    allow,
    arn,
    resource,
    rights,
    role,
    trusting,
    verdict,
)

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
PROFILE = {"Profile": resource("IAM::InstanceProfile", Roles=[{"Ref": "Admin"}])}
ADMIN, ITS, HOSTED = arn("Admin"), {"Ref": "It"}, {"Ref": "Profile"}


def escalates(*statements: Any, **others: Mapping[str, Any]) -> Truth:
    found = rights(R=role(*statements), **others)
    return verdict(found, "role R no-escalation").truth


GRANTING: dict[str, tuple[str, ...]] = {
    "iam-001": ("iam:CreatePolicyVersion",),
    "iam-002, iam-003": ("iam:CreateAccessKey",),
    "iam-004": ("iam:CreateLoginProfile",),
    "iam-005": ("iam:PutRolePolicy",),
    "iam-006": ("iam:UpdateLoginProfile",),
    "iam-007, iam-018": ("iam:PutUserPolicy",),
    "iam-008, iam-015": ("iam:AttachUserPolicy",),
    "iam-009, iam-014": ("iam:AttachRolePolicy",),
    "iam-010": ("iam:AttachGroupPolicy",),
    "iam-011": ("iam:PutGroupPolicy",),
    "iam-012, iam-019 to iam-021": ("iam:UpdateAssumeRolePolicy",),
    "iam-013": ("iam:AddUserToGroup",),
    "another version of a policy": ("iam:SetDefaultPolicyVersion",),
    "keys of an identity provider": ("iam:UpdateSAMLProvider",),
    "a thumbprint of one": ("iam:UpdateOpenIDConnectProviderThumbprint",),
    "members of groups of a directory": ("sso-directory:AddMemberToGroup",),
    "passwords of a directory": ("sso-directory:UpdatePassword",),
    "who vouches for a directory": ("sso-directory:ImportExternalIdPCertificate",),
}


@pytest.mark.parametrize("actions", GRANTING.values(), ids=GRANTING)
def test_what_changes_identities_is_a_way(actions: tuple[str, ...]) -> None:
    assert all(map(exists, actions))
    assert escalates(allow(actions)) is REFUTED
    assert escalates(allow(actions, "arn:aws:s3:::b")) is PROVED


LAUNCHES: dict[str, tuple[str, str]] = {
    "amplify-001": ("amplify", "amplify:CreateApp"),
    "apprunner-001": ("tasks.apprunner", "apprunner:CreateService"),
    "batch-001": ("ecs-tasks", "batch:RegisterJobDefinition"),
    "batch-003": ("ec2", "batch:CreateComputeEnvironment"),
    "bedrock-001": ("bedrock-agentcore", "bedrock-agentcore:CreateCodeInterpreter"),
    "bedrock-003": ("bedrock-agentcore", "bedrock-agentcore:CreateAgentRuntime"),
    "bedrock-005": ("bedrock-agentcore", "bedrock-agentcore:CreateHarness"),
    "bedrock-006": ("bedrock-agentcore", "bedrock-agentcore:CreateBrowser"),
    "braket-001": ("braket", "braket:CreateJob"),
    "cloudformation-001": ("cloudformation", "cloudformation:CreateStack"),
    "cloudformation-003": ("cloudformation", "cloudformation:CreateStackSet"),
    "codebuild-001": ("codebuild", "codebuild:CreateProject"),
    "datapipeline-001": ("datapipeline", "datapipeline:PutPipelineDefinition"),
    "ec2-001": ("ec2", "ec2:RunInstances"),
    "ec2-004": ("ec2", "ec2:RequestSpotInstances"),
    "ecs-001 to ecs-005": ("ecs-tasks", "ecs:RegisterTaskDefinition"),
    "ecs-007": ("ecs-tasks", "ecs:StartTask"),
    "emr-001": ("ec2", "elasticmapreduce:RunJobFlow"),
    "emrserverless-001": ("emr-serverless", "emr-serverless:StartJobRun"),
    "gamelift-001": ("gamelift", "gamelift:CreateFleet"),
    "glue-001": ("glue", "glue:CreateDevEndpoint"),
    "glue-003, glue-004": ("glue", "glue:CreateJob"),
    "glue-007": ("glue", "glue:CreateSession"),
    "imagebuilder-001": ("ec2", "imagebuilder:CreateInfrastructureConfiguration"),
    "kinesisanalytics-001": ("kinesisanalytics", "kinesisanalytics:CreateApplication"),
    "lambda-001, lambda-002, lambda-006": ("lambda", "lambda:CreateFunction"),
    "mwaa-001": ("airflow", "airflow:CreateEnvironment"),
    "omics-001": ("omics", "omics:StartRun"),
    "sagemaker-001": ("sagemaker", "sagemaker:CreateNotebookInstance"),
    "sagemaker-002": ("sagemaker", "sagemaker:CreateTrainingJob"),
    "sagemaker-003": ("sagemaker", "sagemaker:CreateProcessingJob"),
    "ssm-003": ("ssm", "ssm:StartAutomationExecution"),
    "a machine of one's own": ("ssm", "ssm:CreateActivation"),
    "a canary": ("lambda", "synthetics:CreateCanary"),
    "nodes of Kubernetes": ("ec2", "eks:CreateNodegroup"),
    "pods": ("pods.eks", "eks:CreatePodIdentityAssociation"),
    "a profile of certificates": ("rolesanywhere", "rolesanywhere:CreateProfile"),
    "an environment of Beanstalk": ("ec2", "elasticbeanstalk:CreateEnvironment"),
}

UNLISTED: dict[str, tuple[str, str]] = {
    "codestar": ("codestar", "codestar:CreateProject"),
    "mwaa-001, by its other name": ("airflow-env", "airflow:CreateEnvironment"),
    "a service that IAM calls otherwise": ("lexv2", "lex:CreateBot"),
}
"""Services that the prover's table has not: what they do with a role is not known."""


@pytest.mark.parametrize("case", LAUNCHES.values(), ids=LAUNCHES)
def test_a_role_that_is_passed_is_a_way(case: tuple[str, str]) -> None:
    assert passed(*case) is REFUTED


@pytest.mark.parametrize("case", UNLISTED.values(), ids=UNLISTED)
def test_a_role_that_is_passed_to_another_service_may_be_a_way(
    case: tuple[str, str],
) -> None:
    assert passed(*case) is UNDECIDED


def passed(service: str, action: str) -> Truth:
    """Return what passing a role to a service, with work, comes to; without either of
    the two there is no way."""
    admin = role(allow("*"), trust=trusting({"Service": f"{service}.amazonaws.com"}))
    passing = allow("iam:PassRole", ADMIN)
    assert exists(action)
    assert escalates(passing, Admin=admin) is PROVED
    assert escalates(allow(action), Admin=admin) is PROVED
    return escalates(passing, allow(action), Admin=admin)


@pytest.mark.parametrize("kind", ["Service", "Federated"])
def test_roles_of_an_identity_pool_are_passed_to_cognito(kind: str) -> None:
    """As cognitoidentity-001: Cognito vouches for whoever asks."""
    trust = trusting(
        {kind: "cognito-identity.amazonaws.com"}, Action="sts:AssumeRoleWithWebIdentity"
    )
    own = allow("iam:PassRole", ADMIN), allow("cognito-identity:SetIdentityPoolRoles")
    assert escalates(*own, Admin=role(allow("*"), trust=trust)) is REFUTED
    assert escalates(own[0], Admin=role(allow("*"), trust=trust)) is PROVED


EXISTING: dict[str, tuple[str, dict[str, Any]]] = {
    "amplify": (
        "amplify:UpdateApp",
        resource("Amplify::App", IAMServiceRole=ADMIN),
    ),
    "apprunner-002": (
        "apprunner:UpdateService",
        resource(
            "AppRunner::Service", InstanceConfiguration={"InstanceRoleArn": ADMIN}
        ),
    ),
    "batch-002": (
        "batch:SubmitJob",
        resource("Batch::JobDefinition", ContainerProperties={"JobRoleArn": ADMIN}),
    ),
    "bedrock-002": (
        "bedrock-agentcore:InvokeCodeInterpreter",
        resource("BedrockAgentCore::CodeInterpreterCustom", ExecutionRoleArn=ADMIN),
    ),
    "bedrock-004": (
        "bedrock-agentcore:InvokeAgentRuntimeCommand",
        resource("BedrockAgentCore::Runtime", RoleArn=ADMIN),
    ),
    "a command in a harness, as bedrock-005": (
        "bedrock-agentcore:InvokeAgentRuntimeCommand",
        resource("BedrockAgentCore::Harness", ExecutionRoleArn=ADMIN),
    ),
    "bedrock-007": (
        "bedrock-agentcore:ConnectBrowserAutomationStream",
        resource("BedrockAgentCore::BrowserCustom", ExecutionRoleArn=ADMIN),
    ),
    "codebuild-002, codebuild-003": (
        "codebuild:StartBuild",
        resource("CodeBuild::Project", ServiceRole=ADMIN),
    ),
    "codebuild-004": (
        "codebuild:StartBuildBatch",
        resource("CodeBuild::Project", ServiceRole=ADMIN),
    ),
    "a command in a sandbox": (
        "codebuild:StartCommandExecution",
        resource("CodeBuild::Project", ServiceRole=ADMIN),
    ),
    "codedeploy-001": (
        "codedeploy:CreateDeployment",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "ec2-002": (
        "ec2:ModifyInstanceAttribute",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "ec2-003": (
        "ec2-instance-connect:SendSSHPublicKey",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "another disk": (
        "ec2:CreateReplaceRootVolumeTask",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "ec2-005": (
        "ec2:CreateLaunchTemplateVersion",
        resource(
            "EC2::LaunchTemplate",
            LaunchTemplateData={"IamInstanceProfile": {"Arn": arn("Profile")}},
        ),
    ),
    "an entry of Kubernetes": (
        "eks:CreateAccessEntry",
        resource("EKS::PodIdentityAssociation", RoleArn=ADMIN),
    ),
    "ecs-006": (
        "ecs:ExecuteCommand",
        resource("ECS::TaskDefinition", TaskRoleArn=ADMIN),
    ),
    "a step of a cluster": (
        "elasticmapreduce:AddJobFlowSteps",
        resource("EMR::Cluster", JobFlowRole=HOSTED),
    ),
    "glue-002": (
        "glue:UpdateDevEndpoint",
        resource("Glue::DevEndpoint", RoleArn=ADMIN),
    ),
    "glue-005": ("glue:UpdateJob", resource("Glue::Job", Role=ADMIN)),
    "glue-006, another script": (
        "glue:CreateTrigger",
        resource("Glue::Job", Role=ADMIN),
    ),
    "a run with another script": (
        "glue:StartJobRun",
        resource("Glue::Job", Role=ADMIN),
    ),
    "another image": (
        "imagebuilder:CreateImage",
        resource(
            "ImageBuilder::InfrastructureConfiguration", InstanceProfileName=HOSTED
        ),
    ),
    "other code for Flink": (
        "kinesisanalytics:UpdateApplication",
        resource("KinesisAnalyticsV2::Application", ServiceExecutionRole=ADMIN),
    ),
    "lambda-003 to lambda-005": (
        "lambda:UpdateFunctionCode",
        resource("Lambda::Function", Role=ADMIN),
    ),
    "mwaa-002": (
        "airflow:UpdateEnvironment",
        resource("MWAA::Environment", ExecutionRoleArn=ADMIN),
    ),
    "another anchor of certificates": (
        "rolesanywhere:CreateTrustAnchor",
        resource("RolesAnywhere::Profile", RoleArns=[ADMIN]),
    ),
    "sagemaker-004": (
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        resource("SageMaker::NotebookInstance", RoleArn=ADMIN),
    ),
    "sagemaker-005": (
        "sagemaker:UpdateNotebookInstance",
        resource("SageMaker::NotebookInstance", RoleArn=ADMIN),
    ),
    "a script of a notebook": (
        "sagemaker:UpdateNotebookInstanceLifecycleConfig",
        resource("SageMaker::NotebookInstance", RoleArn=ADMIN),
    ),
    "a studio": (
        "sagemaker:CreatePresignedDomainUrl",
        resource("SageMaker::Domain", DefaultUserSettings={"ExecutionRole": ADMIN}),
    ),
    "a user of a studio": (
        "sagemaker:CreatePresignedDomainUrl",
        resource("SageMaker::UserProfile", UserSettings={"ExecutionRole": ADMIN}),
    ),
    "ssm-001": (
        "ssm:StartSession",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "ssm-002": (
        "ssm:SendCommand",
        resource("EC2::Instance", IamInstanceProfile=HOSTED),
    ),
    "another definition of a state machine": (
        "states:UpdateStateMachine",
        resource("StepFunctions::StateMachine", RoleArn=ADMIN),
    ),
    "another script of a canary": (
        "synthetics:UpdateCanary",
        resource("Synthetics::Canary", ExecutionRoleArn=ADMIN),
    ),
}


@pytest.mark.parametrize("case", EXISTING.values(), ids=EXISTING)
def test_other_work_for_what_has_a_role_is_a_way(
    case: tuple[str, dict[str, Any]],
) -> None:
    action, worker = case
    named = worker["Type"].split("::")[1] in ("Lambda", "CodeBuild")
    own = allow(action, arn("It") if named else ITS)
    there = {"It": worker, **PROFILE}
    assert exists(action)
    assert escalates(own, Admin=role(allow("*")), **there) is REFUTED
    assert escalates(own, Admin=role(), **there) is PROVED
    assert escalates(Admin=role(allow("*")), **there) is PROVED


BEHIND: dict[str, tuple[str, dict[str, Any]]] = {
    "another integration of an API": (
        "apigateway:PATCH",
        resource("ApiGateway::Method", Integration={"Credentials": ADMIN}),
    ),
    "another integration of an API over HTTP": (
        "apigateway:PATCH",
        resource("ApiGatewayV2::Integration", CredentialsArn=ADMIN),
    ),
    "another resolver": (
        "appsync:UpdateResolver",
        resource("AppSync::DataSource", ServiceRoleArn=ADMIN),
    ),
    "whom a pool of identities lets in": (
        "cognito-identity:UpdateIdentityPool",
        resource("Cognito::IdentityPoolRoleAttachment", Roles={"authenticated": ADMIN}),
    ),
    "members of a group with a role": (
        "cognito-idp:AdminAddUserToGroup",
        resource("Cognito::UserPoolGroup", RoleArn=ADMIN),
    ),
    "policies of things": (
        "iot:AttachPolicy",
        resource("IoT::RoleAlias", RoleArn=ADMIN),
    ),
    "another version of a product": (
        "servicecatalog:CreateProvisioningArtifact",
        resource("ServiceCatalog::LaunchRoleConstraint", RoleArn=ADMIN),
    ),
}


@pytest.mark.parametrize("case", BEHIND.values(), ids=BEHIND)
def test_saying_what_works_as_a_role_is_a_way_where_a_template_has_it(
    case: tuple[str, dict[str, Any]],
) -> None:
    action, worker = case
    assert exists(action)
    assert escalates(allow(action), Admin=role(allow("*")), It=worker) is REFUTED
    assert escalates(allow(action), Admin=role(), It=worker) is PROVED
    assert escalates(allow(action), Admin=role(allow("*"))) is PROVED


DEPLOYED: dict[str, tuple[dict[str, Any], Truth]] = {
    "tasks": ({"ECSServices": [{"ServiceName": "web"}]}, PROVED),
    "instances": ({"AutoScalingGroups": ["web"]}, REFUTED),
}


@pytest.mark.parametrize("case", DEPLOYED.values(), ids=DEPLOYED)
def test_a_deployment_runs_commands_in_instances_alone(
    case: tuple[dict[str, Any], Truth],
) -> None:
    properties, expected = case
    group = {"Fn::Sub": "arn:aws:codedeploy:*:*:deploymentgroup:web/${Group}"}
    there = {
        "Group": resource("CodeDeploy::DeploymentGroup", **properties),
        "Host": resource("EC2::Instance", IamInstanceProfile=HOSTED),
        "Admin": role(allow("*")),
        **PROFILE,
    }
    own = allow("codedeploy:CreateDeployment", group)
    assert escalates(own, **there) is expected


SHELLS = {
    "an instance": ("ssm:StartSession", "arn:aws:ec2:*:*:instance/*"),
    "a task": ("ecs:ExecuteCommand", "arn:aws:ecs:*:*:task/*"),
    "a deployment group": (
        *("codedeploy:CreateDeployment", "arn:aws:codedeploy:*:*:deploymentgroup:a/b"),
    ),
}


@pytest.mark.parametrize("case", SHELLS.values(), ids=SHELLS)
def test_what_runs_elsewhere_works_as_nobody_knows_whom(case: tuple[str, str]) -> None:
    action, place = case
    assert escalates(allow(action, place)) is UNDECIDED
    assert escalates(allow(action, "arn:aws:s3:::b")) is PROVED


STACKS = {
    "cloudformation-002": "cloudformation:UpdateStack",
    "cloudformation-004": "cloudformation:UpdateStackSet",
    "cloudformation-005": "cloudformation:ExecuteChangeSet",
}


@pytest.mark.parametrize("action", STACKS.values(), ids=STACKS)
def test_stacks_may_have_a_role_of_their_own(action: str) -> None:
    assert escalates(allow(action)) is UNDECIDED
    assert escalates(allow("cloudformation:CreateChangeSet")) is PROVED
