"""The scripts of a release do what they say: run with fakes of `aws` and `docker`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore.session import get_session
from botocore.validate import ParamValidator

from cfngen.layers import service
from cfngen.layers.delivery.pipeline import scripts
from cfngen.spec.system import System
from tests.layers.pipelines import (
    MIXED,
    SYSTEMS,
    projects,
    rails,
    script,
    specification,
    variables,
)
from tests.layers.programs import Ran, run
from tests.layers.resolved import kind
from tests.layers.variations import service as described_service

EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())

REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
COMMIT = "5f1c0e2"
PRESENT = {"verb": "ecr describe-images", "answer": {"imageDetails": [{}]}}
ABSENT = {"verb": "ecr describe-images", "exit": 254}
LOGIN = {"verb": "ecr get-login-password", "answer": "password"}
REGISTERED = {"verb": "ecs register-task-definition"}
WAITED = {"verb": "ecs wait tasks-stopped"}
STARTED = {"verb": "ecs run-task", "answer": {"tasks": [{"taskArn": "task/c/1a"}]}}
LOGGED = {"verb": "logs get-log-events", "answer": {"events": [{"message": "done"}]}}


def surroundings(title: str, system: System, **more: str) -> dict[str, str]:
    """Return the variables that CodeBuild gives a script, repositories as ECR's are."""
    given = variables(projects(system)[title])
    repositories = {
        name: f"{REGISTRY}/dev-{name.removesuffix('_REPOSITORY').lower()}"
        for name in given
        if name.endswith("_REPOSITORY")
    }
    initiator = {"CODEBUILD_INITIATOR": "codepipeline/dev-pipeline"}
    return {**given, **repositories, **initiator, **more}


def definition(family: str, *images: str) -> dict[str, Any]:
    """Return what ECS says of a task definition, what it made up itself included."""
    return {
        "taskDefinition": {
            "taskDefinitionArn": f"arn:aws:ecs:eu-west-1:1:task-definition/{family}:7",
            "family": family,
            "revision": 7,
            "status": "ACTIVE",
            "taskRoleArn": "arn:aws:iam::1:role/task",
            "executionRoleArn": "arn:aws:iam::1:role/execution",
            "networkMode": "awsvpc",
            "volumes": [],
            "placementConstraints": [],
            "requiresAttributes": [{"name": "ecs.capability.task-eni"}],
            "compatibilities": ["EC2", "FARGATE"],
            "requiresCompatibilities": ["FARGATE"],
            "runtimePlatform": {"cpuArchitecture": "X86_64"},
            "cpu": "512",
            "memory": "1024",
            "registeredBy": "arn:aws:sts::1:assumed-role/someone",
            "containerDefinitions": [
                {
                    "name": f"c{place}",
                    "image": image,
                    "cpu": 0,
                    "essential": True,
                    "environment": [{"name": "IMAGE", "value": "web:old"}],
                }
                for place, image in enumerate(images)
            ],
        },
        "tags": [
            {"key": "System", "value": "rails"},
            {"key": "aws:cloudformation:stack-name", "value": "rails-dev"},
        ],
    }


def described(family: str, *images: str) -> dict[str, Any]:
    return {
        "verb": "ecs describe-task-definition",
        "when": {"task-definition": family},
        "answer": definition(family, *images),
    }


def stage(kind: str) -> dict[str, Any]:
    """Return what CodePipeline says of its stages while the last one runs."""
    states = [
        {"stageName": "Source", "latestExecution": {"type": "STANDARD"}},
        {"stageName": scripts.STAGE, "latestExecution": {"type": kind}},
    ]
    return {
        "verb": "codepipeline get-pipeline-state",
        "when": {"name": "dev-pipeline"},
        "answer": {"stageStates": states},
    }


def ended(code: int | None) -> dict[str, Any]:
    container = {} if code is None else {"exitCode": code}
    task = {"stoppedReason": "Essential container exited", "containers": [container]}
    return {"verb": "ecs describe-tasks", "answer": {"tasks": [task]}}


@EACH
def test_every_specification_runs_one_command_in_bash(system: System) -> None:
    for project in projects(system).values():
        read = specification(project)
        assert read["version"] == 0.2
        assert read["env"] == {"shell": "bash"}
        assert len(read["phases"]["build"]["commands"]) == 1
        assert script(project).startswith("set -euo pipefail\n")
        left = read.get("artifacts", {"base-directory": "release", "files": ["**/*"]})
        assert left == {"base-directory": "release", "files": ["**/*"]}


