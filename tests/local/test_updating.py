from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import NO_SUCH_VPC, TOPIC, VPC


def logs(name: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": name},
        **more,
    }


def names(cloud: Cloud) -> list[str]:
    found = cloud.client("logs").describe_log_groups()["logGroups"]
    return sorted(group["logGroupName"] for group in found)


def test_what_does_not_change_is_left_alone(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC, "Logs": logs("/one")}))
    before = cloud.resources("s")["Topic"]
    cloud.update("s", template({"Topic": TOPIC, "Logs": logs("/two")}))
    assert cloud.resources("s")["Topic"] == before
    assert cloud.history("s")[-6:] == [
        "Logs UPDATE_IN_PROGRESS",
        "Logs UPDATE_COMPLETE",
        "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "Logs DELETE_IN_PROGRESS",
        "Logs DELETE_COMPLETE",
        "stack UPDATE_COMPLETE",
    ]


def test_a_replacement_reaches_what_refers_to_it(cloud: Cloud) -> None:
    subnet = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"},
    }
    cloud.create("s", template({"Vpc": VPC, "Subnet": subnet}))
    before = cloud.resources("s")
    wider = {**VPC, "Properties": {"CidrBlock": "10.0.0.0/20"}}
    cloud.update("s", template({"Vpc": wider, "Subnet": subnet}))
    after = cloud.resources("s")
    assert all(
        before[n]["PhysicalResourceId"] != after[n]["PhysicalResourceId"] for n in after
    )
    found = cloud.client("ec2").describe_vpcs(
        VpcIds=[after["Vpc"]["PhysicalResourceId"]]
    )
    assert found["Vpcs"][0]["CidrBlock"] == "10.0.0.0/20"
    assert len(cloud.client("ec2").describe_vpcs()["Vpcs"]) == 2


def test_what_is_left_out_goes_before_what_it_needs(cloud: Cloud) -> None:
    subnet = {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"},
    }
    cloud.create("s", template({"Vpc": VPC, "Subnet": subnet}))
    other = {**VPC, "Properties": {"CidrBlock": "10.1.0.0/16"}}
    cloud.update("s", template({"Vpc": other}))
    assert cloud.history("s")[-5:] == [
        "Subnet DELETE_IN_PROGRESS",
        "Subnet DELETE_COMPLETE",
        "Vpc DELETE_IN_PROGRESS",
        "Vpc DELETE_COMPLETE",
        "stack UPDATE_COMPLETE",
    ]


def test_what_the_policies_keep_is_kept(cloud: Cloud) -> None:
    kept = {
        "Replaced": logs("/a", UpdateReplacePolicy="Retain"),
        "Removed": logs("/b", DeletionPolicy="Retain"),
        "Gone": logs("/c"),
    }
    cloud.create("s", template(kept))
    cloud.update("s", template({"Replaced": logs("/d", UpdateReplacePolicy="Retain")}))
    assert names(cloud) == ["/a", "/b", "/d"]
    assert "Removed DELETE_SKIPPED" in cloud.history("s")


def test_a_custom_name_stands_in_the_way_of_a_replacement(cloud: Cloud) -> None:
    def body(family: str) -> dict[str, Any]:
        properties = {
            "DBParameterGroupName": "fixed",
            "Family": family,
            "Description": "d",
        }
        kind = "AWS::RDS::DBParameterGroup"
        return template({"Group": {"Type": kind, "Properties": properties}})

    cloud.create("s", body("postgres15"))
    assert cloud.update("s", body("postgres16"))["StackStatus"] == (
        "UPDATE_ROLLBACK_COMPLETE"
    )
    assert "custom-named resource requires replacing" in cloud.reason(
        "s", "Group", "UPDATE_FAILED"
    )


def test_a_failed_update_leaves_everything_as_it_was(cloud: Cloud) -> None:
    old = template({"Logs": logs("/one"), "Old": TOPIC})
    cloud.create("s", old)
    before = cloud.resources("s")
    broken = {**NO_SUCH_VPC, "DependsOn": ["Logs", "New"]}
    body = template({"Logs": logs("/two"), "New": TOPIC, "Subnet": broken})
    ended = cloud.update("s", body)
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    after = cloud.resources("s")
    assert {n: r["PhysicalResourceId"] for n, r in after.items()} == {
        n: r["PhysicalResourceId"] for n, r in before.items()
    }
    assert names(cloud) == ["/one"]
    assert len(cloud.client("sns").list_topics()["Topics"]) == 1
    assert cloud.formation.get_template(StackName="s")["TemplateBody"] == old


def test_a_repaired_stack_can_go_on(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    cloud.update("s", template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC}))
    ended = cloud.update("s", template({"Topic": TOPIC, "Logs": logs("/one")}))
    assert ended["StackStatus"] == "UPDATE_COMPLETE"
    assert set(cloud.resources("s")) == {"Topic", "Logs"}


def test_without_rollback_it_stays_where_it_failed(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    ended = cloud.update(
        "s", template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC}), DisableRollback=True
    )
    assert ended["StackStatus"] == "UPDATE_FAILED"


def test_a_type_cannot_be_changed(cloud: Cloud) -> None:
    cloud.create("s", template({"It": TOPIC}))
    with pytest.raises(ClientError, match="Update of resource type is not permitted"):
        cloud.update("s", template({"It": logs("/one")}))


def test_nothing_to_do_is_refused(cloud: Cloud) -> None:
    cloud.create("s", template({"It": TOPIC}))
    with pytest.raises(ClientError, match="No updates are to be performed"):
        cloud.update("s", template({"It": TOPIC}))
