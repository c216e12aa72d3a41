"""The platform architecture document, requirement by requirement.

Each test is one sentence, box or row of the document, asserted on the committed
templates with the parameter files of dev and prod. Its tables describe production; dev
is the same templates, smaller. What a template cannot hold is a page: recovery within
an hour and five minutes is "When something is lost" in docs/systems/platform.md, whose
commands are held to the parameter files here. Nowhere yet are the monthly bill and the
100 GB of transfer that it counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.committed import TEMPLATES, body
from tests.environment import Environment, environment
from tests.pages import section, text
from tests.systems.reading import (
    BOTH,
    acl_entries,
    alarms_of,
    balancer_attributes,
    containers,
    granted,
    group,
    inbound,
    listener,
    only,
    outbound,
    reference,
    routes,
    rules,
    secrets,
    subnets,
    variables,
    zones,
)

SERVICES = {"api": 4000, "worker": 4001, "scheduler": 4002, "notifier": 4003}
EACH = pytest.mark.parametrize("service", SERVICES)
IMAGES = {f"{service.capitalize()}ImageTag": "v1" for service in SERVICES}


def platform(name: str, **settings: str) -> Environment:
    """Return an environment once every image has been released."""
    return environment("platform", name, **(IMAGES | settings))


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
        assert zones(found) == [("us-east-1", 0), ("us-east-1", 1)]

    @BOTH
    def test_public_subnets_reach_the_internet(self, name: str) -> None:
        env = platform(name)
        gateway = only(env.of("EC2::InternetGateway"))
        for public in subnets(env, "Public"):
            (route,) = routes(env, public)
            assert route["DestinationCidrBlock"] == "0.0.0.0/0"
            assert route["GatewayId"] == reference(gateway)

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
        assert platform("dev")["Database/Database"]["MultiAZ"] == "false"

    def test_the_future_replica_of_the_cache_is_a_setting(self) -> None:
        alone = platform("prod")["Cache/Cache"]
        assert int(alone["NumCacheClusters"]) == 1
        assert str(alone["MultiAZEnabled"]).lower() == "false"
        pair = platform("prod", CacheNodes="2")["Cache/Cache"]
        assert int(pair["NumCacheClusters"]) == 2
        assert str(pair["MultiAZEnabled"]).lower() == "true"
        assert str(pair["AutomaticFailoverEnabled"]).lower() == "true"
        watched = platform("prod", CacheNodes="2").resources.keys()
        assert "Monitoring/CacheNode2CpuAlarm" in watched
        assert "Monitoring/CacheNode2CpuAlarm" not in platform("prod").resources

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
        assert role["secretsmanager:GetSecretValue"] == [
            "@Database/DatabaseSecret",
            "@Cache/CacheSecret",
        ]
        assert role["kms:Decrypt"] == ["@Security/Key.Arn"]

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

    @BOTH
    @EACH
    def test_each_service_is_told_where_its_stores_are(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        told = variables(containers(env, f"{layer(service)}/TaskDefinition")[service])
        host = "@Database/Database.Endpoint.Address"
        assert told["DATABASE_HOST"] == host
        assert told["DATABASE_READER_HOST"] == host
        assert told["DATABASE_PORT"] == "@Database/Database.Endpoint.Port"
        assert told["CACHE_HOST"].startswith("@Cache/Cache.PrimaryEndPoint")


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
    def test_port_443_speaks_https_with_a_certificate_of_the_domain(
        self, name: str
    ) -> None:
        env = platform(name)
        https = listener(env, 443)
        certificate = only(env.of("CertificateManager::Certificate"))
        assert https["Protocol"] == "HTTPS"
        assert https["Certificates"] == [{"CertificateArn": reference(certificate)}]
        assert certificate["DomainName"] == env.parameters["DomainName"]
        assert only(env.of("Route53::RecordSet"))["Name"] == certificate["DomainName"]

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
    def test_the_stores_listen_on_the_ports_listed(self, name: str) -> None:
        env = platform(name)
        assert int(env["Database/Database"]["Port"]) == 5432
        assert int(env["Cache/Cache"]["Port"]) == 6379

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

    @BOTH
    def test_private_subnets_admit_the_public_ones_on_4000_to_4003_only(
        self, name: str
    ) -> None:
        answers = {(self.INTERNET, 32768, 65535)}
        assert inbound(acl_entries(platform(name), "Private")) == answers | {
            (block, port, port)
            for block in ("10.0.1.0/24", "10.0.2.0/24")
            for port in SERVICES.values()
        }

    @BOTH
    def test_private_subnets_reach_the_stores_and_443_and_answer(
        self, name: str
    ) -> None:
        assert outbound(acl_entries(platform(name), "Private")) == {
            (block, port, port)
            for block in ("10.0.100.0/24", "10.0.110.0/24")
            for port in (5432, 6379)
        } | {
            (self.INTERNET, 443, 443),
            ("10.0.1.0/24", 1024, 65535),
            ("10.0.2.0/24", 1024, 65535),
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
        few = platform("dev")[f"{layer(service)}/Service"]
        assert int(few["DesiredCount"]) == 1

    @EACH
    def test_nothing_runs_before_there_is_an_image(self, service: str) -> None:
        env = environment("platform", "prod")
        assert int(env[f"{layer(service)}/Service"]["DesiredCount"]) == 0

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
        assert attached["ContainerName"] == service
        found = containers(env, f"{layer(service)}/TaskDefinition")[service]
        (opened,) = found["PortMappings"]
        assert int(opened["ContainerPort"]) == SERVICES[service]

    @BOTH
    @EACH
    def test_requests_reach_a_service_from_the_https_listener(
        self, name: str, service: str
    ) -> None:
        env = platform(name)
        rule = only(
            tuple(
                r
                for r in env.of("ElasticLoadBalancingV2::ListenerRule")
                if r.path.startswith(f"{layer(service)}/")
            )
        )
        assert rule["ListenerArn"] == reference(listener(env, 443))
        (action,) = rule["Actions"]
        assert action["TargetGroupArn"] == f"@{layer(service)}/TargetGroup"

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

    VAULT = "arn:aws:backup:us-west-2:123456789012:backup-vault:there"
    KEY = "arn:aws:kms:us-west-2:123456789012:key/there"
    THERE: Mapping[str, str] = {"BackupCopyVaultArn": VAULT, "ReplicaKeyArn": KEY}

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

    def test_backups_are_made_daily_and_done_before_rds_makes_its_own(self) -> None:
        env = platform("prod")
        (rule,) = self.rules(env)
        assert rule["ScheduleExpression"] == "cron(0 2 * * ? *)"
        minutes = int(rule["StartWindowMinutes"]) + int(rule["CompletionWindowMinutes"])
        assert minutes <= 4 * 60
        assert env["Database/Database"]["PreferredBackupWindow"] == "06:00-07:00"

    def test_the_backup_role_may_do_so_for_this_database_only(self) -> None:
        env = platform("prod")
        selected = only(env.of("Backup::BackupSelection"))["BackupSelection"]
        role = env["Backup/BackupRole"]
        assert selected["IamRoleArn"] == reference(role, "Arn")
        made = granted(env, role)["rds:CreateDBSnapshot"]
        own = "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:*"
        assert made == ["@Database/Database.DBInstanceArn", own]

    @BOTH
    def test_any_second_can_be_restored(self, name: str) -> None:
        assert int(platform(name)["Database/Database"]["BackupRetentionPeriod"]) >= 1

    @BOTH
    def test_copies_to_a_second_region_are_a_setting(self, name: str) -> None:
        alone = platform(name)
        (rule,) = self.rules(alone)
        assert "CopyActions" not in rule
        assert "Backup/BackupCopyPolicy" not in alone.resources
        env = platform(name, **self.THERE)
        (rule,) = self.rules(env)
        (copy,) = rule["CopyActions"]
        assert copy["DestinationBackupVaultArn"] == self.VAULT
        assert copy["Lifecycle"] == rule["Lifecycle"]
        allowed = granted(env, env["Backup/BackupRole"])
        assert allowed["backup:CopyIntoBackupVault"] == [self.VAULT]
        assert allowed["kms:CreateGrant"] == [self.KEY]

    @BOTH
    def test_so_are_rdss_own_backups_there_which_give_any_second(
        self, name: str
    ) -> None:
        def told(**given: str) -> Mapping[str, Any]:
            found = platform(name, **given)["Database/Database"].properties
            prefix = "AutomaticBackupReplication"
            return {
                n.removeprefix(prefix): found[n] for n in found if n.startswith(prefix)
            }

        assert told() == {}
        assert told(ReplicaKeyArn=self.KEY) == {}
        assert told(ReplicaKeyArn=self.KEY, DatabaseBackupCopyDays="7") == {
            "Region": "us-west-2",
            "KmsKeyId": self.KEY,
            "RetentionPeriod": "7",
        }

    def test_the_second_region_has_a_vault_with_a_key(self) -> None:
        written = body(TEMPLATES / "platform" / "recovery.json")
        found = written["Resources"]
        assert {r["Type"] for r in found.values()} == {
            "AWS::Backup::BackupVault",
            "AWS::KMS::Key",
        }
        vault = found["BackupVault"]["Properties"]
        assert vault["EncryptionKeyArn"] == {"Fn::GetAtt": ["Key", "Arn"]}
        for kept in found.values():
            assert kept["DeletionPolicy"] == "RetainExceptOnCreate"

    def test_what_leaves_the_second_region_is_named_as_the_settings_are(self) -> None:
        written = body(TEMPLATES / "platform" / "recovery.json")
        root = body(TEMPLATES / "platform" / "root.json")
        assert written["Outputs"].keys() == self.THERE.keys()
        assert self.THERE.keys() <= root["Parameters"].keys()

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
        failures = int(target["UnhealthyThresholdCount"])
        assert failures >= 2
        assert failures * int(target["HealthCheckIntervalSeconds"]) <= 60
        assert target["Matcher"] == {"HttpCode": "200"}

    @BOTH
    @EACH
    def test_a_release_leaves_as_many_tasks_as_there_were(
        self, name: str, service: str
    ) -> None:
        rollout = platform(name)[f"{layer(service)}/Service"]["DeploymentConfiguration"]
        assert int(rollout["MinimumHealthyPercent"]) == 100
        breaker = rollout["DeploymentCircuitBreaker"]
        assert {str(on).lower() for on in breaker.values()} == {"true"}

    def test_the_page_restores_with_the_settings_of_prod(self) -> None:
        page = section(text("systems/platform.md"), "When something is lost")
        settle = page.partition("settle() {")[2].partition("\n}")[0]
        told = dict(re.findall(r"--([a-z-]+) ([0-9a-z][0-9a-z:-]*)", settle))
        found = platform("prod")["Database/Database"]
        assert told["backup-retention-period"] == found["BackupRetentionPeriod"]
        assert told["max-allocated-storage"] == found["MaxAllocatedStorage"]
        assert told["preferred-backup-window"] == found["PreferredBackupWindow"]
        window = found["PreferredMaintenanceWindow"]
        assert told["preferred-maintenance-window"] == window
        assert "--multi-az" in settle
        assert found["MultiAZ"] == "true"
        kept = str(found["PerformanceInsightsRetentionPeriod"])
        assert told["performance-insights-retention-period"] == kept
        restore = page.partition("restore() {")[2].partition("\n}")[0]
        exports = re.search(r"--enable-cloudwatch-logs-exports ([a-z ]+)", restore)
        assert exports is not None
        assert exports[1].split() == found["EnableCloudwatchLogsExports"]

    def test_the_page_finds_what_it_restores_into_by_these_names(self) -> None:
        """Generated names begin with the nested stack's, and that with its root's."""
        page = section(text("systems/platform.md"), "When something is lost")
        env = platform("prod")
        tags = env["Security/DatabaseSecurityGroup"]["Tags"]
        assert {"Key": "Name", "Value": "platform-prod-database"} in tags
        assert "Name=tag:Name,Values=$STACK-database" in page
        tags = env["Network/PrivateSubnet2"]["Tags"]
        assert {"Key": "Name", "Value": "platform-prod-private-2"} in tags
        assert "Name=tag:Name,Values=$STACK-private-2" in page
        for kind in ("RDS::DBSubnetGroup", "RDS::DBParameterGroup"):
            assert only(env.of(kind)).path.startswith("Database/")

    def test_the_page_restarts_every_service(self) -> None:
        page = section(text("systems/platform.md"), "When something is lost")
        named = re.findall(r"for service in ([A-Za-z ]+);", page)
        every = [service.capitalize() for service in SERVICES]
        assert len(named) >= 3
        assert all(names.split() == every for names in named)

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

    @EACH
    def test_fargate_spot(self, service: str) -> None:
        def providers(env: Environment) -> dict[str, int]:
            strategy = env[f"{layer(service)}/Service"]["CapacityProviderStrategy"]
            assert (
                strategy
                == only(env.of("ECS::ClusterCapacityProviderAssociations"))[
                    "DefaultCapacityProviderStrategy"
                ]
            )
            return {i["CapacityProvider"]: int(i.get("Base", 0)) for i in strategy}

        assert providers(platform("prod")).keys() == {"FARGATE"}
        mixed = providers(platform("prod", FargateSpot="mixed"))
        assert mixed == {"FARGATE": 1, "FARGATE_SPOT": 0}
        assert providers(platform("prod", FargateSpot="all")).keys() == {"FARGATE_SPOT"}

    @EACH
    def test_ecs_exec(self, service: str) -> None:
        def allowed(env: Environment) -> bool:
            role = granted(env, env[f"{layer(service)}/TaskRole"])
            return any(action.startswith("ssmmessages:") for action in role)

        off, on = platform("prod"), platform("prod", EnableExec="true")
        assert not allowed(off)
        assert allowed(on)
        for env, switched in ((off, "false"), (on, "true")):
            told = env[f"{layer(service)}/Service"]["EnableExecuteCommand"]
            assert str(told).lower() == switched

    @EACH
    def test_read_replicas(self, service: str) -> None:
        assert len(platform("prod").of("RDS::DBInstance")) == 1
        env = platform("prod", DatabaseReplicas="2")
        primary, *replicas = env.of("RDS::DBInstance")
        assert len(replicas) == 2
        for replica in replicas:
            assert replica["SourceDBInstanceIdentifier"] == reference(primary)
            name = replica.path.partition("/")[2]
            assert f"Monitoring/{name}LagAlarm" in env.resources
        told = variables(containers(env, f"{layer(service)}/TaskDefinition")[service])
        assert told["DATABASE_READER_HOST"] == reference(
            replicas[0], "Endpoint.Address"
        )
        assert told["DATABASE_HOST"] == reference(primary, "Endpoint.Address")

    def test_the_firewall(self) -> None:
        assert not platform("prod").of("WAFv2::WebACL")
        env = platform("prod", EnableWaf="true")
        associated = only(env.of("WAFv2::WebACLAssociation"))
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        firewall = only(env.of("WAFv2::WebACL"))
        assert associated["ResourceArn"] == reference(balancer)
        assert associated["WebACLArn"] == reference(firewall, "Arn")
        (limit, *_) = firewall["Rules"]
        assert limit["Action"] == {"Block": {}}
        counting = platform("prod", EnableWaf="true", WafMode="count")
        (limit, *_) = only(counting.of("WAFv2::WebACL"))["Rules"]
        assert limit["Action"] == {"Count": {}}

    @BOTH
    def test_access_logs_are_on_and_may_be_off(self, name: str) -> None:
        attributes = balancer_attributes(platform(name))
        bucket = only(platform(name).of("S3::Bucket"))
        assert attributes["access_logs.s3.enabled"] == "true"
        assert attributes["access_logs.s3.bucket"] == reference(bucket)
        off = balancer_attributes(platform(name, EnableAccessLogs="false"))
        assert off["access_logs.s3.enabled"] == "false"

    def test_a_certificate_of_ones_own(self) -> None:
        own = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"
        env = platform("prod", CertificateArn=own)
        assert not env.of("CertificateManager::Certificate")
        assert listener(env, 443)["Certificates"] == [{"CertificateArn": own}]
        assert env.outputs["CertificateArnInUse"] == own

    def test_a_database_from_a_snapshot(self) -> None:
        found = platform("prod", DatabaseSnapshotIdentifier="before-v2")
        restored = found["Database/Database"]
        assert restored["DBSnapshotIdentifier"] == "before-v2"
        inherited = {"DBName", "MasterUsername", "KmsKeyId", "StorageEncrypted"}
        assert not inherited & restored.properties.keys()

    def test_a_dashboard(self) -> None:
        assert not platform("prod").of("CloudWatch::Dashboard")
        env = platform("prod", EnableDashboard="true")
        shown = only(env.of("CloudWatch::Dashboard"))["DashboardBody"]
        json.loads(shown)
        for service in SERVICES:
            assert f"@Monitoring/{service.capitalize()}ErrorsAlarm.Arn" in shown

    def test_alarms_reach_an_address(self) -> None:
        assert not platform("prod").of("SNS::Subscription")
        env = platform("prod", AlarmEmail="someone@example.com")
        assert only(env.of("SNS::Subscription"))["Endpoint"] == "someone@example.com"
        assert len(alarms_of(env, env["Monitoring/AlarmTopic"])) == len(
            env.of("CloudWatch::Alarm")
        )

    def test_protection(self) -> None:
        for name, on in (("prod", "true"), ("dev", "false")):
            env = platform(name)
            assert env["Database/Database"]["DeletionProtection"] == on
            assert balancer_attributes(env)["deletion_protection.enabled"] == on