@EACH
def test_every_variable_that_a_script_reads_is_given(system: System) -> None:
    for title, project in projects(system).items():
        read = set(scripts_variables(script(project)))
        made = {"COMMIT", "CODEBUILD_INITIATOR"}
        assert read <= variables(project).keys() | made, title
        assert variables(project).keys() <= read, title


def scripts_variables(text: str) -> list[str]:
    """Return the variables in capitals that a script reads."""
    return re.findall(r"\$\{?([A-Z][A-Z0-9_]+)", text)


@EACH
def test_all_that_the_templates_set_of_a_task_is_registered_again(
    system: System,
) -> None:
    kept = {part.split(":")[0].strip() for part in scripts.FIELDS.split(",")}
    for name, one in system.services.items():
        layer = service.build(system, name, one)
        for task in kind(layer, "ECS::TaskDefinition").values():
            assert {key[0].lower() + key[1:] for key in task} <= kept


class TestBuild:
    """Images are built and pushed once for each commit."""

    def built(self, home: Path, answer: dict[str, Any], title: str = "Build") -> Ran:
        given = surroundings(title, MIXED, COMMIT=COMMIT)
        text = script(projects(MIXED)[title])
        return run(home, text, [LOGIN, answer], given)

    def test_each_image_is_built_in_its_folder_and_pushed(self, tmp_path: Path) -> None:
        ran = self.built(tmp_path, ABSENT, "ArmBuild")
        assert ran.code == 0, ran.said
        assert [verb for verb in ran.verbs if verb.startswith("docker")] == [
            f"docker login --username AWS --password-stdin {REGISTRY}",
            f"docker build --tag {REGISTRY}/dev-web:{COMMIT} apps/web",
            f"docker push {REGISTRY}/dev-web:{COMMIT}",
            f"docker build --tag {REGISTRY}/dev-web_nginx:{COMMIT} proxy",
            f"docker push {REGISTRY}/dev-web_nginx:{COMMIT}",
        ]

    def test_a_job_with_an_image_of_its_own_is_built_in_its_folder(
        self, tmp_path: Path
    ) -> None:
        ran = self.built(tmp_path, ABSENT)
        assert f"docker build --tag {REGISTRY}/dev-report:{COMMIT} report" in ran.verbs
        assert f"docker build --tag {REGISTRY}/dev-api:{COMMIT} ." in ran.verbs

    def test_what_was_pushed_for_this_commit_stays(self, tmp_path: Path) -> None:
        ran = self.built(tmp_path, PRESENT)
        assert ran.code == 0, ran.said
        assert not [verb for verb in ran.verbs if "build" in verb or "push" in verb]
        assert ran.asked("ecr describe-images")[0] == {
            "repository-name": "dev-api",
            "image-ids": f"imageTag={COMMIT}",
        }

    def test_it_leaves_the_commit_and_nothing_of_the_repository(
        self, tmp_path: Path
    ) -> None:
        own = tmp_path / "source" / "release"
        own.mkdir(parents=True)
        (own / "notes.txt").write_text("what is new")
        ran = self.built(tmp_path, PRESENT)
        assert ran.code == 0, ran.said
        (left,) = own.iterdir()
        assert left.name == "commit"
        assert left.read_text() == f"{COMMIT}\n"

    def test_a_registry_that_lets_nobody_in_ends_it(self, tmp_path: Path) -> None:
        refused = {"verb": "ecr get-login-password", "exit": 254}
        given = surroundings("Build", rails(), COMMIT=COMMIT)
        text = script(projects()["Build"])
        ran = run(tmp_path, text, [refused, ABSENT], given)
        assert ran.code == 254
        assert not [verb for verb in ran.verbs if "build" in verb]


