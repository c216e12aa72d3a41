"""Properties of the delivery layer: who may release, and what that allows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import cfnlint
import pytest
import yaml

from cfngen.errors import WiringError
from cfngen.layers import build_layers, delivery
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved
from tests.layers.variations import VARIATIONS, nextjs, service

WIDER = nextjs(
    services={
        "web": service(migrate=["up"], sidecars={"nginx": {"port": 80, "front": True}}),
        "worker": {"subnets": "private", "uses": ["database"]},
    },
    jobs={
        "sync": {"image": "web", "every": "5 minutes", "uses": ["database"]},
        "report": {"every": "day"},
    },
)
"""Several services, one of them without requests, a sidecar, jobs of both kinds."""

RELEASED_BY_GITHUB = {
    name: system
    for name, system in VARIATIONS.items()
    if system.delivery and system.delivery.github
}
SYSTEMS = RELEASED_BY_GITHUB | {"several of everything": WIDER}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
PAGE = Path(__file__).resolve().parents[2] / "docs" / "github-actions.md"
ISSUER = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
HERE = "eu-west-1:123456789012"
ROOT = {"RootStackName": "nextjs-dev"}
POLICY_LIMIT = 6_144
"""Characters that a managed policy may have, spaces left out; a role takes ten:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


CHANGES = {
    "AWS::ECS::TaskDefinition": {
        "ecs:RegisterTaskDefinition",
        "ecs:DescribeTaskDefinition",
        "ecs:DeregisterTaskDefinition",
        "ecs:TagResource",
        "iam:PassRole",
    },
    "AWS::ECS::Service": {"ecs:DescribeServices", "ecs:UpdateService"},
    "AWS::Scheduler::Schedule": {
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
        "iam:PassRole",
    },
    "AWS::ApplicationAutoScaling::ScalableTarget": {
        "application-autoscaling:DescribeScalableTargets",
        "application-autoscaling:RegisterScalableTarget",
    },
    "AWS::CloudWatch::Alarm": {
        "cloudwatch:DescribeAlarms",
        "cloudwatch:PutMetricAlarm",
    },
}
"""What CloudFormation calls to change a resource, by type."""

RELEASED = {
    "AWS::ECS::TaskDefinition",
    "AWS::ECS::Service",
    "AWS::Scheduler::Schedule",
}
"""What the change from one image to the next touches."""


def built(system: System | None = None) -> Layer:
    return delivery.build(system or nextjs())


def role(system: System | None = None, **given: str) -> dict[str, Any]:
    return properties(built(system), "DeployRole", **ROOT, **given)


def policies(system: System | None = None, **given: str) -> list[dict[str, Any]]:
    """Return the documents of the policies that are attached to the role."""
    made = kind(built(system), "IAM::ManagedPolicy", **ROOT, **given)
    attached = role(system, **given)["ManagedPolicyArns"]
    assert attached == [f"@{name}" for name in made]
    return [policy["PolicyDocument"] for policy in made.values()]


def granted(system: System | None = None, **given: str) -> list[dict[str, Any]]:
    """Return every statement of what the role may do."""
    return [s for text in policies(system, **given) for s in text["Statement"]]


def allowing(action: str, system: System | None = None) -> dict[str, Any]:
    """Return the one statement that allows an action."""
    (found,) = (s for s in granted(system) if action in s["Action"])
    return found


def by_cloudformation_only(statement: dict[str, Any]) -> bool:
    called = statement.get("Condition", {}).get("ForAnyValue:StringEquals", {})
    return bool(called == {"aws:CalledVia": ["cloudformation.amazonaws.com"]})


def changed(layer: Layer, before: dict[str, str], after: dict[str, str]) -> set[str]:
    """Return the types of the resources that a setting changes."""
    old, new = resolved(layer, **before), resolved(layer, **after)
    return {old[name]["Type"] for name in old if old[name] != new[name]}


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(built(system)) == []


@pytest.mark.parametrize("missing", [{"delivery": None}, {"services": {}}])
def test_a_system_that_releases_nothing_has_no_such_layer(
    missing: dict[str, Any],
) -> None:
    with pytest.raises(WiringError, match="nextjs has no delivery"):
        built(nextjs(**missing))


