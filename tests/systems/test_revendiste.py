"""The revendiste architecture documents, requirement by requirement.

Two documents describe it: a diagram with its overview, and a README for operators. Each
test is one sentence, box or row of theirs, asserted on the committed templates with the
parameter files of dev and prod. What is optional there is asserted when it is on, too.
What a template cannot hold is a page: the steps of the README
(docs/systems/revendiste.md), its checks when something fails (docs/runbook.md), and
Cloudflare's own part, caching and protection.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any

import pytest

from cfngen.naming import logical
from tests.environment import Environment, Resource, environment
from tests.systems.reading import (
    BOTH,
    INTERNET,
    REPLIES,
    REPLIES_TO_TASKS,
    acl_entries,
    answering,
    balancer_attributes,
    containers,
    goals,
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
    standing_in,
    subnets,
    variables,
    zones,
)

SERVICES = {"backend": 3001, "frontend": 3000}
JOBS = {
    "sync-payments": "rate(5 minutes)",
    "notify-upload": "rate(1 hour)",
    "check-payout": "rate(1 hour)",
    "process-notifications": "rate(5 minutes)",
}
OFF = "scrape-events"
"""The job that the README sizes and nobody draws."""

WORKLOADS = (*SERVICES, *JOBS, OFF)
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES)
EACH_JOB = pytest.mark.parametrize("job", JOBS)
IMAGES = {"BackendImageTag": "v1", "FrontendImageTag": "v1"}
DOMAINS = {"dev": "dev.revendiste.com", "prod": "revendiste.com"}
PUBLIC = ("10.0.0.0/24", "10.0.1.0/24")
ISOLATED = ("10.0.100.0/24", "10.0.101.0/24")


def revendiste(name: str, **settings: str) -> Environment:
    """Return an environment once both images have been released."""
    return environment("revendiste", name, **(IMAGES | settings))


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


def layer_of(workload: str) -> str:
    """Return where the resources of a workload begin: a stack, or a part of one."""
    title = logical(workload)
    return f"Service{title}/" if workload in SERVICES else f"Jobs/{title}"


def key(env: Environment) -> str:
    """Return how templates refer to the system's key."""
    return reference(only(env.of("KMS::Key")), "Arn")


class TestNetwork:
    """Two zones of São Paulo, public and database subnets, no NAT."""

    @BOTH
    def test_the_vpc_has_the_range_drawn(self, name: str) -> None:
        assert only(revendiste(name).of("EC2::VPC"))["CidrBlock"] == "10.0.0.0/16"

    @BOTH
    @pytest.mark.parametrize(
        ("tier", "blocks"), [("Public", PUBLIC), ("Isolated", ISOLATED)]
    )
    def test_both_rows_of_subnets_span_two_zones(
        self, name: str, tier: str, blocks: tuple[str, str]
    ) -> None:
        found = subnets(revendiste(name), tier)
        assert zones(found) == [("sa-east-1", 0), ("sa-east-1", 1)]
        assert tuple(subnet["CidrBlock"] for subnet in found) == blocks

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
    def test_the_vpc_holds_what_is_drawn_in_it(self, name: str) -> None:
        env = revendiste(name)
        for subnet in subnets(env, "Public"):
            assert standing_in(env, subnet) == {
                "ElasticLoadBalancingV2::LoadBalancer",
                "ECS::Service",
                "Scheduler::Schedule",
            }
        for subnet in subnets(env, "Isolated"):
            assert standing_in(env, subnet) == {"RDS::DBSubnetGroup"}

    @BOTH
    def test_database_subnets_speak_postgresql_with_the_public_ones_only(
        self, name: str
    ) -> None:
        entries = acl_entries(revendiste(name), "Isolated")
        assert {e["RuleAction"] for e in entries} == {"allow"}
        assert inbound(entries) == {(block, 5432, 5432) for block in PUBLIC}
        assert outbound(entries) == {(block, *REPLIES_TO_TASKS) for block in PUBLIC}
        assert len(entries) == 4

    @BOTH
    def test_public_subnets_let_requests_and_replies_through(self, name: str) -> None:
        entries = acl_entries(revendiste(name), "Public")
        assert inbound(entries) == {
            (INTERNET, 80, 80),
            (INTERNET, 443, 443),
            (INTERNET, *REPLIES_TO_TASKS),
            *((block, *REPLIES) for block in PUBLIC),
        }
        assert outbound(entries) == {(INTERNET, 443, 443), (INTERNET, *REPLIES)}

    @BOTH
    def test_no_security_group_relies_on_the_egress_that_ec2_adds(
        self, name: str
    ) -> None:
        for found in revendiste(name).of("EC2::SecurityGroup"):
            egress = found["SecurityGroupEgress"]
            assert {rule.get("CidrIp") for rule in egress} == {"127.0.0.1/32"}


