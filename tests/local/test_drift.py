from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.waiting import WAIT, signal, waits

TAGS = [{"Key": "own", "Value": "a"}]
BODY = template(
    {
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 1}},
        "Vpc": {
            "Type": "AWS::EC2::VPC",
            "Properties": {"CidrBlock": "10.0.0.0/16", "Tags": TAGS},
        },
        "Subnets": {
            "Type": "AWS::ElastiCache::SubnetGroup",
            "Properties": {"Description": "d", "SubnetIds": ["subnet-1"]},
        },
    }
)
STACK_TAGS = [{"Key": "system", "Value": "x"}]


def searched(cloud: Cloud, **more: Any) -> dict[str, Any]:
    """Search for drift and return how that went."""
    detect = cloud.formation.detect_stack_drift
    found = detect(StackName="s", **more)["StackDriftDetectionId"]
    return dict(
        cloud.formation.describe_stack_drift_detection_status(
            StackDriftDetectionId=found
        )
    )


def drifts(cloud: Cloud, **more: Any) -> dict[str, dict[str, Any]]:
    found = cloud.formation.describe_stack_resource_drifts(StackName="s", **more)
    return {r["LogicalResourceId"]: r for r in found["StackResourceDrifts"]}


def statuses(cloud: Cloud) -> dict[str, str]:
    return {n: r["StackResourceDriftStatus"] for n, r in drifts(cloud).items()}


def physical(cloud: Cloud, name: str) -> str:
    return str(cloud.resources("s")[name]["PhysicalResourceId"])


def test_nothing_has_drifted(cloud: Cloud) -> None:
    cloud.create("s", BODY, Tags=STACK_TAGS)
    assert drifts(cloud) == {}
    ended = searched(cloud)
    assert ended["DetectionStatus"] == "DETECTION_COMPLETE"
    assert ended["StackDriftStatus"] == "IN_SYNC"
    assert statuses(cloud) == {
        "Logs": "IN_SYNC",
        "Vpc": "IN_SYNC",
        "Subnets": "NOT_CHECKED",
    }
    assert "cannot read" in drifts(cloud)["Subnets"]["DriftStatusReason"]
    assert cloud.stack("s")["DriftInformation"]["StackDriftStatus"] == "IN_SYNC"


def test_a_changed_property_and_a_changed_tag_are_found(cloud: Cloud) -> None:
    cloud.create("s", BODY, Tags=STACK_TAGS)
    cloud.client("logs").put_retention_policy(
        logGroupName=physical(cloud, "Logs"), retentionInDays=7
    )
    cloud.client("ec2").create_tags(
        Resources=[physical(cloud, "Vpc")], Tags=[{"Key": "own", "Value": "b"}]
    )
    ended = searched(cloud)
    assert ended["StackDriftStatus"] == "DRIFTED"
    assert ended["DriftedStackResourceCount"] == 2
    found = drifts(cloud, StackResourceDriftStatusFilters=["MODIFIED"])
    assert set(found) == {"Logs", "Vpc"}
    assert found["Logs"]["PropertyDifferences"] == [
        {
            "PropertyPath": "/RetentionInDays",
            "ExpectedValue": "1",
            "ActualValue": "7",
            "DifferenceType": "NOT_EQUAL",
        }
    ]
    assert json.loads(found["Vpc"]["ActualProperties"])["Tags"][0]["Value"] == "b"
    shown = cloud.resources("s")["Logs"]["DriftInformation"]
    assert shown["StackResourceDriftStatus"] == "MODIFIED"


def test_what_somebody_deleted_is_found(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    cloud.client("logs").delete_log_group(logGroupName=physical(cloud, "Logs"))
    searched(cloud)
    assert statuses(cloud)["Logs"] == "DELETED"
    one = cloud.formation.detect_stack_resource_drift(
        StackName="s", LogicalResourceId="Vpc"
    )
    assert one["StackResourceDrift"]["StackResourceDriftStatus"] == "IN_SYNC"


def test_another_group_whose_name_begins_alike_is_not_it(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    name, logs = physical(cloud, "Logs"), cloud.client("logs")
    logs.create_log_group(logGroupName=f"{name}-proxy")
    logs.delete_log_group(logGroupName=name)
    searched(cloud)
    assert statuses(cloud)["Logs"] == "DELETED"


def test_a_search_can_be_limited_and_comes_in_pages(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    searched(cloud, LogicalResourceIds=["Vpc", "Logs"])
    assert set(drifts(cloud)) == {"Vpc", "Logs"}
    first = cloud.formation.describe_stack_resource_drifts(StackName="s", MaxResults=1)
    assert len(first["StackResourceDrifts"]) == 1 and first["NextToken"]


def test_a_stack_that_works_is_not_searched(cloud: Cloud) -> None:
    body = json.dumps(template({"Wait": WAIT}))
    cloud.formation.create_stack(StackName="s", TemplateBody=body)
    waits(cloud, "s")
    with pytest.raises(ClientError, match="cannot be performed"):
        cloud.formation.detect_stack_drift(StackName="s")
    signal(cloud, "s")
    cloud.settled("s")
