"""The revendiste architecture documents, requirement by requirement.

Two documents describe it: a diagram with its overview, and a README for operators. Each
test is one sentence, box or row of theirs, asserted on the committed templates with the
parameter files of dev and prod. What a template cannot hold is a page: the steps of the
README (docs/systems/revendiste.md), its checks when something fails (docs/runbook.md),
and Cloudflare's own part, caching and protection.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any

import pytest

from tests.environment import Environment, Resource, environment
from tests.systems.reading import (
    acl_entries,
    balancer_attributes,
    containers,
    goals,
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
SERVICES = {"backend": 3001, "frontend": 3000}
JOBS = {
    "sync-payments": "rate(5 minutes)",
    "notify-upload": "rate(1 hour)",
    "check-payout": "rate(1 hour)",
    "process-notifications": "rate(5 minutes)",
}
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES)
EACH_JOB = pytest.mark.parametrize("job", JOBS)
IMAGES = {"BackendImageTag": "v1", "FrontendImageTag": "v1"}
DOMAINS = {"dev": "dev.revendiste.com", "prod": "revendiste.com"}


def revendiste(name: str, **settings: str) -> Environment:
    """Return an environment once both images have been released."""
    return environment("revendiste", name, **(IMAGES | settings))


def logical(name: str) -> str:
    """Return a name of the spec as templates write it."""
    return "".join(word.capitalize() for word in name.split("-"))


def group(workload: str) -> str:
    """Return how templates refer to a workload's security group."""
    return f"@Security/{logical(workload)}SecurityGroup.GroupId"


def service(env: Environment, name: str, resource: str) -> Resource:
    """Return a resource of a service's stack."""
    return env[f"Service{logical(name)}/{resource}"]


def job(env: Environment, name: str, resource: str) -> Resource:
    """Return a resource of a job."""
    return env[f"Jobs/{logical(name)}{resource}"]


def serving(env: Environment, name: str) -> dict[str, Any]:
    """Return a service's container."""
    return containers(env, f"Service{logical(name)}/TaskDefinition")[name]


def running(env: Environment, name: str) -> dict[str, Any]:
    """Return a job's container."""
    return containers(env, f"Jobs/{logical(name)}TaskDefinition")[name]


class TestNetwork:
    """Two zones of São Paulo, public and database subnets, no NAT."""

    @BOTH
    def test_the_vpc_has_the_range_drawn(self, name: str) -> None:
        assert only(revendiste(name).of("EC2::VPC"))["CidrBlock"] == "10.0.0.0/16"

    @BOTH
    @pytest.mark.parametrize("tier", ["Public", "Isolated"])
    def test_both_rows_of_subnets_span_two_zones(self, name: str, tier: str) -> None:
        found = subnets(revendiste(name), tier)
        zones = [subnet["AvailabilityZone"] for subnet in found]
        assert zones == ["sa-east-1a", "sa-east-1b"]

    @BOTH
    def test_there_are_no_other_subnets(self, name: str) -> None:
        assert len(revendiste(name).of("EC2::Subnet")) == 4

    @BOTH
    def test_there_is_no_nat_gateway(self, name: str) -> None:
        env = revendiste(name)
        assert not env.of("EC2::NatGateway")
        assert not env.of("EC2::EIP")

    @BOTH
    def test_public_subnets_reach_the_internet_gateway(self, name: str) -> None:
        env = revendiste(name)
        gateway = reference(only(env.of("EC2::InternetGateway")))
        for subnet in subnets(env, "Public"):
            (route,) = routes(env, subnet)
            assert route["GatewayId"] == gateway

    @BOTH
    def test_database_subnets_have_no_way_out(self, name: str) -> None:
        env = revendiste(name)
        for subnet in subnets(env, "Isolated"):
            assert routes(env, subnet) == []

    @BOTH
    def test_database_subnets_admit_postgresql_from_the_public_ones_only(
        self, name: str
    ) -> None:
        env = revendiste(name)
        public = {subnet["CidrBlock"] for subnet in subnets(env, "Public")}
        found = inbound(acl_entries(env, "Isolated"))
        assert found == {(block, 5432, 5432) for block in public}


