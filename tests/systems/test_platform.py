"""The platform architecture document, requirement by requirement.

Each test is one sentence, box or row of the document, asserted on the committed
templates with the parameter files of dev and prod. Its tables describe production; dev
is the same templates, smaller. What a template cannot hold is a page: recovery within
an hour and five minutes (docs/layers/backup.md, docs/layers/database.md), the monthly
bill, and the 100 GB of transfer that it counts.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.committed import TEMPLATES, body
from tests.environment import Environment, environment
from tests.systems.reading import (
    acl_entries,
    balancer_attributes,
    containers,
    granted,
    inbound,
    listener,
    only,
    reference,
    routes,
    rules,
    secrets,
    subnets,
    variables,
)

BOTH = pytest.mark.parametrize("name", ["dev", "prod"])
SERVICES = {"api": 4000, "worker": 4001, "scheduler": 4002, "notifier": 4003}
EACH = pytest.mark.parametrize("service", SERVICES)
IMAGES = {f"{service.capitalize()}ImageTag": "v1" for service in SERVICES}


def platform(name: str, **settings: str) -> Environment:
    """Return an environment once every image has been released."""
    return environment("platform", name, **(IMAGES | settings))


def group(workload: str) -> str:
    """Return how templates refer to a workload's security group."""
    return f"@Security/{workload.capitalize()}SecurityGroup.GroupId"


def layer(service: str) -> str:
    """Return the nested stack of a service."""
    return f"Service{service.capitalize()}"


