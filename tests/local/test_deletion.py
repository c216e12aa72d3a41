from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import NO_SUCH_VPC, TOPIC, VPC

DATABASE = {
    "Type": "AWS::RDS::DBInstance",
    "DeletionPolicy": "Delete",
    "Properties": {
        "DBInstanceIdentifier": "db",
        "Engine": "postgres",
        "DBInstanceClass": "db.t4g.micro",
        "AllocatedStorage": "20",
        "MasterUsername": "app",
        "ManageMasterUserPassword": True,
    },
}


def database(**properties: Any) -> dict[str, Any]:
    return {**DATABASE, "Properties": {**DATABASE["Properties"], **properties}}  # type: ignore[dict-item]


def policy(name: str) -> dict[str, Any]:
    """Return a topic with a deletion policy."""
    return {**TOPIC, "DeletionPolicy": name}


def test_dependents_go_first(cloud: Cloud) -> None:
    last = {**TOPIC, "DependsOn": "First"}
    cloud.create("s", template({"Last": last, "First": TOPIC}))
    ended = cloud.delete("s")
    deleted = [e for e in cloud.history(ended["StackId"]) if "DELETE_COMPLETE" in e]
    assert [e.split()[0] for e in deleted] == ["Last", "First", "stack"]


def test_a_protected_database_stops_the_deletion(cloud: Cloud) -> None:
    dependent = {**database(DeletionProtection=True), "DependsOn": "Needed"}
    body = template({"Needed": TOPIC, "Db": dependent, "Other": TOPIC})
    cloud.create("s", body)
    assert cloud.delete("s")["StackStatus"] == "DELETE_FAILED"
    assert "disable deletion protection" in cloud.reason("s", "Db", "DELETE_FAILED")
    history = cloud.history("s")
    assert "Other DELETE_COMPLETE" in history
    assert "Needed DELETE_IN_PROGRESS" not in history


def test_what_stops_it_can_be_left_behind(cloud: Cloud) -> None:
    cloud.create("s", template({"Db": database(DeletionProtection=True)}))
    stack_id = cloud.delete("s")["StackId"]
    cloud.formation.delete_stack(StackName="s", RetainResources=["Db"])
    assert cloud.settled(stack_id)["StackStatus"] == "DELETE_COMPLETE"
    assert len(cloud.client("rds").describe_db_instances()["DBInstances"]) == 1


@pytest.mark.parametrize(
    ("name", "left"),
    [("Delete", 0), ("Retain", 1), ("RetainExceptOnCreate", 0)],
)
def test_policies_when_a_creation_is_taken_back(
    cloud: Cloud, name: str, left: int
) -> None:
    broken = {**NO_SUCH_VPC, "DependsOn": "Topic"}
    ended = cloud.create("s", template({"Topic": policy(name), "Subnet": broken}))
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert len(cloud.client("sns").list_topics()["Topics"]) == left


def test_a_change_set_can_take_back_what_would_be_retained(cloud: Cloud) -> None:
    broken = {**NO_SUCH_VPC, "DependsOn": "Topic"}
    body = template({"Topic": policy("Retain"), "Subnet": broken})
    shown = cloud.preview("s", body, ChangeSetType="CREATE")
    cloud.formation.execute_change_set(
        ChangeSetName=shown["ChangeSetId"], RetainExceptOnCreate=True
    )
    cloud.settled("s")
    assert not cloud.client("sns").list_topics()["Topics"]


@pytest.mark.parametrize(
    ("name", "snapshots"), [("Delete", 0), ("Snapshot", 1)], ids=["Delete", "Snapshot"]
)
def test_a_database_leaves_a_snapshot_where_asked(
    cloud: Cloud, name: str, snapshots: int
) -> None:
    cloud.create("s", template({"Db": {**DATABASE, "DeletionPolicy": name}}))
    cloud.delete("s")
    found = cloud.client("rds").describe_db_snapshots()["DBSnapshots"]
    assert len(found) == snapshots


def test_what_somebody_deleted_by_hand_is_no_failure(cloud: Cloud) -> None:
    cloud.create("s", template({"Vpc": VPC}))
    vpc = cloud.resources("s")["Vpc"]["PhysicalResourceId"]
    cloud.client("ec2").delete_vpc(VpcId=vpc)
    assert cloud.delete("s")["StackStatus"] == "DELETE_COMPLETE"


def test_a_bucket_that_is_not_empty_stops_the_deletion(cloud: Cloud) -> None:
    cloud.create("s", template({"Bucket": {"Type": "AWS::S3::Bucket"}}))
    bucket = cloud.resources("s")["Bucket"]["PhysicalResourceId"]
    cloud.client("s3").put_object(Bucket=bucket, Key="a", Body=b"")
    assert cloud.delete("s")["StackStatus"] == "DELETE_FAILED"
    assert "not empty" in cloud.reason("s", "Bucket", "DELETE_FAILED")


@pytest.mark.parametrize(
    ("empties", "status"),
    [(True, "DELETE_COMPLETE"), (False, "DELETE_FAILED")],
    ids=["emptied", "not emptied"],
)
def test_a_repository_with_images_goes_only_if_it_may_be_emptied(
    cloud: Cloud, empties: bool, status: str
) -> None:
    properties = {"RepositoryName": "web", "EmptyOnDelete": empties}
    repository = {"Type": "AWS::ECR::Repository", "Properties": properties}
    cloud.create("s", template({"Web": repository}))
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {"digest": "sha256:" + "0" * 64, "size": 1},
            "layers": [],
        }
    )
    cloud.client("ecr").put_image(
        repositoryName="web", imageManifest=manifest, imageTag="1"
    )
    assert cloud.delete("s")["StackStatus"] == status


def test_the_name_is_free_again_and_the_arn_still_answers(cloud: Cloud) -> None:
    first = cloud.create("s", template({"Topic": TOPIC}))["StackId"]
    cloud.delete("s")
    with pytest.raises(ClientError, match="Stack with id s does not exist"):
        cloud.stack("s")
    assert cloud.stack(first)["StackStatus"] == "DELETE_COMPLETE"
    assert cloud.create("s", template({"Topic": TOPIC}))["StackId"] != first


def test_deleting_what_is_not_there_is_no_failure(cloud: Cloud) -> None:
    cloud.formation.delete_stack(StackName="nobody")


def test_what_refuses_to_go_can_be_left_behind_by_force(cloud: Cloud) -> None:
    body = template({"Db": database(DeletionProtection=True), "Topic": TOPIC})
    cloud.create("s", body)
    delete = cloud.formation.delete_stack
    for how in ({"RetainResources": ["Db"]}, {"DeletionMode": "FORCE_DELETE_STACK"}):
        with pytest.raises(ClientError, match="DELETE_FAILED state"):
            delete(StackName="s", **how)
    stack_id = cloud.delete("s")["StackId"]
    delete(StackName="s", DeletionMode="FORCE_DELETE_STACK", ClientRequestToken="t")
    assert cloud.settled(stack_id)["StackStatus"] == "DELETE_COMPLETE"
    assert "Db DELETE_SKIPPED" in cloud.history(stack_id)
    assert cloud.events(stack_id)[-1]["ClientRequestToken"] == "t"
