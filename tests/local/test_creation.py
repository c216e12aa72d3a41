from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import NO_SUCH_VPC, TOPIC

EXPORT = {"Arn": {"Value": {"Ref": "Topic"}, "Export": {"Name": "shared"}}}


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        pytest.param(
            {**TOPIC, "Properties": {"DisplayName": {"Ref": "Nobody"}}},
            r"Unresolved resource dependencies \[Nobody\]",
            id="ref",
        ),
        pytest.param(
            {**TOPIC, "Properties": {"DisplayName": {"Fn::Sub": "${Nobody.Arn}"}}},
            r"Unresolved resource dependencies \[Nobody\]",
            id="sub",
        ),
        pytest.param(
            {**TOPIC, "DependsOn": "Nobody"},
            r"Unresolved resource dependencies \[Nobody\]",
            id="depends on",
        ),
        pytest.param(
            {**TOPIC, "Properties": {"DisplayName": {"Fn::GetAtt": ["Other", "No"]}}},
            "resource Other does not support attribute type No in Fn::GetAtt",
            id="attribute",
        ),
        pytest.param(
            {**TOPIC, "Condition": "No"}, "condition dependency No", id="condition"
        ),
    ],
)
def test_a_wrong_reference_is_refused_before_anything_is_made(
    cloud: Cloud, resource: dict[str, Any], words: str
) -> None:
    with pytest.raises(ClientError, match=words):
        cloud.create("s", template({"It": resource, "Other": TOPIC}))
    assert not cloud.formation.list_stacks()["StackSummaries"]


def test_a_condition_leaves_out_resources_outputs_and_branches(cloud: Cloud) -> None:
    conditions = {"IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}}
    named = {"Fn::If": ["IsProd", {"Fn::GetAtt": ["Extra", "TopicName"]}, "none"]}
    body = template(
        {
            "Extra": {**TOPIC, "Condition": "IsProd"},
            "Topic": {**TOPIC, "Properties": {"DisplayName": named}},
        },
        Parameters={"Env": {"Type": "String"}},
        Conditions=conditions,
        Outputs={"Extra": {"Condition": "IsProd", "Value": {"Ref": "Extra"}}},
    )
    cloud.create("s", body, Parameters=given(Env="dev"))
    assert set(cloud.resources("s")) == {"Topic"}
    assert cloud.outputs("s") == {}
    cloud.update("s", body, Parameters=given(Env="prod"))
    assert set(cloud.resources("s")) == {"Topic", "Extra"}
    assert set(cloud.outputs("s")) == {"Extra"}
    cloud.update("s", body, Parameters=given(Env="dev"))
    assert set(cloud.resources("s")) == {"Topic"}


def test_without_rollback_it_stays_where_it_failed(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC, "Subnet": {**NO_SUCH_VPC, "DependsOn": "Topic"}})
    ended = cloud.create("s", body, OnFailure="DO_NOTHING")
    assert ended["StackStatus"] == "CREATE_FAILED"
    assert len(cloud.client("sns").list_topics()["Topics"]) == 1


def test_on_failure_it_can_be_deleted(cloud: Cloud) -> None:
    ended = cloud.create("s", template({"Subnet": NO_SUCH_VPC}), OnFailure="DELETE")
    assert ended["StackStatus"] == "DELETE_COMPLETE"


def test_a_name_can_be_had_once(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    with pytest.raises(ClientError, match="AlreadyExists"):
        cloud.create("s", template({"Topic": TOPIC}))


def test_an_export_reaches_another_stack(cloud: Cloud) -> None:
    cloud.create("one", template({"Topic": TOPIC}, Outputs=EXPORT))
    imported = {"Out": {"Value": {"Fn::ImportValue": "shared"}}}
    cloud.create("two", template({"Topic": TOPIC}, Outputs=imported))
    assert cloud.outputs("two")["Out"] == cloud.outputs("one")["Arn"]
    ended = cloud.create("three", template({"Topic": TOPIC}, Outputs=EXPORT))
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "already exported by stack one" in cloud.reason(
        "three", "stack", "ROLLBACK_IN_PROGRESS"
    )


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
    ],
)
def test_a_region_has_its_own_stacks_zones_and_partition(
    endpoint: str, region: str, partition: str, suffix: str
) -> None:
    cloud = Cloud(endpoint, region)
    cloud.reset()
    value = {"Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix} ${AWS::Region}"}
    zone = {"Fn::Select": [0, {"Fn::GetAZs": ""}]}
    outputs = {"All": {"Value": value}, "Zone": {"Value": zone}}
    ended = cloud.create("s", template({"Topic": TOPIC}, Outputs=outputs))
    assert ended["StackId"].startswith(f"arn:{partition}:cloudformation:{region}:")
    assert cloud.outputs("s") == {
        "All": f"{partition} {suffix} {region}",
        "Zone": f"{region}a",
    }
    assert not Cloud(endpoint, "us-east-1").formation.describe_stacks()["Stacks"]


def test_a_service_s_refusal_hides_the_secret_that_it_repeats(cloud: Cloud) -> None:
    cloud.client("secretsmanager").create_secret(Name="x", SecretString="vpc-hush")
    secret = "{{resolve:secretsmanager:x}}"
    subnet = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": secret, "CidrBlock": "10.0.0.0/24"},
    }
    cloud.create("s", template({"Subnet": subnet}))
    assert "****" in cloud.reason("s", "Subnet", "CREATE_FAILED")
    assert "hush" not in json.dumps(cloud.events("s"), default=str)


def test_a_secret_that_is_not_there_fails_the_resource(cloud: Cloud) -> None:
    name = "{{resolve:secretsmanager:nobody:SecretString:password}}"
    topic = {**TOPIC, "Properties": {"DisplayName": name}}
    assert (
        cloud.create("s", template({"T": topic}))["StackStatus"] == "ROLLBACK_COMPLETE"
    )
    assert "can't find the specified secret" in cloud.reason("s", "T", "CREATE_FAILED")


def test_a_record_in_a_zone_outside_is_a_stand_in(cloud: Cloud) -> None:
    properties = {
        "HostedZoneId": "Z1",
        "Name": "a.example.com",
        "Type": "A",
        "TTL": "60",
        "ResourceRecords": ["192.0.2.1"],
    }
    record = {"Type": "AWS::Route53::RecordSet", "Properties": properties}
    cloud.create("s", template({"Record": record}))
    assert cloud.reason("s", "Record", "CREATE_COMPLETE") == (
        "Stand-in: the emulator has no AWS::Route53::RecordSet in zone Z1, which is "
        "outside it"
    )
    assert cloud.delete("s")["StackStatus"] == "DELETE_COMPLETE"