class TestTrust:
    """One workflow identity, letter by letter."""

    @pytest.mark.parametrize("switch", ["true", "false"])
    def test_only_the_branch_of_the_repository_takes_the_role(
        self, switch: str
    ) -> None:
        document = role(CreateGitHubOidcProvider=switch)["AssumeRolePolicyDocument"]
        (statement,) = document["Statement"]
        assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]
        assert statement["Condition"] == {
            "StringEquals": {
                f"{ISSUER}:aud": "sts.amazonaws.com",
                f"{ISSUER}:sub": "repo:example/nextjs:ref:refs/heads/main",
            }
        }

    def test_the_provider_is_trusted_whoever_made_it(self) -> None:
        trusted = [
            role(CreateGitHubOidcProvider=switch)["AssumeRolePolicyDocument"][
                "Statement"
            ][0]["Principal"]
            for switch in ("true", "false")
        ]
        # A provider's Ref is its ARN, and the reference makes the role wait for it.
        assert trusted == [
            {"Federated": ["@GitHubOidcProvider"]},
            {"Federated": [PROVIDER]},
        ]

    def test_the_provider_is_made_by_switch_and_kept(self) -> None:
        assert "GitHubOidcProvider" not in resolved(
            built(), CreateGitHubOidcProvider="false"
        )
        provider = resolved(built())["GitHubOidcProvider"]
        assert provider["DeletionPolicy"] == "RetainExceptOnCreate"
        assert provider["Properties"]["Url"] == f"https://{ISSUER}"
        assert provider["Properties"]["ClientIdList"] == ["sts.amazonaws.com"]

    @pytest.mark.parametrize(
        ("subject", "fits"),
        [
            ("repo:example/nextjs:ref:refs/heads/main", True),
            ("repo:example@1/next.js@2:ref:refs/heads/release/v2", True),
            ("repo:example/nextjs:environment:prod", True),
            ("repo:example/nextjs:*", False),
            ("repo:example/*:ref:refs/heads/main", False),
            ("example/nextjs", False),
        ],
    )
    def test_a_subject_names_one_identity(self, subject: str, fits: bool) -> None:
        pattern = built().settings["GitHubSubject"].pattern
        assert bool(re.fullmatch(pattern, subject)) is fits


