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
from cfngen.spec.system import System
from tests.layers.replacement import create_only
from tests.layers.resolved import kind, outputs, properties, resolved, statements
from tests.layers.variations import (
    SYSTEMS,
    VARIATIONS,
    described,
    nextjs,
    service,
)

STEPS = {"cpu": {"out": 70, "in": 50}, "memory": {"out": 80, "in": 60}}
SCALES = {
    "steps on both": {"max": 4, **STEPS},
    "steps on one": {"max": 4, "memory": {"out": 80, "in": 60}},
    "targets": {"max": 4, "cpu": 60, "memory": 70},
    "steps and a target": {"max": 4, "cpu": {"out": 70, "in": 50}, "memory": 70},
    "none": {"min": 3, "max": 3},
}


PIPELINE = {"pipeline": {"repository": "example/shop"}}
PROXY = {"port": 80, "front": True, "health_command": ["check", "proxy"]}
WORKER = {"uses": ["database"], "health_command": ["check"]}
RULE = "ElasticLoadBalancingV2::ListenerRule"
TARGET_GROUP = "ElasticLoadBalancingV2::TargetGroup"
SCALABLE_TARGET = "ApplicationAutoScaling::ScalableTarget"


def one(**changes: Any) -> System:
    """Return the nextjs system with one service, some of its keys changed."""
    return nextjs(services={"web": service(**changes)})


def built(system: System | None = None, name: str = "web") -> Layer:
    system = system or nextjs()
    return service_layer.build(system, name, system.services[name])


def pipelined(**changes: Any) -> System:
    """Return the nextjs system with one service that a pipeline releases."""
    return nextjs(services={"web": service(**changes)}, delivery=PIPELINE)


def worker(**changes: Any) -> System:
    """Return the nextjs system with a service that nobody asks."""
    return nextjs(services={"web": WORKER | changes})


def cases() -> Iterator[Any]:
    """Yield each service of each variation, and the forms that one can take."""
    for title, system in {**VARIATIONS, **SYSTEMS}.items():
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
        "sidecars": {"proxy": PROXY, "agent": {"image": "example.org/agent:1"}},
    }
    yield pytest.param(built(one(**changes)), id="every key")
    yield pytest.param(built(pipelined(**changes)), id="every key: blue/green")
    yield pytest.param(built(worker()), id="worker")
    scaled = {"scale": {"max": 4, "cpu": 60}}
    yield pytest.param(built(worker(**scaled)), id="worker: scaled")


EACH = pytest.mark.parametrize("layer", list(cases()))


def container(
    layer: Layer, task: str = "TaskDefinition", name: str = "web", **given: str
) -> Any:
    """Return a container of a task definition."""
    every = properties(layer, task, **given)["ContainerDefinitions"]
    return next(c for c in every if c["Name"] == name)


def main(layer: Layer) -> Any:
    """Return the service's own container, whatever the service is called."""
    return properties(layer, "TaskDefinition")["ContainerDefinitions"][0]


def running(layer: Layer, **given: str) -> dict[str, Any]:
    """Return the ECS service, whoever releases it."""
    (found,) = kind(layer, "ECS::Service", **given).values()
    return found


def execution(layer: Layer) -> list[dict[str, Any]]:
    return statements(properties(layer, "ExecutionRole"))


