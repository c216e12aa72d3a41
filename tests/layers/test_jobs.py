"""Properties of the jobs layer: what starts when, as whom, and where failures go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.layers import jobs
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved, statements
from tests.layers.variations import SYSTEMS, nextjs

PIPELINE = {"pipeline": {"repository": "example/shop"}}
OWN_ARN = "arn:aws:ecs:eu-west-1:123456789012"


def system(delivery: Any = None, **job: Any) -> System:
    """Return a system with one job, `tidy-up`, of the service's image by default."""
    described = {"image": "web", "every": "5 minutes"} | job
    wanted = {key: value for key, value in described.items() if value is not None}
    return nextjs(delivery=delivery, jobs={"tidy-up": wanted})


VARIATIONS: Mapping[str, System] = {
    "revendiste": SYSTEMS["revendiste"],
    "one job": system(),
    "an image of its own": system(image=None),
    "at certain times": system(
        every=None, cron="30 6 ? * MON-FRI *", time_zone="America/Montevideo"
    ),
    "all that a task may have": system(
        uses=["database", "cache"],
        secrets=["API_TOKEN"],
        environment={"LEVEL": "info"},
        custom_metrics=True,
        read_only=True,
        architecture="arm64",
        command=["node", "tidy.js"],
    ),
    "under a pipeline": system(delivery=PIPELINE),
}
EACH = pytest.mark.parametrize("made", VARIATIONS.values(), ids=VARIATIONS.keys())


def built(**job: Any) -> Layer:
    return jobs.build(system(**job))


def schedule(layer: Layer, **given: str) -> dict[str, Any]:
    return properties(layer, "TidyUpSchedule", **given)


def task(layer: Layer, **given: str) -> dict[str, Any]:
    """Return what the schedule asks ECS for."""
    found: dict[str, Any] = schedule(layer, **given)["Target"]["EcsParameters"]
    return found


def container(layer: Layer, **given: str) -> dict[str, Any]:
    definition = properties(layer, "TidyUpTaskDefinition", **given)
    (only,) = definition["ContainerDefinitions"]
    found: dict[str, Any] = only
    return found