class TestPrepare:
    """What is to run is written down, and the database migrated before it does."""

    WEB = (f"{REGISTRY}/dev-web:old", f"{REGISTRY}/dev-web_nginx:old")
    FAMILIES = (
        described("rails-dev-web", *WEB, "public.ecr.aws/example/agent:1"),
        described("rails-dev-web-migrate", WEB[0]),
    )

    def prepared(self, home: Path, *answers: dict[str, Any]) -> Ran:
        """Run the preparation of rails; answers given win over the usual ones."""
        usual = (stage("STANDARD"), STARTED, WAITED, LOGGED, ended(0), REGISTERED)
        (home / "source").mkdir()
        (home / "source" / "commit").write_text(f"{COMMIT}\n")
        return run(
            home,
            script(projects()["Prepare"]),
            [*answers, *self.FAMILIES, *usual],
            surroundings("Prepare", rails()),
        )

    def written(self, ran: Ran, task: str) -> dict[str, Any]:
        text = (ran.folder / "release" / task / "taskdef.json").read_text()
        found: dict[str, Any] = json.loads(text)
        return found

    def test_images_of_the_system_are_those_of_the_commit_and_no_other_is(
        self, tmp_path: Path
    ) -> None:
        ran = self.prepared(tmp_path)
        assert ran.code == 0, ran.said
        containers = self.written(ran, "web")["containerDefinitions"]
        assert [one["image"] for one in containers] == [
            f"{REGISTRY}/dev-web:{COMMIT}",
            f"{REGISTRY}/dev-web_nginx:{COMMIT}",
            "public.ecr.aws/example/agent:1",
        ]
        assert containers[0]["environment"] == [{"name": "IMAGE", "value": "web:old"}]

    def test_what_is_written_can_be_registered(self, tmp_path: Path) -> None:
        ran = self.prepared(tmp_path)
        model = get_session().get_service_model("ecs")
        shape = model.operation_model("RegisterTaskDefinition").input_shape
        assert shape is not None
        for task in ("web", "web-migrate"):
            report = ParamValidator().validate(self.written(ran, task), shape)
            assert not report.has_errors(), report.generate_report()

    def test_codedeploy_is_told_the_container_that_takes_requests(
        self, tmp_path: Path
    ) -> None:
        ran = self.prepared(tmp_path)
        text = (ran.folder / "release" / "web" / "appspec.yaml").read_text()
        (resource,) = yaml.safe_load(text)["Resources"]
        assert resource["TargetService"] == {
            "Type": "AWS::ECS::Service",
            "Properties": {
                "TaskDefinition": "<TASK_DEFINITION>",
                "LoadBalancerInfo": {"ContainerName": "nginx", "ContainerPort": 80},
                "CapacityProviderStrategy": [
                    {"CapacityProvider": "FARGATE", "Weight": 1}
                ],
            },
        }

    @pytest.mark.parametrize(
        ("spot", "providers"),
        [
            ("none", ["FARGATE"]),
            ("mixed", ["FARGATE", "FARGATE_SPOT"]),
            ("all", ["FARGATE_SPOT"]),
        ],
    )
    def test_a_release_takes_the_capacity_of_the_setting(
        self, spot: str, providers: list[str]
    ) -> None:
        text = variables(projects(FargateSpot=spot)["Prepare"])["CAPACITY"]
        assert [one["CapacityProvider"] for one in yaml.safe_load(text)] == providers

    def test_the_migration_runs_once_with_the_new_image(self, tmp_path: Path) -> None:
        ran = self.prepared(tmp_path)
        (registered,) = ran.asked("ecs register-task-definition")
        migration = registered["cli-input-json"]
        assert migration["family"] == "rails-dev-web-migrate"
        (container,) = migration["containerDefinitions"]
        assert container["image"] == f"{REGISTRY}/dev-web:{COMMIT}"
        # AWS takes no tags of its own back.
        assert registered["tags"] == [{"key": "System", "value": "rails"}]
        (started,) = ran.asked("ecs run-task")
        assert started["task-definition"] == "rails-dev-web-migrate:8"
        assert started["cluster"] == "@ClusterName"
        assert started["network-configuration"] == (
            "awsvpcConfiguration={subnets=[@PrivateSubnetIds],"
            "securityGroups=[@WebSecurityGroupId],assignPublicIp=DISABLED}"
        )
        (log,) = ran.asked("logs get-log-events")
        assert log["log-group-name"] == "/ecs/rails-dev-web"
        assert log["log-stream-name"] == "migrate/web/1a"

    @pytest.mark.parametrize("code", [1, 137, None])
    def test_a_migration_that_fails_stops_the_release(
        self, tmp_path: Path, code: int | None
    ) -> None:
        ran = self.prepared(tmp_path, ended(code))
        assert ran.code == 1
        assert f"ended with exit code {code}; nothing is released" in ran.said

    def test_a_migration_without_a_log_is_still_judged_by_its_exit(
        self, tmp_path: Path
    ) -> None:
        silent = {"verb": "logs get-log-events", "exit": 254}
        ran = self.prepared(tmp_path, silent)
        assert ran.code == 0
        assert "The task wrote no log." in ran.said

    def test_a_long_migration_is_waited_for_an_hour(self, tmp_path: Path) -> None:
        ran = self.prepared(
            tmp_path, {"verb": "ecs wait tasks-stopped", "exit": 255}, ended(None)
        )
        assert len(ran.asked("ecs wait tasks-stopped")) == 6
        assert ran.code == 1

    def test_going_back_leaves_the_database_as_it_is(self, tmp_path: Path) -> None:
        ran = self.prepared(tmp_path, stage("ROLLBACK"))
        assert ran.code == 0, ran.said
        assert "ecs run-task" not in ran.verbs
        assert "ecs register-task-definition" not in ran.verbs
        assert self.written(ran, "web")["family"] == "rails-dev-web"

    def test_a_family_that_is_not_there_ends_it(self, tmp_path: Path) -> None:
        gone = {"verb": "ecs describe-task-definition", "exit": 254}
        ran = self.prepared(tmp_path, gone)
        assert ran.code == 254
        assert "ecs run-task" not in ran.verbs

    def test_a_service_in_public_subnets_migrates_there(self) -> None:
        prepare = projects(SYSTEMS["public tasks"])["Prepare"]
        assert variables(prepare)["WEB_NETWORK"] == (
            "awsvpcConfiguration={subnets=[@PublicSubnetIds],"
            "securityGroups=[@WebSecurityGroupId],assignPublicIp=ENABLED}"
        )

    def test_all_services_migrate_and_only_those_that_say_so(self) -> None:
        text = script(projects(MIXED)["Prepare"])
        assert 'migrate web "$WEB_NETWORK" release/web-migrate' in text
        assert 'migrate api "$API_NETWORK" release/api-migrate' in text
        assert "migrate mail-worker" not in text
        nothing = script(projects(SYSTEMS["nothing to migrate"])["Prepare"])
        assert "migrate" not in nothing

    def test_jobs_and_workers_are_written_down_too(self) -> None:
        text = script(projects(MIXED)["Prepare"]).splitlines()
        for task in ("web", "api", "mail-worker", "sync", "report", "web-migrate"):
            assert f"definition {task}" in text