class TestLoadBalancer:
    """Cloudflare before it, HTTPS only, two services behind it by path and host."""

    @BOTH
    def test_it_stands_in_the_public_subnets(self, name: str) -> None:
        env = revendiste(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert balancer["Scheme"] == "internet-facing"
        assert balancer["Subnets"] == [reference(s) for s in subnets(env, "Public")]
        assert balancer["SecurityGroups"] == [group("alb")]

    @BOTH
    def test_it_opens_connections_to_the_two_services_only(self, name: str) -> None:
        found = rules(revendiste(name), "Egress", "AlbSecurityGroup")
        assert found == {(group(service), port) for service, port in SERVICES.items()}

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
        assert action["RedirectConfig"]["Port"] == "443"
        secure = listener(env, 443)
        assert secure["Protocol"] == "HTTPS"
        assert secure["SslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2")
        assert len(env.of("ElasticLoadBalancingV2::Listener")) == 2

    @BOTH
    def test_it_shows_the_systems_certificate(self, name: str) -> None:
        env = revendiste(name)
        issued = reference(only(env.of("CertificateManager::Certificate")))
        assert listener(env, 443)["Certificates"] == [{"CertificateArn": issued}]

    @BOTH
    @pytest.mark.parametrize("below", ["", "www.", "api."], ids=["apex", "www", "api"])
    @pytest.mark.parametrize("path", ["/api/health", "/api/events/1", "/api/"])
    def test_paths_below_api_go_to_the_backend_under_every_name(
        self, name: str, below: str, path: str
    ) -> None:
        env = revendiste(name)
        found = answering(env, below + DOMAINS[name], path)
        assert found == reference(service(env, "backend", "TargetGroup"))

    @BOTH
    @pytest.mark.parametrize("below", ["", "www."], ids=["apex", "www"])
    @pytest.mark.parametrize("path", ["/", "/events/1", "/api", "/apis/1"])
    def test_all_other_paths_of_the_domain_and_www_go_to_the_frontend(
        self, name: str, below: str, path: str
    ) -> None:
        env = revendiste(name)
        found = answering(env, below + DOMAINS[name], path)
        assert found == reference(service(env, "frontend", "TargetGroup"))

    @BOTH
    @pytest.mark.parametrize("host", ["api.{}", "other.{}", "other.example.com"])
    def test_other_paths_of_other_names_go_nowhere(self, name: str, host: str) -> None:
        env = revendiste(name)
        assert answering(env, host.format(DOMAINS[name]), "/") is None
        (action,) = listener(env, 443)["DefaultActions"]
        assert action["FixedResponseConfig"]["StatusCode"] == "404"

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

    @BOTH
    def test_access_logs_can_be_enabled(self, name: str) -> None:
        def state(env: Environment) -> str:
            return balancer_attributes(env)["access_logs.s3.enabled"]

        assert state(revendiste(name)) == "false"
        env = revendiste(name, EnableAccessLogs="true")
        assert state(env) == "true"
        bucket = reference(env["Storage/AccessLogBucket"])
        assert balancer_attributes(env)["access_logs.s3.bucket"] == bucket
        policy = only(env.of("S3::BucketPolicy"))
        assert policy["Bucket"] == bucket
        (writing,) = (
            statement
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow"
        )
        prefix = balancer_attributes(env)["access_logs.s3.prefix"]
        (where,) = writing["Resource"]
        assert writing["Action"] == ["s3:PutObject"]
        assert where.endswith(f"/{prefix}/AWSLogs/123456789012/*")

    @BOTH
    def test_a_certificate_that_is_there_already_spares_the_wait(
        self, name: str
    ) -> None:
        arn = "arn:aws:acm:sa-east-1:123456789012:certificate/given"
        env = revendiste(name, CertificateArn=arn)
        assert not env.of("CertificateManager::Certificate")
        assert listener(env, 443)["Certificates"] == [{"CertificateArn": arn}]
        assert env.outputs["CertificateArnInUse"] == arn

    @BOTH
    def test_a_firewall_that_counts_users_and_not_cloudflare_is_a_setting(
        self, name: str
    ) -> None:
        assert not revendiste(name).of("WAFv2::WebACL")
        env = revendiste(name, EnableWaf="true")
        acl = only(env.of("WAFv2::WebACL"))
        (rate,) = (
            rule["Statement"]["RateBasedStatement"]
            for rule in acl["Rules"]
            if "RateBasedStatement" in rule["Statement"]
        )
        assert rate["AggregateKeyType"] == "FORWARDED_IP"
        assert rate["ForwardedIPConfig"]["HeaderName"] == "CF-Connecting-IP"
        assert int(rate["Limit"]) == 2000
        attached = only(env.of("WAFv2::WebACLAssociation"))
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert attached["WebACLArn"] == reference(acl, "Arn")
        assert attached["ResourceArn"] == reference(balancer)

    def test_the_firewall_may_count_before_it_blocks(self) -> None:
        def verdicts(mode: str) -> list[str]:
            acl = only(revendiste("prod", EnableWaf="true", WafMode=mode).of(self.ACL))
            return [
                next(iter(rule.get("Action") or rule["OverrideAction"]))
                for rule in acl["Rules"]
            ]

        assert verdicts("block") == ["Block", "None", "None", "None"]
        assert set(verdicts("count")) == {"Count"}

    ACL = "WAFv2::WebACL"


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
        assert placed["SecurityGroups"] == [group(service)]

    @BOTH
    @EACH_SERVICE
    def test_the_load_balancer_asks_a_container_on_its_port(
        self, name: str, service: str
    ) -> None:
        env = revendiste(name)
        target = env[f"Service{logical(service)}/TargetGroup"]
        assert int(target["Port"]) == SERVICES[service]
        (attached,) = env[f"Service{logical(service)}/Service"]["LoadBalancers"]
        assert attached["TargetGroupArn"] == reference(target)
        assert attached["ContainerName"] == service
        assert int(attached["ContainerPort"]) == SERVICES[service]

    @BOTH
    @EACH_SERVICE
    def test_it_runs_its_own_image_in_the_cluster(
        self, name: str, service: str
    ) -> None:
        env = revendiste(name)
        image = f"@Registry/{logical(service)}Repository.RepositoryUri:v1"
        assert serving(env, service)["Image"] == image
        cluster = env[f"Service{logical(service)}/Service"]["Cluster"]
        assert cluster == reference(only(env.of("ECS::Cluster")), "Arn")
        definition = env[f"Service{logical(service)}/TaskDefinition"]
        assert definition["RequiresCompatibilities"] == ["FARGATE"]

    @BOTH
    def test_nothing_else_runs_all_the_time(self, name: str) -> None:
        assert len(revendiste(name).of("ECS::Service")) == len(SERVICES)

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
    @pytest.mark.parametrize(("name", "most"), [("dev", 2), ("prod", 10)])
    def test_one_to_ten_tasks_run(self, name: str, most: int, service: str) -> None:
        target = revendiste(name)[f"Service{logical(service)}/ScalableTarget"]
        assert (int(target["MinCapacity"]), int(target["MaxCapacity"])) == (1, most)

    @EACH_SERVICE
    def test_how_far_and_when_it_scales_are_settings(self, service: str) -> None:
        title = logical(service)
        settings = {
            f"{title}MinTasks": "2",
            f"{title}MaxTasks": "20",
            f"{title}CpuTargetPercent": "50",
            f"{title}MemoryTargetPercent": "60",
        }
        env = revendiste("prod", **settings)
        target = env[f"Service{title}/ScalableTarget"]
        assert (int(target["MinCapacity"]), int(target["MaxCapacity"])) == (2, 20)
        assert sorted(goals(env, f"Service{title}").values()) == [50, 60]

    @BOTH
    @EACH_SERVICE
    def test_the_first_deployment_needs_no_image(self, name: str, service: str) -> None:
        title = logical(service)
        env = revendiste(name, **{f"{title}ImageTag": "none"})
        assert int(env[f"Service{title}/Service"]["DesiredCount"]) == 0
        assert int(env[f"Service{title}/ScalableTarget"]["MaxCapacity"]) == 0
        assert (
            "DesiredCount" not in revendiste(name)[f"Service{title}/Service"].properties
        )

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
    def test_the_frontend_calls_the_backend_over_its_public_address_and_no_database(
        self, name: str
    ) -> None:
        env = revendiste(name)
        found = rules(env, "Egress", "FrontendSecurityGroup")
        assert found == {(INTERNET, 443)}
        assert secrets(serving(env, "frontend")) == {}
        role = service(env, "frontend", "ExecutionRole")
        assert "secretsmanager:GetSecretValue" not in granted(env, role)

    @BOTH
    @pytest.mark.parametrize("workload", ["backend", *JOBS, OFF])
    def test_backend_and_jobs_reach_the_database_and_services_on_the_internet(
        self, name: str, workload: str
    ) -> None:
        found = rules(revendiste(name), "Egress", f"{logical(workload)}SecurityGroup")
        assert found == {(group("database"), 5432), (INTERNET, 443)}

    @EACH_SERVICE
    @pytest.mark.parametrize(
        ("spot", "providers"),
        [
            ("none", {"FARGATE"}),
            ("mixed", {"FARGATE", "FARGATE_SPOT"}),
            ("all", {"FARGATE_SPOT"}),
        ],
    )
    def test_fargate_spot_is_optional(
        self, spot: str, providers: set[str], service: str
    ) -> None:
        env = revendiste("prod", FargateSpot=spot)
        running = env[f"Service{logical(service)}/Service"]
        strategy = running["CapacityProviderStrategy"]
        assert {item["CapacityProvider"] for item in strategy} == providers
        assert "LaunchType" not in running.properties
        joined = only(env.of("ECS::ClusterCapacityProviderAssociations"))
        assert providers <= set(joined["CapacityProviders"])

    @BOTH
    def test_fargate_spot_is_off(self, name: str) -> None:
        assert revendiste(name).parameters["FargateSpot"] == "none"

    @BOTH
    @pytest.mark.parametrize("workload", WORKLOADS)
    def test_shells_are_a_setting(self, name: str, workload: str) -> None:
        def allowed(env: Environment) -> bool:
            role = env[f"{layer_of(workload)}TaskRole"]
            return "ssmmessages:OpenDataChannel" in granted(env, role)

        def enabled(env: Environment) -> bool:
            if workload in SERVICES:
                found = service(env, workload, "Service")
            else:
                found = job(env, workload, "Schedule")["Target"]["EcsParameters"]
            return found["EnableExecuteCommand"] is True

        off, on = revendiste(name), revendiste(name, EnableExec="true")
        assert (allowed(off), enabled(off)) == (False, False)
        assert (allowed(on), enabled(on)) == (True, True)

    @BOTH
    @EACH_SERVICE
    def test_a_deployment_can_be_forced_by_names_that_are_outputs(
        self, name: str, service: str
    ) -> None:
        env = revendiste(name)
        cluster = reference(only(env.of("ECS::Cluster")))
        running = reference(env[f"Service{logical(service)}/Service"], "Name")
        assert env.outputs["ClusterName"] == cluster
        assert env.outputs[f"{logical(service)}ServiceName"] == running

    @BOTH
    def test_a_tag_can_be_pushed_again(self, name: str) -> None:
        found = revendiste(name).of("ECR::Repository")
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
        assert self.scaling(revendiste(name)) == {
            "MinCapacity": "0.5",
            "MaxCapacity": str(most),
        }

    def test_how_far_it_scales_and_whether_it_pauses_are_settings(self) -> None:
        env = revendiste("dev", DatabaseMinCapacityAcu="0", DatabaseMaxCapacityAcu="8")
        assert self.scaling(env) == {
            "MinCapacity": "0",
            "MaxCapacity": "8",
            "SecondsUntilAutoPause": "300",
        }

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
            assert instance["DBClusterIdentifier"] == reference(cluster)
            assert str(instance["PubliclyAccessible"]).lower() == "false"

    @BOTH
    def test_only_backend_and_jobs_reach_it(self, name: str) -> None:
        env = revendiste(name)
        found = rules(env, "Ingress", "DatabaseSecurityGroup")
        users = ("backend", OFF, *JOBS)
        assert found == {(group(user), 5432) for user in users}
        assert rules(env, "Egress", "DatabaseSecurityGroup") == set()
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["VpcSecurityGroupIds"] == [group("database")]
        assert int(cluster["Port"]) == 5432

    @BOTH
    def test_performance_insights_keeps_seven_days(self, name: str) -> None:
        env = revendiste(name)
        on = {"PerformanceInsightsEnabled", "EnablePerformanceInsights"}
        for one in (*env.of("RDS::DBCluster"), *env.of("RDS::DBInstance")):
            (switch,) = on & one.properties.keys()
            assert one[switch] == "true"
            assert int(one["PerformanceInsightsRetentionPeriod"]) == 7

    @BOTH
    def test_performance_insights_is_encrypted_and_can_be_switched_off(
        self, name: str
    ) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["PerformanceInsightsKmsKeyId"] == key(env)
        off = only(revendiste(name, EnablePerformanceInsights="false").of(self.CLUSTER))
        assert off["PerformanceInsightsEnabled"] == "false"
        assert "PerformanceInsightsRetentionPeriod" not in off.properties

    @BOTH
    def test_it_takes_tls_only(self, name: str) -> None:
        found = only(revendiste(name).of("RDS::DBClusterParameterGroup"))["Parameters"]
        assert str(found["rds.force_ssl"]) == "1"

    @BOTH
    def test_a_deleted_database_leaves_a_snapshot(self, name: str) -> None:
        cluster = only(revendiste(name).of("RDS::DBCluster"))
        assert cluster.attributes["DeletionPolicy"] == "Snapshot"
        assert cluster.attributes["UpdateReplacePolicy"] == "Snapshot"

    @pytest.mark.parametrize(("name", "state"), [("dev", "false"), ("prod", "true")])
    def test_prod_refuses_to_delete_it(self, name: str, state: str) -> None:
        env = revendiste(name)
        assert only(env.of("RDS::DBCluster"))["DeletionProtection"] == state
        assert balancer_attributes(env)["deletion_protection.enabled"] == state

    @pytest.mark.parametrize(("name", "days"), [("dev", 1), ("prod", 7)])
    def test_it_is_backed_up_daily(self, name: str, days: int) -> None:
        cluster = only(revendiste(name).of("RDS::DBCluster"))
        assert int(cluster["BackupRetentionPeriod"]) == days

    @BOTH
    @pytest.mark.parametrize("readers", [0, 1, 2])
    def test_readers_are_a_setting(self, name: str, readers: int) -> None:
        env = revendiste(name, DatabaseReplicas=str(readers))
        found = env.of("RDS::DBInstance")
        assert len(found) == 1 + readers
        assert {one["DBInstanceClass"] for one in found} == {"db.serverless"}
        lag = "Monitoring/DatabaseReaderLagAlarm" in env.resources
        assert lag == (readers > 0)

    @BOTH
    def test_who_reads_only_can_ask_the_readers(self, name: str) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        found = variables(serving(env, "backend"))
        reader = reference(cluster, "ReadEndpoint.Address")
        assert found["DATABASE_READER_HOST"] == reader
        assert found["DATABASE_HOST"] == reference(cluster, "Endpoint.Address")

    @BOTH
    def test_it_can_be_made_from_a_snapshot(self, name: str) -> None:
        env = revendiste(name, DatabaseSnapshotIdentifier="before-v2")
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["SnapshotIdentifier"] == "before-v2"
        assert not {"DatabaseName", "MasterUsername"} & cluster.properties.keys()
        assert (
            "SnapshotIdentifier"
            not in only(revendiste(name).of(self.CLUSTER)).properties
        )

    @pytest.mark.parametrize(("name", "most"), [("dev", 400), ("prod", 2000)])
    def test_an_alarm_knows_how_many_connections_its_capacity_takes(
        self, name: str, most: int
    ) -> None:
        alarm = revendiste(name)["Monitoring/DatabaseConnectionsAlarm"]
        assert most / 2 < int(alarm["Threshold"]) < most

    CLUSTER = "RDS::DBCluster"

    @classmethod
    def scaling(cls, env: Environment) -> dict[str, str]:
        """Return the capacity that the cluster scales within."""
        found: dict[str, str] = only(env.of(cls.CLUSTER))[
            "ServerlessV2ScalingConfiguration"
        ]
        return found


class TestJobs:
    """EventBridge starts a task that runs once and exits."""

    @BOTH
    @EACH_JOB
    def test_it_runs_as_often_as_drawn(self, name: str, job: str) -> None:
        schedule = revendiste(name)[f"Jobs/{logical(job)}Schedule"]
        assert schedule["ScheduleExpression"] == JOBS[job]
        assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
        assert schedule["State"] == "ENABLED"

    @BOTH
    def test_there_are_no_other_jobs(self, name: str) -> None:
        paths = {schedule.path for schedule in revendiste(name).of(self.SCHEDULE)}
        assert paths == {f"Jobs/{logical(job)}Schedule" for job in (*JOBS, OFF)}

    @EACH_JOB
    def test_it_can_be_paused(self, job: str) -> None:
        env = revendiste("prod", **{f"{logical(job)}Enabled": "false"})
        states = {s.path: s["State"] for s in env.of(self.SCHEDULE)}
        paused = {path for path, state in states.items() if state == "DISABLED"}
        assert paused == {f"Jobs/{logical(one)}Schedule" for one in (job, OFF)}

    SCHEDULE = "Scheduler::Schedule"

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
        definition = env[f"Jobs/{logical(job)}TaskDefinition"]
        assert wanted["TaskDefinitionArn"] == reference(definition)
        placed = wanted["NetworkConfiguration"]["AwsvpcConfiguration"]
        assert placed["Subnets"] == [reference(s) for s in subnets(env, "Public")]
        assert placed["AssignPublicIp"] == "ENABLED"
        assert placed["SecurityGroups"] == [group(job)]

    @EACH_JOB
    @pytest.mark.parametrize("spot", ["none", "mixed", "all"])
    def test_it_runs_on_fargate_which_alone_gives_it_a_public_address(
        self, spot: str, job: str
    ) -> None:
        env = revendiste("prod", FargateSpot=spot)
        wanted = env[f"Jobs/{logical(job)}Schedule"]["Target"]["EcsParameters"]
        assert wanted["LaunchType"] == "FARGATE"
        assert "CapacityProviderStrategy" not in wanted

    @BOTH
    @EACH_JOB
    def test_its_scheduler_may_start_that_task_only(self, name: str, job: str) -> None:
        env = revendiste(name)
        target = env[f"Jobs/{logical(job)}Schedule"]["Target"]
        role = next(
            r for r in env.of("IAM::Role") if reference(r, "Arn") == target["RoleArn"]
        )
        allowed = granted(env, role)
        (family,) = allowed["ecs:RunTask"]
        assert family.endswith(f":task-definition/revendiste-{name}-{job}:*")
        definition = env[f"Jobs/{logical(job)}TaskDefinition"]
        assert definition["Family"] == f"revendiste-{name}-{job}"
        assert set(allowed["iam:PassRole"]) == {
            definition["ExecutionRoleArn"],
            definition["TaskRoleArn"],
        }
        assert allowed["sqs:SendMessage"] == [reference(self.queue(env), "Arn")]

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
        queue = reference(self.queue(env), "Arn")
        assert target["DeadLetterConfig"]["Arn"] == queue

    @BOTH
    @EACH_JOB
    def test_a_run_that_fails_is_told(self, name: str, job: str) -> None:
        env = revendiste(name)
        rule = env[f"Monitoring/{logical(job)}FailureRule"]
        assert rule["EventPattern"]["detail"]["group"] == [
            f"family:revendiste-{name}-{job}"
        ]
        assert rule.properties.get("State", "ENABLED") == "ENABLED"
        (target,) = rule["Targets"]
        assert target["Arn"] == reference(only(env.of("SNS::Topic")))

    @BOTH
    @EACH_JOB
    def test_it_takes_no_connections(self, name: str, job: str) -> None:
        found = rules(revendiste(name), "Ingress", f"{logical(job)}SecurityGroup")
        assert found == set()

    @EACH_JOB
    def test_without_an_image_it_waits(self, job: str) -> None:
        env = revendiste("prod", BackendImageTag="none")
        assert env[f"Jobs/{logical(job)}Schedule"]["State"] == "DISABLED"

    @staticmethod
    def queue(env: Environment) -> Resource:
        """Return the queue of starts that failed."""
        return only(env.of("SQS::Queue"))


class TestServicesOfAws:
    """Registry, secrets, logs, keys and metrics."""

    @BOTH
    @EACH_SERVICE
    def test_each_service_has_a_repository(self, name: str, service: str) -> None:
        env = revendiste(name)
        repository = env[f"Registry/{logical(service)}Repository"]
        assert repository["ImageScanningConfiguration"]["ScanOnPush"] is True
        encryption = repository["EncryptionConfiguration"]
        assert encryption == {"EncryptionType": "AES256"}
        assert len(env.of("ECR::Repository")) == len(SERVICES)

    @BOTH
    @pytest.mark.parametrize("workload", WORKLOADS)
    def test_its_tasks_may_pull_their_image_and_no_other(
        self, name: str, workload: str
    ) -> None:
        env = revendiste(name)
        image = workload if workload in SERVICES else "backend"
        repository = env[f"Registry/{logical(image)}Repository"]
        allowed = granted(env, env[f"{layer_of(workload)}ExecutionRole"])
        for action in ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
            assert allowed[action] == [reference(repository, "Arn")]
        assert "ecr:GetAuthorizationToken" in allowed

    @BOTH
    @pytest.mark.parametrize("workload", ["backend", *JOBS, OFF])
    def test_backend_and_jobs_may_read_the_databases_secrets_and_no_other(
        self, name: str, workload: str
    ) -> None:
        env = revendiste(name)
        role = env[f"{layer_of(workload)}ExecutionRole"]
        allowed = granted(env, role)
        assert set(allowed["secretsmanager:GetSecretValue"]) == {
            reference(env["Database/DatabaseSecret"]),
            reference(env["Database/DatabaseUrlSecret"]),
        }
        assert allowed["kms:Decrypt"] == [key(env)]
        definition = env[f"{layer_of(workload)}TaskDefinition"]
        assert definition["ExecutionRoleArn"] == reference(role, "Arn")

    @BOTH
    def test_the_address_of_the_database_is_in_secrets_manager(self, name: str) -> None:
        env = revendiste(name)
        secret = env["Database/DatabaseUrlSecret"]
        assert secret["SecretString"] == (
            "postgresql://postgres:"
            "{{resolve:secretsmanager:@Database/DatabaseSecret:SecretString:password}}"
            "@@Database/Database.Endpoint.Address:@Database/Database.Endpoint.Port"
            "/revendiste?sslmode=require"
        )
        found = secrets(serving(env, "backend"))
        assert found["DATABASE_URL"] == reference(secret)
        assert "DATABASE_URL" not in variables(serving(env, "backend"))

    @BOTH
    def test_the_password_is_drawn_and_in_no_file(self, name: str) -> None:
        env = revendiste(name)
        cluster = only(env.of("RDS::DBCluster"))
        assert cluster["MasterUserPassword"] == (
            "{{resolve:secretsmanager:@Database/DatabaseSecret:SecretString:password}}"
        )
        secret = env["Database/DatabaseSecret"]
        assert secret["GenerateSecretString"]["GenerateStringKey"] == "password"
        assert "SecretString" not in secret.properties

    @BOTH
    def test_every_secret_is_encrypted_with_the_systems_key(self, name: str) -> None:
        env = revendiste(name)
        found = env.of("SecretsManager::Secret")
        assert {secret["KmsKeyId"] for secret in found} == {key(env)}
        assert len(found) == 2

    @BOTH
    def test_the_key_is_turned_over_every_year(self, name: str) -> None:
        assert only(revendiste(name).of("KMS::Key"))["EnableKeyRotation"] is True

    @BOTH
    @pytest.mark.parametrize("task", WORKLOADS)
    def test_logs_are_kept_seven_days_under_ecs(self, name: str, task: str) -> None:
        env = revendiste(name)
        kept = env[f"{layer_of(task)}LogGroup"]
        assert kept["LogGroupName"] == f"/ecs/revendiste-{name}-{task}"
        assert int(kept["RetentionInDays"]) == 7
        assert kept["KmsKeyId"] == key(env)

    @BOTH
    @pytest.mark.parametrize("task", WORKLOADS)
    def test_every_container_writes_its_log(self, name: str, task: str) -> None:
        env = revendiste(name)
        kept = env[f"{layer_of(task)}LogGroup"]
        container = containers(env, f"{layer_of(task)}TaskDefinition")[task]
        options = container["LogConfiguration"]["Options"]
        assert options["awslogs-group"] == reference(kept)
        assert options["awslogs-region"] == "sa-east-1"
        allowed = granted(env, env[f"{layer_of(task)}ExecutionRole"])
        assert allowed["logs:PutLogEvents"] == [reference(kept, "Arn")]

    @BOTH
    @pytest.mark.parametrize(
        ("given", "days"), [({}, 7), ({"LogRetentionDays": "1"}, 1)]
    )
    def test_days_of_every_log_are_a_setting(
        self, name: str, given: dict[str, str], days: int
    ) -> None:
        groups = revendiste(name, **given).of("Logs::LogGroup")
        assert {int(one["RetentionInDays"]) for one in groups} == {days}
        assert len(groups) == len(WORKLOADS) + 1

    @BOTH
    @pytest.mark.parametrize("workload", ["backend", *JOBS])
    def test_the_code_itself_may_do_nothing_in_aws(
        self, name: str, workload: str
    ) -> None:
        env = revendiste(name)
        assert granted(env, env[f"{layer_of(workload)}TaskRole"]) == {}

    @BOTH
    def test_container_insights_is_on(self, name: str) -> None:
        settings = only(revendiste(name).of("ECS::Cluster"))["ClusterSettings"]
        assert settings == [{"Name": "containerInsights", "Value": "enabled"}]

    @BOTH
    def test_every_alarm_reaches_the_topic(self, name: str) -> None:
        env = revendiste(name)
        topic = reference(only(env.of("SNS::Topic")))
        alarms = env.of("CloudWatch::Alarm")
        assert alarms
        assert all(alarm["AlarmActions"] == [topic] for alarm in alarms)
        assert env.outputs["AlarmTopicArn"] == topic

    @BOTH
    def test_an_address_is_told_where_one_is_given(self, name: str) -> None:
        assert not revendiste(name).of("SNS::Subscription")
        env = revendiste(name, AlarmEmail="ops@example.com")
        assert only(env.of("SNS::Subscription"))["Endpoint"] == "ops@example.com"

    @BOTH
    def test_a_dashboard_is_a_setting(self, name: str) -> None:
        assert not revendiste(name).of("CloudWatch::Dashboard")
        env = revendiste(name, EnableDashboard="true")
        board = only(env.of("CloudWatch::Dashboard"))
        text = board["DashboardBody"]
        assert json.loads(text)["widgets"]
        for namespace in ("AWS/ApplicationELB", "AWS/ECS", "AWS/RDS"):
            assert namespace in text
        assert env.outputs["DashboardName"] == reference(board)


class TestOutputs:
    """What the README prints."""

    @BOTH
    @pytest.mark.parametrize(
        ("output", "value"),
        [
            ("AlbDnsName", "@Edge/LoadBalancer.DNSName"),
            ("DatabaseHost", "@Database/Database.Endpoint.Address"),
            ("DatabaseSecretArn", "@Database/DatabaseSecret"),
            ("DatabaseUrlSecretArn", "@Database/DatabaseUrlSecret"),
            ("ClusterName", "@Cluster/Cluster"),
            ("BackendRepositoryUri", "@Registry/BackendRepository.RepositoryUri"),
            ("FrontendRepositoryUri", "@Registry/FrontendRepository.RepositoryUri"),
            ("CertificateArnInUse", "@Edge/Certificate"),
            ("DatabaseClusterId", "@Database/Database"),
        ],
    )
    def test_the_root_stack_shows_it(self, name: str, output: str, value: str) -> None:
        assert revendiste(name).outputs[output] == value

    @BOTH
    def test_it_shows_the_three_records_that_cloudflare_needs(self, name: str) -> None:
        found = revendiste(name).outputs["DnsRecords"].split(", ")
        assert found == [
            f"{below}{DOMAINS[name]} CNAME @Edge/LoadBalancer.DNSName"
            for below in ("", "www.", "api.")
        ]

    @BOTH
    @pytest.mark.parametrize("workload", [*SERVICES, *JOBS, OFF])
    def test_it_shows_where_logs_are(self, name: str, workload: str) -> None:
        env = revendiste(name)
        kept = reference(env[f"{layer_of(workload)}LogGroup"])
        assert env.outputs[f"{logical(workload)}LogGroupName"] == kept

    @BOTH
    @pytest.mark.parametrize("one", [*JOBS, OFF])
    def test_it_shows_what_runs_a_job_by_hand(self, name: str, one: str) -> None:
        env = revendiste(name)
        group_name = reference(env["Jobs/ScheduleGroup"])
        schedule = reference(job(env, one, "Schedule"))
        arn = env.outputs[f"{logical(one)}ScheduleArn"]
        assert arn.endswith(f":schedule/{group_name}/{schedule}")
        family = job(env, one, "TaskDefinition")["Family"]
        assert env.outputs[f"{logical(one)}Family"] == family

    @BOTH
    def test_no_output_holds_a_password(self, name: str) -> None:
        assert "{{resolve" not in json.dumps(revendiste(name).outputs)
