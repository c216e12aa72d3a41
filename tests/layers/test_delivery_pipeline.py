"""Properties of the pipeline: what it does in which order, and what it may do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from cfngen.layers.delivery.pipeline.images import images
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.pipelines import (
    MIXED,
    SYSTEMS,
    built,
    projects,
    rails,
    specification,
)
from tests.layers.resolved import kind, outputs, properties, resolved, statements

EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
HERE = "eu-west-1:123456789012"
DEPLOYERS = ("CodeDeployToECS", "ECS")


def stages(system: System | None = None, **given: str) -> dict[str, list[Any]]:
    """Return the actions of each stage, in order."""
    pipeline = properties(built(system), "Pipeline", **given)
    return {stage["Name"]: stage["Actions"] for stage in pipeline["Stages"]}


def actions(system: System | None = None, **given: str) -> dict[str, dict[str, Any]]:
    """Return every action by `<stage>/<name>`."""
    every = stages(system, **given).items()
    return {f"{stage}/{one['Name']}": one for stage, found in every for one in found}


def group(name: str, system: System | None = None, **given: str) -> dict[str, Any]:
    return properties(built(system), f"{name}DeploymentGroup", **given)


def granted(layer: Layer, title: str) -> list[dict[str, Any]]:
    """Return every statement of a role and of the policies beside it."""
    beside = [
        statement
        for policy in kind(layer, "IAM::Policy").values()
        if f"@{title}" in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    return statements(properties(layer, title)) + beside


def allowing(layer: Layer, title: str, action: str) -> dict[str, Any]:
    (found,) = (s for s in granted(layer, title) if action in s["Action"])
    return found


def every_statement(layer: Layer) -> Iterator[dict[str, Any]]:
    for title in kind(layer, "IAM::Role"):
        yield from granted(layer, title)


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(built(system)) == []


@EACH
def test_every_image_of_the_system_is_built_and_no_other(system: System) -> None:
    assert tuple(image.name for image in images(system)) == system.images


def test_a_system_can_have_both_ways() -> None:
    ways = {
        "pipeline": {"repository": "example/rails"},
        "github": {"repository": "example/rails"},
    }
    left = outputs(built(rails(delivery=ways)))
    assert {"DeployRoleArn", "PipelineName"} <= left.keys()


class TestSource:
    """Commits of one branch, by a connection."""

    def test_each_commit_of_the_branch_starts_it(self) -> None:
        source = actions()["Source/Source"]
        assert source["ActionTypeId"]["Provider"] == "CodeStarSourceConnection"
        assert source["Configuration"] == {
            "ConnectionArn": "@GitHubConnection.ConnectionArn",
            "FullRepositoryId": "example/rails",
            "BranchName": "main",
            "DetectChanges": "true",
            "OutputArtifactFormat": "CODE_ZIP",
        }

    def test_environments_release_different_branches(self) -> None:
        source = actions(PipelineBranch="develop")["Source/Source"]
        assert source["Configuration"]["BranchName"] == "develop"

    def test_a_connection_that_exists_is_used_and_none_is_made(self) -> None:
        given = "arn:aws:codeconnections:eu-west-1:123456789012:connection/1a"
        made = resolved(built(), GitHubConnectionArn=given)
        assert "GitHubConnection" not in made
        left = outputs(built(), GitHubConnectionArn=given)
        assert left["GitHubConnectionArnInUse"] == given
        role = statements(made["PipelineRole"]["Properties"])
        (use,) = (s for s in role if "codeconnections:UseConnection" in s["Action"])
        assert use["Resource"] == [given]

    def test_the_commit_may_be_stored_as_the_connection_stores_it(self) -> None:
        role = statements(resolved(built())["PipelineRole"]["Properties"])
        stores = [one for one in role if "s3:PutObjectAcl" in one["Action"]]
        assert [one["Resource"] for one in stores] == [["@ArtifactBucket.Arn/*"]]

    @pytest.mark.parametrize(
        ("given", "fits"),
        [
            ("", True),
            ("arn:aws:codeconnections:us-east-1:123456789012:connection/a-1", True),
            (
                "arn:aws:codestar-connections:us-east-1:123456789012:connection/a-1",
                True,
            ),
            ("arn:aws:codeconnections:us-east-1:123456789012:host/a-1", False),
            ("connection/a-1", False),
        ],
        ids=["none", "new name", "old name", "a host", "no arn"],
    )
    def test_a_connection_is_given_by_its_arn(self, given: str, fits: bool) -> None:
        pattern = built().settings["GitHubConnectionArn"].pattern
        assert bool(re.fullmatch(pattern, given)) is fits


class TestOrder:
    """Build, approve by setting, release; releases never overlap."""

    def test_the_stages_follow_each_other(self) -> None:
        assert list(stages()) == ["Source", "Build", "Release"]
        assert list(stages(EnableReleaseApproval="true")) == [
            "Source",
            "Build",
            "Approve",
            "Release",
        ]

    def test_a_newer_commit_overtakes_those_that_wait(self) -> None:
        pipeline = properties(built(), "Pipeline")
        assert pipeline["PipelineType"] == "V2"
        assert pipeline["ExecutionMode"] == "SUPERSEDED"

    @EACH
    def test_what_runs_is_prepared_first_and_workers_and_jobs_come_last(
        self, system: System
    ) -> None:
        order = {one["Name"]: one["RunOrder"] for one in stages(system)["Release"]}
        assert order.pop("Prepare") == 1
        assert order.pop("Finish", 3) == 3
        assert set(order.values()) <= {2}

    def test_services_that_take_requests_move_side_by_side(self) -> None:
        moving = [
            one
            for one in stages(MIXED)["Release"]
            if one["ActionTypeId"]["Provider"] in DEPLOYERS
        ]
        assert [one["Name"] for one in moving] == ["ReleaseWeb", "ReleaseApi"]
        web = moving[0]
        assert web["ActionTypeId"]["Provider"] == "CodeDeployToECS"
        assert web["Configuration"] == {
            "ApplicationName": "@ReleaseApplication",
            "DeploymentGroupName": "@WebDeploymentGroup",
            "TaskDefinitionTemplateArtifact": "Release",
            "TaskDefinitionTemplatePath": "web/taskdef.json",
            "AppSpecTemplateArtifact": "Release",
            "AppSpecTemplatePath": "web/appspec.yaml",
        }

    def test_each_processor_has_a_build_of_its_own(self) -> None:
        assert set(projects(MIXED)) >= {"Build", "ArmBuild"}
        kinds = {
            title: (one["Environment"]["Type"], one["Environment"]["Image"])
            for title, one in projects(MIXED).items()
        }
        assert kinds["ArmBuild"][0] == "ARM_CONTAINER"
        assert "aarch64" in kinds["ArmBuild"][1]
        assert kinds["Build"][0] == "LINUX_CONTAINER"
        assert "x86_64" in kinds["Build"][1]
        assert len(stages(MIXED)["Build"]) == 2

    @EACH
    def test_artifacts_are_made_before_they_are_used_and_once(
        self, system: System
    ) -> None:
        made: list[str] = []
        for stage in stages(system).values():
            for turn in sorted({one["RunOrder"] for one in stage}):
                now = [one for one in stage if one["RunOrder"] == turn]
                for one in now:
                    taken = [a["Name"] for a in one.get("InputArtifacts", [])]
                    assert set(taken) <= set(made), one["Name"]
                for one in now:
                    made += [a["Name"] for a in one.get("OutputArtifacts", [])]
        assert len(made) == len(set(made))

    @EACH
    def test_names_of_actions_differ_within_a_stage(self, system: System) -> None:
        for stage in stages(system).values():
            names = [one["Name"] for one in stage]
            assert len(names) == len(set(names))

    @EACH
    def test_whoever_leaves_an_artifact_writes_one(self, system: System) -> None:
        by_title = projects(system)
        for one in actions(system).values():
            if one["ActionTypeId"]["Provider"] == "CodeBuild":
                leaves = "artifacts" in specification(by_title[one["Name"]])
                assert leaves == bool(one.get("OutputArtifacts"))

    def test_a_service_called_as_a_step_takes_no_step_away(self) -> None:
        system = rails(services={"prepare": {"port": 80}, "build": {"port": 81}})
        assert [one["Name"] for one in stages(system)["Release"]] == [
            "Prepare",
            "ReleasePrepare",
            "ReleaseBuild",
        ]


class TestBuilds:
    """The machines that work on a release."""

    @EACH
    def test_docker_and_no_other_is_privileged(self, system: System) -> None:
        for title, project in projects(system).items():
            privileged = project["Environment"]["PrivilegedMode"]
            assert privileged is title.endswith("Build")

    @EACH
    def test_all_logs_go_to_one_encrypted_group(self, system: System) -> None:
        group = properties(built(system), "BuildLogGroup")
        assert group["KmsKeyId"] == "@KeyArn"
        assert int(group["RetentionInDays"]) == 30
        for title, project in projects(system).items():
            logs = project["LogsConfig"]["CloudWatchLogs"]
            assert logs["GroupName"] == "@BuildLogGroup"
            assert logs["StreamName"] == title.lower()

    def test_size_and_time_are_settings(self) -> None:
        build = projects(
            BuildComputeType="BUILD_GENERAL1_LARGE", BuildTimeoutMinutes="9"
        )["Build"]
        assert build["Environment"]["ComputeType"] == "BUILD_GENERAL1_LARGE"
        assert build["TimeoutInMinutes"] == "9"

    def test_layers_are_kept_for_the_next_build(self) -> None:
        assert projects()["Build"]["Cache"] == {
            "Type": "LOCAL",
            "Modes": ["LOCAL_DOCKER_LAYER_CACHE"],
        }

    def test_without_workers_and_jobs_nothing_follows(self) -> None:
        assert "Finish" not in projects()
        assert "Finish" in projects(MIXED)

    @EACH
    def test_no_secret_is_in_a_variable(self, system: System) -> None:
        for project in projects(system).values():
            for one in project["Environment"]["EnvironmentVariables"]:
                assert one["Type"] == "PLAINTEXT"
                assert "secret" not in json.dumps(one).lower()


class TestFiles:
    """The bucket between the stages."""

    def test_the_pipeline_and_the_builds_encrypt_with_the_systems_key(self) -> None:
        store = properties(built(), "Pipeline")["ArtifactStore"]
        key = {"Type": "KMS", "Id": "@KeyArn"}
        assert store == {
            "Type": "S3",
            "Location": "@ArtifactBucket",
            "EncryptionKey": key,
        }
        for project in projects().values():
            assert project["EncryptionKey"] == "@KeyArn"

    def test_files_expire_by_setting(self) -> None:
        bucket = properties(built(), "ArtifactBucket", ArtifactRetentionDays="7")
        (expire,) = (
            rule
            for rule in bucket["LifecycleConfiguration"]["Rules"]
            if "ExpirationInDays" in rule
        )
        assert expire["ExpirationInDays"] == "7"

    def test_a_bucket_with_files_outlives_its_stack(self) -> None:
        assert (
            resolved(built())["ArtifactBucket"]["DeletionPolicy"]
            == "RetainExceptOnCreate"
        )


class TestDeploymentGroups:
    """How users are moved to new tasks."""

    def test_each_service_that_takes_requests_has_one_and_no_other(self) -> None:
        made = kind(built(MIXED), "CodeDeploy::DeploymentGroup")
        assert list(made) == ["WebDeploymentGroup", "ApiDeploymentGroup"]
        layer = built(SYSTEMS["workers only"])
        assert not kind(layer, "CodeDeploy::DeploymentGroup")
        assert not kind(layer, "CodeDeploy::Application")

    def test_it_alternates_between_the_target_groups_of_its_service(self) -> None:
        web = group("Web")
        assert web["ECSServices"] == [
            {"ClusterName": "@ClusterName", "ServiceName": "@WebServiceName"}
        ]
        (pair,) = web["LoadBalancerInfo"]["TargetGroupPairInfoList"]
        assert pair == {
            "TargetGroups": [
                {"Name": "@WebTargetGroupName"},
                {"Name": "@WebGreenTargetGroupName"},
            ],
            "ProdTrafficRoute": {"ListenerArns": ["@HttpsListenerArn"]},
            "TestTrafficRoute": {"ListenerArns": ["@TestListenerArn"]},
        }
        assert web["DeploymentStyle"] == {
            "DeploymentOption": "WITH_TRAFFIC_CONTROL",
            "DeploymentType": "BLUE_GREEN",
        }

    def test_a_release_is_taken_back_when_it_fails_or_alarms(self) -> None:
        web = group("Web")
        assert web["AutoRollbackConfiguration"] == {
            "Enabled": True,
            "Events": [
                "DEPLOYMENT_FAILURE",
                "DEPLOYMENT_STOP_ON_ALARM",
                "DEPLOYMENT_STOP_ON_REQUEST",
            ],
        }
        assert web["AlarmConfiguration"] == {
            "Enabled": True,
            "Alarms": [{"Name": "@WebErrorsAlarmName"}],
        }

    def test_without_monitoring_there_is_no_alarm_to_ask(self) -> None:
        silent = SYSTEMS["no monitoring"]
        assert group("Web", silent)["AlarmConfiguration"] == {"Enabled": False}

    def test_how_users_move_is_a_setting(self) -> None:
        at_once = "CodeDeployDefault.ECSAllAtOnce"
        web = group("Web", ReleaseTraffic=at_once, OldTasksMinutes="5")
        assert web["DeploymentConfigName"] == at_once
        end = web["BlueGreenDeploymentConfiguration"]
        assert end["TerminateBlueInstancesOnDeploymentSuccess"] == {
            "Action": "TERMINATE",
            "TerminationWaitTimeInMinutes": "5",
        }
        role = statements(properties(built(), "PipelineRole", ReleaseTraffic=at_once))
        (reading,) = (
            s for s in role if "codedeploy:GetDeploymentConfig" in s["Action"]
        )
        assert reading["Resource"] == [
            f"arn:aws:codedeploy:{HERE}:deploymentconfig:{at_once}"
        ]

    def test_new_tasks_go_on_at_once_or_wait_for_somebody(self) -> None:
        def ready(minutes: str) -> Any:
            found = group("Web", ReleaseTestMinutes=minutes)
            return found["BlueGreenDeploymentConfiguration"]["DeploymentReadyOption"]

        assert ready("0") == {"ActionOnTimeout": "CONTINUE_DEPLOYMENT"}
        assert ready("60") == {
            "ActionOnTimeout": "STOP_DEPLOYMENT",
            "WaitTimeInMinutes": "60",
        }


class TestNotices:
    """What people hear."""

    def test_a_failed_release_reaches_the_alarm_topic(self) -> None:
        rule = properties(built(), "ReleaseFailedRule")
        assert rule["EventPattern"] == {
            "source": ["aws.codepipeline"],
            "detail-type": ["CodePipeline Pipeline Execution State Change"],
            "detail": {"pipeline": ["@Pipeline"], "state": ["FAILED"]},
        }
        (target,) = rule["Targets"]
        assert target["Arn"] == "@AlarmTopicArn"

    @pytest.mark.parametrize("rule", ["ReleaseFailedRule", "ReleaseWaitingRule"])
    def test_the_sentence_is_a_json_text_of_known_words(self, rule: str) -> None:
        found = properties(built(), rule, EnableReleaseApproval="true")
        transformer = found["Targets"][0]["InputTransformer"]
        template = transformer["InputTemplate"]
        assert set(re.findall(r"<(\w+)>", template)) == set(
            transformer["InputPathsMap"]
        )
        assert json.loads(re.sub(r"<\w+>", "x", template)).startswith("A release")

    def test_a_release_that_waits_is_told_where_it_can_wait(self) -> None:
        assert "ReleaseWaitingRule" not in resolved(built())
        waiting = resolved(built(), EnableReleaseApproval="true")
        assert "ReleaseWaitingRule" in waiting

    def test_without_monitoring_there_is_nobody_to_tell(self) -> None:
        assert not kind(built(SYSTEMS["no monitoring"]), "Events::Rule")


class TestPermissions:
    """Each role does its part, on the system's own resources."""

    @EACH
    def test_roles_are_taken_by_one_service_of_this_account(
        self, system: System
    ) -> None:
        for role in kind(built(system), "IAM::Role").values():
            (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
            (service,) = trust["Principal"]["Service"]
            owner = service.removesuffix(".amazonaws.com")
            condition = trust["Condition"]
            assert condition["StringEquals"] == {"aws:SourceAccount": "123456789012"}
            source = condition["ArnLike"]["aws:SourceArn"]
            assert source.startswith(f"arn:aws:{owner}:{HERE}:")

    @EACH
    def test_every_action_exists_and_star_stands_where_iam_knows_no_resource(
        self, system: System
    ) -> None:
        data = Path(cfnlint.__file__).parent / "data" / "AdditionalSpecs"
        known = json.loads((data / "Policies.json").read_text("utf-8"))
        for statement in every_statement(built(system)):
            for action in statement["Action"]:
                owner, name = action.split(":")
                has_resources = "Resources" in known[owner]["Actions"][name.lower()]
                assert ("*" in statement["Resource"]) is not has_resources, action

    @EACH
    def test_roles_that_are_passed_are_those_of_the_tasks(self, system: System) -> None:
        for statement in every_statement(built(system)):
            if "iam:PassRole" in statement["Action"]:
                assert statement["Condition"] == {
                    "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
                }
                for role in statement["Resource"]:
                    assert re.fullmatch(r"@\w+(Execution|Task)RoleArn", role)

    @EACH
    def test_the_key_serves_the_bucket_only(self, system: System) -> None:
        for statement in every_statement(built(system)):
            if any(action.startswith("kms:") for action in statement["Action"]):
                through = "s3.eu-west-1.amazonaws.com"
                assert statement["Condition"] == {
                    "StringEquals": {"kms:ViaService": through}
                }

    def test_only_the_builds_push_and_each_to_its_own(self) -> None:
        layer = built(MIXED)
        assert allowing(layer, "ArmBuildRole", "ecr:PutImage")["Resource"] == [
            "@WebRepositoryArn",
            "@WebNginxRepositoryArn",
        ]
        assert allowing(layer, "BuildRole", "ecr:PutImage")["Resource"] == [
            "@ApiRepositoryArn",
            "@MailWorkerRepositoryArn",
            "@ReportRepositoryArn",
        ]
        pushing = [s for s in every_statement(layer) if "ecr:PutImage" in s["Action"]]
        assert len(pushing) == 2

    def test_migrations_are_registered_and_run_and_nothing_else_is(self) -> None:
        layer = built(MIXED)
        family = f"arn:aws:ecs:{HERE}:task-definition"
        register = allowing(layer, "PrepareRole", "ecs:RegisterTaskDefinition")
        assert register["Resource"] == [
            f"{family}/rails-dev-web-migrate:*",
            f"{family}/rails-dev-api-migrate:*",
        ]
        run = allowing(layer, "PrepareRole", "ecs:RunTask")
        assert run["Resource"] == [
            f"{family}/@WebMigrationFamily:*",
            f"{family}/@ApiMigrationFamily:*",
        ]
        assert run["Condition"] == {"ArnEquals": {"ecs:cluster": "@ClusterArn"}}

    def test_without_migrations_nothing_is_run_or_passed(self) -> None:
        layer = built(SYSTEMS["nothing to migrate"])
        given = {a for s in granted(layer, "PrepareRole") for a in s["Action"]}
        assert not given & {
            "ecs:RunTask",
            "ecs:RegisterTaskDefinition",
            "iam:PassRole",
            "codepipeline:GetPipelineState",
        }

    def test_the_preparation_asks_about_its_own_pipeline_only(self) -> None:
        asked = allowing(built(), "PrepareRole", "codepipeline:GetPipelineState")
        assert asked["Resource"] == [f"arn:aws:codepipeline:{HERE}:@Pipeline"]

    def test_workers_and_jobs_are_released_and_no_other(self) -> None:
        layer = built(MIXED)
        family = f"arn:aws:ecs:{HERE}:task-definition"
        register = allowing(layer, "FinishRole", "ecs:RegisterTaskDefinition")
        assert register["Resource"] == [
            f"{family}/rails-dev-{name}:*" for name in ("mail-worker", "sync", "report")
        ]
        update = allowing(layer, "FinishRole", "ecs:UpdateService")
        assert update["Resource"] == [
            f"arn:aws:ecs:{HERE}:service/@ClusterName/@MailWorkerServiceName"
        ]

    def test_codedeploy_moves_these_services_behind_these_listeners(self) -> None:
        layer = built()
        moving = allowing(layer, "ReleaseRole", "ecs:UpdateServicePrimaryTaskSet")
        service = "@ClusterName/@WebServiceName"
        assert moving["Resource"] == [f"arn:aws:ecs:{HERE}:service/{service}"]
        sets = allowing(layer, "ReleaseRole", "ecs:CreateTaskSet")
        assert sets["Resource"] == [f"arn:aws:ecs:{HERE}:task-set/{service}/*"]
        listeners = allowing(
            layer, "ReleaseRole", "elasticloadbalancing:ModifyListener"
        )
        assert listeners["Resource"] == ["@HttpsListenerArn", "@TestListenerArn"]

    def test_the_rules_are_those_of_the_load_balancer(self) -> None:
        rules = allowing(built(), "ReleaseRole", "elasticloadbalancing:ModifyRule")
        begin = f"arn:aws:elasticloadbalancing:{HERE}:listener-rule"
        assert rules["Resource"] == [f"{begin}/@AlbFullName/*"]

    def test_the_pipeline_starts_these_projects_and_deployments_only(self) -> None:
        layer = built(MIXED)
        started = allowing(layer, "PipelineRole", "codebuild:StartBuild")
        assert started["Resource"] == [
            f"@{title}Project.Arn"
            for title in ("ArmBuild", "Build", "Prepare", "Finish")
        ]
        created = allowing(layer, "PipelineRole", "codedeploy:CreateDeployment")
        begin = f"arn:aws:codedeploy:{HERE}:deploymentgroup:@ReleaseApplication"
        assert created["Resource"] == [
            f"{begin}/@WebDeploymentGroup",
            f"{begin}/@ApiDeploymentGroup",
        ]


def test_pipeline_and_connection_leave() -> None:
    assert outputs(built()) == {
        "GitHubConnectionArnInUse": "@GitHubConnection.ConnectionArn",
        "PipelineName": "@Pipeline",
    }
