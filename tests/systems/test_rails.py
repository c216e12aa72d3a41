"""The rails architecture document, requirement by requirement.

Each test is one box, arrow or line of the document, asserted on the committed templates
with the parameter files of dev and prod. What a template cannot hold is a page: what is
bought, which is reserved database instances and capacity of the load balancer
(docs/systems/rails.md); the steps of a release and the way back (docs/pipeline.md);
restoring the database (docs/runbook.md) and in the second region
(docs/layers/recovery.md). The box "Terraform State" has no bucket: CloudFormation keeps
the state of its stacks itself.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from tests.committed import TEMPLATES, body
from tests.environment import Environment, Resource, environment
from tests.systems.reading import (
    BOTH,
    INTERNET,
    REPLIES,
    REPLIES_TO_TASKS,
    acl_entries,
    balancer_attributes,
    containers,
    goals,
    granted,
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

TASK = "ServiceWeb/TaskDefinition"
ALB = "@Security/AlbSecurityGroup.GroupId"
WEB = "@Security/WebSecurityGroup.GroupId"
DATABASE = "@Security/DatabaseSecurityGroup.GroupId"
ENDPOINTS = "@Security/EndpointsSecurityGroup.GroupId"
PUBLIC = ("10.0.0.0/24", "10.0.1.0/24")
PRIVATE = ("10.0.10.0/24", "10.0.11.0/24")


def rails(name: str, **settings: str) -> Environment:
    """Return an environment once its images have been released."""
    return environment("rails", name, **({"WebImageTag": "v1"} | settings))


def key(env: Environment) -> str:
    """Return how templates refer to the system's key."""
    return reference(only(env.of("KMS::Key")), "Arn")


def bucket(env: Environment, role: str) -> Resource:
    """Return the bucket of a role: Files, Artifact, AccessLog."""
    found = (r for r in env.of("S3::Bucket") if r.path.endswith(f"/{role}Bucket"))
    return only(tuple(found))


def task(env: Environment, container: str) -> dict[str, Any]:
    """Return a container of the task: web or nginx."""
    return containers(env, TASK)[container]


def actions(env: Environment) -> dict[str, list[dict[str, Any]]]:
    """Return the pipeline's actions by stage."""
    stages = only(env.of("CodePipeline::Pipeline"))["Stages"]
    return {stage["Name"]: stage["Actions"] for stage in stages}


def provider(action: dict[str, Any]) -> str:
    """Return which service does an action."""
    return str(action["ActionTypeId"]["Provider"])


def working(project: Resource) -> dict[str, str]:
    """Return the environment variables of a CodeBuild project."""
    found = project["Environment"]["EnvironmentVariables"]
    return {variable["Name"]: variable["Value"] for variable in found}


def script(project: Resource) -> str:
    """Return what a CodeBuild project runs."""
    (command,) = yaml.safe_load(project["Source"]["BuildSpec"])["phases"]["build"][
        "commands"
    ]
    return str(command)


def alarms(env: Environment) -> dict[str, Resource]:
    """Return the alarms that tell the topic, by logical id."""
    topic = reference(only(env.of("SNS::Topic")))
    return {
        alarm.path.split("/")[1]: alarm
        for alarm in env.of("CloudWatch::Alarm")
        if topic in alarm.properties.get("AlarmActions", [])
    }