class TestPermissions:
    """An image tag, and nothing that changes infrastructure."""

    def test_images_go_to_the_systems_repositories_only(self) -> None:
        system = nextjs(services={"web": service(), "api": service()})
        pushing = allowing("ecr:PutImage", system)
        assert pushing["Resource"] == ["@WebRepositoryArn", "@ApiRepositoryArn"]

    def test_change_sets_are_made_on_the_root_stack_only(self) -> None:
        for verb in ("Create", "Describe", "Execute", "Delete"):
            found = allowing(f"cloudformation:{verb}ChangeSet")
            stack = f"arn:aws:cloudformation:{HERE}:stack/nextjs-dev/*"
            assert found["Resource"] == [stack]

    @EACH
    def test_every_nested_stack_can_be_updated_and_no_other(
        self, system: System
    ) -> None:
        patterns = allowing("cloudformation:UpdateStack", system)["Resource"]

        def may_update(stack: str) -> bool:
            arn = f"arn:aws:cloudformation:{HERE}:stack/{stack}/0a1b"
            return any(fnmatchcase(arn, pattern) for pattern in patterns)

        for layer in build_layers(system):
            assert may_update(f"nextjs-dev-{logical(layer.name)}-ABCDEF")
        for other in ("nextjs-dev", "nextjs-dev-prod", "nextjs-dev-a-Network-ABCDEF"):
            assert not may_update(other)

    def test_no_stack_can_be_created_or_deleted_and_no_role_given_to_one(self) -> None:
        actions = {a for s in granted() for a in s["Action"]}
        assert not actions & {
            "cloudformation:CreateStack",
            "cloudformation:DeleteStack",
        }
        passing = [s for s in granted() if "iam:PassRole" in s["Action"]]
        for statement in passing:
            assert statement["Resource"] == ["@WebExecutionRoleArn", "@WebTaskRoleArn"]
            assert statement["Condition"] == {
                "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
            }

    def test_templates_can_be_read_and_not_written(self) -> None:
        usual = f"arn:aws:s3:::cfngen-{HERE.split(':')[1]}-eu-west-1/*"
        assert allowing("s3:GetObject")["Resource"] == [usual]
        (own,) = (
            s["Resource"]
            for s in granted(TemplateBucketName="ours")
            if "s3:GetObject" in s["Action"]
        )
        assert own == ["arn:aws:s3:::ours/*"]
        writes = [a for s in granted() for a in s["Action"] if "s3:Put" in a]
        assert not writes

    @pytest.mark.parametrize(
        ("action", "resource"),
        [
            ("ecs:UpdateService", "service/@ClusterName/*"),
            ("ecs:RegisterTaskDefinition", "task-definition/nextjs-dev-web:*"),
            ("ecs:RegisterTaskDefinition", "task-definition/nextjs-dev-web-migrate:*"),
            ("ecs:DescribeServices", "service/@ClusterName/*"),
            ("ecs:RunTask", "task-definition/@WebMigrationFamily:*"),
            ("ecs:DescribeTasks", "task/@ClusterName/*"),
        ],
    )
    def test_ecs_is_the_systems_own(self, action: str, resource: str) -> None:
        assert f"arn:aws:ecs:{HERE}:{resource}" in allowing(action)["Resource"]

    def test_migrations_run_on_this_cluster_and_their_log_is_read(self) -> None:
        condition = allowing("ecs:RunTask")["Condition"]
        assert condition == {"ArnEquals": {"ecs:cluster": "@ClusterArn"}}
        group = "log-group:/ecs/nextjs-dev-web:log-stream:migrate/*"
        read = allowing("logs:GetLogEvents")["Resource"]
        assert read == [f"arn:aws:logs:{HERE}:{group}"]

    def test_every_image_of_the_system_can_be_pushed(self) -> None:
        assert allowing("ecr:PutImage", WIDER)["Resource"] == [
            "@WebRepositoryArn",
            "@WebNginxRepositoryArn",
            "@WorkerRepositoryArn",
            "@ReportRepositoryArn",
        ]

    def test_schedules_can_be_given_a_new_revision_and_keep_their_roles(self) -> None:
        changing = allowing("scheduler:UpdateSchedule", WIDER)
        assert changing["Resource"] == ["@SyncScheduleArn", "@ReportScheduleArn"]
        assert by_cloudformation_only(changing)
        passed = {
            s["Condition"]["StringEquals"]["iam:PassedToService"]: s["Resource"]
            for s in granted(WIDER)
            if "iam:PassRole" in s["Action"]
        }
        assert passed["scheduler.amazonaws.com"] == [
            "@SyncScheduleRoleArn",
            "@ReportScheduleRoleArn",
        ]
        assert "@SyncTaskRoleArn" in passed["ecs-tasks.amazonaws.com"]

    def test_without_a_zone_in_route_53_none_is_read(self) -> None:
        edge = {"domain": "example.com", "dns": "external"}
        actions = {a for s in granted(nextjs(edge=edge)) for a in s["Action"]}
        assert "route53:GetHostedZone" not in actions

    def test_without_migrations_no_task_can_be_run(self) -> None:
        system = nextjs(services={"web": service()})
        actions = {a for s in granted(system) for a in s["Action"]}
        assert not actions & {"ecs:RunTask", "logs:GetLogEvents"}

    @EACH
    def test_what_changes_the_system_changes_it_through_cloudformation_only(
        self, system: System
    ) -> None:
        verbs = ("Update", "Register", "Deregister", "Tag", "List", "PutMetric")
        for statement in granted(system):
            for action in statement["Action"]:
                owner, verb = action.split(":")
                if owner != "cloudformation" and verb.startswith(verbs):
                    assert by_cloudformation_only(statement), action

    @EACH
    def test_parameters_of_awss_types_can_be_checked(self, system: System) -> None:
        reading = {
            "AWS::EC2::VPC::Id": "ec2:DescribeVpcs",
            "AWS::EC2::Subnet::Id": "ec2:DescribeSubnets",
            "AWS::EC2::SecurityGroup::Id": "ec2:DescribeSecurityGroups",
            "AWS::Route53::HostedZone::Id": "route53:GetHostedZone",
        }
        used = {
            parameter.Type.removeprefix("List<").removesuffix(">")
            for layer in build_layers(system)
            for parameter in layer.template.parameters.values()
        } - {"String", "Number", "CommaDelimitedList"}
        actions = {a for s in granted(system) for a in s["Action"]}
        assert {reading[kind] for kind in used} <= actions

    @EACH
    def test_whatever_an_image_tag_changes_can_be_changed(self, system: System) -> None:
        given = {a for s in granted(system) for a in s["Action"]}
        for layer in build_layers(system):
            for tag in (name for name in layer.settings if name.endswith("ImageTag")):
                for changing in changed(layer, {tag: "none"}, {tag: "v1"}):
                    assert CHANGES[changing] <= given, changing
                for changing in changed(layer, {tag: "v1"}, {tag: "v2"}):
                    assert changing in RELEASED

    def test_only_the_alarms_of_the_system_can_be_changed(self) -> None:
        alarms = f"arn:aws:cloudwatch:{HERE}:alarm:nextjs-dev-Monitoring-*"
        assert allowing("cloudwatch:PutMetricAlarm")["Resource"] == [alarms]

    def test_every_action_exists_and_star_stands_where_iam_knows_no_resource(
        self,
    ) -> None:
        data = Path(cfnlint.__file__).parent / "data" / "AdditionalSpecs"
        known = json.loads((data / "Policies.json").read_text("utf-8"))
        for statement in granted():
            for action in statement["Action"]:
                owner, name = action.split(":")
                has_resources = "Resources" in known[owner]["Actions"][name.lower()]
                assert ("*" in statement["Resource"]) is not has_resources, action

    def test_eight_services_that_migrate_and_as_many_jobs_still_fit(self) -> None:
        many = [f"a-long-name-{n}" for n in range(8)]
        nginx = {"nginx": {"port": 80, "front": True}}
        system = nextjs(
            services={n: service(migrate=["up"], sidecars=nginx) for n in many},
            jobs={f"{n}-job": {"image": n, "every": "hour"} for n in many},
        )
        sizes = [size(text) for text in policies(system)]
        assert len(sizes) <= 10
        assert max(sizes) < POLICY_LIMIT