def secret_references(layer: Layer) -> dict[str, str]:
    return {s["Name"]: s["ValueFrom"] for s in main(layer).get("Secrets", [])}


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
        given = main(layer)
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
        (runs,) = (r for r in found.values() if r["Type"] == "AWS::ECS::Service")
        assert set(rules) <= set(runs.get("DependsOn", []))
        assert bool(rules) == ("LoadBalancers" in runs["Properties"])

    def test_without_an_edge_nothing_is_routed(self) -> None:
        layer = built(VARIATIONS["no edge"])
        assert not kind(layer, "ElasticLoadBalancingV2::TargetGroup")
        assert "WebTargetGroupFullName" not in outputs(layer)
        assert not {"LoadBalancers", "HealthCheckGracePeriodSeconds"} & set(
            properties(layer, "Service")
        )


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
            "Subnets": port,
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
        assert running(layer, WebImageTag="v1")["DesiredCount"] == "3"
        assert running(layer, WebImageTag="v1", WebTasks="5")["DesiredCount"] == "5"
        assert not kind(layer, "ApplicationAutoScaling::ScalableTarget")
        assert "WebMaxTasks" not in layer.settings

    def test_a_release_keeps_the_old_tasks_until_the_new_are_healthy(self) -> None:
        deployment = properties(built(), "Service")["DeploymentConfiguration"]
        assert deployment["MinimumHealthyPercent"] == 100
        assert deployment["MaximumPercent"] == 200
        breaker = deployment["DeploymentCircuitBreaker"]
        assert breaker == {"Enable": True, "Rollback": True}

    def test_tasks_carry_the_tags_of_their_service(self) -> None:
        found = running(built())
        assert found["PropagateTags"] == "SERVICE"
        assert found["EnableECSManagedTags"] is True

    def test_no_setting_replaces_what_users_reach(self) -> None:
        layer = built()
        others = {
            **dict.fromkeys(layer.settings, "7"),
            "WebImageTag": "v2",
            "WebMigrationImageTag": "v2",
            "WebCpu": "1024",
            "EnableExec": "true",
            "FargateSpot": "all",
            "DomainName": "example.org",
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

    def test_a_service_that_nobody_asks_has_no_way_to_it(self) -> None:
        layer = built(worker())
        assert not kind(layer, TARGET_GROUP)
        assert not kind(layer, RULE)
        assert "PortMappings" not in container(layer)
        assert not {"LoadBalancers", "HealthCheckGracePeriodSeconds"} & set(
            running(layer)
        )
        breaker = running(layer)["DeploymentConfiguration"]["DeploymentCircuitBreaker"]
        assert breaker == {"Enable": True, "Rollback": True}
        assert container(layer)["HealthCheck"]["Command"] == ["CMD", "check"]

    def test_its_log_can_be_looked_into(self) -> None:
        assert outputs(built())["WebLogGroupName"] == "@LogGroup"

    @pytest.mark.parametrize("exec_", ["true", "false"])
    @pytest.mark.parametrize(
        "system", [nextjs(), pipelined()], ids=["rolling", "blue/green"]
    )
    def test_a_shell_can_be_opened_where_it_is_switched_on(
        self, system: System, exec_: str
    ) -> None:
        layer = built(system)
        on = exec_ == "true"
        role = properties(layer, "TaskRole", EnableExec=exec_)
        assert bool(statements(role)) is on
        allowed = running(layer, EnableExec=exec_)["EnableExecuteCommand"]
        # A service of CodeDeploy is never written: its task role alone decides.
        assert allowed is (on or system.pipelined)

    def test_another_share_of_spare_capacity_is_a_new_deployment(self) -> None:
        layer = built()
        forced = {
            spot: running(layer, FargateSpot=spot)["ForceNewDeployment"]
            for spot in ("none", "mixed", "all")
        }
        assert all(one["EnableForceNewDeployment"] is True for one in forced.values())
        assert len({one["ForceNewDeploymentNonce"] for one in forced.values()}) == 3
        providers = [
            entry["CapacityProvider"]
            for entry in running(layer, FargateSpot="mixed")["CapacityProviderStrategy"]
        ]
        assert providers == ["FARGATE", "FARGATE_SPOT"]


class TestSidecars:
    """Containers beside the service's own; one of them may be in front."""

    def layer(self, **changes: Any) -> Layer:
        agent = {"image": "example.org/agent:1", "environment": {"B": "2", "A": "1"}}
        return built(one(sidecars={"proxy": PROXY, "agent": agent}, **changes))

    def test_they_are_of_one_task_that_ends_with_any_of_them(self) -> None:
        every = properties(self.layer(), "TaskDefinition")["ContainerDefinitions"]
        assert [c["Name"] for c in every] == ["web", "proxy", "agent"]
        assert {c["Essential"] for c in every} == {True}

    def test_an_image_of_its_own_comes_with_the_services_release(self) -> None:
        layer = self.layer()
        found = container(layer, name="proxy", WebImageTag="v1")
        assert found["Image"] == "@WebProxyRepositoryUri:v1"
        assert "WebProxyImageTag" not in layer.settings

    def test_an_image_from_elsewhere_is_as_it_is_written(self) -> None:
        assert container(self.layer(), name="agent")["Image"] == "example.org/agent:1"

    def test_their_images_can_be_pulled_where_they_are_ours(self) -> None:
        pulling = [
            s for s in execution(self.layer()) if "ecr:BatchGetImage" in s["Action"]
        ]
        repositories = ["@WebRepositoryArn", "@WebProxyRepositoryArn"]
        assert [s["Resource"] for s in pulling] == [repositories]

    def test_the_one_in_front_takes_the_requests(self) -> None:
        layer = self.layer(port=3000)
        target = {"ContainerName": "proxy", "ContainerPort": 80}
        (balancer,) = running(layer)["LoadBalancers"]
        assert balancer == target | {"TargetGroupArn": "@TargetGroup"}
        assert properties(layer, "TargetGroup")["Port"] == 80
        assert container(layer, name="proxy")["PortMappings"][0]["ContainerPort"] == 80
        assert container(layer)["PortMappings"][0]["ContainerPort"] == 3000

    @pytest.mark.parametrize(
        ("health", "condition"), [(["check"], "HEALTHY"), ([], "START")]
    )
    def test_the_one_in_front_waits_for_the_service(
        self, health: list[str], condition: str
    ) -> None:
        layer = self.layer(health_command=health)
        waits = {"ContainerName": "web", "Condition": condition}
        assert container(layer, name="proxy")["DependsOn"] == [waits]
        assert "DependsOn" not in container(layer, name="agent")

    def test_each_is_checked_in_its_own_way(self) -> None:
        layer = self.layer()
        check = container(layer, name="proxy")["HealthCheck"]["Command"]
        assert check == ["CMD", "check", "proxy"]
        assert "HealthCheck" not in container(layer, name="agent")

    def test_they_log_to_the_same_group_told_apart(self) -> None:
        every = properties(self.layer(), "TaskDefinition")["ContainerDefinitions"]
        options = [c["LogConfiguration"]["Options"] for c in every]
        assert {o["awslogs-group"] for o in options} == {"@LogGroup"}
        prefixes = [o["awslogs-stream-prefix"] for o in options]
        assert prefixes == ["web", "proxy", "agent"]

    def test_they_have_their_own_variables_and_no_secrets(self) -> None:
        agent = container(self.layer(), name="agent")
        assert [v["Name"] for v in agent["Environment"]] == ["A", "B"]
        assert "Secrets" not in agent
        proxy = container(self.layer(), name="proxy")
        assert not {"Environment", "Secrets"} & proxy.keys()

    def test_a_read_only_root_is_for_all_of_them(self) -> None:
        definition = properties(self.layer(read_only=True), "TaskDefinition")
        every = definition["ContainerDefinitions"]
        assert {c["ReadonlyRootFilesystem"] for c in every} == {True}
        mounts = [m["SourceVolume"] for c in every for m in c["MountPoints"]]
        assert [v["Name"] for v in definition["Volumes"]] == mounts
        assert len(set(mounts)) == len(every)

    def test_the_migration_runs_without_them(self) -> None:
        layer = self.layer(migrate=["migrate"])
        every = properties(layer, "MigrationTaskDefinition")["ContainerDefinitions"]
        assert [c["Name"] for c in every] == ["web"]


class TestHosts:
    """A route's host follows the environment's domain."""

    def hosts(self, system: System, **given: str) -> list[str]:
        return [
            host
            for rule in kind(built(system), RULE, **given).values()
            for condition in rule["Conditions"]
            if condition["Field"] == "host-header"
            for host in condition["HostHeaderConfig"]["Values"]
        ]

    def test_hosts_below_the_domain_move_with_it(self) -> None:
        hosts = ["shop.example.com", "www.shop.example.com", "*.shop.example.com"]
        routes = [{"host": host} for host in hosts]
        system = nextjs(
            edge={"domain": "shop.example.com"},
            services={"web": service(routes=routes)},
        )
        assert self.hosts(system) == hosts
        there = self.hosts(system, DomainName="dev.example.org")
        assert there == ["dev.example.org", "www.dev.example.org", "*.dev.example.org"]

    def test_other_hosts_stay(self) -> None:
        system = one(routes=[{"host": "example.net"}])
        assert self.hosts(system, DomainName="dev.example.org") == ["example.net"]
        assert "DomainName" not in built(system).settings


class TestPipeline:
    """A pipeline makes the revisions that run; CloudFormation keeps out of its way."""

    def test_the_newest_revision_runs_whoever_made_it(self) -> None:
        for system in (
            pipelined(),
            nextjs(services={"web": WORKER}, delivery=PIPELINE),
        ):
            layer = built(system)
            assert running(layer)["TaskDefinition"] == "nextjs-dev-web"
            (found,) = (
                r for r in resolved(layer).values() if r["Type"] == "AWS::ECS::Service"
            )
            assert "TaskDefinition" in found["DependsOn"]
        assert running(built())["TaskDefinition"] == "@TaskDefinition"

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"WebImageTag": "v2"}, id="image"),
            pytest.param({"WebCpu": "1024"}, id="cpu"),
            pytest.param({"WebTasks": "5"}, id="tasks"),
            pytest.param({"FargateSpot": "all"}, id="spot"),
            pytest.param({"WebLiveTargetGroup": "green"}, id="live"),
            pytest.param({"EnableExec": "true"}, id="shells"),
            pytest.param({"WebImageTag": "none"}, id="no image"),
        ],
    )
    def test_no_setting_of_everyday_writes_the_service(
        self, changes: dict[str, str]
    ) -> None:
        layer = built(pipelined())
        before = running(layer, WebImageTag="v1")
        assert running(layer, **{"WebImageTag": "v1"} | changes) == before

    @pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES.keys())
    def test_bounds_set_the_number_of_tasks(self, scale: dict[str, Any]) -> None:
        layer = built(pipelined(scale=scale))
        assert running(layer)["DesiredCount"] == 0
        assert running(layer, WebImageTag="v1")["DesiredCount"] == 0
        for tag, bounded in (("none", False), ("v1", True)):
            (target,) = kind(layer, SCALABLE_TARGET, WebImageTag=tag).values()
            assert (target["MinCapacity"] != 0) is bounded
            assert (target["MaxCapacity"] != 0) is bounded

    def test_a_fixed_number_is_both_bounds(self) -> None:
        layer = built(pipelined(scale={"min": 3, "max": 3}))
        given = {"WebImageTag": "v1", "WebTasks": "5"}
        target = properties(layer, "ScalableTarget", **given)
        assert (target["MinCapacity"], target["MaxCapacity"]) == ("5", "5")

    def test_a_worker_is_released_by_ecs_all_the_same(self) -> None:
        layer = built(nextjs(services={"web": WORKER}, delivery=PIPELINE))
        assert set(kind(layer, "ECS::Service")) == {"Service"}
        assert running(layer)["DeploymentController"] == {"Type": "ECS"}
        assert not kind(layer, TARGET_GROUP)