class TestFinish:
    """Workers and jobs are released once the services are."""

    SERVICE = "@MailWorkerServiceName"

    def finished(self, home: Path, running: str) -> Ran:
        for task in ("mail-worker", "sync", "report"):
            folder = home / "source" / task
            folder.mkdir(parents=True)
            read = definition(f"rails-dev-{task}", "image:new")["taskDefinition"]
            (folder / "taskdef.json").write_text(json.dumps(read))
            (folder / "tags.json").write_text("[]")
        answers: list[dict[str, Any]] = [
            REGISTERED,
            {"verb": "ecs update-service", "answer": {}},
            {"verb": "ecs wait services-stable"},
            {
                "verb": "ecs describe-services",
                "answer": {"services": [{"taskDefinition": running}]},
            },
        ]
        text = script(projects(MIXED)["Finish"])
        return run(home, text, answers, surroundings("Finish", MIXED))

    def test_workers_roll_to_the_new_revision_and_jobs_get_theirs(
        self, tmp_path: Path
    ) -> None:
        ran = self.finished(tmp_path, "rails-dev-mail-worker:8")
        assert ran.code == 0, ran.said
        (updated,) = ran.asked("ecs update-service")
        assert updated == {
            "cluster": "@ClusterName",
            "service": self.SERVICE,
            "task-definition": "rails-dev-mail-worker:8",
        }
        registered = ran.asked("ecs register-task-definition")
        assert [one["cli-input-json"]["family"] for one in registered] == [
            "rails-dev-mail-worker",
            "rails-dev-sync",
            "rails-dev-report",
        ]

    def test_ecs_is_given_no_empty_list_of_tags(self, tmp_path: Path) -> None:
        ran = self.finished(tmp_path, "rails-dev-mail-worker:8")
        registered = ran.asked("ecs register-task-definition")
        assert len(registered) == 3
        assert not [one for one in registered if "tags" in one]

    def test_a_worker_that_ecs_takes_back_fails_the_release_before_the_jobs(
        self, tmp_path: Path
    ) -> None:
        ran = self.finished(tmp_path, "rails-dev-mail-worker:7")
        assert ran.code == 1
        assert "ECS took mail-worker back to rails-dev-mail-worker:7." in ran.said
        assert len(ran.asked("ecs register-task-definition")) == 1

    def test_without_workers_no_service_is_updated(self) -> None:
        system = rails(
            services={"web": described_service(uses=["database"])},
            jobs={"report": {"every": "day"}},
        )
        assert "update-service" not in script(projects(system)["Finish"])
