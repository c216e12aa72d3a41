"""One stack with every type that the systems use: made, changed, deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cfngen.local import emulator
from cfngen.local.engine.records import STACK_TYPE
from tests.local.cloud import Cloud, given

BODY = json.loads((Path(__file__).parent / "every_type.json").read_text("utf-8"))
TEMPLATES = Path(__file__).parents[2] / "templates"
STAND_INS = {
    "AWS::Backup::BackupPlan",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::CodeBuild::Project",
    "AWS::CodeConnections::Connection",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::CodePipeline::Pipeline",
    "AWS::ElastiCache::ParameterGroup",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::SubnetGroup",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::WebACLAssociation",
}


def test_no_type_of_the_committed_templates_is_missing() -> None:
    texts = [path.read_text("utf-8") for path in TEMPLATES.glob("*/*.json")]
    used = {r["Type"] for t in texts for r in json.loads(t)["Resources"].values()}
    assert used <= {r["Type"] for r in BODY["Resources"].values()} | {STACK_TYPE}


@pytest.fixture(scope="module")
def made() -> Iterator[Cloud]:
    """The stack in an emulator of its own, for tests that only look."""
    with emulator() as running:
        yield create(Cloud(running.endpoint))


def create(cloud: Cloud) -> Cloud:
    """Create the stack and return where it is."""
    ended = cloud.create("s", BODY)
    assert ended["StackStatus"] == "CREATE_COMPLETE", ended.get("StackStatusReason")
    return cloud


def database_of(made: Cloud) -> dict[str, Any]:
    """Return the database that stands alone, as RDS describes it."""
    name = made.resources("s")["Db"]["PhysicalResourceId"]
    found = made.client("rds").describe_db_instances(DBInstanceIdentifier=name)
    return dict(found["DBInstances"][0])


def test_every_resource_is_made_and_stand_ins_say_so(made: Cloud) -> None:
    resources = made.resources("s")
    assert set(resources) == set(BODY["Resources"])
    assert all(r["PhysicalResourceId"] for r in resources.values())
    assert {
        r["ResourceType"]
        for r in resources.values()
        if r.get("ResourceStatusReason", "").startswith("Stand-in: the emulator has no")
    } == STAND_INS


def test_attributes_have_their_shapes(made: Cloud) -> None:
    outputs = made.outputs("s")
    assert outputs["TgName"].startswith("targetgroup/s-Tg-")
    assert outputs["AlbName"].startswith("app/x-dev/")
    assert outputs["CacheHost"].endswith(".amazonaws.com")
    assert (outputs["CachePort"], outputs["DbPort"]) == ("6379", "5432")
    assert outputs["SvcName"] == "web"
    arns = ["RepoArn", "ClusterArn", "Oidc", "WafArn", "KeyArn"]
    arns += ["QueueArn", "ScheduleArn", "VaultArn", "Connection"]
    assert all(outputs[name].startswith("arn:aws:") for name in arns)
    assert "Prod" not in outputs


def test_a_cluster_has_two_addresses(made: Cloud) -> None:
    outputs = made.outputs("s")
    assert ".cluster-" in outputs["ClusterHost"]
    assert ".cluster-ro-" in outputs["ReaderHost"]
    assert outputs["AuroraPort"] == "5432"
    assert outputs["AuroraResource"].startswith("cluster-")


@pytest.mark.parametrize("name", ["Builder", "DeployGroup", "EventRule"])
def test_ref_gives_a_name_where_the_schema_identifies_otherwise(
    made: Cloud, name: str
) -> None:
    logical_id = {"EventRule": "Pushed"}.get(name, name)
    assert made.outputs("s")[name].startswith(f"s-{logical_id}-")


def test_services_know_what_was_asked_of_them(made: Cloud) -> None:
    service = made.client("ecs").describe_services(cluster="x-dev", services=["web"])
    (web,) = service["services"]
    network = web["networkConfiguration"]["awsvpcConfiguration"]
    ids = {name: r["PhysicalResourceId"] for name, r in made.resources("s").items()}
    assert network["subnets"] == [ids["SubB"]]
    assert (web["launchType"], web["desiredCount"]) == ("FARGATE", 1)
    database = database_of(made)
    assert database["MaxAllocatedStorage"] == 100
    secret = made.client("secretsmanager").get_secret_value(SecretId=ids["DbSec"])
    value = json.loads(secret["SecretString"])
    assert value["username"] == database["MasterUsername"] == "app"
    assert value["host"] == database["Endpoint"]["Address"]
    alarms = made.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert sorted(alarm["Threshold"] for alarm in alarms) == [5.0, 70.0]


def test_newer_services_know_it_too(made: Cloud) -> None:
    outputs = made.outputs("s")
    lists = made.client("ec2").get_managed_prefix_list_entries
    entries = lists(PrefixListId=outputs["PrefixList"])["Entries"]
    assert [e["Cidr"] for e in entries] == ["192.0.2.0/24", "203.0.113.0/24"]
    (cluster,) = made.client("rds").describe_db_clusters()["DBClusters"]
    members = cluster["DBClusterMembers"]
    assert [m["IsClusterWriter"] for m in members] == [True, False]
    assert cluster["ServerlessV2ScalingConfiguration"]["MaxCapacity"] == 2
    ids = {name: r["PhysicalResourceId"] for name, r in made.resources("s").items()}
    schedule = made.client("scheduler").get_schedule(
        Name=ids["Nightly"], GroupName=ids["Hours"]
    )
    task = schedule["Target"]["EcsParameters"]
    network = task["NetworkConfiguration"]["awsvpcConfiguration"]
    assert (task["TaskDefinitionArn"], network["Subnets"]) == (
        ids["Pair"],
        [ids["SubA"]],
    )
    (rule,) = made.client("ec2").describe_security_group_rules(
        SecurityGroupRuleIds=[ids["FromRanges"]]
    )["SecurityGroupRules"]
    assert rule["PrefixListId"] == outputs["PrefixList"]


def test_no_secret_is_shown_anywhere(made: Cloud) -> None:
    ids = {name: r["PhysicalResourceId"] for name, r in made.resources("s").items()}
    fetch = made.client("secretsmanager").get_secret_value
    secret = fetch(SecretId=ids["DbSec"])
    password = json.loads(secret["SecretString"])["password"]
    url = fetch(SecretId=ids["UrlSec"])["SecretString"]
    host = made.outputs("s")["ClusterHost"]
    assert url == f"postgresql://app:{password}@{host}/app"
    shown = made.preview(
        "s",
        BODY,
        Parameters=given(Env="prod"),
        ChangeSetType="UPDATE",
    )
    told: list[Any] = [made.events("s"), made.stack("s"), made.resources("s"), shown]
    assert password not in str(told)


def test_nothing_seems_to_have_drifted_that_nobody_has_touched(made: Cloud) -> None:
    made.formation.detect_stack_drift(StackName="s")
    found = made.formation.describe_stack_resource_drifts(StackName="s")
    found = found["StackResourceDrifts"]
    statuses = {r["LogicalResourceId"]: r["StackResourceDriftStatus"] for r in found}
    assert set(statuses.values()) == {"IN_SYNC", "NOT_CHECKED"}
    assert sum(status == "IN_SYNC" for status in statuses.values()) > 20


def test_every_type_can_be_changed_and_deleted(cloud: Cloud) -> None:
    made = create(cloud)
    ended = made.update("s", BODY, Parameters=given(Env="prod", MultiAz="true"))
    assert ended["StackStatus"] == "UPDATE_COMPLETE", ended.get("StackStatusReason")
    database = database_of(made)
    assert database["MultiAZ"] is True
    assert made.outputs("s")["AlbName"].startswith("app/x-prod/")
    lists = made.client("ec2").get_managed_prefix_list_entries
    entries = lists(PrefixListId=made.outputs("s")["PrefixList"])["Entries"]
    assert [e["Cidr"] for e in entries] == ["192.0.2.0/24", "198.51.100.0/24"]
    ended = made.delete("s")
    assert ended["StackStatus"] == "DELETE_COMPLETE", ended.get("StackStatusReason")
    vpcs = made.client("ec2").describe_vpcs()["Vpcs"]
    assert [vpc["IsDefault"] for vpc in vpcs] == [True]
    assert not made.client("ecs").describe_clusters(clusters=["x-prod"])[
        "clusters"
    ] or (
        made.client("ecs").describe_clusters(clusters=["x-prod"])["clusters"][0][
            "status"
        ]
        == "INACTIVE"
    )
    rds = made.client("rds")
    assert len(rds.describe_db_snapshots()["DBSnapshots"]) == 1
    manual = rds.describe_db_cluster_snapshots(SnapshotType="manual")
    assert len(manual["DBClusterSnapshots"]) == 1
    assert not rds.describe_db_instances()["DBInstances"]
    history = made.history(ended["StackId"])
    assert "Key DELETE_SKIPPED" in history
