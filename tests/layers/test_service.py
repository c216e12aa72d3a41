"""Properties of a service's layer: what runs, as whom, where and how many of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cfngen.layers import service as service_layer
from cfngen.layers.layer import Layer
from cfngen.spec.priority import priority
from cfngen.spec.service import Route
from cfngen.spec.stores import VARIABLES
from cfngen.spec.system import System
from tests.layers.replacement import create_only
from tests.layers.resolved import kind, outputs, properties, resolved, statements
from tests.layers.variations import VARIATIONS, nextjs, service

STEPS = {"cpu": {"out": 70, "in": 50}, "memory": {"out": 80, "in": 60}}
SCALES = {
    "steps on both": {"max": 4, **STEPS},
    "steps on one": {"max": 4, "memory": {"out": 80, "in": 60}},
    "targets": {"max": 4, "cpu": 60, "memory": 70},
    "steps and a target": {"max": 4, "cpu": {"out": 70, "in": 50}, "memory": 70},
    "none": {"min": 3, "max": 3},
}


def one(**changes: Any) -> System:
    """Return the nextjs system with one service, some of its keys changed."""
    return nextjs(services={"web": service(**changes)})


def built(system: System | None = None, name: str = "web") -> Layer:
    system = system or nextjs()
    return service_layer.build(system, name, system.services[name])


def cases() -> Iterator[Any]:
    """Yield each service of each variation, and the forms that one can take."""
    for title, system in VARIATIONS.items():
        for name in system.services:
            yield pytest.param(built(system, name), id=f"{title}: {name}")
    for title, scale in SCALES.items():
        yield pytest.param(built(one(scale=scale)), id=f"scale: {title}")
    changes = {
        "read_only": True,
        "command": ["node", "server.js"],
        "health_command": ["node", "check.js"],
        "migrate": ["node", "migrate.js"],
        "architecture": "arm64",
        "environment": {"LOG_LEVEL": "info"},
        "secrets": ["API_KEY", "SESSION_SECRET"],
        "routes": [{"path": "/api/*"}, {"host": "api.example.com", "priority": 7}],
    }
    yield pytest.param(built(one(**changes)), id="every key")


EACH = pytest.mark.parametrize("layer", list(cases()))


def container(layer: Layer, task: str = "TaskDefinition", **given: str) -> Any:
    (found,) = properties(layer, task, **given)["ContainerDefinitions"]
    return found


def execution(layer: Layer) -> list[dict[str, Any]]:
    return statements(properties(layer, "ExecutionRole"))


def secret_references(layer: Layer) -> dict[str, str]:
    return {s["Name"]: s["ValueFrom"] for s in container(layer).get("Secrets", [])}


@EACH
def test_cfn_lint_has_nothing_to_say(
    layer: Layer, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(layer) == []


class TestTask:
    """What runs, and what it finds in its environment."""

    def test_family_and_log_group_carry_system_environment_and_service(self) -> None:
        assert properties(built(), "TaskDefinition")["Family"] == "nextjs-dev-web"
        assert properties(built(), "LogGroup")["LogGroupName"] == "/ecs/nextjs-dev-web"

    def test_the_image_is_the_services_own_under_the_tag_that_is_set(self) -> None:
        image = container(built(), WebImageTag="v1")["Image"]
        assert image == "@WebRepositoryUri:v1"

    def test_size_and_processor_are_the_specs_unless_set(self) -> None:
        layer = built(one(cpu=1024, memory=4096, architecture="arm64"))
        task = properties(layer, "TaskDefinition")
        assert (task["Cpu"], task["Memory"]) == ("1024", "4096")
        assert task["RuntimePlatform"]["CpuArchitecture"] == "ARM64"
        task = properties(layer, "TaskDefinition", WebCpu="512", WebMemoryMiB="1024")
        assert (task["Cpu"], task["Memory"]) == ("512", "1024")

    def test_using_a_store_gives_its_address_and_the_secret_that_opens_it(self) -> None:
        for store, names in VARIABLES.items():
            given = container(built(one(uses=[store])))
            plain = {v["Name"]: v["Value"] for v in given["Environment"]}
            secret = {v["Name"]: v["ValueFrom"] for v in given["Secrets"]}
            assert plain.keys() | secret.keys() == set(names)
            assert all("Secret" in reference for reference in secret.values())

    def test_using_nothing_gives_nothing(self) -> None:
        given = container(built(one(uses=[])))
        assert (given.get("Environment"), given.get("Secrets")) == ([], [])

    def test_a_database_secret_is_read_by_its_json_key(self) -> None:
        references = secret_references(built())
        assert references["DATABASE_USERNAME"] == "@DatabaseSecretArn:username::"
        assert references["DATABASE_PASSWORD"] == "@DatabaseSecretArn:password::"
        assert references["CACHE_AUTH_TOKEN"] == "@CacheSecretArn"

    def test_variables_are_sorted_whatever_the_spec_says_first(self) -> None:
        layer = built(
            one(environment={"ZONE": "a", "ALPHA": "b"}, secrets=["Z_KEY", "A_KEY"])
        )
        for section in ("Environment", "Secrets"):
            names = [variable["Name"] for variable in container(layer)[section]]
            assert names == sorted(names)

    def test_own_secrets_are_random_encrypted_and_kept(self) -> None:
        secret = resolved(built(one(secrets=["API_KEY"])))["WebApiKey"]
        assert secret["DeletionPolicy"] == "RetainExceptOnCreate"
        assert secret["UpdateReplacePolicy"] == "Retain"
        assert secret["Properties"]["KmsKeyId"] == "@KeyArn"
        assert secret["Properties"]["GenerateSecretString"]["PasswordLength"] >= 32
        assert "SecretString" not in secret["Properties"]

    @EACH
    def test_no_secret_is_in_the_plain_environment(self, layer: Layer) -> None:
        given = container(layer)
        plain = {variable["Name"] for variable in given["Environment"]}
        assert not plain & {variable["Name"] for variable in given["Secrets"]}

    def test_logs_are_encrypted_kept_as_long_as_set_and_never_block(self) -> None:
        group = properties(built(), "LogGroup", LogRetentionDays="7")
        assert (group["KmsKeyId"], group["RetentionInDays"]) == ("@KeyArn", "7")
        logs = container(built())["LogConfiguration"]
        assert logs["LogDriver"] == "awslogs"
        assert logs["Options"]["awslogs-group"] == "@LogGroup"
        assert logs["Options"]["awslogs-region"] == "eu-west-1"
        assert logs["Options"]["mode"] == "non-blocking"

    @pytest.mark.parametrize("read_only", [True, False], ids=["read-only", "writable"])
    def test_a_read_only_root_has_a_tmp_to_write_to(self, read_only: bool) -> None:
        layer = built(one(read_only=read_only))
        mounts = container(layer).get("MountPoints", [])
        volumes = properties(layer, "TaskDefinition").get("Volumes", [])
        assert container(layer)["ReadonlyRootFilesystem"] is read_only
        assert [mount["ContainerPath"] for mount in mounts] == ["/tmp"] * read_only
        assert [m["SourceVolume"] for m in mounts] == [v["Name"] for v in volumes]

    def test_health_command_and_command_are_the_specs(self) -> None:
        given = container(built(one(command=["serve"], health_command=["check", "me"])))
        assert given["Command"] == ["serve"]
        assert given["HealthCheck"]["Command"] == ["CMD", "check", "me"]
        assert not {"Command", "HealthCheck"} & container(built()).keys()


class TestRoles:
    """Who a task is: nobody, and what starts it may read what is its own."""

    @pytest.mark.parametrize("role", ["TaskRole", "ExecutionRole"])
    def test_only_tasks_of_this_account_and_region_assume_the_roles(
        self, role: str
    ) -> None:
        document = properties(built(), role)["AssumeRolePolicyDocument"]
        (statement,) = document["Statement"]
        assert statement["Principal"] == {"Service": ["ecs-tasks.amazonaws.com"]}
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": "arn:aws:ecs:eu-west-1:123456789012:*"},
        }

    def test_the_code_may_do_nothing_in_aws(self) -> None:
        assert statements(properties(built(), "TaskRole")) == []

    def test_the_image_of_no_other_service_can_be_pulled(self) -> None:
        layer = built(VARIATIONS["services in both tiers"], "api")
        pulling = [s for s in execution(layer) if "ecr:BatchGetImage" in s["Action"]]
        assert [s["Resource"] for s in pulling] == [["@ApiRepositoryArn"]]

    def test_no_other_log_can_be_written(self) -> None:
        writing = [s for s in execution(built()) if "logs:PutLogEvents" in s["Action"]]
        assert [s["Resource"] for s in writing] == [["@LogGroup.Arn"]]

    @EACH
    def test_exactly_the_secrets_that_the_task_reads_can_be_read(
        self, layer: Layer
    ) -> None:
        readable = {
            secret
            for statement in execution(layer)
            if "secretsmanager:GetSecretValue" in statement["Action"]
            for secret in statement["Resource"]
        }
        read = {value.split(":")[0] for value in secret_references(layer).values()}
        assert readable == read

    def test_the_key_decrypts_secrets_only_and_only_where_there_are_any(self) -> None:
        (decrypting,) = (
            s for s in execution(built()) if s["Action"] == ["kms:Decrypt"]
        )
        assert decrypting["Resource"] == ["@KeyArn"]
        assert decrypting["Condition"] == {
            "StringEquals": {"kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com"}
        }
        without = execution(built(one(uses=[])))
        assert not [s for s in without if s["Action"] == ["kms:Decrypt"]]


class TestRouting:
    """How requests reach the tasks."""

    def test_targets_are_addresses_on_the_services_port_and_checked(self) -> None:
        target = properties(built(one(port=4000, health_check="/up")), "TargetGroup")
        assert (target["TargetType"], target["Protocol"]) == ("ip", "HTTP")
        assert (target["Port"], target["HealthCheckPath"]) == (4000, "/up")
        assert target["Matcher"] == {"HttpCode": "200"}

    def test_each_route_is_a_rule_at_its_own_place(self) -> None:
        routes = [{"path": "/api/*"}, {"host": "a.example.com", "priority": 7}]
        layer = built(one(routes=routes))
        rules = kind(layer, "ElasticLoadBalancingV2::ListenerRule")
        places = {rule["Priority"]: rule["Conditions"] for rule in rules.values()}
        assert places.keys() == {7, priority("web", Route(path="/api/*"))}
        assert [c["Field"] for c in places[7]] == ["host-header", "path-pattern"]
        assert set(rules) == {f"ListenerRule{place}" for place in places}

    def test_a_service_put_in_between_moves_no_rule(self) -> None:
        web, api = service(), service(routes=[{"path": "/api/*"}])
        before = nextjs(services={"web": web})
        after = nextjs(services={"api": api, "web": web})
        rules = "ElasticLoadBalancingV2::ListenerRule"
        assert kind(built(before), rules) == kind(built(after), rules)

    @EACH
    def test_the_service_waits_for_every_rule(self, layer: Layer) -> None:
        found = resolved(layer)
        rules = [n for n, r in found.items() if r["Type"].endswith("::ListenerRule")]
        assert found["Service"].get("DependsOn", []) == rules
        assert bool(rules) == ("LoadBalancers" in found["Service"]["Properties"])

    def test_without_an_edge_nothing_is_routed(self) -> None:
        layer = built(VARIATIONS["no edge"])
        assert not kind(layer, "ElasticLoadBalancingV2::TargetGroup")
        assert "WebTargetGroupFullName" not in outputs(layer)
        running = properties(layer, "Service")
        assert not {"LoadBalancers", "HealthCheckGracePeriodSeconds"} & running.keys()


class TestRunning:
    """Where tasks run, how many, and how a release replaces them."""

    @pytest.mark.parametrize(
        ("tier", "public_ip", "port"),
        [
            ("public", "ENABLED", "@PublicSubnetIds"),
            ("private", "DISABLED", "@PrivateSubnetIds"),
        ],
    )
    def test_tasks_run_in_their_tier(
        self, tier: str, public_ip: str, port: str
    ) -> None:
        network = properties(built(one(subnets=tier)), "Service")[
            "NetworkConfiguration"
        ]
        assert network["AwsvpcConfiguration"] == {
            "Subnets": [port],
            "SecurityGroups": ["@WebSecurityGroupId"],
            "AssignPublicIp": public_ip,
        }

    @pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES.keys())
    def test_nothing_runs_before_there_is_an_image(self, scale: dict[str, Any]) -> None:
        layer = built(one(scale=scale))
        assert properties(layer, "Service", WebImageTag="none")["DesiredCount"] == 0
        for target in kind(layer, "ApplicationAutoScaling::ScalableTarget").values():
            assert (target["MinCapacity"], target["MaxCapacity"]) == (0, 0)

    def test_with_an_image_scaling_raises_the_count_and_releases_keep_it(self) -> None:
        layer = built(one(scale={"min": 2, "max": 5, "cpu": 60}))
        assert "DesiredCount" not in properties(layer, "Service", WebImageTag="v1")
        target = properties(layer, "ScalableTarget", WebImageTag="v1")
        assert (target["MinCapacity"], target["MaxCapacity"]) == ("2", "5")
        assert target["ResourceId"] == "service/@ClusterName/@Service.Name"

    def test_without_scaling_the_count_is_what_is_set(self) -> None:
        layer = built(one(scale={"min": 3, "max": 3}))
        running = properties(layer, "Service", WebImageTag="v1")
        assert running["DesiredCount"] == "3"
        running = properties(layer, "Service", WebImageTag="v1", WebTasks="5")
        assert running["DesiredCount"] == "5"
        assert not kind(layer, "ApplicationAutoScaling::ScalableTarget")
        assert "WebMaxTasks" not in layer.settings

    def test_a_release_keeps_the_old_tasks_until_the_new_are_healthy(self) -> None:
        deployment = properties(built(), "Service")["DeploymentConfiguration"]
        assert deployment["MinimumHealthyPercent"] == 100
        assert deployment["MaximumPercent"] == 200
        breaker = deployment["DeploymentCircuitBreaker"]
        assert breaker == {"Enable": True, "Rollback": True}

    def test_tasks_carry_the_tags_of_their_service(self) -> None:
        running = properties(built(), "Service")
        assert running["PropagateTags"] == "SERVICE"
        assert running["EnableECSManagedTags"] is True

    def test_no_setting_replaces_what_users_reach(self) -> None:
        layer = built()
        others = {
            **dict.fromkeys(layer.settings, "7"),
            "WebImageTag": "v2",
            "WebMigrationImageTag": "v2",
            "WebCpu": "1024",
        }
        for name, type_ in (
            ("Service", "ECS::Service"),
            ("TargetGroup", "ElasticLoadBalancingV2::TargetGroup"),
        ):
            frozen = set(create_only(type_))
            before = properties(layer, name)
            after = properties(layer, name, **others)
            assert {n: before[n] for n in frozen & before.keys()} == {
                n: after[n] for n in frozen & after.keys()
            }


class TestScaling:
    """Out when any metric is high, in when all are low."""

    POLICY = "ApplicationAutoScaling::ScalingPolicy"
    ALARM = "CloudWatch::Alarm"

    @pytest.mark.parametrize(("metric", "threshold"), [("Cpu", "70"), ("Memory", "80")])
    def test_any_metric_above_its_threshold_adds_a_task(
        self, metric: str, threshold: str
    ) -> None:
        layer = built()
        alarm = properties(layer, f"{metric}ScaleOutAlarm")
        assert alarm["AlarmActions"] == [f"@{metric}ScaleOutPolicy"]
        assert alarm["Threshold"] == threshold
        assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
        assert self.change(layer, f"{metric}ScaleOutPolicy") == 1
        other = {f"WebScaleOut{metric}Percent": "90"}
        assert properties(layer, f"{metric}ScaleOutAlarm", **other)["Threshold"] == "90"

    @pytest.mark.parametrize(
        ("cpu", "memory", "removes"),
        [
            pytest.param(49, 59, True, id="both low"),
            pytest.param(10, 85, False, id="idle but full"),
            pytest.param(50, 59, False, id="cpu at its threshold"),
            pytest.param(49, 60, False, id="memory at its threshold"),
        ],
    )
    def test_a_task_is_removed_only_when_both_metrics_are_low(
        self, cpu: int, memory: int, removes: bool
    ) -> None:
        layer = built()
        alarm = properties(layer, "ScaleInAlarm")
        (idle,) = (m for m in alarm["Metrics"] if m["ReturnData"])
        assert alarm["AlarmActions"] == ["@ScaleInPolicy"]
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        value = computed(idle["Expression"], cpu=cpu, memory=memory)
        assert (value >= alarm["Threshold"]) is removes
        assert self.change(layer, "ScaleInPolicy") == -1

    def test_an_expression_reads_the_metrics_that_the_alarm_names(self) -> None:
        alarm = properties(built(), "ScaleInAlarm")
        ids = {m["Id"]: m for m in alarm["Metrics"] if not m["ReturnData"]}
        names = {i: m["MetricStat"]["Metric"]["MetricName"] for i, m in ids.items()}
        assert names == {"cpu": "CPUUtilization", "memory": "MemoryUtilization"}
        dimensions = [
            {"Name": "ClusterName", "Value": "@ClusterName"},
            {"Name": "ServiceName", "Value": "@Service.Name"},
        ]
        for metric in ids.values():
            assert metric["MetricStat"]["Metric"]["Dimensions"] == dimensions

    def test_steps_on_one_metric_look_at_that_one_only(self) -> None:
        layer = built(one(scale=SCALES["steps on one"]))
        alarm = properties(layer, "ScaleInAlarm")
        assert "cpu" not in alarm["Metrics"][0]["Expression"]
        assert set(kind(layer, self.ALARM)) == {"MemoryScaleOutAlarm", "ScaleInAlarm"}

    @EACH
    def test_no_data_neither_adds_nor_removes_a_task(self, layer: Layer) -> None:
        for alarm in kind(layer, self.ALARM).values():
            assert alarm["TreatMissingData"] == "notBreaching"

    @EACH
    def test_every_step_covers_the_value_at_which_its_alarm_goes_off(
        self, layer: Layer
    ) -> None:
        for policy in kind(layer, self.POLICY).values():
            if policy["PolicyType"] == "StepScaling":
                configuration = policy["StepScalingPolicyConfiguration"]
                (step,) = configuration["StepAdjustments"]
                assert step["MetricIntervalLowerBound"] == 0
                assert "MetricIntervalUpperBound" not in step

    def test_a_number_is_a_target_to_keep_near(self) -> None:
        layer = built(one(scale=SCALES["targets"]))
        kept = {
            policy["TargetTrackingScalingPolicyConfiguration"][
                "PredefinedMetricSpecification"
            ]["PredefinedMetricType"]: policy[
                "TargetTrackingScalingPolicyConfiguration"
            ]["TargetValue"]
            for policy in kind(layer, self.POLICY, WebCpuTargetPercent="55").values()
        }
        assert kept == {
            "ECSServiceAverageCPUUtilization": "55",
            "ECSServiceAverageMemoryUtilization": "70",
        }
        assert not kind(layer, self.ALARM)

    def change(self, layer: Layer, policy: str) -> int:
        configuration = properties(layer, policy)["StepScalingPolicyConfiguration"]
        assert configuration["AdjustmentType"] == "ChangeInCapacity"
        return sum(s["ScalingAdjustment"] for s in configuration["StepAdjustments"])


def computed(expression: str, **metrics: int) -> int:
    """Return the value of `IF(a < 1 AND b < 2, 1, 0)` for some values of a and b."""
    matched = re.fullmatch(r"IF\((.+), 1, 0\)", expression)
    assert matched
    parts = (part.split(" < ") for part in matched[1].split(" AND "))
    return int(all(metrics[name] < int(threshold) for name, threshold in parts))


class TestMigration:
    """A task of its own, before the new tasks start."""

    def test_it_runs_the_specs_command_with_the_services_variables(self) -> None:
        migration = container(built(), "MigrationTaskDefinition")
        serving = container(built())
        assert migration["Command"] == ["npx", "prisma", "migrate", "deploy"]
        assert migration["Environment"] == serving["Environment"]
        assert migration["Secrets"] == serving["Secrets"]
        assert "PortMappings" not in migration

    def test_its_image_is_another_tag_of_the_same_repository(self) -> None:
        tags = {"WebImageTag": "v1", "WebMigrationImageTag": "v2"}
        images = [
            container(built(), task, **tags)["Image"]
            for task in ("TaskDefinition", "MigrationTaskDefinition")
        ]
        assert images == ["@WebRepositoryUri:v1", "@WebRepositoryUri:v2"]

    @pytest.mark.parametrize(
        ("setting", "changed"),
        [
            ("WebMigrationImageTag", {"MigrationTaskDefinition"}),
            ("WebImageTag", {"TaskDefinition"}),
        ],
    )
    def test_migrating_and_releasing_touch_nothing_of_each_other(
        self, setting: str, changed: set[str]
    ) -> None:
        before = resolved(built(), **{"WebImageTag": "v1", setting: "v1"})
        after = resolved(built(), **{"WebImageTag": "v1", setting: "v2"})
        assert {name for name in before if before[name] != after[name]} == changed

    def test_its_family_leaves_and_its_log_is_told_apart(self) -> None:
        assert outputs(built())["WebMigrationFamily"] == "nextjs-dev-web-migrate"
        options = container(built(), "MigrationTaskDefinition")["LogConfiguration"]
        assert options["Options"]["awslogs-stream-prefix"] == "migrate"

    def test_without_a_command_there_is_none(self) -> None:
        layer = built(one())
        assert "MigrationTaskDefinition" not in resolved(layer)
        assert "WebMigrationFamily" not in outputs(layer)
        assert "WebMigrationImageTag" not in layer.settings
