"""One stack with every type that the nextjs system uses: made, changed, deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.local.cloud import Cloud, given

BODY = json.loads((Path(__file__).parent / "every_type.json").read_text("utf-8"))
STAND_INS = {
    "AWS::EC2::NetworkAcl",
    "AWS::EC2::NetworkAclEntry",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SubnetNetworkAclAssociation",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::ElastiCache::ParameterGroup",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::SubnetGroup",
    "AWS::SNS::TopicPolicy",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::WebACLAssociation",
}


@pytest.fixture
def made(cloud: Cloud) -> Cloud:
    ended = cloud.create("s", BODY)
    assert ended["StackStatus"] == "CREATE_COMPLETE", ended.get("StackStatusReason")
    return cloud


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
    arns = [outputs[n] for n in ("RepoArn", "ClusterArn", "Oidc", "WafArn", "KeyArn")]
    assert all(arn.startswith("arn:aws:") for arn in arns)
    assert "Prod" not in outputs


def test_services_know_what_was_asked_of_them(made: Cloud) -> None:
    service = made.client("ecs").describe_services(cluster="x-dev", services=["web"])
    (web,) = service["services"]
    network = web["networkConfiguration"]["awsvpcConfiguration"]
    ids = {name: r["PhysicalResourceId"] for name, r in made.resources("s").items()}
    assert network["subnets"] == [ids["SubB"]]
    assert (web["launchType"], web["desiredCount"]) == ("FARGATE", 1)
    (database,) = made.client("rds").describe_db_instances()["DBInstances"]
    assert database["MaxAllocatedStorage"] == 100
    secret = made.client("secretsmanager").get_secret_value(SecretId=ids["DbSec"])
    value = json.loads(secret["SecretString"])
    assert value["username"] == database["MasterUsername"] == "app"
    assert value["host"] == database["Endpoint"]["Address"]
    alarms = made.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert [alarm["Threshold"] for alarm in alarms] == [70.0]


def test_no_secret_is_shown_anywhere(made: Cloud) -> None:
    arn = made.resources("s")["DbSec"]["PhysicalResourceId"]
    secret = made.client("secretsmanager").get_secret_value(SecretId=arn)
    password = json.loads(secret["SecretString"])["password"]
    told: list[Any] = [made.events("s"), made.stack("s"), made.resources("s")]
    assert password not in str(told)


def test_every_type_can_be_changed_and_deleted(made: Cloud) -> None:
    ended = made.update("s", BODY, Parameters=given(Env="prod", MultiAz="true"))
    assert ended["StackStatus"] == "UPDATE_COMPLETE", ended.get("StackStatusReason")
    (database,) = made.client("rds").describe_db_instances()["DBInstances"]
    assert database["MultiAZ"] is True
    assert made.outputs("s")["AlbName"].startswith("app/x-prod/")
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
    snapshots = made.client("rds").describe_db_snapshots()["DBSnapshots"]
    assert len(snapshots) == 1
    history = made.history(ended["StackId"])
    assert "Key DELETE_SKIPPED" in history