class TestLoadBalancer:
    """Cloudflare before it, HTTPS only, two services behind it by path and host."""

    @BOTH
    def test_it_stands_in_the_public_subnets(self, name: str) -> None:
        env = revendiste(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert balancer["Scheme"] == "internet-facing"
        assert balancer["Subnets"] == [reference(s) for s in subnets(env, "Public")]

    @BOTH
    def test_only_cloudflare_reaches_it_on_443_and_80(self, name: str) -> None:
        env = revendiste(name)
        found = [
            rule
            for rule in env.of("EC2::SecurityGroupIngress")
            if rule["GroupId"] == group("alb")
        ]
        lists = {reference(p, "PrefixListId") for p in env.of("EC2::PrefixList")}
        assert len(lists) == 2
        assert {
            (rule["SourcePrefixListId"], int(rule["FromPort"])) for rule in found
        } == {(prefix, port) for prefix in lists for port in (80, 443)}
        assert all("CidrIp" not in rule.properties for rule in found)

    @BOTH
    @pytest.mark.parametrize("family", ["IPv4", "IPv6"])
    def test_the_prefix_lists_hold_cloudflares_ranges(
        self, name: str, family: str
    ) -> None:
        found = only(
            tuple(
                prefix
                for prefix in revendiste(name).of("EC2::PrefixList")
                if prefix["AddressFamily"] == family
            )
        )
        ranges = [ipaddress.ip_network(entry["Cidr"]) for entry in found["Entries"]]
        known = {"IPv4": "104.16.0.0/13", "IPv6": "2606:4700::/32"}[family]
        assert ipaddress.ip_network(known) in ranges
        assert all(one.is_global for one in ranges)
        assert len(ranges) <= int(found["MaxEntries"])

    @BOTH
    def test_https_is_enforced(self, name: str) -> None:
        env = revendiste(name)
        (action,) = listener(env, 80)["DefaultActions"]
        assert action["Type"] == "redirect"
        assert action["RedirectConfig"]["Protocol"] == "HTTPS"
        assert listener(env, 443)["Protocol"] == "HTTPS"

    @BOTH
    def test_paths_below_api_go_to_the_backend(self, name: str) -> None:
        env = revendiste(name)
        (rule,) = self.rules(env, "backend")
        assert self.conditions(rule) == {"path-pattern": ["/api/*"]}

    @BOTH
    def test_the_domain_and_www_go_to_the_frontend(self, name: str) -> None:
        env = revendiste(name)
        hosts = {
            self.conditions(rule)["host-header"][0]
            for rule in self.rules(env, "frontend")
        }
        assert hosts == {DOMAINS[name], f"www.{DOMAINS[name]}"}

    @BOTH
    def test_the_backend_is_asked_first(self, name: str) -> None:
        env = revendiste(name)
        (backend,) = self.rules(env, "backend")
        for rule in self.rules(env, "frontend"):
            assert int(backend["Priority"]) < int(rule["Priority"])

    @BOTH
    def test_the_certificate_covers_the_domain_www_and_api(self, name: str) -> None:
        env = revendiste(name)
        certificate = only(env.of("CertificateManager::Certificate"))
        domain = DOMAINS[name]
        assert certificate["DomainName"] == domain
        assert set(certificate["SubjectAlternativeNames"]) == {
            f"www.{domain}",
            f"api.{domain}",
        }

    @BOTH
    def test_validation_and_dns_are_left_to_cloudflare(self, name: str) -> None:
        env = revendiste(name)
        certificate = only(env.of("CertificateManager::Certificate"))
        assert certificate["ValidationMethod"] == "DNS"
        assert "HostedZoneId" not in json.dumps(certificate.properties)
        assert not env.of("Route53::RecordSet")

    @BOTH
    def test_the_health_check_is_of_the_backend_api_health_and_of_the_frontend_root(
        self, name: str
    ) -> None:
        env = revendiste(name)
        paths = {n: service(env, n, "TargetGroup")["HealthCheckPath"] for n in SERVICES}
        assert paths == {"backend": "/api/health", "frontend": "/"}

    def test_access_logs_can_be_enabled(self) -> None:
        def state(env: Environment) -> str:
            return balancer_attributes(env)["access_logs.s3.enabled"]

        assert state(revendiste("prod")) == "false"
        assert state(revendiste("prod", EnableAccessLogs="true")) == "true"

    @staticmethod
    def rules(env: Environment, name: str) -> list[Resource]:
        """Return the rules of the HTTPS listener that lead to a service."""
        target = reference(service(env, name, "TargetGroup"))
        return [
            rule
            for rule in env.of("ElasticLoadBalancingV2::ListenerRule")
            if rule["Actions"][0]["TargetGroupArn"] == target
        ]

    @staticmethod
    def conditions(rule: Resource) -> dict[str, list[str]]:
        """Return what a rule matches, but for a path that matches everything."""
        found = {
            c["Field"]: next(v for k, v in c.items() if k != "Field")["Values"]
            for c in rule["Conditions"]
        }
        return {field: values for field, values in found.items() if values != ["/*"]}


class TestServices:
    """Backend and frontend on Fargate, with public addresses."""

    @BOTH
    @EACH_SERVICE
    def test_tasks_run_in_public_subnets_with_public_addresses(
        self, name: str, service: str
    ) -> None:
        env = revendiste(name)
        network = env[f"Service{logical(service)}/Service"]["NetworkConfiguration"]
        placed = network["AwsvpcConfiguration"]
        assert placed["Subnets"] == [reference(s) for s in subnets(env, "Public")]
        assert placed["AssignPublicIp"] == "ENABLED"

    @BOTH
    @EACH_SERVICE
    def test_a_task_takes_connections_from_the_load_balancer_only(
        self, name: str, service: str
    ) -> None:
        found = rules(revendiste(name), "Ingress", f"{logical(service)}SecurityGroup")
        assert found == {(group("alb"), SERVICES[service])}

    @pytest.mark.parametrize(
        ("name", "size"), [("dev", ("512", "1024")), ("prod", ("512", "2048"))]
    )
    def test_the_backend_has_half_a_vcpu(
        self, name: str, size: tuple[str, str]
    ) -> None:
        definition = service(revendiste(name), "backend", "TaskDefinition")
        assert (definition["Cpu"], definition["Memory"]) == size

    @BOTH
    def test_the_frontend_has_a_quarter_vcpu_and_half_a_gigabyte(
        self, name: str
    ) -> None:
        definition = service(revendiste(name), "frontend", "TaskDefinition")
        assert (definition["Cpu"], definition["Memory"]) == ("256", "512")

    @BOTH
    @EACH_SERVICE
    def test_a_container_serves_its_port(self, name: str, service: str) -> None:
        (mapping,) = serving(revendiste(name), service)["PortMappings"]
        assert int(mapping["ContainerPort"]) == SERVICES[service]

    @EACH_SERVICE
    def test_one_to_ten_tasks_run(self, service: str) -> None:
        target = revendiste("prod")[f"Service{logical(service)}/ScalableTarget"]
        assert (int(target["MinCapacity"]), int(target["MaxCapacity"])) == (1, 10)

    @BOTH
    @EACH_SERVICE
    def test_scaling_keeps_cpu_at_70_and_memory_at_80_percent(
        self, name: str, service: str
    ) -> None:
        found = goals(revendiste(name), f"Service{logical(service)}")
        assert found == {
            "ECSServiceAverageCPUUtilization": 70,
            "ECSServiceAverageMemoryUtilization": 80,
        }

    @BOTH
    def test_the_frontend_does_not_reach_the_database(self, name: str) -> None:
        env = revendiste(name)
        found = rules(env, "Egress", "FrontendSecurityGroup")
        assert found == {("0.0.0.0/0", 443)}
        assert "DATABASE_URL" not in secrets(serving(env, "frontend"))

    def test_fargate_spot_is_optional(self) -> None:
        def providers(env: Environment) -> set[str]:
            strategy = service(env, "backend", "Service")["CapacityProviderStrategy"]
            return {item["CapacityProvider"] for item in strategy}

        assert providers(revendiste("prod")) == {"FARGATE"}
        assert providers(revendiste("prod", FargateSpot="all")) == {"FARGATE_SPOT"}

    @BOTH
    @EACH_SERVICE
    def test_a_deployment_can_be_forced_by_names_that_are_outputs(
        self, name: str, service: str
    ) -> None:
        outputs = revendiste(name).outputs
        assert {"ClusterName", f"{logical(service)}ServiceName"} <= outputs.keys()

    def test_a_tag_can_be_pushed_again(self) -> None:
        found = revendiste("prod").of("ECR::Repository")
        assert {repository["ImageTagMutability"] for repository in found} == {"MUTABLE"}


class TestDatabase:
    """Aurora Serverless v2, isolated and encrypted."""

    @BOTH
    def test_it_is_aurora_serverless_v2_with_postgresql_15(self, name: str) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["Engine"] == "aurora-postgresql"
        assert cluster["EngineVersion"].split(".")[0] == "15"
        assert {i["DBInstanceClass"] for i in env.of("RDS::DBInstance")} == {
            "db.serverless"
        }

    @pytest.mark.parametrize(("name", "most"), [("dev", 2), ("prod", 16)])
    def test_it_scales_from_half_an_acu_to_sixteen(self, name: str, most: int) -> None:
        cluster = only(revendiste(name).of("RDS::DBCluster"))
        scaling = cluster["ServerlessV2ScalingConfiguration"]
        assert float(scaling["MinCapacity"]) == 0.5
        assert float(scaling["MaxCapacity"]) == most

    @BOTH
    def test_it_is_encrypted_with_the_systems_key(self, name: str) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        assert str(cluster["StorageEncrypted"]).lower() == "true"
        assert cluster["KmsKeyId"] == reference(only(env.of("KMS::Key")), "Arn")

    @BOTH
    def test_it_stands_in_the_database_subnets(self, name: str) -> None:
        env = revendiste(name)
        placed = only(env.of("RDS::DBSubnetGroup"))
        isolated = [reference(subnet) for subnet in subnets(env, "Isolated")]
        assert placed["SubnetIds"] == isolated
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["DBSubnetGroupName"] == reference(placed)
        for instance in env.of("RDS::DBInstance"):
            assert str(instance["PubliclyAccessible"]).lower() == "false"

    @BOTH
    def test_only_backend_and_jobs_reach_it(self, name: str) -> None:
        found = rules(revendiste(name), "Ingress", "DatabaseSecurityGroup")
        users = ("backend", "scrape-events", *JOBS)
        assert found == {(group(user), 5432) for user in users}

    @BOTH
    def test_performance_insights_keeps_seven_days(self, name: str) -> None:
        env = revendiste(name)
        found = [
            resource.properties
            for resource in (*env.of("RDS::DBCluster"), *env.of("RDS::DBInstance"))
            if "PerformanceInsightsRetentionPeriod" in resource.properties
        ]
        assert found
        assert {int(p["PerformanceInsightsRetentionPeriod"]) for p in found} == {7}

    @BOTH
    def test_it_takes_tls_only(self, name: str) -> None:
        found = only(revendiste(name).of("RDS::DBClusterParameterGroup"))["Parameters"]
        assert str(found["rds.force_ssl"]) == "1"

    @BOTH
    def test_a_deleted_database_leaves_a_snapshot(self, name: str) -> None:
        cluster = only(revendiste(name).of("RDS::DBCluster"))
        assert cluster.attributes["DeletionPolicy"] == "Snapshot"

    def test_readers_are_a_setting(self) -> None:
        assert len(revendiste("prod").of("RDS::DBInstance")) == 1
        env = revendiste("prod", DatabaseReplicas="1")
        assert len(env.of("RDS::DBInstance")) == 2


class TestJobs:
    """EventBridge starts a task that runs once and exits."""

    @BOTH
    @EACH_JOB
    def test_it_runs_as_often_as_drawn(self, name: str, job: str) -> None:
        schedule = revendiste(name)[f"Jobs/{logical(job)}Schedule"]
        assert schedule["ScheduleExpression"] == JOBS[job]
        assert schedule["State"] == "ENABLED"

    @BOTH
    @EACH_JOB
    def test_it_runs_its_command_in_the_backends_image(
        self, name: str, job: str
    ) -> None:
        found = running(revendiste(name), job)
        assert found["Image"] == "@Registry/BackendRepository.RepositoryUri:v1"
        assert found["Command"] == ["node", "scripts/run-job.js", job]

    @BOTH
    @EACH_JOB
    def test_it_has_a_quarter_vcpu_and_half_a_gigabyte(
        self, name: str, job: str
    ) -> None:
        definition = revendiste(name)[f"Jobs/{logical(job)}TaskDefinition"]
        assert (definition["Cpu"], definition["Memory"]) == ("256", "512")

    @BOTH
    def test_scraping_has_a_vcpu_and_two_gigabytes_and_is_off(self, name: str) -> None:
        env = revendiste(name)
        definition = job(env, "scrape-events", "TaskDefinition")
        assert (definition["Cpu"], definition["Memory"]) == ("1024", "2048")
        assert job(env, "scrape-events", "Schedule")["State"] == "DISABLED"

    def test_scraping_can_be_switched_on_and_made_larger(self) -> None:
        env = revendiste(
            "prod",
            ScrapeEventsEnabled="true",
            ScrapeEventsCpu="2048",
            ScrapeEventsMemoryMiB="4096",
        )
        definition = job(env, "scrape-events", "TaskDefinition")
        assert (definition["Cpu"], definition["Memory"]) == ("2048", "4096")
        assert job(env, "scrape-events", "Schedule")["State"] == "ENABLED"

    @BOTH
    @EACH_JOB
    def test_it_runs_one_fargate_task_in_the_cluster(self, name: str, job: str) -> None:
        env = revendiste(name)
        target = env[f"Jobs/{logical(job)}Schedule"]["Target"]
        assert target["Arn"] == reference(only(env.of("ECS::Cluster")), "Arn")
        wanted = target["EcsParameters"]
        assert int(wanted.get("TaskCount", 1)) == 1
        placed = wanted["NetworkConfiguration"]["AwsvpcConfiguration"]
        assert placed["AssignPublicIp"] == "ENABLED"
        assert placed["SecurityGroups"] == [group(job)]

    @BOTH
    @EACH_JOB
    def test_its_scheduler_may_start_that_task_only(self, name: str, job: str) -> None:
        env = revendiste(name)
        target = env[f"Jobs/{logical(job)}Schedule"]["Target"]
        role = next(
            r for r in env.of("IAM::Role") if reference(r, "Arn") == target["RoleArn"]
        )
        allowed = granted(env, role)
        families = json.dumps(allowed["ecs:RunTask"])
        assert f"revendiste-{name}-{job}" in families or logical(job) in families
        assert "*" not in json.dumps(allowed["iam:PassRole"])

    @BOTH
    @EACH_JOB
    def test_it_knows_the_database(self, name: str, job: str) -> None:
        found = secrets(running(revendiste(name), job))
        assert found["DATABASE_URL"] == "@Database/DatabaseUrlSecret"

    @BOTH
    @EACH_JOB
    def test_a_start_that_fails_is_tried_again_and_then_kept(
        self, name: str, job: str
    ) -> None:
        env = revendiste(name)
        target = env[f"Jobs/{logical(job)}Schedule"]["Target"]
        assert int(target["RetryPolicy"]["MaximumRetryAttempts"]) == 2
        queue = reference(only(env.of("SQS::Queue")), "Arn")
        assert target["DeadLetterConfig"]["Arn"] == queue

    @BOTH
    @EACH_JOB
    def test_it_takes_no_connections(self, name: str, job: str) -> None:
        found = rules(revendiste(name), "Ingress", f"{logical(job)}SecurityGroup")
        assert found == set()

    @EACH_JOB
    def test_without_an_image_it_waits(self, job: str) -> None:
        env = revendiste("prod", BackendImageTag="none")
        assert env[f"Jobs/{logical(job)}Schedule"]["State"] == "DISABLED"


class TestServicesOfAws:
    """Registry, secrets, logs, keys and metrics."""

    @BOTH
    @EACH_SERVICE
    def test_each_service_has_a_repository(self, name: str, service: str) -> None:
        env = revendiste(name)
        repository = env[f"Registry/{logical(service)}Repository"]
        assert repository["ImageScanningConfiguration"]["ScanOnPush"] is True
        assert "EncryptionConfiguration" in repository.properties

    @BOTH
    def test_the_address_of_the_database_is_in_secrets_manager(self, name: str) -> None:
        env = revendiste(name)
        secret = env["Database/DatabaseUrlSecret"]
        assert secret["SecretString"].startswith("postgresql://postgres:")
        assert "{{resolve:secretsmanager:" in secret["SecretString"]
        assert secret["KmsKeyId"] == reference(only(env.of("KMS::Key")), "Arn")
        found = secrets(serving(env, "backend"))
        assert found["DATABASE_URL"] == reference(secret)
        assert "DATABASE_URL" not in variables(serving(env, "backend"))

    @BOTH
    @pytest.mark.parametrize("task", [*SERVICES, *JOBS])
    def test_logs_are_kept_seven_days_under_ecs(self, name: str, task: str) -> None:
        group_name = f"/ecs/revendiste-{name}-{task}"
        groups = {g["LogGroupName"]: g for g in revendiste(name).of("Logs::LogGroup")}
        assert int(groups[group_name]["RetentionInDays"]) == 7

    def test_days_of_logs_are_a_setting(self) -> None:
        env = revendiste("prod", LogRetentionDays="30")
        assert int(service(env, "backend", "LogGroup")["RetentionInDays"]) == 30

    @BOTH
    def test_container_insights_is_on(self, name: str) -> None:
        settings = only(revendiste(name).of("ECS::Cluster"))["ClusterSettings"]
        assert settings == [{"Name": "containerInsights", "Value": "enabled"}]


class TestOutputs:
    """What the README prints."""

    @BOTH
    @pytest.mark.parametrize(
        "output",
        [
            "AlbDnsName",
            "DatabaseHost",
            "DatabaseSecretArn",
            "DatabaseUrlSecretArn",
            "ClusterName",
            "BackendRepositoryUri",
            "FrontendRepositoryUri",
            "DnsRecords",
            "CertificateArnInUse",
        ],
    )
    def test_the_root_stack_shows_it(self, name: str, output: str) -> None:
        assert output in revendiste(name).outputs

    @BOTH
    def test_the_cluster_endpoint_is_the_writers(self, name: str) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        assert env.outputs["DatabaseHost"] == reference(cluster, "Endpoint.Address")