class TestProductionEnvironment:
    """The large drawing: the VPC, its three rows of subnets and what is in them."""

    @BOTH
    def test_the_vpc_has_the_range_drawn(self, name: str) -> None:
        assert only(platform(name).of("EC2::VPC"))["CidrBlock"] == "10.0.0.0/16"

    @BOTH
    @pytest.mark.parametrize(
        ("tier", "blocks"),
        [
            ("Public", ["10.0.1.0/24", "10.0.2.0/24"]),
            ("Private", ["10.0.10.0/24", "10.0.20.0/24"]),
            ("Isolated", ["10.0.100.0/24", "10.0.110.0/24"]),
        ],
    )
    def test_the_subnets_have_the_ranges_and_zones_drawn(
        self, name: str, tier: str, blocks: list[str]
    ) -> None:
        found = subnets(platform(name), tier)
        assert [subnet["CidrBlock"] for subnet in found] == blocks
        zones = [subnet["AvailabilityZone"] for subnet in found]
        assert zones == ["us-east-1a", "us-east-1b"]

    def test_each_zone_has_a_nat_gateway_in_its_public_subnet(self) -> None:
        env = platform("prod")
        gateways = {g["SubnetId"]: reference(g) for g in env.of("EC2::NatGateway")}
        assert list(gateways) == [reference(s) for s in subnets(env, "Public")]
        pairs = zip(subnets(env, "Public"), subnets(env, "Private"), strict=True)
        for public, private in pairs:
            (route,) = routes(env, private)
            assert route["NatGatewayId"] == gateways[reference(public)]

    def test_dev_saves_one_of_the_two_nat_gateways(self) -> None:
        env = platform("dev")
        gateway = only(env.of("EC2::NatGateway"))
        for private in subnets(env, "Private"):
            (route,) = routes(env, private)
            assert route["NatGatewayId"] == reference(gateway)

    @BOTH
    def test_one_load_balancer_stands_in_the_public_subnets(self, name: str) -> None:
        env = platform(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert balancer["Scheme"] == "internet-facing"
        assert balancer["Subnets"] == [reference(s) for s in subnets(env, "Public")]

    @BOTH
    @EACH
    def test_every_service_runs_on_fargate_in_both_private_subnets(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        network = env[f"{layer(service)}/Service"]["NetworkConfiguration"]
        placed = network["AwsvpcConfiguration"]
        assert placed["Subnets"] == [reference(s) for s in subnets(env, "Private")]
        assert placed["AssignPublicIp"] == "DISABLED"
        definition = env[f"{layer(service)}/TaskDefinition"]
        assert definition["RequiresCompatibilities"] == ["FARGATE"]

    @BOTH
    def test_database_and_cache_stand_in_the_database_subnets(self, name: str) -> None:
        env = platform(name)
        isolated = [reference(subnet) for subnet in subnets(env, "Isolated")]
        assert only(env.of("RDS::DBSubnetGroup"))["SubnetIds"] == isolated
        assert only(env.of("ElastiCache::SubnetGroup"))["SubnetIds"] == isolated

    @BOTH
    def test_database_subnets_have_no_way_out(self, name: str) -> None:
        env = platform(name)
        for subnet in subnets(env, "Isolated"):
            assert routes(env, subnet) == []

    def test_the_database_has_a_standby_in_the_second_zone(self) -> None:
        assert platform("prod")["Database/Database"]["MultiAZ"] == "true"

    def test_the_future_replica_of_the_cache_is_a_setting(self) -> None:
        alone = platform("prod")["Cache/Cache"]
        assert int(alone["NumCacheClusters"]) == 1
        assert str(alone["MultiAZEnabled"]).lower() == "false"
        pair = platform("prod", CacheNodes="2")["Cache/Cache"]
        assert int(pair["NumCacheClusters"]) == 2
        assert str(pair["MultiAZEnabled"]).lower() == "true"
        assert str(pair["AutomaticFailoverEnabled"]).lower() == "true"

    @BOTH
    @EACH
    def test_logs_go_to_cloudwatch(self, name: str, service: str) -> None:
        env = platform(name)
        written = containers(env, f"{layer(service)}/TaskDefinition")[service]
        options = written["LogConfiguration"]["Options"]
        log_group = env[f"{layer(service)}/LogGroup"]
        assert options["awslogs-group"] == reference(log_group)
        assert log_group["LogGroupName"] == f"/ecs/platform-{name}-{service}"

    @BOTH
    def test_metrics_of_containers_are_collected(self, name: str) -> None:
        settings = only(platform(name).of("ECS::Cluster"))["ClusterSettings"]
        assert settings == [{"Name": "containerInsights", "Value": "enabled"}]

    @BOTH
    @EACH
    def test_secrets_come_from_secrets_manager(self, name: str, service: str) -> None:
        env = platform(name)
        found = containers(env, f"{layer(service)}/TaskDefinition")[service]
        assert secrets(found)["DATABASE_PASSWORD"].startswith("@Database/Database")
        assert secrets(found)["CACHE_AUTH_TOKEN"].startswith("@Cache/CacheSecret")
        assert not variables(found).keys() & secrets(found).keys()
        role = granted(env, env[f"{layer(service)}/ExecutionRole"])
        assert len(role["secretsmanager:GetSecretValue"]) == 2

    @BOTH
    @EACH
    def test_each_service_pulls_its_image_from_a_repository_of_its_own(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        repository = f"@Registry/{service.capitalize()}Repository"
        found = containers(env, f"{layer(service)}/TaskDefinition")[service]
        assert found["Image"] == f"{repository}.RepositoryUri:v1"
        role = granted(env, env[f"{layer(service)}/ExecutionRole"])
        assert role["ecr:BatchGetImage"] == [f"{repository}.Arn"]


class TestNetworkSecurity:
    """The chain of security groups, and the table of traffic: that and no more."""

    INTERNET = "0.0.0.0/0"

    @BOTH
    def test_the_internet_reaches_the_load_balancer_on_443_and_80(
        self, name: str
    ) -> None:
        found = rules(platform(name), "Ingress", "AlbSecurityGroup")
        assert found == {(self.INTERNET, 443), (self.INTERNET, 80)}

    @BOTH
    def test_port_80_redirects(self, name: str) -> None:
        (action,) = listener(platform(name), 80)["DefaultActions"]
        assert action["Type"] == "redirect"
        assert action["RedirectConfig"]["Protocol"] == "HTTPS"

    @BOTH
    def test_the_load_balancer_reaches_the_services_on_4000_to_4003(
        self, name: str
    ) -> None:
        found = rules(platform(name), "Egress", "AlbSecurityGroup")
        assert found == {(group(name), port) for name, port in SERVICES.items()}

    @BOTH
    @EACH
    def test_only_the_load_balancer_reaches_a_service_and_on_its_own_port(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        found = rules(env, "Ingress", f"{service.capitalize()}SecurityGroup")
        assert found == {(group("alb"), SERVICES[service])}

    @BOTH
    @EACH
    def test_the_load_balancer_speaks_http_to_a_service_on_its_port(
        self, name: str, service: str
    ) -> None:
        target = platform(name)[f"{layer(service)}/TargetGroup"]
        assert target["Protocol"] == "HTTP"
        assert int(target["Port"]) == SERVICES[service]

    @BOTH
    @pytest.mark.parametrize(
        ("store", "port"), [("Database", 5432), ("Cache", 6379)], ids=["rds", "redis"]
    )
    def test_only_the_services_reach_a_store(
        self, name: str, store: str, port: int
    ) -> None:
        env = platform(name)
        found = rules(env, "Ingress", f"{store}SecurityGroup")
        assert found == {(group(service), port) for service in SERVICES}
        assert rules(env, "Egress", f"{store}SecurityGroup") == set()

    @BOTH
    @EACH
    def test_a_service_opens_its_stores_and_443_only(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        assert rules(env, "Egress", f"{service.capitalize()}SecurityGroup") == {
            (group("database"), 5432),
            (group("cache"), 6379),
            (self.INTERNET, 443),
        }

    @BOTH
    def test_database_subnets_admit_the_private_ones_on_store_ports_only(
        self, name: str
    ) -> None:
        assert inbound(acl_entries(platform(name), "Isolated")) == {
            (block, port, port)
            for block in ("10.0.10.0/24", "10.0.20.0/24")
            for port in (5432, 6379)
        }


class TestServiceConfiguration:
    """The YAML of the document: counts, sizes, ports, health checks."""

    @pytest.mark.parametrize(
        ("service", "count"),
        [("api", 2), ("worker", 5), ("scheduler", 1), ("notifier", 2)],
    )
    def test_as_many_tasks_run_as_are_desired(self, service: str, count: int) -> None:
        env = platform("prod")
        assert int(env[f"{layer(service)}/Service"]["DesiredCount"]) == count

    def test_nothing_scales_by_itself(self) -> None:
        assert platform("prod").of("ApplicationAutoScaling::ScalableTarget") == ()

    @pytest.mark.parametrize("name", ["dev", "prod"])
    @pytest.mark.parametrize(
        ("service", "cpu", "memory"),
        [
            ("api", "512", "1024"),
            ("worker", "256", "512"),
            ("scheduler", "256", "512"),
            ("notifier", "256", "512"),
        ],
    )
    def test_a_task_has_the_size_listed(
        self, name: str, service: str, cpu: str, memory: str
    ) -> None:
        definition = platform(name)[f"{layer(service)}/TaskDefinition"]
        assert (definition["Cpu"], definition["Memory"]) == (cpu, memory)

    @BOTH
    @EACH
    def test_a_service_is_asked_for_its_health_on_its_port(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        target = env[f"{layer(service)}/TargetGroup"]
        assert target["HealthCheckPath"] == "/health"
        assert target.properties.get("HealthCheckPort", "traffic-port") == (
            "traffic-port"
        )
        (attached,) = env[f"{layer(service)}/Service"]["LoadBalancers"]
        assert attached["TargetGroupArn"] == reference(target)
        assert int(attached["ContainerPort"]) == SERVICES[service]

    @BOTH
    def test_the_api_answers_what_is_not_asked_of_the_others(self, name: str) -> None:
        found = platform(name).of("ElasticLoadBalancingV2::ListenerRule")
        paths = {
            rule.path.split("/")[0]: rule["Conditions"][0]["PathPatternConfig"][
                "Values"
            ]
            for rule in sorted(found, key=lambda rule: int(rule["Priority"]))
        }
        assert list(paths)[-1] == "ServiceApi"
        assert paths == {
            "ServiceApi": ["/*"],
            "ServiceWorker": ["/worker/*"],
            "ServiceScheduler": ["/scheduler/*"],
            "ServiceNotifier": ["/notifier/*"],
        }


class TestCostEstimation:
    """The rows of the bill that name a size."""

    def test_ten_tasks_run(self) -> None:
        env = platform("prod")
        counts = [int(service["DesiredCount"]) for service in env.of("ECS::Service")]
        assert sum(counts) == 10

    def test_the_database_is_a_db_t3_medium(self) -> None:
        found = platform("prod")["Database/Database"]
        assert (found["Engine"], found["DBInstanceClass"]) == (
            "postgres",
            "db.t3.medium",
        )

    @BOTH
    def test_the_cache_is_a_cache_t3_micro(self, name: str) -> None:
        found = platform(name)["Cache/Cache"]
        assert (found["Engine"], found["CacheNodeType"]) == ("redis", "cache.t3.micro")

    def test_two_nat_gateways(self) -> None:
        assert len(platform("prod").of("EC2::NatGateway")) == 2


class TestDisasterRecovery:
    """Backups, recovery to any second, the second region, failover."""

    def test_rds_backs_up_daily_and_keeps_thirty_days_to_any_second(self) -> None:
        found = platform("prod")["Database/Database"]
        assert int(found["BackupRetentionPeriod"]) == 30

    def test_a_vault_keeps_daily_backups_for_thirty_days(self) -> None:
        env = platform("prod")
        vault = only(env.of("Backup::BackupVault"))
        (rule,) = only(env.of("Backup::BackupPlan"))["BackupPlan"]["BackupPlanRule"]
        assert rule["TargetBackupVault"] == reference(vault)
        assert int(rule["Lifecycle"]["DeleteAfterDays"]) == 30
        selected = only(env.of("Backup::BackupSelection"))["BackupSelection"]
        assert selected["Resources"] == ["@Database/Database.DBInstanceArn"]

    def test_copies_to_a_second_region_are_a_setting(self) -> None:
        (alone,) = self.rules(platform("prod"))
        assert "CopyActions" not in alone
        vault = "arn:aws:backup:us-west-2:123456789012:backup-vault:there"
        key = "arn:aws:kms:us-west-2:123456789012:key/there"
        there = {"BackupCopyVaultArn": vault, "ReplicaKeyArn": key}
        (copied,) = self.rules(platform("prod", **there))
        (copy,) = copied["CopyActions"]
        assert copy["DestinationBackupVaultArn"] == vault

    def test_the_second_region_has_a_vault_with_a_key(self) -> None:
        found = body(TEMPLATES / "platform" / "recovery.json")["Resources"].values()
        (vault,) = (r for r in found if r["Type"] == "AWS::Backup::BackupVault")
        assert "EncryptionKeyArn" in vault["Properties"]
        assert {"AWS::KMS::Key"} <= {resource["Type"] for resource in found}

    def test_the_standby_takes_over_by_itself(self) -> None:
        assert platform("prod")["Database/Database"]["MultiAZ"] == "true"

    @EACH
    def test_tasks_spread_over_the_zones_and_do_so_again(self, service: str) -> None:
        found = platform("prod")[f"{layer(service)}/Service"]
        network = found["NetworkConfiguration"]["AwsvpcConfiguration"]
        assert len(network["Subnets"]) == 2
        assert found["AvailabilityZoneRebalancing"] == "ENABLED"

    @BOTH
    @EACH
    def test_requests_go_to_healthy_tasks_only(self, name: str, service: str) -> None:
        target = platform(name)[f"{layer(service)}/TargetGroup"]
        assert int(target["UnhealthyThresholdCount"]) >= 2
        assert target["Matcher"] == {"HttpCode": "200"}

    @BOTH
    def test_a_deleted_database_leaves_a_snapshot(self, name: str) -> None:
        found = platform(name)["Database/Database"]
        assert found.attributes["DeletionPolicy"] == "Snapshot"

    @staticmethod
    def rules(env: Environment) -> list[dict[str, Any]]:
        """Return the rules of the backup plan."""
        plan = only(env.of("Backup::BackupPlan"))["BackupPlan"]
        found: list[dict[str, Any]] = plan["BackupPlanRule"]
        return found


class TestSettings:
    """What is off until a parameter file says otherwise, and works when it is on."""

    def test_fargate_spot(self) -> None:
        def providers(env: Environment) -> set[str]:
            strategy = env["ServiceWorker/Service"]["CapacityProviderStrategy"]
            return {item["CapacityProvider"] for item in strategy}

        assert providers(platform("prod")) == {"FARGATE"}
        assert "FARGATE_SPOT" in providers(platform("prod", FargateSpot="mixed"))
        assert providers(platform("prod", FargateSpot="all")) == {"FARGATE_SPOT"}

    def test_ecs_exec(self) -> None:
        def allowed(env: Environment) -> bool:
            return "ssmmessages:" in json.dumps(env["ServiceApi/TaskRole"].properties)

        off, on = platform("prod"), platform("prod", EnableExec="true")
        assert not allowed(off)
        assert allowed(on)
        enabled = str(on["ServiceApi/Service"]["EnableExecuteCommand"]).lower()
        assert enabled == "true"

    def test_read_replicas(self) -> None:
        assert len(platform("prod").of("RDS::DBInstance")) == 1
        env = platform("prod", DatabaseReplicas="2")
        replicas = [
            r for r in env.of("RDS::DBInstance") if r.path != "Database/Database"
        ]
        assert len(replicas) == 2

    def test_the_firewall(self) -> None:
        assert not platform("prod").of("WAFv2::WebACL")
        assert platform("prod", EnableWaf="true").of("WAFv2::WebACLAssociation")

    @BOTH
    def test_access_logs_are_on(self, name: str) -> None:
        attributes = balancer_attributes(platform(name))
        assert attributes["access_logs.s3.enabled"] == "true"