def size(document: dict[str, Any]) -> int:
    """Return the characters of a policy, names as long as AWS makes them."""
    text = json.dumps(document, separators=(",", ":"))
    return len(text) + 80 * len(re.findall(r"@\w+", text))


def test_the_role_leaves() -> None:
    assert outputs(built())["DeployRoleArn"] == "@DeployRole.Arn"


class TestWorkflow:
    """The workflow of docs/github-actions.md, and the role that it runs with."""

    WAITS = {
        "change-set-create-complete": "cloudformation:DescribeChangeSet",
        "stack-update-complete": "cloudformation:DescribeStacks",
        "services-stable": "ecs:DescribeServices",
        "tasks-stopped": "ecs:DescribeTasks",
    }
    """What each waiter of the AWS CLI asks."""

    DOCKER = {
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    }
    """What `docker push` and `docker pull` ask:
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""

    HANDED_ON = {"iam:PassRole", "s3:GetObject", "cloudformation:UpdateStack"}
    """What ECS and CloudFormation do in the role's name without a key that says so."""

    def blocks(self, language: str) -> list[str]:
        return re.findall(
            rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S
        )

    def actions(self) -> Iterator[str]:
        """Yield the action of each command of the workflow and its scripts."""
        text = "\n".join((*self.blocks("yaml"), *self.blocks("bash")))
        for owner, verb, what in re.findall(
            r"\baws (\w+) ([\w-]+)(?: ([\w-]+))?", text
        ):
            if verb == "wait":
                yield self.WAITS[what]
            elif verb == "get-login-password":
                yield "ecr:GetAuthorizationToken"
            else:
                yield f"{owner}:{''.join(w.capitalize() for w in verb.split('-'))}"
        if "docker push" in text:
            yield from self.DOCKER

    def test_the_role_has_every_action_that_the_workflow_uses(self) -> None:
        direct = [s for s in granted() if not by_cloudformation_only(s)]
        assert set(self.actions()) <= {a for s in direct for a in s["Action"]}

    def test_the_role_has_no_action_that_the_workflow_does_not_use(self) -> None:
        direct = [s for s in granted() if not by_cloudformation_only(s)]
        given = {a for s in direct for a in s["Action"]}
        # A nested stack's events are for whoever looks for the first cause.
        assert given - self.HANDED_ON == set(self.actions())

    def test_it_asks_for_the_token_and_releases_from_the_specs_branch(self) -> None:
        (workflow,) = (
            parsed
            for parsed in map(yaml.safe_load, self.blocks("yaml"))
            if "jobs" in parsed
        )
        assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
        # YAML 1.1 reads the key `on` as true.
        assert workflow[True] == {"push": {"branches": ["main"]}}
        (job,) = workflow["jobs"].values()
        assert job["timeout-minutes"] * 60 < role()["MaxSessionDuration"]
        assert "environment" not in job

    def test_its_names_are_outputs_and_settings_of_the_system(self) -> None:
        text = "\n".join((*self.blocks("yaml"), *self.blocks("bash")))
        layers = build_layers(nextjs())
        shown = {n for x in layers for n, port in x.leaving.items() if port.shown}
        settings = {name for layer in layers for name in layer.settings}
        assert set(re.findall(r"\$\{?([A-Z][a-z]\w+)", text)) <= shown
        assert set(re.findall(r"release\.sh ([A-Z][a-z]\w+)", text)) <= settings