class TestBlueGreen:
    """CodeDeploy releases from one target group to the other."""

    def test_codedeploy_releases_and_no_breaker_gets_in_its_way(self) -> None:
        found = running(built(pipelined()))
        assert found["DeploymentController"] == {"Type": "CODE_DEPLOY"}
        refused = {"CapacityProviderStrategy", "LaunchType", "ForceNewDeployment"}
        refused |= {"DeploymentConfiguration", "AvailabilityZoneRebalancing"}
        assert not refused & found.keys()

    def test_it_is_another_resource_than_a_rolling_service(self) -> None:
        assert set(kind(built(pipelined()), "ECS::Service")) == {"BlueGreenService"}
        assert set(kind(built(), "ECS::Service")) == {"Service"}

    def test_the_two_target_groups_are_alike_and_blue_comes_first(self) -> None:
        layer = built(pipelined())
        groups = kind(layer, TARGET_GROUP)
        assert set(groups) == {"TargetGroup", "GreenTargetGroup"}
        assert groups["TargetGroup"] == groups["GreenTargetGroup"]
        (balancer,) = running(layer)["LoadBalancers"]
        assert balancer["TargetGroupArn"] == "@TargetGroup"

    def test_they_leave_by_both_of_their_names(self) -> None:
        found = outputs(built(pipelined()))
        for place, group in (("", "TargetGroup"), ("Green", "GreenTargetGroup")):
            assert found[f"Web{place}TargetGroupName"] == f"@{group}.TargetGroupName"
            full = f"@{group}.TargetGroupFullName"
            assert found[f"Web{place}TargetGroupFullName"] == full
        assert "WebTargetGroupName" not in outputs(built())

    def test_each_route_is_a_rule_of_both_listeners(self) -> None:
        routes = [{"path": "/api/*"}, {"host": "a.example.com", "priority": 7}]
        rules = kind(built(pipelined(routes=routes)), RULE)
        asked = {
            listener: [
                (rule["Priority"], rule["Conditions"])
                for rule in rules.values()
                if rule["ListenerArn"] == listener
            ]
            for listener in ("@HttpsListenerArn", "@TestListenerArn")
        }
        assert len(asked["@HttpsListenerArn"]) == 2
        assert asked["@HttpsListenerArn"] == asked["@TestListenerArn"]
        assert len(rules) == 4

    @pytest.mark.parametrize("live", ["blue", "green"])
    def test_all_requests_go_to_the_group_that_is_live(self, live: str) -> None:
        layer = built(pipelined())
        weight = {"blue": 100 * (live == "blue"), "green": 100 * (live == "green")}
        for rule in kind(layer, RULE, WebLiveTargetGroup=live).values():
            (action,) = rule["Actions"]
            assert action["ForwardConfig"]["TargetGroups"] == [
                {"TargetGroupArn": "@TargetGroup", "Weight": weight["blue"]},
                {"TargetGroupArn": "@GreenTargetGroup", "Weight": weight["green"]},
            ]
            assert "TargetGroupArn" not in action

    def test_blue_is_live_at_first_as_the_service_begins_there(self) -> None:
        setting = built(pipelined()).settings["WebLiveTargetGroup"]
        assert setting.default == "blue"

    def test_only_the_domain_and_what_is_live_write_a_rule(self) -> None:
        system = described("rails", edge={"domain": "rails.example.com"})
        layer = built(system)
        written = {
            name
            for name in layer.settings
            if kind(layer, RULE) != kind(layer, RULE, **{name: "green"})
        }
        assert written == {"WebLiveTargetGroup"}


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