class TestHighLevelArchitecture:
    """The boxes of the drawing: pipeline, VPC, S3, Secrets Manager."""

    @BOTH
    def test_the_pipeline_has_the_three_stages_drawn(self, name: str) -> None:
        assert list(actions(rails(name))) == ["Source", "Build", "Release"]

    @BOTH
    def test_codebuild_builds_both_images(self, name: str) -> None:
        env = rails(name)
        (action,) = actions(env)["Build"]
        assert provider(action) == "CodeBuild"
        project = env["Delivery/BuildProject"]
        assert action["Configuration"]["ProjectName"] == reference(project)
        assert project["Environment"]["PrivilegedMode"] is True
        built = script(project)
        assert 'build "$WEB_REPOSITORY" .' in built
        assert 'build "$WEB_NGINX_REPOSITORY" nginx' in built

    @BOTH
    def test_one_vpc_with_one_row_of_public_and_one_of_private_subnets(
        self, name: str
    ) -> None:
        env = rails(name)
        only(env.of("EC2::VPC"))
        rows = {"Public": PUBLIC, "Private": PRIVATE}
        for tier, blocks in rows.items():
            found = [subnet["CidrBlock"] for subnet in subnets(env, tier)]
            assert found == list(blocks)
        assert len(env.of("EC2::Subnet")) == 4

    @BOTH
    @pytest.mark.parametrize("port", [80, 443])
    def test_the_load_balancer_listens_on_80_and_443(
        self, name: str, port: int
    ) -> None:
        env = rails(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert balancer["Type"] == "application"
        assert balancer["Scheme"] == "internet-facing"
        assert listener(env, port)["LoadBalancerArn"] == reference(balancer)

    @BOTH
    def test_public_subnets_lead_to_the_internet_gateway(self, name: str) -> None:
        env = rails(name)
        gateway = reference(only(env.of("EC2::InternetGateway")))
        for subnet in subnets(env, "Public"):
            (route,) = routes(env, subnet)
            assert route["DestinationCidrBlock"] == INTERNET
            assert route["GatewayId"] == gateway

    @BOTH
    def test_private_subnets_lead_out_by_nat_in_a_public_one(self, name: str) -> None:
        env = rails(name)
        public = [reference(subnet) for subnet in subnets(env, "Public")]
        gateways = {reference(g): g["SubnetId"] for g in env.of("EC2::NatGateway")}
        for subnet in subnets(env, "Private"):
            (route,) = routes(env, subnet)
            assert gateways[route["NatGatewayId"]] in public

    @BOTH
    def test_rails_and_nginx_are_two_containers_of_one_task(self, name: str) -> None:
        env = rails(name)
        ports = {
            container: [int(m["ContainerPort"]) for m in found["PortMappings"]]
            for container, found in containers(env, TASK).items()
        }
        assert ports == {"web": [3000], "nginx": [80]}
        assert env[TASK]["NetworkMode"] == "awsvpc"

    @BOTH
    def test_the_service_runs_in_the_cluster(self, name: str) -> None:
        env = rails(name)
        cluster = reference(only(env.of("ECS::Cluster")), "Arn")
        assert only(env.of("ECS::Service"))["Cluster"] == cluster

    @BOTH
    def test_the_database_is_postgresql_on_5432(self, name: str) -> None:
        found = only(rails(name).of("RDS::DBInstance"))
        assert found["Engine"] == "postgres"
        assert int(found["Port"]) == 5432

    @BOTH
    def test_s3_holds_application_files_and_pipeline_artifacts(self, name: str) -> None:
        env = rails(name)
        assert env.outputs["FilesBucketName"] == reference(bucket(env, "Files"))
        store = only(env.of("CodePipeline::Pipeline"))["ArtifactStore"]
        assert store["Location"] == reference(bucket(env, "Artifact"))

    @BOTH
    def test_a_secret_holds_the_database_credentials(self, name: str) -> None:
        env = rails(name)
        secret = env["Database/DatabaseSecret"]
        generated = secret["GenerateSecretString"]
        assert generated["GenerateStringKey"] == "password"
        assert "username" in json.loads(generated["SecretStringTemplate"])
        attached = only(env.of("SecretsManager::SecretTargetAttachment"))
        assert attached["SecretId"] == reference(secret)
        assert attached["TargetId"] == reference(env["Database/Database"])

    @BOTH
    def test_a_secret_holds_the_s3_configuration(self, name: str) -> None:
        env = rails(name)
        written = json.loads(env["Storage/FilesBucketSecret"]["SecretString"])
        files = reference(bucket(env, "Files"))
        assert written == {"bucket": files, "region": "us-east-1"}

    @BOTH
    def test_a_secret_holds_the_endpoint_of_the_load_balancer(self, name: str) -> None:
        env = rails(name)
        written = json.loads(env["Edge/LoadBalancerSecret"]["SecretString"])
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert written["endpoint"] == reference(balancer, "DNSName")
        assert written["url"] == f"https://{env.parameters['DomainName']}"


class TestUserRequestFlow:
    """Internet, load balancer, Nginx, Rails, database."""

    @BOTH
    def test_port_80_redirects_to_https(self, name: str) -> None:
        (action,) = listener(rails(name), 80)["DefaultActions"]
        assert action["Type"] == "redirect"
        assert action["RedirectConfig"]["Protocol"] == "HTTPS"

    @BOTH
    def test_every_path_leads_to_the_service(self, name: str) -> None:
        env = rails(name)
        (rule,) = (
            r
            for r in env.of("ElasticLoadBalancingV2::ListenerRule")
            if r["ListenerArn"] == reference(listener(env, 443))
        )
        (condition,) = rule["Conditions"]
        assert condition["PathPatternConfig"]["Values"] == ["/*"]
        (action,) = rule["Actions"]
        shares = {
            group["TargetGroupArn"]: int(group["Weight"])
            for group in action["ForwardConfig"]["TargetGroups"]
        }
        assert shares == {
            reference(env["ServiceWeb/TargetGroup"]): 100,
            reference(env["ServiceWeb/GreenTargetGroup"]): 0,
        }

    @BOTH
    def test_the_domain_leads_to_the_load_balancer(self, name: str) -> None:
        env = rails(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        record = only(env.of("Route53::RecordSet"))
        assert record["Name"] == env.parameters["DomainName"]
        assert record["AliasTarget"]["DNSName"] == reference(balancer, "DNSName")

    @BOTH
    def test_the_load_balancer_asks_nginx(self, name: str) -> None:
        env = rails(name)
        (attached,) = only(env.of("ECS::Service"))["LoadBalancers"]
        assert (attached["ContainerName"], int(attached["ContainerPort"])) == (
            "nginx",
            80,
        )
        target = env["ServiceWeb/TargetGroup"]
        assert attached["TargetGroupArn"] == reference(target)
        assert (target["Protocol"], int(target["Port"])) == ("HTTP", 80)

    @BOTH
    def test_health_is_asked_of_rails_by_way_of_nginx(self, name: str) -> None:
        env = rails(name)
        for group in env.of("ElasticLoadBalancingV2::TargetGroup"):
            assert group["HealthCheckPath"] == "/up"
            assert group.properties.get("HealthCheckPort", "traffic-port") == (
                "traffic-port"
            )
        assert "http://localhost:3000/up" in task(env, "web")["HealthCheck"]["Command"]

    @BOTH
    def test_nginx_starts_once_rails_is_healthy(self, name: str) -> None:
        env = rails(name)
        needs = [{"ContainerName": "web", "Condition": "HEALTHY"}]
        assert task(env, "nginx")["DependsOn"] == needs
        assert "DependsOn" not in task(env, "web")
        assert {c["Essential"] for c in containers(env, TASK).values()} == {True}

    @BOTH
    def test_rails_knows_the_database(self, name: str) -> None:
        env = rails(name)
        database = env["Database/Database"]
        plain = variables(task(env, "web"))
        assert plain["DATABASE_HOST"] == reference(database, "Endpoint.Address")
        assert plain["DATABASE_PORT"] == reference(database, "Endpoint.Port")
        assert plain["DATABASE_NAME"] == database["DBName"]


class TestDeploymentFlow:
    """GitHub push, CodePipeline, CodeBuild, ECR, CodeDeploy, ECS, load balancer."""

    @BOTH
    def test_a_push_to_the_branch_starts_the_pipeline(self, name: str) -> None:
        env = rails(name)
        (action,) = actions(env)["Source"]
        assert provider(action) == "CodeStarSourceConnection"
        wanted = action["Configuration"]
        connection = only(env.of("CodeConnections::Connection"))
        assert connection["ProviderType"] == "GitHub"
        assert wanted["ConnectionArn"] == reference(connection, "ConnectionArn")
        assert wanted["FullRepositoryId"] == "example/rails"
        assert wanted["BranchName"] == "main"
        assert wanted["DetectChanges"] == "true"

    @BOTH
    def test_the_build_pushes_to_the_two_repositories_and_no_other(
        self, name: str
    ) -> None:
        env = rails(name)
        allowed = granted(env, env["Delivery/BuildRole"])
        repositories = {reference(r, "Arn") for r in env.of("ECR::Repository")}
        assert len(repositories) == 2
        assert set(allowed["ecr:PutImage"]) == repositories
        assert not any(action.startswith(("ecs:", "iam:")) for action in allowed)

    @BOTH
    def test_both_images_run_under_the_tag_of_one_commit(self, name: str) -> None:
        env = rails(name, WebImageTag="abc123")
        images = {n: c["Image"] for n, c in containers(env, TASK).items()}
        assert images == {
            "web": "@Registry/WebRepository.RepositoryUri:abc123",
            "nginx": "@Registry/WebNginxRepository.RepositoryUri:abc123",
        }
        assert (
            "COMMIT"
            in actions(env)["Build"][0]["Configuration"]["EnvironmentVariables"]
        )

    @BOTH
    def test_the_database_is_migrated_before_tasks_are_replaced(
        self, name: str
    ) -> None:
        env = rails(name)
        prepare, release = actions(env)["Release"]
        assert int(prepare["RunOrder"]) < int(release["RunOrder"])
        assert prepare["Configuration"]["ProjectName"] == reference(
            env["Delivery/PrepareProject"]
        )
        assert "migrate web" in script(env["Delivery/PrepareProject"])
        migration = containers(env, "ServiceWeb/MigrationTaskDefinition")["web"]
        assert migration["Command"] == ["bundle", "exec", "rails", "db:migrate"]

    @BOTH
    def test_codedeploy_releases_the_service(self, name: str) -> None:
        env = rails(name)
        _, release = actions(env)["Release"]
        assert provider(release) == "CodeDeployToECS"
        group = only(env.of("CodeDeploy::DeploymentGroup"))
        application = only(env.of("CodeDeploy::Application"))
        assert application["ComputePlatform"] == "ECS"
        assert group["ApplicationName"] == reference(application)
        wanted = release["Configuration"]
        assert wanted["ApplicationName"] == reference(application)
        assert wanted["DeploymentGroupName"] == reference(group)
        service = only(env.of("ECS::Service"))
        assert service["DeploymentController"] == {"Type": "CODE_DEPLOY"}
        assert group["ECSServices"] == [
            {
                "ClusterName": reference(only(env.of("ECS::Cluster"))),
                "ServiceName": reference(service, "Name"),
            }
        ]

    @BOTH
    def test_a_release_names_nginx_as_what_the_load_balancer_asks(
        self, name: str
    ) -> None:
        written = script(rails(name)["Delivery/PrepareProject"])
        assert "ContainerName: nginx\n" in written
        assert "ContainerPort: 80\n" in written

    @BOTH
    def test_users_move_between_two_target_groups_of_the_load_balancer(
        self, name: str
    ) -> None:
        env = rails(name)
        group = only(env.of("CodeDeploy::DeploymentGroup"))
        (pair,) = group["LoadBalancerInfo"]["TargetGroupPairInfoList"]
        assert {one["Name"] for one in pair["TargetGroups"]} == {
            reference(target, "TargetGroupName")
            for target in env.of("ElasticLoadBalancingV2::TargetGroup")
        }
        users = pair["ProdTrafficRoute"]["ListenerArns"]
        assert users == [reference(listener(env, 443))]

    @BOTH
    def test_a_release_that_fails_or_raises_errors_goes_back(self, name: str) -> None:
        env = rails(name)
        group = only(env.of("CodeDeploy::DeploymentGroup"))
        assert group["AutoRollbackConfiguration"] == {
            "Enabled": True,
            "Events": [
                "DEPLOYMENT_FAILURE",
                "DEPLOYMENT_STOP_ON_ALARM",
                "DEPLOYMENT_STOP_ON_REQUEST",
            ],
        }
        watched = group["AlarmConfiguration"]["Alarms"]
        assert watched == [{"Name": reference(env["Monitoring/WebErrorsAlarm"])}]

    @BOTH
    def test_a_release_that_fails_is_told(self, name: str) -> None:
        env = rails(name)
        rule = env["Delivery/ReleaseFailedRule"]
        pipeline = reference(only(env.of("CodePipeline::Pipeline")))
        assert rule["EventPattern"]["detail"]["pipeline"] == [pipeline]
        (target,) = rule["Targets"]
        assert target["Arn"] == reference(only(env.of("SNS::Topic")))

    @BOTH
    def test_the_first_deployment_needs_no_image(self, name: str) -> None:
        env = rails(name, WebImageTag="none")
        assert int(only(env.of("ECS::Service"))["DesiredCount"]) == 0
        target = only(env.of("ApplicationAutoScaling::ScalableTarget"))
        assert (int(target["MinCapacity"]), int(target["MaxCapacity"])) == (0, 0)


class TestFileStorageFlow:
    """Rails to its bucket, by an IAM role."""

    @BOTH
    def test_the_tasks_role_reads_and_writes_files_and_nothing_else_in_s3(
        self, name: str
    ) -> None:
        env = rails(name)
        files = reference(bucket(env, "Files"), "Arn")
        allowed = granted(env, env["ServiceWeb/TaskRole"])
        for action in ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"):
            assert allowed[action] == [f"{files}/*"]
        assert allowed["s3:ListBucket"] == [files]
        of_s3 = [on for action, on in allowed.items() if action.startswith("s3:")]
        assert {one for on in of_s3 for one in on} == {files, f"{files}/*"}

    @BOTH
    def test_the_role_uses_the_buckets_key(self, name: str) -> None:
        env = rails(name)
        allowed = granted(env, env["ServiceWeb/TaskRole"])
        assert allowed["kms:Decrypt"] == allowed["kms:GenerateDataKey"] == [key(env)]

    @BOTH
    def test_rails_has_no_keys_of_aws(self, name: str) -> None:
        found = task(rails(name), "web")
        assert not any("AWS" in n for n in {**variables(found), **secrets(found)})


class TestNetworkSecurity:
    """What stands where, security groups, network ACLs."""

    INGRESS = "EC2::SecurityGroupIngress"

    @BOTH
    def test_public_subnets_hold_the_load_balancer_and_nat_only(
        self, name: str
    ) -> None:
        env = rails(name)
        found = [standing_in(env, subnet) for subnet in subnets(env, "Public")]
        assert set().union(*found) == {
            "ElasticLoadBalancingV2::LoadBalancer",
            "EC2::NatGateway",
        }

    @BOTH
    def test_private_subnets_hold_tasks_and_database(self, name: str) -> None:
        env = rails(name)
        for subnet in subnets(env, "Private"):
            assert standing_in(env, subnet) == {"ECS::Service", "RDS::DBSubnetGroup"}

    @BOTH
    def test_nothing_in_private_subnets_has_a_public_address(self, name: str) -> None:
        env = rails(name)
        network = only(env.of("ECS::Service"))["NetworkConfiguration"]
        assert network["AwsvpcConfiguration"]["AssignPublicIp"] == "DISABLED"
        assert env["Database/Database"]["PubliclyAccessible"] is False
        assert {subnet["MapPublicIpOnLaunch"] for subnet in env.of("EC2::Subnet")} == {
            False
        }

    @BOTH
    @pytest.mark.parametrize(
        ("group", "comes_in", "goes_out"),
        [
            ("Alb", {(INTERNET, 80), (INTERNET, 443)}, {(WEB, 80)}),
            (
                "Web",
                {(ALB, 80)},
                {(DATABASE, 5432), (INTERNET, 443), (ENDPOINTS, 443)},
            ),
            ("Database", {(WEB, 5432)}, set()),
            ("Endpoints", {(WEB, 443)}, set()),
        ],
        ids=["load-balancer", "tasks", "database", "endpoints"],
    )
    def test_security_groups_allow_the_request_flow_and_no_more(
        self,
        name: str,
        group: str,
        comes_in: set[tuple[str, int]],
        goes_out: set[tuple[str, int]],
    ) -> None:
        env = rails(name)
        assert rules(env, "Ingress", f"{group}SecurityGroup") == comes_in
        assert rules(env, "Egress", f"{group}SecurityGroup") == goes_out

    @BOTH
    def test_each_group_is_attached_where_it_belongs(self, name: str) -> None:
        env = rails(name)
        network = only(env.of("ECS::Service"))["NetworkConfiguration"]
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert network["AwsvpcConfiguration"]["SecurityGroups"] == [WEB]
        assert balancer["SecurityGroups"] == [ALB]
        assert env["Database/Database"]["VPCSecurityGroups"] == [DATABASE]

    @BOTH
    def test_rails_itself_is_not_reached_from_outside_its_task(self, name: str) -> None:
        env = rails(name)
        open_ports = {int(rule["FromPort"]) for rule in env.of(self.INGRESS)}
        assert 3000 not in open_ports

    @BOTH
    @pytest.mark.parametrize("tier", ["Public", "Private"])
    def test_network_acls_deny_what_no_rule_allows(self, name: str, tier: str) -> None:
        entries = acl_entries(rails(name), tier)
        assert {entry["RuleAction"] for entry in entries} == {"allow"}
        assert {int(entry["Protocol"]) for entry in entries} == {1, 6}

    @BOTH
    def test_the_acl_of_private_subnets_lets_in_what_is_drawn(self, name: str) -> None:
        assert inbound(acl_entries(rails(name), "Private")) == {
            *((block, 80, 80) for block in PUBLIC),
            *((block, port, port) for block in PRIVATE for port in (443, 5432)),
            (INTERNET, *REPLIES_TO_TASKS),
        }

    @BOTH
    def test_the_acl_of_private_subnets_lets_out_queries_and_replies(
        self, name: str
    ) -> None:
        assert outbound(acl_entries(rails(name), "Private")) == {
            (INTERNET, 443, 443),
            *((block, 5432, 5432) for block in PRIVATE),
            *((block, *REPLIES) for block in PUBLIC),
            *((block, *REPLIES_TO_TASKS) for block in PRIVATE),
        }

    @BOTH
    def test_the_acl_of_public_subnets_lets_users_and_replies_in(
        self, name: str
    ) -> None:
        assert inbound(acl_entries(rails(name), "Public")) == {
            *((INTERNET, port, port) for port in (80, 443)),
            *((block, *REPLIES) for block in (INTERNET, *PRIVATE)),
        }

    @BOTH
    def test_the_acl_of_public_subnets_lets_out_requests_to_nginx_and_replies(
        self, name: str
    ) -> None:
        assert outbound(acl_entries(rails(name), "Public")) == {
            *((block, 80, 80) for block in PRIVATE),
            (INTERNET, 443, 443),
            (INTERNET, *REPLIES),
        }


class TestDataSecurity:
    """At rest, on the way, secrets, roles."""

    @BOTH
    def test_the_database_is_encrypted_with_the_systems_key(self, name: str) -> None:
        env = rails(name)
        found = env["Database/Database"]
        assert found["StorageEncrypted"] is True
        assert found["KmsKeyId"] == key(env)
        assert found["PerformanceInsightsKMSKeyId"] == key(env)

    @BOTH
    @pytest.mark.parametrize("role", ["Files", "Artifact"])
    def test_buckets_are_encrypted_with_the_systems_key(
        self, name: str, role: str
    ) -> None:
        env = rails(name)
        assert self.encryption(bucket(env, role)) == {
            "SSEAlgorithm": "aws:kms",
            "KMSMasterKeyID": key(env),
        }

    @BOTH
    def test_every_bucket_is_encrypted_and_private(self, name: str) -> None:
        for one in rails(name).of("S3::Bucket"):
            assert self.encryption(one)["SSEAlgorithm"] in ("aws:kms", "AES256")
            assert set(one["PublicAccessBlockConfiguration"].values()) == {True}

    @BOTH
    def test_users_speak_tls_1_2_or_newer(self, name: str) -> None:
        env = rails(name)
        https = listener(env, 443)
        assert https["Protocol"] == "HTTPS"
        assert https["SslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2-")
        certificate = only(env.of("CertificateManager::Certificate"))
        assert https["Certificates"] == [{"CertificateArn": reference(certificate)}]
        assert certificate["DomainName"] == env.parameters["DomainName"]

    @BOTH
    def test_the_database_takes_tls_only(self, name: str) -> None:
        group = only(rails(name).of("RDS::DBParameterGroup"))
        assert str(group["Parameters"]["rds.force_ssl"]) == "1"

    @BOTH
    def test_every_bucket_refuses_requests_in_clear(self, name: str) -> None:
        env = rails(name)
        refusing = {
            policy["Bucket"]
            for policy in env.of("S3::BucketPolicy")
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Deny"
            and statement["Principal"] == "*"
            and statement["Action"] == ["s3:*"]
            and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        }
        assert refusing == {reference(one) for one in env.of("S3::Bucket")}

    @BOTH
    def test_rails_gets_the_three_secrets_and_its_own(self, name: str) -> None:
        env = rails(name)
        database, files, balancer, own = (
            reference(env[path])
            for path in (
                "Database/DatabaseSecret",
                "Storage/FilesBucketSecret",
                "Edge/LoadBalancerSecret",
                "ServiceWeb/WebSecretKeyBase",
            )
        )
        assert secrets(task(env, "web")) == {
            "DATABASE_USERNAME": f"{database}:username::",
            "DATABASE_PASSWORD": f"{database}:password::",
            "FILES_BUCKET": f"{files}:bucket::",
            "FILES_BUCKET_REGION": f"{files}:region::",
            "LOAD_BALANCER_ENDPOINT": f"{balancer}:endpoint::",
            "SECRET_KEY_BASE": own,
        }
        allowed = granted(env, env["ServiceWeb/ExecutionRole"])
        assert set(allowed["secretsmanager:GetSecretValue"]) == {
            *(database, files, balancer, own)
        }

    @BOTH
    def test_every_secret_is_encrypted_with_the_systems_key(self, name: str) -> None:
        env = rails(name)
        found = {one["KmsKeyId"] for one in env.of("SecretsManager::Secret")}
        assert found == {key(env)}

    @BOTH
    def test_nginx_gets_no_secret(self, name: str) -> None:
        assert not task(rails(name), "nginx").get("Secrets")

    @BOTH
    def test_the_code_may_use_its_bucket_and_send_its_metrics_only(
        self, name: str
    ) -> None:
        env = rails(name)
        assert granted(env, env["ServiceWeb/TaskRole"]).keys() == {
            *("s3:GetBucketLocation", "s3:ListBucket", "s3:AbortMultipartUpload"),
            *("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
            *("kms:Decrypt", "kms:GenerateDataKey", "cloudwatch:PutMetricData"),
        }

    @BOTH
    def test_no_role_has_an_action_with_a_wildcard(self, name: str) -> None:
        env = rails(name)
        for role in env.of("IAM::Role"):
            found = granted(env, role)
            assert found, role.path
            assert not any("*" in action for action in found)

    @BOTH
    def test_each_step_of_a_release_has_a_role_of_its_own(self, name: str) -> None:
        env = rails(name)
        roles = [
            only(env.of("CodePipeline::Pipeline"))["RoleArn"],
            only(env.of("CodeDeploy::DeploymentGroup"))["ServiceRoleArn"],
            *(project["ServiceRole"] for project in env.of("CodeBuild::Project")),
        ]
        assert len(roles) == len(set(roles)) == 4

    @staticmethod
    def encryption(one: Resource) -> dict[str, str]:
        """Return how a bucket encrypts what is put into it."""
        (rule,) = one["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        found: dict[str, str] = rule["ServerSideEncryptionByDefault"]
        return found


class TestApplicationSecurity:
    """Fargate, scanned images, a look at what runs."""

    @BOTH
    def test_tasks_are_isolated_by_fargate(self, name: str) -> None:
        env = rails(name)
        for definition in env.of("ECS::TaskDefinition"):
            assert definition["RequiresCompatibilities"] == ["FARGATE"]
        for container in containers(env, TASK).values():
            assert not container.get("Privileged")

    @BOTH
    def test_images_are_scanned_when_they_are_pushed(self, name: str) -> None:
        found = rails(name).of("ECR::Repository")
        assert [r["ImageScanningConfiguration"] for r in found] == [
            {"ScanOnPush": True}
        ] * 2

    @BOTH
    def test_a_released_image_cannot_be_overwritten(self, name: str) -> None:
        found = rails(name).of("ECR::Repository")
        assert {r["ImageTagMutability"] for r in found} == {"IMMUTABLE"}

    @BOTH
    def test_cloudwatch_sees_traffic_and_containers_as_they_run(
        self, name: str
    ) -> None:
        env = rails(name)
        log = only(env.of("EC2::FlowLog"))
        assert log["TrafficType"] == "ALL"
        assert log["LogGroupName"] == reference(env["Network/FlowLogGroup"])
        settings = only(env.of("ECS::Cluster"))["ClusterSettings"]
        assert settings == [{"Name": "containerInsights", "Value": "enabled"}]


class TestHorizontalScaling:
    """More tasks, the load balancer before them, more databases to read from."""

    @BOTH
    def test_tasks_are_added_and_removed_by_cpu_and_memory(self, name: str) -> None:
        env = rails(name)
        target = only(env.of("ApplicationAutoScaling::ScalableTarget"))
        assert target["ScalableDimension"] == "ecs:service:DesiredCount"
        assert target["ResourceId"].endswith(
            reference(only(env.of("ECS::Service")), "Name")
        )
        assert goals(env, "ServiceWeb") == {
            "ECSServiceAverageCPUUtilization": 70,
            "ECSServiceAverageMemoryUtilization": 80,
        }

    @pytest.mark.parametrize(
        ("name", "fewest", "most"), [("dev", 1, 2), ("prod", 2, 4)]
    )
    def test_bounds(self, name: str, fewest: int, most: int) -> None:
        target = only(rails(name).of("ApplicationAutoScaling::ScalableTarget"))
        found = (int(target["MinCapacity"]), int(target["MaxCapacity"]))
        assert found == (fewest, most)

    @BOTH
    def test_requests_are_spread_over_all_tasks(self, name: str) -> None:
        for group in rails(name).of("ElasticLoadBalancingV2::TargetGroup"):
            assert group["TargetType"] == "ip"
            assert target_attributes(group)["stickiness.enabled"] == "false"

    @BOTH
    @pytest.mark.parametrize("replicas", [1, 2])
    def test_read_replicas_are_a_setting(self, name: str, replicas: int) -> None:
        env = rails(name, DatabaseReplicas=str(replicas))
        primary = env["Database/Database"]
        found = [one for one in env.of("RDS::DBInstance") if one.path != primary.path]
        assert len(found) == replicas
        for one in found:
            assert one["SourceDBInstanceIdentifier"] == reference(primary)
            assert one["DBInstanceClass"] == primary["DBInstanceClass"]
            same = ("VPCSecurityGroups", "DBParameterGroupName", "PubliclyAccessible")
            assert all(one[property] == primary[property] for property in same)

    @BOTH
    def test_rails_reads_from_the_replica_where_there_is_one(self, name: str) -> None:
        def reader(env: Environment) -> str:
            return str(variables(task(env, "web"))["DATABASE_READER_HOST"])

        alone, pair = rails(name), rails(name, DatabaseReplicas="1")
        assert reader(alone) == "@Database/Database.Endpoint.Address"
        assert reader(pair) == "@Database/DatabaseReplica1.Endpoint.Address"

    @BOTH
    def test_a_replica_that_falls_behind_alarms(self, name: str) -> None:
        assert not [a for a in alarms(rails(name)) if "Lag" in a]
        assert [a for a in alarms(rails(name, DatabaseReplicas="1")) if "Lag" in a]


class TestVerticalScaling:
    """Larger tasks, a larger database, more of the load balancer."""

    @BOTH
    def test_cpu_and_memory_of_the_task_are_settings(self, name: str) -> None:
        definition = rails(name)[TASK]
        assert (definition["Cpu"], definition["Memory"]) == ("512", "1024")
        larger = rails(name, WebCpu="1024", WebMemoryMiB="4096")[TASK]
        assert (larger["Cpu"], larger["Memory"]) == ("1024", "4096")

    @pytest.mark.parametrize(
        ("name", "instance"), [("dev", "db.t4g.micro"), ("prod", "db.t4g.small")]
    )
    def test_the_class_of_the_database_is_a_setting(
        self, name: str, instance: str
    ) -> None:
        assert rails(name)["Database/Database"]["DBInstanceClass"] == instance
        larger = rails(name, DatabaseInstanceClass="db.m7g.large")
        assert larger["Database/Database"]["DBInstanceClass"] == "db.m7g.large"

    @BOTH
    def test_the_load_balancer_is_fit_for_high_traffic(self, name: str) -> None:
        attributes = balancer_attributes(rails(name))
        assert attributes["routing.http2.enabled"] == "true"
        assert attributes["idle_timeout.timeout_seconds"] == "60"
        longer = balancer_attributes(rails(name, IdleTimeoutSeconds="120"))
        assert longer["idle_timeout.timeout_seconds"] == "120"

    @BOTH
    def test_a_firewall_with_a_rate_limit_is_a_setting(self, name: str) -> None:
        assert not rails(name).of("WAFv2::WebACL")
        env = rails(name, EnableWaf="true")
        acl = only(env.of("WAFv2::WebACL"))
        assert any("RateBasedStatement" in r["Statement"] for r in acl["Rules"])
        attached = only(env.of("WAFv2::WebACLAssociation"))
        assert attached["WebACLArn"] == reference(acl, "Arn")


class TestHighAvailability:
    """Two zones for everything; in dev, what is saved."""

    @BOTH
    @pytest.mark.parametrize("tier", ["Public", "Private"])
    def test_the_vpc_spans_two_zones(self, name: str, tier: str) -> None:
        found = subnets(rails(name), tier)
        assert zones(found) == [("us-east-1", 0), ("us-east-1", 1)]

    @BOTH
    def test_tasks_run_in_the_private_subnets_of_both_zones(self, name: str) -> None:
        env = rails(name)
        network = only(env.of("ECS::Service"))["NetworkConfiguration"]
        private = [reference(subnet) for subnet in subnets(env, "Private")]
        assert network["AwsvpcConfiguration"]["Subnets"] == private

    def test_in_prod_a_task_is_left_when_a_zone_fails(self) -> None:
        target = only(rails("prod").of("ApplicationAutoScaling::ScalableTarget"))
        assert int(target["MinCapacity"]) >= 2

    @pytest.mark.parametrize(("name", "standby"), [("dev", "false"), ("prod", "true")])
    def test_the_database_is_multi_az_in_prod(self, name: str, standby: str) -> None:
        assert rails(name)["Database/Database"]["MultiAZ"] == standby

    @BOTH
    def test_the_load_balancer_reaches_across_zones(self, name: str) -> None:
        env = rails(name)
        balancer = only(env.of("ElasticLoadBalancingV2::LoadBalancer"))
        assert balancer["Subnets"] == [reference(s) for s in subnets(env, "Public")]
        for group in env.of("ElasticLoadBalancingV2::TargetGroup"):
            across = target_attributes(group).get("load_balancing.cross_zone.enabled")
            assert across in (None, "use_load_balancer_configuration", "true")

    def test_in_prod_each_zone_leaves_by_its_own_nat_gateway(self) -> None:
        env = rails("prod")
        gateways = {g["SubnetId"]: reference(g) for g in env.of("EC2::NatGateway")}
        pairs = zip(subnets(env, "Public"), subnets(env, "Private"), strict=True)
        for public, private in pairs:
            (route,) = routes(env, private)
            assert route["NatGatewayId"] == gateways[reference(public)]

    def test_dev_has_the_one_nat_gateway_that_is_drawn(self) -> None:
        only(rails("dev").of("EC2::NatGateway"))


class TestDisasterRecovery:
    """Backups, copies of files in a second region, stacks that can be made again."""

    COPIES = "arn:aws:s3:::copies"
    KEY_THERE = "arn:aws:kms:us-west-2:123456789012:key/there"

    @pytest.mark.parametrize(("name", "days"), [("dev", 1), ("prod", 7)])
    def test_rds_backs_up_by_itself(self, name: str, days: int) -> None:
        found = rails(name)["Database/Database"]
        assert int(found["BackupRetentionPeriod"]) == days

    @BOTH
    def test_a_database_can_be_restored_from_a_snapshot(self, name: str) -> None:
        env = rails(name, DatabaseSnapshotIdentifier="before-v2")
        assert env["Database/Database"]["DBSnapshotIdentifier"] == "before-v2"

    @BOTH
    def test_a_deleted_database_leaves_a_snapshot(self, name: str) -> None:
        found = rails(name)["Database/Database"].attributes
        assert found["DeletionPolicy"] == found["UpdateReplacePolicy"] == "Snapshot"

    @BOTH
    def test_deleted_and_overwritten_files_can_be_taken_back(self, name: str) -> None:
        files = bucket(rails(name), "Files")
        assert files["VersioningConfiguration"] == {"Status": "Enabled"}
        assert files.attributes["DeletionPolicy"] == "RetainExceptOnCreate"

    @BOTH
    def test_copies_of_files_in_a_second_region_are_a_setting(self, name: str) -> None:
        alone = bucket(rails(name), "Files")
        assert "ReplicationConfiguration" not in alone.properties
        files = bucket(self.copying(name), "Files")
        (rule,) = files["ReplicationConfiguration"]["Rules"]
        assert rule["Status"] == "Enabled"
        assert rule["Filter"] == {"Prefix": ""}
        assert rule["Destination"]["Bucket"] == self.COPIES
        assert rule["Destination"]["EncryptionConfiguration"] == {
            "ReplicaKmsKeyID": self.KEY_THERE
        }

    @BOTH
    def test_s3_may_copy_from_the_one_bucket_to_the_other(self, name: str) -> None:
        env = self.copying(name)
        files = bucket(env, "Files")
        role = env["Storage/FilesReplicationRole"]
        assert files["ReplicationConfiguration"]["Role"] == reference(role, "Arn")
        allowed = granted(env, role)
        here = reference(files, "Arn")
        assert allowed["s3:GetObjectVersionForReplication"] == [f"{here}/*"]
        assert allowed["s3:ReplicateObject"] == [f"{self.COPIES}/*"]
        assert allowed["kms:Encrypt"] == [self.KEY_THERE]

    def test_the_second_region_has_a_bucket_with_versions_and_a_key(self) -> None:
        written = body(TEMPLATES / "rails" / "recovery.json")
        found = written["Resources"]
        copies = found["FilesReplicaBucket"]["Properties"]
        assert copies["VersioningConfiguration"] == {"Status": "Enabled"}
        (rule,) = copies["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        own = rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
        assert own == {"Fn::GetAtt": ["Key", "Arn"]}
        assert found["Key"]["Type"] == "AWS::KMS::Key"
        assert {"FilesReplicaBucketArn", "ReplicaKeyArn"} <= written["Outputs"].keys()

    def copying(self, name: str) -> Environment:
        """Return an environment that copies files to the second region."""
        return rails(
            name, FilesReplicaBucketArn=self.COPIES, ReplicaKeyArn=self.KEY_THERE
        )


class TestLogging:
    """Of the application, of the containers, of requests."""

    @BOTH
    @pytest.mark.parametrize("container", ["web", "nginx"])
    def test_each_container_logs_to_cloudwatch(self, name: str, container: str) -> None:
        env = rails(name)
        found = task(env, container)["LogConfiguration"]
        group = env["ServiceWeb/LogGroup"]
        assert group["LogGroupName"] == f"/ecs/rails-{name}-web"
        assert found["LogDriver"] == "awslogs"
        assert found["Options"]["awslogs-group"] == reference(group)
        assert found["Options"]["awslogs-stream-prefix"] == container

    @BOTH
    def test_the_load_balancer_writes_access_logs(self, name: str) -> None:
        env = rails(name)
        attributes = balancer_attributes(env)
        logs = reference(bucket(env, "AccessLog"))
        assert attributes["access_logs.s3.enabled"] == "true"
        assert attributes["access_logs.s3.bucket"] == logs
        off = balancer_attributes(rails(name, EnableAccessLogs="false"))
        assert off["access_logs.s3.enabled"] == "false"

    @BOTH
    def test_a_build_writes_a_log(self, name: str) -> None:
        env = rails(name)
        group = env["Delivery/BuildLogGroup"]
        for project in env.of("CodeBuild::Project"):
            written = project["LogsConfig"]["CloudWatchLogs"]
            assert written["Status"] == "ENABLED"
            assert written["GroupName"] == reference(group)


class TestMetrics:
    """Of the infrastructure, of the application, of the database."""

    @BOTH
    def test_rails_may_send_metrics_of_its_own_under_one_name(self, name: str) -> None:
        env = rails(name)
        plain = variables(task(env, "web"))
        assert plain["METRICS_NAMESPACE"] == f"rails/{name}"
        (policy,) = env["ServiceWeb/TaskRole"]["Policies"]
        (statement,) = (
            s
            for s in policy["PolicyDocument"]["Statement"]
            if s["Action"] == ["cloudwatch:PutMetricData"]
        )
        assert statement["Condition"] == {
            "StringEquals": {"cloudwatch:namespace": f"rails/{name}"}
        }

    @BOTH
    def test_errors_in_the_log_are_counted(self, name: str) -> None:
        env = rails(name)
        counted = only(env.of("Logs::MetricFilter"))
        assert counted["LogGroupName"] == reference(env["ServiceWeb/LogGroup"])
        assert counted["FilterPattern"] == "?ERROR ?FATAL"
        (metric,) = counted["MetricTransformations"]
        assert metric["MetricNamespace"] == f"rails/{name}"

    @BOTH
    def test_performance_insights_watch_the_database(self, name: str) -> None:
        def watched(env: Environment) -> str:
            return str(env["Database/Database"]["EnablePerformanceInsights"])

        assert watched(rails(name)) == "true"
        assert watched(rails(name, EnablePerformanceInsights="false")) == "false"


class TestAlerting:
    """Alarms, the topic that tells people, the dashboard."""

    @BOTH
    @pytest.mark.parametrize("alarm", ["WebCpuAlarm", "WebMemoryAlarm"])
    def test_cpu_and_memory_of_tasks_alarm_at_80_percent(
        self, name: str, alarm: str
    ) -> None:
        env = rails(name)
        found = alarms(env)[alarm]
        assert found["Namespace"] == "AWS/ECS"
        assert int(found["Threshold"]) == 80
        assert {d["Value"] for d in found["Dimensions"]} == {
            reference(only(env.of("ECS::Cluster"))),
            reference(only(env.of("ECS::Service")), "Name"),
        }

    @BOTH
    @pytest.mark.parametrize("alarm", ["DatabaseCpuAlarm", "DatabaseMemoryAlarm"])
    def test_cpu_and_memory_of_the_database_alarm(self, name: str, alarm: str) -> None:
        assert "AWS/RDS" in json.dumps(alarms(rails(name))[alarm].properties)

    @BOTH
    @pytest.mark.parametrize(
        ("alarm", "metric"),
        [
            ("WebErrorPercentAlarm", "HTTPCode_Target_5XX_Count"),
            ("WebErrorsAlarm", "HTTPCode_Target_5XX_Count"),
            ("LoadBalancerErrorsAlarm", "HTTPCode_ELB_5XX_Count"),
            ("ErrorsCountAlarm", "errors"),
        ],
    )
    def test_error_rates_alarm(self, name: str, alarm: str, metric: str) -> None:
        found = alarms(rails(name))[alarm]
        assert f'"{metric}"' in json.dumps(found.properties)

    @BOTH
    @pytest.mark.parametrize("group", ["TargetGroup", "GreenTargetGroup"])
    def test_errors_are_seen_whichever_group_answers(
        self, name: str, group: str
    ) -> None:
        env = rails(name)
        target = reference(env[f"ServiceWeb/{group}"], "TargetGroupFullName")
        assert target in json.dumps(alarms(env)["WebErrorPercentAlarm"].properties)

    @BOTH
    def test_cloudwatch_may_use_the_topic_and_its_key(self, name: str) -> None:
        env = rails(name)
        topic = only(env.of("SNS::Topic"))
        assert reference(env["Security/Key"]) in topic["KmsMasterKeyId"]
        for policy in (
            only(env.of("SNS::TopicPolicy"))["PolicyDocument"],
            env["Security/Key"]["KeyPolicy"],
        ):
            services = {
                one
                for statement in policy["Statement"]
                for one in statement["Principal"].get("Service", [])
            }
            assert {"cloudwatch.amazonaws.com", "events.amazonaws.com"} <= services

    @BOTH
    def test_an_address_is_told_where_one_is_given(self, name: str) -> None:
        assert not rails(name).of("SNS::Subscription")
        told = rails(name, AlarmEmail="a@example.com").of("SNS::Subscription")
        assert (only(told)["Protocol"], only(told)["Endpoint"]) == (
            "email",
            "a@example.com",
        )

    @BOTH
    @pytest.mark.parametrize("namespace", ["AWS/ApplicationELB", "AWS/ECS", "AWS/RDS"])
    def test_a_dashboard_shows_every_component(self, name: str, namespace: str) -> None:
        drawn = only(rails(name).of("CloudWatch::Dashboard"))["DashboardBody"]
        assert any(
            namespace in json.dumps(widget) for widget in json.loads(drawn)["widgets"]
        )
        off = rails(name, EnableDashboard="false")
        assert not off.of("CloudWatch::Dashboard")


class TestCostOptimization:
    """Spare capacity outside prod, ages, routes, storage classes."""

    @pytest.mark.parametrize(
        ("name", "kind"), [("dev", "FARGATE_SPOT"), ("prod", "FARGATE")]
    )
    def test_spare_capacity_runs_what_is_not_production(
        self, name: str, kind: str
    ) -> None:
        assert self.providers(rails(name)) == ({kind}, {kind})

    def test_prod_may_take_some_too(self) -> None:
        both = {"FARGATE", "FARGATE_SPOT"}
        assert self.providers(rails("prod", FargateSpot="mixed")) == (both, both)

    @BOTH
    def test_old_files_move_to_a_cheaper_class_and_may_expire(self, name: str) -> None:
        found = self.life(bucket(rails(name), "Files"))
        assert found["archive"]["Transitions"] == [
            {"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": "90"}
        ]
        assert "expire" not in found
        expiring = self.life(bucket(rails(name, FilesExpireDays="365"), "Files"))
        assert int(expiring["expire"]["ExpirationInDays"]) == 365

    @BOTH
    @pytest.mark.parametrize(
        ("role", "setting"),
        [
            ("Artifact", "ArtifactRetentionDays"),
            ("AccessLog", "AccessLogRetentionDays"),
        ],
        ids=["artifacts", "access-logs"],
    )
    def test_artifacts_and_access_logs_expire(
        self, name: str, role: str, setting: str
    ) -> None:
        env = rails(name)
        expire = self.life(bucket(env, role))["expire"]
        assert expire["Status"] == "Enabled"
        assert expire["ExpirationInDays"] == env.parameters[setting]

    @BOTH
    def test_old_images_expire(self, name: str) -> None:
        for repository in rails(name).of("ECR::Repository"):
            text = repository["LifecyclePolicy"]["LifecyclePolicyText"]
            (rule,) = json.loads(text)["rules"]
            assert rule["action"] == {"type": "expire"}

    @pytest.mark.parametrize(("name", "days"), [("dev", 7), ("prod", 90)])
    def test_every_log_group_has_a_retention(self, name: str, days: int) -> None:
        groups = rails(name).of("Logs::LogGroup")
        assert {int(group["RetentionInDays"]) for group in groups} == {days}
        assert len(groups) == 3

    @BOTH
    def test_files_take_a_route_without_nat(self, name: str) -> None:
        env = rails(name)
        (gateway,) = env.of("EC2::VPCEndpoint")
        assert gateway["VpcEndpointType"] == "Gateway"
        assert gateway["ServiceName"] == "com.amazonaws.us-east-1.s3"
        tables = {
            association["RouteTableId"]
            for association in env.of("EC2::SubnetRouteTableAssociation")
            for subnet in subnets(env, "Private")
            if association["SubnetId"] == reference(subnet)
        }
        assert set(gateway["RouteTableIds"]) == tables

    @BOTH
    def test_other_services_of_aws_may_take_one_too(self, name: str) -> None:
        env = rails(name, EnableVpcEndpoints="true")
        private = [reference(subnet) for subnet in subnets(env, "Private")]
        found = {
            endpoint["ServiceName"].removeprefix("com.amazonaws.us-east-1."): endpoint
            for endpoint in env.of("EC2::VPCEndpoint")
            if endpoint["VpcEndpointType"] == "Interface"
        }
        assert found.keys() == {"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
        for endpoint in found.values():
            assert endpoint["SubnetIds"] == private
            assert endpoint["SecurityGroupIds"] == [ENDPOINTS]
            assert endpoint["PrivateDnsEnabled"] is True

    @BOTH
    def test_the_database_is_on_gp3_and_grows_as_needed(self, name: str) -> None:
        found = rails(name)["Database/Database"]
        assert found["StorageType"] == "gp3"
        assert int(found["AllocatedStorage"]) < int(found["MaxAllocatedStorage"])

    @staticmethod
    def providers(env: Environment) -> tuple[set[str], set[str]]:
        """Return what runs tasks: by the cluster at first, then by each release."""
        cluster = only(env.of("ECS::ClusterCapacityProviderAssociations"))
        released = json.loads(working(env["Delivery/PrepareProject"])["CAPACITY"])
        first = cluster["DefaultCapacityProviderStrategy"]
        return (
            {item["CapacityProvider"] for item in first},
            {item["CapacityProvider"] for item in released},
        )

    @staticmethod
    def life(one: Resource) -> dict[str, dict[str, Any]]:
        """Return the rules of a bucket's life cycle by their id."""
        return {rule["Id"]: rule for rule in one["LifecycleConfiguration"]["Rules"]}


class TestSettings:
    """What else is off until a parameter file says otherwise, and works when on."""

    def test_shells(self) -> None:
        def allowed(env: Environment) -> bool:
            return "ssmmessages:OpenDataChannel" in granted(
                env, env["ServiceWeb/TaskRole"]
            )

        off, on = rails("prod"), rails("prod", EnableExec="true")
        assert not allowed(off)
        assert allowed(on)
        assert only(on.of("ECS::Service"))["EnableExecuteCommand"] is True

    def test_a_release_waits_for_a_yes(self) -> None:
        env = rails("prod", EnableReleaseApproval="true")
        assert list(actions(env)) == ["Source", "Build", "Approve", "Release"]
        (action,) = actions(env)["Approve"]
        assert action["ActionTypeId"]["Category"] == "Approval"
        assert "Delivery/ReleaseWaitingRule" not in rails("prod").resources
        assert "Delivery/ReleaseWaitingRule" in env.resources

    def test_a_connection_that_is_there_already(self) -> None:
        arn = "arn:aws:codeconnections:us-east-1:123456789012:connection/given"
        env = rails("prod", GitHubConnectionArn=arn)
        assert not env.of("CodeConnections::Connection")
        (action,) = actions(env)["Source"]
        assert action["Configuration"]["ConnectionArn"] == arn
        allowed = granted(env, env["Delivery/PipelineRole"])
        assert allowed["codeconnections:UseConnection"] == [arn]

    def test_another_branch(self) -> None:
        (action,) = actions(rails("dev", PipelineBranch="develop"))["Source"]
        assert action["Configuration"]["BranchName"] == "develop"

    def test_new_tasks_wait_to_be_tried_out(self) -> None:
        def ready(env: Environment) -> dict[str, Any]:
            group = only(env.of("CodeDeploy::DeploymentGroup"))
            found: dict[str, Any] = group["BlueGreenDeploymentConfiguration"][
                "DeploymentReadyOption"
            ]
            return found

        at_once = {"ActionOnTimeout": "CONTINUE_DEPLOYMENT"}
        assert ready(rails("prod")) == at_once
        assert ready(rails("prod", ReleaseTestMinutes="30")) == {
            "ActionOnTimeout": "STOP_DEPLOYMENT",
            "WaitTimeInMinutes": "30",
        }

    def test_testers_reach_port_8443_from_where_they_are(self) -> None:
        office = "203.0.113.0/24"
        env = rails("prod", TestListenerCidr=office)
        assert (office, 8443) in rules(env, "Ingress", "AlbSecurityGroup")
        assert (office, 8443, 8443) in inbound(acl_entries(env, "Public"))
        assert listener(env, 8443)["Protocol"] == "HTTPS"

    def test_how_users_move(self) -> None:
        def moved(env: Environment) -> str:
            group = only(env.of("CodeDeploy::DeploymentGroup"))
            return str(group["DeploymentConfigName"])

        assert "Canary10Percent" in moved(rails("prod"))
        whole = rails("prod", ReleaseTraffic="CodeDeployDefault.ECSAllAtOnce")
        assert moved(whole) == "CodeDeployDefault.ECSAllAtOnce"
        allowed = granted(whole, whole["Delivery/PipelineRole"])
        (config,) = allowed["codedeploy:GetDeploymentConfig"]
        assert config.endswith(":CodeDeployDefault.ECSAllAtOnce")

    def test_a_certificate_that_is_there_already(self) -> None:
        arn = "arn:aws:acm:us-east-1:123456789012:certificate/given"
        env = rails("prod", CertificateArn=arn)
        assert not env.of("CertificateManager::Certificate")
        for port in (443, 8443):
            assert listener(env, port)["Certificates"] == [{"CertificateArn": arn}]

    @pytest.mark.parametrize(("name", "state"), [("dev", "false"), ("prod", "true")])
    def test_database_and_load_balancer_are_protected_in_prod(
        self, name: str, state: str
    ) -> None:
        env = rails(name)
        assert env["Database/Database"]["DeletionProtection"] == state
        assert balancer_attributes(env)["deletion_protection.enabled"] == state


class TestOutputs:
    """What people who work with the system look up."""

    @BOTH
    @pytest.mark.parametrize(
        "output",
        [
            *("SiteUrl", "AlbDnsName", "ClusterName", "WebServiceName"),
            *("WebRepositoryUri", "WebNginxRepositoryUri", "WebLogGroupName"),
            *("DatabaseHost", "DatabaseInstanceId", "FilesBucketName"),
            *("DatabaseSecretArn", "FilesBucketSecretArn", "AlbSecretArn"),
            *("PipelineName", "GitHubConnectionArnInUse"),
            *("AlarmTopicArn", "DashboardName"),
        ],
    )
    def test_the_root_stack_shows_it(self, name: str, output: str) -> None:
        assert rails(name).outputs[output]


def target_attributes(group: Resource) -> dict[str, str]:
    """Return the attributes of a target group."""
    return {a["Key"]: a["Value"] for a in group["TargetGroupAttributes"]}