@EACH
def test_cfn_lint_has_nothing_to_say(
    made: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(jobs.build(made)) == []


@EACH
def test_every_job_has_a_schedule_a_task_and_roles_of_its_own(made: System) -> None:
    layer = jobs.build(made)
    counts = {
        "Scheduler::Schedule": 1,
        "ECS::TaskDefinition": 1,
        "Logs::LogGroup": 1,
        "IAM::Role": 3,
    }
    for name, each in counts.items():
        assert len(kind(layer, name)) == each * len(made.jobs), name


@EACH
def test_no_name_stands_in_the_way_of_a_replacement(made: System) -> None:
    named = {"Name", "QueueName", "RoleName"}
    for name, resource in resolved(jobs.build(made)).items():
        assert not named & resource.get("Properties", {}).keys(), name


class TestWhen:
    """Times of start, and how late one may be."""

    @pytest.mark.parametrize(
        ("every", "expression", "seconds"),
        [
            ("minute", "rate(1 minute)", 60),
            ("5 minutes", "rate(5 minutes)", 300),
            ("1 minutes", "rate(1 minute)", 60),
            ("hour", "rate(1 hour)", 3600),
            ("36 hours", "rate(36 hours)", 86_400),
            ("day", "rate(1 day)", 86_400),
            ("2 days", "rate(2 days)", 86_400),
        ],
    )
    def test_a_time_span_is_a_rate_and_a_start_is_tried_until_the_next(
        self, every: str, expression: str, seconds: int
    ) -> None:
        found = schedule(built(every=every))
        assert found["ScheduleExpression"] == expression
        assert found["Target"]["RetryPolicy"]["MaximumEventAgeInSeconds"] == seconds

    def test_certain_times_are_read_in_their_time_zone(self) -> None:
        found = schedule(jobs.build(VARIATIONS["at certain times"]))
        assert found["ScheduleExpression"] == "cron(30 6 ? * MON-FRI *)"
        assert found["ScheduleExpressionTimezone"] == "America/Montevideo"
        assert found["Target"]["RetryPolicy"]["MaximumEventAgeInSeconds"] == 900

    def test_it_starts_on_time_and_is_tried_again_as_often_as_the_spec_says(
        self,
    ) -> None:
        found = schedule(built(retries=0))
        assert found["FlexibleTimeWindow"] == {"Mode": "OFF"}
        assert found["Target"]["RetryPolicy"]["MaximumRetryAttempts"] == 0

    @pytest.mark.parametrize(
        ("described", "given", "state"),
        [
            (True, {}, "DISABLED"),
            (True, {"WebImageTag": "v1"}, "ENABLED"),
            (False, {"WebImageTag": "v1"}, "DISABLED"),
            (True, {"WebImageTag": "v1", "TidyUpEnabled": "false"}, "DISABLED"),
            (False, {"WebImageTag": "v1", "TidyUpEnabled": "true"}, "ENABLED"),
            (False, {"TidyUpEnabled": "true"}, "DISABLED"),
        ],
    )
    def test_it_rests_unless_it_is_wanted_and_has_an_image(
        self, described: bool, given: dict[str, str], state: str
    ) -> None:
        assert schedule(built(enabled=described), **given)["State"] == state


class TestWhat:
    """The image, the command and the size."""

    def test_it_runs_the_image_and_the_tag_of_the_service(self) -> None:
        found = container(built(command=["node", "tidy.js"]), WebImageTag="v1")
        assert found["Image"] == "@WebRepositoryUri:v1"
        assert found["Command"] == ["node", "tidy.js"]

    def test_an_image_of_its_own_has_a_tag_of_its_own(self) -> None:
        layer = built(image=None)
        given = {"TidyUpImageTag": "v2"}
        assert container(layer, **given)["Image"] == "@TidyUpRepositoryUri:v2"
        assert schedule(layer, **given)["State"] == "ENABLED"

    def test_it_has_its_own_family_log_and_size(self) -> None:
        layer = built(cpu=512, memory=2048)
        definition = properties(layer, "TidyUpTaskDefinition")
        assert definition["Family"] == "nextjs-dev-tidy-up"
        assert (definition["Cpu"], definition["Memory"]) == ("512", "2048")
        log = properties(layer, "TidyUpLogGroup")
        assert log["LogGroupName"] == "/ecs/nextjs-dev-tidy-up"

    def test_spare_capacity_that_is_taken_away_leaves_it_two_minutes(self) -> None:
        assert container(built())["StopTimeout"] == 120

    def test_what_it_uses_reaches_it(self) -> None:
        found = container(jobs.build(VARIATIONS["all that a task may have"]))
        plain = {one["Name"] for one in found["Environment"]}
        secret = {one["Name"] for one in found["Secrets"]}
        assert {"DATABASE_HOST", "CACHE_HOST", "LEVEL"} <= plain
        assert {"DATABASE_PASSWORD", "CACHE_AUTH_TOKEN", "API_TOKEN"} <= secret


class TestWhere:
    """The cluster, the subnets and what runs the task."""

    def test_it_is_one_task_of_the_systems_cluster(self) -> None:
        found = schedule(built())["Target"]
        assert found["Arn"] == "@ClusterArn"
        assert found["EcsParameters"]["TaskCount"] == 1
        revision = found["EcsParameters"]["TaskDefinitionArn"]
        assert revision == "@TidyUpTaskDefinition"

    @pytest.mark.parametrize(
        ("tier", "port", "address"),
        [
            ("public", "@PublicSubnetIds", "ENABLED"),
            ("private", "@PrivateSubnetIds", "DISABLED"),
        ],
    )
    def test_only_a_public_subnet_gives_a_public_address(
        self, tier: str, port: str, address: str
    ) -> None:
        network = task(built(subnets=tier))["NetworkConfiguration"]
        assert network["AwsvpcConfiguration"] == {
            "Subnets": port,
            "SecurityGroups": ["@TidyUpSecurityGroupId"],
            "AssignPublicIp": address,
        }

    @pytest.mark.parametrize("setting", ["none", "mixed"])
    def test_the_task_that_stays_on_fargate_is_this_one(self, setting: str) -> None:
        found = task(built(), FargateSpot=setting)
        assert found["LaunchType"] == "FARGATE"
        assert "CapacityProviderStrategy" not in found

    def test_it_takes_spare_capacity_where_all_tasks_do(self) -> None:
        found = task(built(), FargateSpot="all")
        assert "LaunchType" not in found
        (only,) = found["CapacityProviderStrategy"]
        assert only == {"CapacityProvider": "FARGATE_SPOT", "Weight": 1}

    def test_in_a_public_subnet_it_never_does(self) -> None:
        found = task(built(subnets="public"), FargateSpot="all")
        assert found["LaunchType"] == "FARGATE"
        assert "CapacityProviderStrategy" not in found

    @pytest.mark.parametrize(("setting", "on"), [("true", True), ("false", False)])
    def test_people_may_open_a_shell_where_the_setting_says_so(
        self, setting: str, on: bool
    ) -> None:
        assert task(built(), EnableExec=setting)["EnableExecuteCommand"] is on

    def test_its_tags_are_those_of_the_stack(self) -> None:
        found = task(built())
        assert found["PropagateTags"] == "TASK_DEFINITION"
        assert found["EnableECSManagedTags"] is True


class TestStartingRole:
    """Who may start a job, and what else: nothing."""

    def role(self, layer: Layer) -> dict[str, Any]:
        return properties(layer, "TidyUpScheduleRole")

    def allowed(self, layer: Layer) -> dict[str, dict[str, Any]]:
        """Return the statements by their only action."""
        found = statements(self.role(layer))
        return {one["Action"][0]: one for one in found if len(one["Action"]) == 1}

    def test_only_schedules_of_this_group_take_it(self) -> None:
        (trust,) = self.role(built())["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": ["scheduler.amazonaws.com"]}
        assert trust["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnEquals": {"aws:SourceArn": "@ScheduleGroup.Arn"},
        }
        assert schedule(built())["GroupName"] == "@ScheduleGroup"

    def test_it_may_do_four_things(self) -> None:
        assert self.allowed(built()).keys() == {
            "ecs:RunTask",
            "ecs:TagResource",
            "iam:PassRole",
            "sqs:SendMessage",
        }

    def test_it_runs_its_own_family_in_its_own_cluster(self) -> None:
        run = self.allowed(built())["ecs:RunTask"]
        family = f"{OWN_ARN}:task-definition/nextjs-dev-tidy-up"
        assert run["Resource"] == [f"{family}:*"]
        assert run["Condition"] == {"ArnEquals": {"ecs:cluster": "@ClusterArn"}}

    def test_it_tags_what_it_starts_and_nothing_that_runs(self) -> None:
        tag = self.allowed(built())["ecs:TagResource"]
        assert tag["Resource"] == [f"{OWN_ARN}:task/@ClusterName/*"]
        assert tag["Condition"] == {"StringEquals": {"ecs:CreateAction": "RunTask"}}

    def test_it_hands_on_the_two_roles_of_the_job_to_tasks(self) -> None:
        handed = self.allowed(built())["iam:PassRole"]
        assert handed["Resource"] == ["@TidyUpExecutionRole.Arn", "@TidyUpTaskRole.Arn"]
        assert handed["Condition"] == {
            "StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
        }

    def test_it_writes_to_the_dead_letter_queue(self) -> None:
        send = self.allowed(built())["sqs:SendMessage"]
        assert send["Resource"] == ["@DeadLetterQueue.Arn"]


class TestUnderAPipeline:
    """The pipeline registers revisions; the schedule takes the newest."""

    layer = jobs.build(VARIATIONS["under a pipeline"])
    family = f"{OWN_ARN}:task-definition/nextjs-dev-tidy-up"

    def test_the_schedule_names_the_family(self) -> None:
        assert task(self.layer)["TaskDefinitionArn"] == self.family

    def test_the_first_revision_is_there_before_the_schedule(self) -> None:
        found = resolved(self.layer)["TidyUpSchedule"]
        assert found["DependsOn"] == ["TidyUpTaskDefinition"]

    def test_its_role_may_run_what_has_no_revision(self) -> None:
        (run,) = (
            one
            for one in statements(properties(self.layer, "TidyUpScheduleRole"))
            if one["Action"] == ["ecs:RunTask"]
        )
        assert run["Resource"] == [f"{self.family}:*", self.family]


class TestDeadLetters:
    """Starts that failed to the last."""

    def test_every_schedule_sends_them_to_the_one_queue(self) -> None:
        layer = jobs.build(SYSTEMS["revendiste"])
        for name, found in kind(layer, "Scheduler::Schedule").items():
            queue = found["Target"]["DeadLetterConfig"]
            assert queue == {"Arn": "@DeadLetterQueue.Arn"}, name

    def test_they_are_encrypted_and_kept_for_two_weeks(self) -> None:
        queue = properties(built(), "DeadLetterQueue")
        assert queue["SqsManagedSseEnabled"] is True
        assert queue["MessageRetentionPeriod"] == 14 * 86_400

    def test_nothing_but_tls_reaches_the_queue(self) -> None:
        policy = properties(built(), "DeadLetterQueuePolicy")
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert policy["Queues"] == ["@DeadLetterQueue"]
        assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
        assert statement["Action"] == ["sqs:*"]
        assert statement["Resource"] == ["@DeadLetterQueue.Arn"]
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_what_watches_and_releases_a_job_leaves() -> None:
    assert outputs(built()) == {
        "TidyUpFamily": "nextjs-dev-tidy-up",
        "TidyUpLogGroupName": "@TidyUpLogGroup",
        # of two names: CloudFormation cannot say the Arn of what is in a group
        "TidyUpScheduleArn": "arn:aws:scheduler:eu-west-1:123456789012:"
        "schedule/@ScheduleGroup/@TidyUpSchedule",
        "TidyUpScheduleRoleArn": "@TidyUpScheduleRole.Arn",
        "TidyUpTaskRoleArn": "@TidyUpTaskRole.Arn",
        "TidyUpExecutionRoleArn": "@TidyUpExecutionRole.Arn",
        "JobQueueName": "@DeadLetterQueue.QueueName",
    }


def test_two_jobs_share_nothing_but_the_queue_and_the_group() -> None:
    one = {"image": "web", "every": "hour", "secrets": ["API_TOKEN"]}
    layer = jobs.build(nextjs(jobs={"tidy-up": one, "send-mail": one}))
    shared = {"DeadLetterQueue", "DeadLetterQueuePolicy", "ScheduleGroup"}
    names = resolved(layer).keys() - shared
    tidy, mail = (
        {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
        for prefix in ("TidyUp", "SendMail")
    )
    assert tidy == mail
    assert len(tidy) + len(mail) == len(names)


def many(count: int) -> System:
    """Return a system with so many jobs."""
    one = {"image": "web", "every": "hour"}
    return nextjs(jobs={f"job{n}": one for n in range(count)})


def test_33_jobs_fit_into_a_stack_and_more_are_refused() -> None:
    assert len(kind(jobs.build(many(33)), "Scheduler::Schedule")) == 33
    with pytest.raises(InputError, match="jobs needs more than 200 outputs"):
        jobs.build(many(34))
