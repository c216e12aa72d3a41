"""Registries, pipelines and builds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.checks import check
from cfngen.checks.delivery import CHECKS
from cfngen.checks.delivery.builds import mistakes_of as spec_mistakes
from cfngen.checks.delivery.registries import mistakes_of as rule_mistakes
from tests.checks.bending import GONE, Case, Fine, read, silent, spoken
from tests.checks.planted.delivery import MISTAKES
from tests.models import model

RIGHT = read("delivery")
LIFECYCLE = "Repository.LifecyclePolicy.LifecyclePolicyText"
IMAGE = "Task.ContainerDefinitions.0.Image"
SOURCE, BUILD, DEPLOY = (
    *("Pipeline.Stages.0.Actions.0", "Pipeline.Stages.1.Actions.0"),
    "Pipeline.Stages.1.Actions.1",
)
ROLE = "PipelineRole.Policies.0.PolicyDocument.Statement"
LOGS = "BuildRole.Policies.0.PolicyDocument.Statement"
LATEST = {"Fn::Sub": "${Repository.RepositoryUri}:latest"}
HOUSE = "Build.Environment"
LAMBDA = {
    f"{HOUSE}.Type": "LINUX_LAMBDA_CONTAINER",
    f"{HOUSE}.ComputeType": "BUILD_LAMBDA_1GB",
}

CASES = (
    Case("no JSON", "CG645", {LIFECYCLE: "{rules: []}"}, LIFECYCLE, "no JSON object"),
    Case("no rules", "CG645", {LIFECYCLE: '{"rules": []}'}, LIFECYCLE, "1 to 50 rules"),
    Case(
        "a tag that moves",
        "CG646",
        {IMAGE: LATEST},
        IMAGE,
        "'latest' moves, and the tags of Repository do not",
    ),
    Case(
        "a stage twice",
        "CG647",
        {"Pipeline.Stages.1.Name": "Source"},
        "Pipeline.Stages",
        "2 stages are called Source",
    ),
    Case("an action twice", "CG647", {f"{DEPLOY}.Name": "Build"}, f"{DEPLOY}.Name"),
    Case(
        "a namespace twice",
        "CG647",
        {f"{BUILD}.Namespace": "Source"},
        f"{BUILD}.Namespace",
        "Source is another one's",
    ),
    Case(
        "a source later",
        "CG647",
        {f"{BUILD}.ActionTypeId.Category": "Source"},
        f"{BUILD}.ActionTypeId.Category",
        "Source stands in a later stage",
    ),
    Case(
        "a build first",
        "CG647",
        {f"{SOURCE}.ActionTypeId.Category": "Build"},
        f"{SOURCE}.ActionTypeId.Category",
        "Build stands in the first stage",
    ),
    Case(
        "at the same time",
        "CG648",
        {f"{DEPLOY}.RunOrder": 1},
        f"{DEPLOY}.InputArtifacts",
        "Image is not made before",
    ),
    Case(
        "made by nobody",
        "CG648",
        {f"{BUILD}.InputArtifacts.0.Name": "Cod"},
        f"{BUILD}.InputArtifacts",
        "Cod is not made before",
    ),
    Case(
        "made twice",
        "CG648",
        {f"{BUILD}.OutputArtifacts.0.Name": "Code"},
        f"{BUILD}.OutputArtifacts",
        "Code is made by Source too",
    ),
    Case(
        "a variable of nobody",
        "CG648",
        {f"{SOURCE}.Namespace": "Git"},
        f"{BUILD}.Configuration.EnvironmentVariables",
        "#{Source.…} is of no action",
    ),
    Case(
        "no branch",
        "CG649",
        {f"{SOURCE}.Configuration.BranchName": GONE},
        f"{SOURCE}.Configuration",
        "needs BranchName",
    ),
    Case(
        "no project",
        "CG649",
        {f"{BUILD}.Configuration": GONE},
        f"{BUILD}.Configuration",
        "CodeBuild needs ProjectName",
    ),
    Case(
        "an artifact that is no input",
        "CG649",
        {f"{DEPLOY}.Configuration.AppSpecTemplateArtifact": "Code"},
        f"{DEPLOY}.Configuration.AppSpecTemplateArtifact",
        "Code is no input of it",
    ),
    Case(
        "no repository",
        "CG649",
        {f"{SOURCE}.Configuration.FullRepositoryId": "name"},
        f"{SOURCE}.Configuration.FullRepositoryId",
        "not owner/repository",
    ),
    Case(
        "two inputs, none of them first",
        "CG649",
        {f"{BUILD}.InputArtifacts.1": {"Name": "More"}},
        f"{BUILD}.Configuration",
        "PrimarySource",
    ),
    Case(
        "variables of V1",
        "CG650",
        {"Pipeline.PipelineType": "V1"},
        "Pipeline.Variables",
        "V1 have no Variables",
    ),
    Case(
        "a queue of V1",
        "CG650",
        {"Pipeline.PipelineType": "V1"},
        "Pipeline.ExecutionMode",
        "do not run QUEUED",
    ),
    Case(
        "no store",
        "CG650",
        {"Pipeline.ArtifactStore": GONE},
        "Pipeline.ArtifactStore",
        "neither is given",
    ),
    Case(
        "two stores",
        "CG650",
        {"Pipeline.ArtifactStores": [{}]},
        "Pipeline.ArtifactStore",
        "both are given",
    ),
    Case(
        "may not keep artifacts",
        "CG651",
        {f"{ROLE}.0.Action": "s3:GetObject"},
        "Pipeline.RoleArn",
        "may not s3:PutObject",
    ),
    Case(
        "may not build",
        "CG651",
        {f"{ROLE}.1.Resource": {"Fn::GetAtt": ["Store", "Arn"]}},
        f"{BUILD}.Configuration",
        "may not codebuild:StartBuild",
    ),
    Case(
        "may not connect",
        "CG651",
        {f"{ROLE}.2.Effect": "Deny"},
        f"{SOURCE}.Configuration.ConnectionArn",
        "UseConnection",
    ),
    Case(
        "may not hand on roles",
        "CG651",
        {
            f"{ROLE}.3.Action": ["codedeploy:*", "ecs:*"],
            "Task.TaskRoleArn": "arn:aws:iam::123456789012:role/x",
        },
        f"{DEPLOY}.Configuration",
        "may not iam:PassRole",
    ),
    Case(
        "x86 on ARM",
        "CG652",
        {f"{HOUSE}.Type": "ARM_CONTAINER"},
        f"{HOUSE}.Image",
        "is for x86",
    ),
    Case(
        "ARM on x86",
        "CG652",
        {f"{HOUSE}.Image": "aws/codebuild/amazonlinux-aarch64-standard:3.0"},
        f"{HOUSE}.Image",
        "is for ARM",
    ),
    Case(
        "the compute of Lambda",
        "CG652",
        {f"{HOUSE}.ComputeType": "BUILD_LAMBDA_1GB"},
        f"{HOUSE}.ComputeType",
    ),
    Case(
        "Lambda with privileges",
        "CG652",
        LAMBDA,
        f"{HOUSE}.PrivilegedMode",
        "has no privileged mode",
    ),
    Case("Lambda in a VPC", "CG652", LAMBDA, "Build.VpcConfig", "runs in no VPC"),
    Case(
        "credentials of its own",
        "CG652",
        {f"{HOUSE}.ImagePullCredentialsType": "SERVICE_ROLE"},
        f"{HOUSE}.ImagePullCredentialsType",
    ),
    Case(
        "Docker without privileges",
        "CG652",
        {f"{HOUSE}.PrivilegedMode": GONE},
        f"{HOUSE}.PrivilegedMode",
        "runs Docker",
    ),
    Case(
        "layers without privileges",
        "CG652",
        {f"{HOUSE}.PrivilegedMode": "false"},
        "Build.Cache.Modes",
    ),
    Case(
        "a variable twice",
        "CG652",
        {f"{HOUSE}.EnvironmentVariables.1.Name": "A"},
        f"{HOUSE}.EnvironmentVariables",
        "variable A is there twice",
    ),
    Case(
        "half a pipeline",
        "CG653",
        {"Build.Artifacts.Type": "NO_ARTIFACTS"},
        "Build.Artifacts.Type",
        "the source is CODEPIPELINE",
    ),
    Case(
        "nothing to build",
        "CG653",
        {
            "Build.Source": {"Type": "NO_SOURCE"},
            "Build.Artifacts.Type": "NO_ARTIFACTS",
            f"{BUILD}.Configuration.ProjectName": "x",
        },
        "Build.Source",
        "without a source",
    ),
    Case(
        "no YAML",
        "CG653",
        {"Build.Source.BuildSpec": "version: 0.2\nphases: [\n"},
        "Build.Source.BuildSpec",
        "no YAML, line 3",
    ),
    Case(
        "no log",
        "CG654",
        {f"{LOGS}.0.Effect": "Deny"},
        "Build.ServiceRole",
        "may not logs:PutLogEvents",
    ),
    Case(
        "no network",
        "CG654",
        {f"{LOGS}.1.Action": "ec2:Describe*"},
        "Build.ServiceRole",
        "may not ec2:CreateNetworkInterface",
    ),
    Case(
        "no subnets",
        "CG654",
        {"Build.VpcConfig.Subnets": []},
        "Build.VpcConfig",
        "needs Subnets",
    ),
)

FINE = (
    Fine(
        "a moving tag that may move",
        "CG646",
        {IMAGE: LATEST, "Repository.ImageTagMutability": "MUTABLE"},
    ),
    Fine("an image of somebody else", "CG646", {IMAGE: "nginx:latest"}),
    Fine("the same name in another stage", "CG647", {f"{DEPLOY}.Name": "Source"}),
    Fine(
        "V1 as it was",
        "CG650",
        {
            "Pipeline.PipelineType": "V1",
            "Pipeline.ExecutionMode": GONE,
            "Pipeline.Variables": GONE,
        },
    ),
    Fine(
        "a role of the action's own",
        "CG651",
        {
            f"{ROLE}.1.Effect": "Deny",
            f"{BUILD}.RoleArn": "arn:aws:iam::123456789012:role/x",
        },
    ),
    Fine(
        "the action's new name",
        "CG651",
        {f"{ROLE}.2.Action": "codeconnections:UseConnection"},
    ),
    Fine(
        "an image of one's own",
        "CG652",
        {f"{HOUSE}.Type": "ARM_CONTAINER", f"{HOUSE}.Image": "my/x86_64:1"},
    ),
    Fine("a spec in a file", "CG653", {"Build.Source.BuildSpec": "ci/build.yaml"}),
    Fine(
        "a pipeline of the type that it needs", "CG650", {"Pipeline.PipelineType": GONE}
    ),
    Fine(
        "no role to hand on",
        "CG651",
        {f"{ROLE}.3.Action": ["codedeploy:*", "ecs:*"]},
    ),
    Fine(
        "the bucket lets the role in",
        "CG651",
        {
            f"{ROLE}.0.Effect": "Deny",
            "More": (
                "S3::BucketPolicy",
                {
                    "Bucket": {"Ref": "Store"},
                    "PolicyDocument": {
                        "Statement": {
                            "Effect": "Allow",
                            "Action": "s3:*Object",
                            "Principal": {
                                "AWS": {"Fn::GetAtt": ["PipelineRole", "Arn"]}
                            },
                        }
                    },
                },
            ),
        },
    ),
    Fine(
        "a source that the pipeline replaces",
        "CG653",
        {"Build.Artifacts.Type": "NO_ARTIFACTS", "Build.Source.Type": "GITHUB"},
    ),
    Fine(
        "words about Docker",
        "CG652",
        {
            "Build.Cache": GONE,
            f"{HOUSE}.PrivilegedMode": False,
            "Build.Source.BuildSpec": "version: 0.2\nphases:\n  build:\n    commands:\n"
            "      # docker build is for others\n"
            '      - echo "Now docker build"\n      - docker login\n',
        },
    ),
    Fine(
        "no log group of one's own",
        "CG654",
        {"Build.LogsConfig": GONE, f"{LOGS}.0.Effect": "Deny"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)


def rule(priority: Any = 1, action: str = "expire", **selection: Any) -> dict[str, Any]:
    """Return a rule of a lifecycle policy, by default one for any image."""
    chosen = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3}
    return {
        "rulePriority": priority,
        "selection": chosen | selection,
        "action": {"type": action},
    }


TAGGED: dict[str, Any] = {"tagStatus": "tagged", "tagPrefixList": ["v"]}
DAYS = {"countUnit": "days"}
WRONG = {
    "a priority twice": [rule(1, **TAGGED), rule(1)],
    "a priority of 0": [rule(0)],
    "any before the last": [rule(1), rule(2, **TAGGED)],
    "no such status": [rule(tagStatus="all")],
    "tagged without tags": [rule(tagStatus="tagged")],
    "tags for any": [rule(tagPrefixList=["v"])],
    "five stars": [rule(tagStatus="tagged", tagPatternList=["*a*b*c*d*"])],
    "no such count": [rule(countType="images")],
    "a unit for a count": [rule(countUnit="days")],
    "no unit for an age": [rule(countType="sinceImagePushed")],
    "nothing kept": [rule(countNumber=0)],
    "no such action": [rule(action="delete")],
    "no selection": [{"rulePriority": 1, "action": {"type": "expire"}}],
    "archived, of the others": [rule(countType="sinceImageTransitioned", **DAYS)],
    "pulled, of the archived": [
        rule(countType="sinceImagePulled", storageClass="archive", **DAYS)
    ],
}


@pytest.mark.parametrize("rules", WRONG.values(), ids=WRONG)
def test_a_lifecycle_policy_is_refused(rules: list[Any]) -> None:
    assert list(rule_mistakes(json.loads(json.dumps(rules))))


def test_a_lifecycle_policy_is_taken() -> None:
    aged = rule(1, **TAGGED, countType="sinceImagePushed", countUnit="days")
    assert not list(rule_mistakes([aged, rule(2)]))


def test_each_storage_class_has_a_rule_for_any_image() -> None:
    kept = rule(1, "transition", countType="sinceImagePulled", **DAYS)
    archived = {"countType": "sinceImageTransitioned", "storageClass": "archive"}
    assert not list(rule_mistakes([kept, rule(2, **archived, **DAYS)]))


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("a list", "no mapping"),
        ("phases:\n  build: {}\n", "no version"),
        ("version: 0.2\nenv: {}\n", "no phases"),
    ],
)
def test_a_spec_cannot_be_read(spec: str, says: str) -> None:
    assert says in "".join(spec_mistakes(spec + "\n"))


def test_a_finding_counts_the_stages_of_the_template() -> None:
    """A stage that a condition takes away stands in the template all the same."""
    name = "CG648"
    mistake = next(one for one in MISTAKES if one.caught_by == name)
    system, environment = mistake.environment.split()
    found = check(model(system, environment, mistake.change), CHECKS)
    way = "Resources/Pipeline/Properties/Stages/3/Actions/1/InputArtifacts"
    assert [one.path for one in found if one.id == name] == [way]
