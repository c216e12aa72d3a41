"""The nextjs architecture document, requirement by requirement.

Each test is one sentence of the document, asserted on the committed templates with the
parameter files of dev and prod. What a template cannot hold is a step of
docs/runbook.md: manual snapshots, point-in-time recovery, failover by hand in dev, and
the growth paths that the document names (Aurora, read replicas, Redis Cluster mode,
more regions, CloudFront). What the application itself does is named there as well:
connection pooling, query tuning, compression, static generation, image optimisation,
code splitting, keeping sessions in Redis; so is the workflow's building and testing
(docs/github-actions.md).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.environment import Environment, Resource, environment
from tests.systems.reading import (
    BOTH,
    acl_entries,
    alarms_of,
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
    zones,
)

EXACTLY = pytest.mark.parametrize


def nextjs(name: str, **settings: str) -> Environment:
    """Return an environment once an image has been released."""
    return environment("nextjs", name, **{"WebImageTag": "v1"} | settings)


def container(env: Environment) -> dict[str, Any]:
    """Return the web container."""
    (found,) = containers(env, "ServiceWeb/TaskDefinition").values()
    return found


class TestHighLevelArchitecture:
    """Users, DNS, certificate, VPC tiers and the supporting services."""

    @BOTH
    def test_route53_routes_the_domain_to_the_load_balancer(self, name: str) -> None:
        env = nextjs(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        records = {r["Name"]: r for r in env.of("Route53::RecordSet")}
        target = records[env.parameters["DomainName"]]["AliasTarget"]
        assert target["DNSName"].endswith(reference(balancer, "DNSName"))

    @BOTH
    def test_an_acm_certificate_terminates_tls_on_the_load_balancer(
        self, name: str
    ) -> None:
        env = nextjs(name)
        certificate = only(env.of("CertificateManager::Certificate"))
        https = listener(env, 443)
        assert https["Protocol"] == "HTTPS"
        assert https["Certificates"] == [{"CertificateArn": reference(certificate)}]
        assert certificate["DomainName"] == env.parameters["DomainName"]
        assert certificate["ValidationMethod"] == "DNS"

    @BOTH
    def test_the_load_balancer_stands_in_the_public_subnets(self, name: str) -> None:
        env = nextjs(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        public = [reference(subnet) for subnet in subnets(env, "Public")]
        assert balancer["Subnets"] == public
        assert balancer["Scheme"] == "internet-facing"

    @BOTH
    def test_nat_gateways_stand_in_the_public_subnets(self, name: str) -> None:
        env = nextjs(name)
        public = [reference(subnet) for subnet in subnets(env, "Public")]
        gateways = env.of("EC2::NatGateway")
        assert [g["SubnetId"] for g in gateways] == public[: len(gateways)]

    @BOTH
    def test_fargate_tasks_run_in_the_private_subnets(self, name: str) -> None:
        env = nextjs(name)
        network = env["ServiceWeb/Service"]["NetworkConfiguration"]
        placed = network["AwsvpcConfiguration"]
        private = [reference(subnet) for subnet in subnets(env, "Private")]
        assert placed["Subnets"] == private
        assert placed["AssignPublicIp"] == "DISABLED"
        definition = env["ServiceWeb/TaskDefinition"]
        assert definition["RequiresCompatibilities"] == ["FARGATE"]

    @BOTH
    def test_the_database_stands_in_the_isolated_subnets(self, name: str) -> None:
        env = nextjs(name)
        group = only(env.of("RDS::DBSubnetGroup"))
        isolated = [reference(subnet) for subnet in subnets(env, "Isolated")]
        assert group["SubnetIds"] == isolated
        assert only(env.of("RDS::DBInstance"))["DBSubnetGroupName"] == reference(group)

    @BOTH
    def test_redis_stands_in_the_isolated_subnets(self, name: str) -> None:
        env = nextjs(name)
        group = only(env.of("ElastiCache::SubnetGroup"))
        isolated = [reference(subnet) for subnet in subnets(env, "Isolated")]
        assert group["SubnetIds"] == isolated
        cache = only(env.of("ElastiCache::ReplicationGroup"))
        assert cache["CacheSubnetGroupName"] == reference(group)

    @BOTH
    def test_the_database_is_postgresql_and_the_cache_redis(self, name: str) -> None:
        env = nextjs(name)
        assert only(env.of("RDS::DBInstance"))["Engine"] == "postgres"
        assert only(env.of("ElastiCache::ReplicationGroup"))["Engine"] == "redis"

    @BOTH
    def test_ecs_pulls_the_image_from_the_container_registry(self, name: str) -> None:
        env = nextjs(name)
        repository = only(env.of("ECR::Repository"))
        assert container(env)["Image"] == f"{reference(repository, 'RepositoryUri')}:v1"
        granted_to = granted(env, env["ServiceWeb/ExecutionRole"])
        pulled = granted_to["ecr:BatchGetImage"]
        assert pulled in (reference(repository, "Arn"), [reference(repository, "Arn")])

    @BOTH
    def test_ecs_reads_secrets_from_secrets_manager(self, name: str) -> None:
        env = nextjs(name)
        found = secrets(container(env))
        assert found["DATABASE_PASSWORD"].endswith(":password::")
        assert found["DATABASE_PASSWORD"].startswith("@Database/DatabaseSecret")
        assert found["CACHE_AUTH_TOKEN"].startswith("@Cache/CacheSecret")
        assert not variables(container(env)).keys() & found.keys()

    @BOTH
    def test_ecs_writes_its_logs_to_cloudwatch(self, name: str) -> None:
        env = nextjs(name)
        group = env["ServiceWeb/LogGroup"]
        options = container(env)["LogConfiguration"]["Options"]
        assert container(env)["LogConfiguration"]["LogDriver"] == "awslogs"
        assert options["awslogs-group"] == reference(group)
        assert group["LogGroupName"] == f"/ecs/nextjs-{name}-web"

    @BOTH
    def test_the_load_balancer_forwards_to_the_tasks(self, name: str) -> None:
        env = nextjs(name)
        target = env["ServiceWeb/TargetGroup"]
        rule = only(env.of("ElasticLoadBalancingV2::ListenerRule"))
        assert rule["Actions"][0]["TargetGroupArn"] == reference(target)
        attached = env["ServiceWeb/Service"]["LoadBalancers"][0]
        assert attached["TargetGroupArn"] == reference(target)
        assert int(attached["ContainerPort"]) == 3000
        assert attached["ContainerName"] == container(env)["Name"]


class TestNetworkArchitecture:
    """The network diagram: one VPC, two zones, three tiers."""

    @BOTH
    def test_the_vpc_has_the_range_drawn(self, name: str) -> None:
        assert only(nextjs(name).of("EC2::VPC"))["CidrBlock"] == "10.0.0.0/16"

    @BOTH
    @EXACTLY(
        ("tier", "blocks"),
        [
            ("Public", ["10.0.0.0/24", "10.0.16.0/24"]),
            ("Private", ["10.0.1.0/24", "10.0.17.0/24"]),
            ("Isolated", ["10.0.2.0/28", "10.0.18.0/28"]),
        ],
    )
    def test_the_six_subnets_have_the_ranges_drawn(
        self, name: str, tier: str, blocks: list[str]
    ) -> None:
        found = subnets(nextjs(name), tier)
        assert [subnet["CidrBlock"] for subnet in found] == blocks

    @BOTH
    @EXACTLY("tier", ["Public", "Private", "Isolated"])
    def test_each_tier_spans_two_zones(self, name: str, tier: str) -> None:
        found = subnets(nextjs(name), tier)
        assert zones(found) == [("us-east-1", 0), ("us-east-1", 1)]

    @BOTH
    def test_public_subnets_reach_the_internet_gateway(self, name: str) -> None:
        env = nextjs(name)
        gateway = only(env.of("EC2::InternetGateway"))
        for subnet in subnets(env, "Public"):
            (route,) = routes(env, subnet)
            assert route["DestinationCidrBlock"] == "0.0.0.0/0"
            assert route["GatewayId"] == reference(gateway)

    def test_in_dev_both_private_subnets_leave_by_one_nat_gateway(self) -> None:
        env = nextjs("dev")
        gateway = only(env.of("EC2::NatGateway"))
        for subnet in subnets(env, "Private"):
            (route,) = routes(env, subnet)
            assert route["NatGatewayId"] == reference(gateway)

    def test_in_prod_each_private_subnet_leaves_by_its_own_nat_gateway(self) -> None:
        env = nextjs("prod")
        gateways = {g["SubnetId"]: reference(g) for g in env.of("EC2::NatGateway")}
        for public, private in zip(
            subnets(env, "Public"), subnets(env, "Private"), strict=True
        ):
            (route,) = routes(env, private)
            assert route["NatGatewayId"] == gateways[reference(public)]

    @BOTH
    def test_isolated_subnets_have_no_route_out(self, name: str) -> None:
        env = nextjs(name)
        for subnet in subnets(env, "Isolated"):
            assert routes(env, subnet) == []


class TestSecurityGroups:
    """The security-group diagram, and nothing beyond it."""

    INTERNET = "0.0.0.0/0"
    ALB = "@Security/AlbSecurityGroup.GroupId"
    APP = "@Security/WebSecurityGroup.GroupId"
    DATABASE = "@Security/DatabaseSecurityGroup.GroupId"
    CACHE = "@Security/CacheSecurityGroup.GroupId"

    @BOTH
    def test_the_internet_reaches_the_load_balancer_on_443_and_80(
        self, name: str
    ) -> None:
        found = rules(nextjs(name), "Ingress", "AlbSecurityGroup")
        assert found == {(self.INTERNET, 443), (self.INTERNET, 80)}

    @BOTH
    def test_only_the_load_balancer_reaches_the_app_on_3000(self, name: str) -> None:
        env = nextjs(name)
        assert rules(env, "Ingress", "WebSecurityGroup") == {(self.ALB, 3000)}
        assert rules(env, "Egress", "AlbSecurityGroup") == {(self.APP, 3000)}

    @BOTH
    def test_only_the_app_reaches_the_database_on_5432(self, name: str) -> None:
        env = nextjs(name)
        assert rules(env, "Ingress", "DatabaseSecurityGroup") == {(self.APP, 5432)}

    @BOTH
    def test_only_the_app_reaches_the_cache_on_6379(self, name: str) -> None:
        env = nextjs(name)
        assert rules(env, "Ingress", "CacheSecurityGroup") == {(self.APP, 6379)}

    @BOTH
    def test_the_app_reaches_its_stores_and_the_internet_on_443(
        self, name: str
    ) -> None:
        assert rules(nextjs(name), "Egress", "WebSecurityGroup") == {
            (self.DATABASE, 5432),
            (self.CACHE, 6379),
            (self.INTERNET, 443),
        }

    @BOTH
    def test_the_stores_open_no_connections(self, name: str) -> None:
        env = nextjs(name)
        assert rules(env, "Egress", "DatabaseSecurityGroup") == set()
        assert rules(env, "Egress", "CacheSecurityGroup") == set()

    @BOTH
    def test_no_group_relies_on_the_egress_that_ec2_adds(self, name: str) -> None:
        for group in nextjs(name).of("EC2::SecurityGroup"):
            egress = group["SecurityGroupEgress"]
            assert egress
            assert all(rule.get("CidrIp") != self.INTERNET for rule in egress)

    @BOTH
    def test_the_groups_are_attached_where_they_are_drawn(self, name: str) -> None:
        env = nextjs(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        service = env["ServiceWeb/Service"]["NetworkConfiguration"]
        database = only(env.of("RDS::DBInstance"))
        cache = only(env.of("ElastiCache::ReplicationGroup"))
        assert balancer["SecurityGroups"] == [self.ALB]
        assert service["AwsvpcConfiguration"]["SecurityGroups"] == [self.APP]
        assert database["VPCSecurityGroups"] == [self.DATABASE]
        assert cache["SecurityGroupIds"] == [self.CACHE]


class TestDeploymentFlow:
    """Push to main, build, push the image, migrate, roll the service."""

    @BOTH
    def test_only_the_main_branch_of_the_repository_may_deploy(self, name: str) -> None:
        role = nextjs(name)["Delivery/DeployRole"]
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        claims = json.dumps(statement["Condition"]["StringEquals"])
        assert "repo:example/nextjs:ref:refs/heads/main" in claims
        assert "sts.amazonaws.com" in claims
        assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]

    @BOTH
    def test_github_actions_pushes_to_the_repository_and_to_no_other(
        self, name: str
    ) -> None:
        env = nextjs(name)
        repository = reference(only(env.of("ECR::Repository")), "Arn")
        allowed = granted(env, env["Delivery/DeployRole"])
        assert allowed["ecr:PutImage"] == [repository]

    @BOTH
    def test_a_release_updates_the_task_definition_and_the_service(
        self, name: str
    ) -> None:
        env = nextjs(name)
        allowed = granted(env, env["Delivery/DeployRole"])
        assert {"ecs:RegisterTaskDefinition", "ecs:UpdateService"} <= allowed.keys()

    @BOTH
    def test_github_actions_may_run_the_migrations_in_ecs(self, name: str) -> None:
        env = nextjs(name)
        allowed = granted(env, env["Delivery/DeployRole"])
        assert "nextjs" in json.dumps(allowed["ecs:RunTask"])
        migration = env["ServiceWeb/MigrationTaskDefinition"]
        (command,) = (c["Command"] for c in migration["ContainerDefinitions"])
        assert command == ["npx", "prisma", "migrate", "deploy"]

    @BOTH
    def test_new_tasks_register_are_checked_and_old_ones_drain(self, name: str) -> None:
        env = nextjs(name)
        target = env["ServiceWeb/TargetGroup"]
        assert target["HealthCheckPath"] == "/api/health"
        attributes = {a["Key"]: a["Value"] for a in target["TargetGroupAttributes"]}
        assert int(attributes["deregistration_delay.timeout_seconds"]) > 0
        rollout = env["ServiceWeb/Service"]["DeploymentConfiguration"]
        assert int(rollout["MinimumHealthyPercent"]) == 100
        assert int(rollout["MaximumPercent"]) == 200

    @BOTH
    def test_a_release_that_does_not_become_healthy_rolls_back(self, name: str) -> None:
        service = nextjs(name)["ServiceWeb/Service"]
        breaker = service["DeploymentConfiguration"]["DeploymentCircuitBreaker"]
        assert breaker == {"Enable": True, "Rollback": True}

    @BOTH
    def test_the_first_deploy_needs_no_image(self, name: str) -> None:
        env = nextjs(name, WebImageTag="none")
        assert int(env["ServiceWeb/Service"]["DesiredCount"]) == 0
        released = nextjs(name, WebImageTag="v1")
        assert "DesiredCount" not in released["ServiceWeb/Service"].properties


class TestAutoScaling:
    """Separate thresholds for out and in, on CPU and on memory."""

    @BOTH
    @EXACTLY(
        ("metric", "threshold"), [("CPUUtilization", 70), ("MemoryUtilization", 80)]
    )
    def test_scales_out_above_cpu_70_and_memory_80(
        self, name: str, metric: str, threshold: int
    ) -> None:
        env = nextjs(name)
        found = {
            alarm["MetricName"]: alarm
            for policy in self.policies(env, 1)
            for alarm in alarms_of(env, policy)
        }
        assert float(found[metric]["Threshold"]) == threshold
        assert found[metric]["ComparisonOperator"] == "GreaterThanThreshold"

    @BOTH
    def test_scales_in_below_cpu_50_and_memory_60(self, name: str) -> None:
        env = nextjs(name)
        (policy,) = self.policies(env, -1)
        (alarm,) = alarms_of(env, policy)
        expressions = [m["Expression"] for m in alarm["Metrics"] if "Expression" in m]
        metrics = {
            m["MetricStat"]["Metric"]["MetricName"]
            for m in alarm["Metrics"]
            if "MetricStat" in m
        }
        assert metrics == {"CPUUtilization", "MemoryUtilization"}
        assert "50" in "".join(expressions)
        assert "60" in "".join(expressions)

    @EXACTLY(("name", "fewest", "most"), [("dev", 1, 2), ("prod", 2, 10)])
    def test_runs_one_to_two_tasks_in_dev_and_two_to_ten_in_prod(
        self, name: str, fewest: int, most: int
    ) -> None:
        target = only(nextjs(name).of("ApplicationAutoScaling::ScalableTarget"))
        assert int(target["MinCapacity"]) == fewest
        assert int(target["MaxCapacity"]) == most

    @staticmethod
    def policies(env: Environment, step: int) -> list[Resource]:
        """Return the step policies that add (1) or remove (-1) a task."""
        return [
            policy
            for policy in env.of("ApplicationAutoScaling::ScalingPolicy")
            for adjustment in policy["StepScalingPolicyConfiguration"][
                "StepAdjustments"
            ]
            if int(adjustment["ScalingAdjustment"]) == step
        ]


class TestDataFlow:
    """HTTPS to the load balancer, HTTP to the app, the app to its stores."""

    @BOTH
    def test_plain_http_is_redirected_to_https(self, name: str) -> None:
        env = nextjs(name)
        http = listener(env, 80)
        (action,) = http["DefaultActions"]
        assert action["Type"] == "redirect"
        assert action["RedirectConfig"]["Protocol"] == "HTTPS"
        assert action["RedirectConfig"]["StatusCode"] == "HTTP_301"

    @BOTH
    def test_the_load_balancer_speaks_http_to_the_app(self, name: str) -> None:
        target = nextjs(name)["ServiceWeb/TargetGroup"]
        assert (target["Protocol"], int(target["Port"])) == ("HTTP", 3000)

    @BOTH
    def test_the_app_knows_where_its_stores_are(self, name: str) -> None:
        env = nextjs(name)
        plain = variables(container(env))
        database = env["Database/Database"]
        cache = only(env.of("ElastiCache::ReplicationGroup"))
        assert plain["DATABASE_HOST"] == reference(database, "Endpoint.Address")
        assert plain["CACHE_HOST"].startswith(reference(cache, "PrimaryEndPoint"))
        assert {"DATABASE_PORT", "DATABASE_NAME", "CACHE_PORT"} <= plain.keys()


class TestMonitoringAndLogging:
    """Logs, metrics, alarms, and the topic that tells people."""

    @BOTH
    def test_container_metrics_are_collected(self, name: str) -> None:
        settings = only(nextjs(name).of("ECS::Cluster"))["ClusterSettings"]
        assert {s["Name"] for s in settings} == {"containerInsights"}
        assert {s["Value"] for s in settings} <= {"enabled", "enhanced"}

    @BOTH
    def test_database_query_logs_go_to_cloudwatch(self, name: str) -> None:
        env = nextjs(name)
        exports = only(env.of("RDS::DBInstance"))["EnableCloudwatchLogsExports"]
        assert "postgresql" in exports
        parameters = only(env.of("RDS::DBParameterGroup"))["Parameters"]
        assert int(parameters["log_min_duration_statement"]) >= 0

    @BOTH
    def test_the_load_balancer_writes_access_logs(self, name: str) -> None:
        env = nextjs(name)
        attributes = balancer_attributes(env)
        bucket = only(env.of("S3::Bucket"))
        assert attributes["access_logs.s3.enabled"] == "true"
        assert attributes["access_logs.s3.bucket"] == reference(bucket)

    @BOTH
    @EXACTLY(
        "namespace",
        ["AWS/ApplicationELB", "AWS/ECS", "AWS/RDS", "AWS/ElastiCache"],
    )
    def test_every_component_has_alarms_that_notify_the_topic(
        self, name: str, namespace: str
    ) -> None:
        env = nextjs(name)
        topic = reference(only(env.of("SNS::Topic")))
        watched = {
            alarm.properties.get("Namespace")
            for alarm in env.of("CloudWatch::Alarm")
            if topic in alarm.properties.get("AlarmActions", [])
        }
        assert namespace in watched

    def test_an_address_is_notified_where_one_is_given(self) -> None:
        assert not nextjs("dev", AlarmEmail="").of("SNS::Subscription")
        told = only(nextjs("dev", AlarmEmail="a@example.com").of("SNS::Subscription"))
        assert (told["Protocol"], told["Endpoint"]) == ("email", "a@example.com")


class TestDisasterRecovery:
    """Daily snapshots, recovery to any second, restore into a new database."""

    @BOTH
    def test_snapshots_are_automated_which_makes_any_second_restorable(
        self, name: str
    ) -> None:
        assert int(only(nextjs(name).of("RDS::DBInstance"))["BackupRetentionPeriod"])

    @BOTH
    def test_a_database_can_be_restored_from_a_snapshot(self, name: str) -> None:
        fresh = only(nextjs(name).of("RDS::DBInstance"))
        env = nextjs(name, DatabaseSnapshotIdentifier="before-v2")
        restored = only(env.of("RDS::DBInstance"))
        assert "DBSnapshotIdentifier" not in fresh.properties
        assert restored["DBSnapshotIdentifier"] == "before-v2"

    @BOTH
    def test_a_deleted_database_leaves_a_snapshot(self, name: str) -> None:
        database = only(nextjs(name).of("RDS::DBInstance"))
        assert database.attributes["DeletionPolicy"] == "Snapshot"
        assert database.attributes["UpdateReplacePolicy"] == "Snapshot"


class TestEnvironments:
    """The tables of sizes and limits, for dev and for prod."""

    @EXACTLY(("name", "instance"), [("dev", "db.t4g.micro"), ("prod", "db.t4g.small")])
    def test_database_instance_class(self, name: str, instance: str) -> None:
        found = only(nextjs(name).of("RDS::DBInstance"))
        assert found["DBInstanceClass"] == instance

    @EXACTLY(("name", "standby"), [("dev", "false"), ("prod", "true")])
    def test_database_is_single_zone_in_dev_and_multi_az_in_prod(
        self, name: str, standby: str
    ) -> None:
        assert only(nextjs(name).of("RDS::DBInstance"))["MultiAZ"] == standby

    @EXACTLY(("name", "smallest", "largest"), [("dev", 20, 100), ("prod", 100, 500)])
    def test_database_storage(self, name: str, smallest: int, largest: int) -> None:
        found = only(nextjs(name).of("RDS::DBInstance"))
        assert int(found["AllocatedStorage"]) == smallest
        assert int(found["MaxAllocatedStorage"]) == largest

    @EXACTLY(("name", "days"), [("dev", 1), ("prod", 7)])
    def test_days_of_backups(self, name: str, days: int) -> None:
        found = only(nextjs(name).of("RDS::DBInstance"))
        assert int(found["BackupRetentionPeriod"]) == days

    @EXACTLY(
        ("name", "node"), [("dev", "cache.t4g.micro"), ("prod", "cache.t4g.small")]
    )
    def test_cache_node_type(self, name: str, node: str) -> None:
        found = only(nextjs(name).of("ElastiCache::ReplicationGroup"))
        assert found["CacheNodeType"] == node

    @BOTH
    def test_one_cache_node(self, name: str) -> None:
        found = only(nextjs(name).of("ElastiCache::ReplicationGroup"))
        assert int(found["NumCacheClusters"]) == 1

    @EXACTLY(
        ("name", "cpu", "memory"), [("dev", "512", "1024"), ("prod", "1024", "2048")]
    )
    def test_task_size(self, name: str, cpu: str, memory: str) -> None:
        definition = nextjs(name)["ServiceWeb/TaskDefinition"]
        assert (definition["Cpu"], definition["Memory"]) == (cpu, memory)

    @EXACTLY(("name", "gateways"), [("dev", 1), ("prod", 2)])
    def test_nat_gateways(self, name: str, gateways: int) -> None:
        assert len(nextjs(name).of("EC2::NatGateway")) == gateways

    @BOTH
    def test_tasks_spread_over_both_zones(self, name: str) -> None:
        network = nextjs(name)["ServiceWeb/Service"]["NetworkConfiguration"]
        assert len(network["AwsvpcConfiguration"]["Subnets"]) == 2


class TestSecurityArchitecture:
    """The layers of defence."""

    @BOTH
    def test_the_firewall_is_optional(self, name: str) -> None:
        assert not nextjs(name, EnableWaf="false").of("WAFv2::WebACL")
        env = nextjs(name, EnableWaf="true")
        acl = only(env.of("WAFv2::WebACL"))
        attached = only(env.of("WAFv2::WebACLAssociation"))
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert attached["WebACLArn"] == reference(acl, "Arn")
        assert attached["ResourceArn"] in (
            reference(balancer),
            reference(balancer, "LoadBalancerArn"),
        )

    @BOTH
    @EXACTLY("tier", ["Public", "Private", "Isolated"])
    def test_every_subnet_has_a_network_acl_of_its_tier(
        self, name: str, tier: str
    ) -> None:
        entries = acl_entries(nextjs(name), tier)
        assert entries
        assert {e["RuleAction"] for e in entries} == {"allow"}

    @BOTH
    def test_isolated_subnets_admit_the_store_ports_only(self, name: str) -> None:
        entries = acl_entries(nextjs(name), "Isolated")
        assert inbound(entries) == {
            (private, port, port)
            for private in ("10.0.1.0/24", "10.0.17.0/24")
            for port in (5432, 6379)
        }

    @BOTH
    def test_tasks_assume_roles_of_their_own(self, name: str) -> None:
        env = nextjs(name)
        definition = env["ServiceWeb/TaskDefinition"]
        roles = {definition["TaskRoleArn"], definition["ExecutionRoleArn"]}
        assert roles == {
            reference(env["ServiceWeb/TaskRole"], "Arn"),
            reference(env["ServiceWeb/ExecutionRole"], "Arn"),
        }

    @BOTH
    def test_the_database_is_encrypted_with_the_systems_key(self, name: str) -> None:
        env = nextjs(name)
        key = reference(only(env.of("KMS::Key")), "Arn")
        database = only(env.of("RDS::DBInstance"))
        assert str(database["StorageEncrypted"]).lower() == "true"
        assert database["KmsKeyId"] == key

    @BOTH
    def test_redis_is_encrypted_with_the_systems_key_and_in_transit(
        self, name: str
    ) -> None:
        env = nextjs(name)
        cache = only(env.of("ElastiCache::ReplicationGroup"))
        assert str(cache["AtRestEncryptionEnabled"]).lower() == "true"
        assert str(cache["TransitEncryptionEnabled"]).lower() == "true"
        assert cache["KmsKeyId"] == reference(only(env.of("KMS::Key")), "Arn")

    @BOTH
    def test_the_database_accepts_tls_only(self, name: str) -> None:
        parameters = only(nextjs(name).of("RDS::DBParameterGroup"))["Parameters"]
        assert str(parameters["rds.force_ssl"]) == "1"

    @BOTH
    def test_the_database_is_not_public(self, name: str) -> None:
        database = only(nextjs(name).of("RDS::DBInstance"))
        assert str(database["PubliclyAccessible"]).lower() == "false"


class TestPerformance:
    """HTTP/2 and keep-alive at the load balancer."""

    @BOTH
    def test_http2_is_on_and_connections_are_kept(self, name: str) -> None:
        attributes = balancer_attributes(nextjs(name))
        assert attributes["routing.http2.enabled"] == "true"
        assert int(attributes["idle_timeout.timeout_seconds"]) >= 60
