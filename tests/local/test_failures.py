"""What stays where it failed, is cancelled, or does not come back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import NO_SUCH_VPC, TOPIC, refused
from tests.local.test_nested import NAME, child, leaf, nested
from tests.local.waiting import after, signal, waits


def running(days: Any, **more: Any) -> dict[str, Any]:
    """Return a template with a database, which fails to come back once it is gone."""
    properties = {
        "AllocatedStorage": "20",
        "BackupRetentionPeriod": days,
        "DBInstanceClass": "db.t4g.micro",
        "Engine": "postgres",
        "MasterUsername": "x",
        "MasterUserPassword": "not-a-secret",
    }
    database = {
        "Type": "AWS::RDS::DBInstance",
        "Properties": properties,
        "DeletionPolicy": "Delete",
    }
    return template({"Topic": TOPIC, "Db": database, **more})


def start_update(cloud: Cloud, name: str, body: dict[str, Any], **more: Any) -> None:
    cloud.formation.update_stack(StackName=name, TemplateBody=json.dumps(body), **more)


def delete_database(cloud: Cloud, stack: str) -> None:
    cloud.client("rds").delete_db_instance(
        DBInstanceIdentifier=cloud.resources(stack)["Db"]["PhysicalResourceId"],
        SkipFinalSnapshot=True,
    )


def stuck(cloud: Cloud) -> None:
    """Leave a stack whose rollback has failed, since its database is gone."""
    cloud.create("s", running(1))
    start_update(cloud, "s", running(2, New=TOPIC, Wait=after("Db", "New")))
    waits(cloud, "s")
    delete_database(cloud, "s")
    signal(cloud, "s", "FAILURE")
    assert cloud.settled("s")["StackStatus"] == "UPDATE_ROLLBACK_FAILED"


def test_a_cancelled_update_goes_back(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": "new"}}
    cloud.create("s", template({"Topic": TOPIC}))
    start_update(cloud, "s", template({"Topic": topic, "Wait": after("Topic")}))
    waits(cloud, "s")
    cloud.formation.cancel_update_stack(StackName="s")
    assert cloud.settled("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.reason("s", "Wait", "CREATE_FAILED") == "Resource creation cancelled"
    assert set(cloud.resources("s")) == {"Topic"}
    words = "CancelUpdateStack cannot be called from current stack status"
    cancel = cloud.formation.cancel_update_stack
    assert refused(lambda: cancel(StackName="s"), "ValidationError", words)


def test_a_cancelled_update_takes_nested_stacks_back(cloud: Cloud) -> None:
    slow = template({"Topic": TOPIC, "Wait": after("Topic")})
    plain, waiting = cloud.upload(
        {"a.json": template({"Topic": TOPIC}), "b.json": slow}
    )
    cloud.create("root", template({"Inner": nested(plain)}))
    inner = child(cloud, "Inner")
    start_update(cloud, "root", template({"Inner": nested(waiting)}))
    waits(cloud, inner)
    cloud.formation.cancel_update_stack(StackName="root")
    assert cloud.settled("root")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.stack(inner)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.reason("root", "Inner", "UPDATE_FAILED") == "Resource update cancelled"


def test_a_rollback_that_fails_can_go_on_when_the_cause_is_mended(
    cloud: Cloud,
) -> None:
    stuck(cloud)
    database = cloud.resources("s")["Db"]
    assert database["ResourceStatus"] == "UPDATE_FAILED"
    name, rds = database["PhysicalResourceId"], cloud.client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier=name, DBInstanceClass="db.t4g.micro", Engine="postgres"
    )
    cloud.formation.continue_update_rollback(StackName="s")
    assert cloud.settled("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert set(cloud.resources("s")) == {"Topic", "Db"}
    assert len(cloud.client("sns").list_topics()["Topics"]) == 1
    (found,) = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    assert found["BackupRetentionPeriod"] == 1


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"ResourcesToSkip": ["Db"]}, id="skipped"),
        pytest.param({"ForceRollback": True}, id="forced"),
    ],
)
def test_what_does_not_come_back_can_be_left(cloud: Cloud, how: Any) -> None:
    stuck(cloud)
    cloud.formation.continue_update_rollback(StackName="s", **how)
    ended = cloud.settled("s")
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert ended["LastOperations"][0]["OperationType"] == "CONTINUE_ROLLBACK"
    assert cloud.history("s")[-6:-1] == [
        "stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "Wait DELETE_IN_PROGRESS",
        "Wait DELETE_COMPLETE",
        "New DELETE_IN_PROGRESS",
        "New DELETE_COMPLETE",
    ]
    assert cloud.resources("s")["Db"]["ResourceStatus"] == "UPDATE_COMPLETE"


def test_only_what_failed_to_come_back_can_be_skipped(cloud: Cloud) -> None:
    stuck(cloud)
    with pytest.raises(ClientError, match="Topic is no resource that failed"):
        cloud.formation.continue_update_rollback(
            StackName="s", ResourcesToSkip=["Topic"]
        )
    with pytest.raises(ClientError, match="UPDATE_ROLLBACK_FAILED state and can not"):
        start_update(cloud, "s", running(3))


def test_a_resource_of_a_nested_stack_is_skipped_by_that_stacks_name(
    cloud: Cloud,
) -> None:
    body = {**running({"Ref": "Count"}), "Parameters": {"Count": {"Type": "Number"}}}
    (url,) = cloud.upload({"inner.json": body})
    cloud.create("root", template({"Inner": nested(url, Count="1")}))
    inner = child(cloud, "Inner")
    changed = {"Inner": nested(url, Count="2"), "Wait": after("Inner")}
    start_update(cloud, "root", template(changed))
    waits(cloud, "root")
    delete_database(cloud, inner)
    signal(cloud, "root", "FAILURE")
    assert cloud.settled("root")["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    assert cloud.stack(inner)["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    assert "Currently in UPDATE_ROLLBACK_FAILED" in cloud.reason(
        "root", "Inner", "UPDATE_FAILED"
    )
    go_on = cloud.formation.continue_update_rollback
    with pytest.raises(ClientError, match="nested"):
        go_on(StackName=inner)
    with pytest.raises(ClientError, match=r"Inner\.Db is no resource"):
        go_on(StackName="root", ResourcesToSkip=["Inner.Db"])
    name = cloud.stack(inner)["StackName"]
    go_on(StackName="root", ResourcesToSkip=[f"{name}.Db"])
    assert cloud.settled("root")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.stack(inner)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"


def test_a_failed_create_that_stayed_can_be_rolled_back(cloud: Cloud) -> None:
    kept = {**TOPIC, "DeletionPolicy": "Retain"}
    body = template({"Topic": kept, "Subnet": {**NO_SUCH_VPC, "DependsOn": "Topic"}})
    cloud.create("s", body, OnFailure="DO_NOTHING")
    cloud.formation.rollback_stack(StackName="s", RetainExceptOnCreate=True)
    ended = cloud.settled("s")
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert not cloud.client("sns").list_topics()["Topics"]
    with pytest.raises(ClientError, match="can not be rolled back"):
        cloud.formation.rollback_stack(StackName="s")


def test_a_failed_create_that_stayed_can_go_on(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC, "Subnet": {**NO_SUCH_VPC, "DependsOn": "Topic"}})
    cloud.create("s", body, OnFailure="DO_NOTHING")
    with pytest.raises(ClientError, match="CREATE_FAILED state and can not be updated"):
        start_update(cloud, "s", template({"Topic": TOPIC}))
    before = cloud.resources("s")["Topic"]["PhysicalResourceId"]
    mended = template({"Topic": TOPIC, "Other": TOPIC})
    start_update(cloud, "s", mended, DisableRollback=True)
    assert cloud.settled("s")["StackStatus"] == "UPDATE_COMPLETE"
    assert cloud.resources("s")["Topic"]["PhysicalResourceId"] == before
    assert set(cloud.resources("s")) == {"Topic", "Other"}


def nested_failure(cloud: Cloud) -> str:
    """Leave a root and its nested stack where their update failed; return the child."""
    broken = template({"Topic": TOPIC, "Bad": NO_SUCH_VPC}, Parameters=NAME)
    good, bad = cloud.upload({"good.json": leaf(), "bad.json": broken})
    before = {"First": nested(good, Name="a"), "Second": nested(good)}
    cloud.create("root", template(before))
    second = {**nested(bad), "DependsOn": "First"}
    worse = template({"First": nested(good, Name="b"), "Second": second})
    start_update(cloud, "root", worse, DisableRollback=True)
    assert cloud.settled("root")["StackStatus"] == "UPDATE_FAILED"
    return child(cloud, "Second")


def test_a_failed_update_that_stayed_can_be_rolled_back_with_its_children(
    cloud: Cloud,
) -> None:
    second = nested_failure(cloud)
    first = child(cloud, "First")
    statuses = [cloud.stack(name)["StackStatus"] for name in (first, second)]
    assert statuses == ["UPDATE_COMPLETE", "UPDATE_FAILED"]
    cloud.formation.rollback_stack(StackName="root")
    assert cloud.settled("root")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    statuses = [cloud.stack(name)["StackStatus"] for name in (first, second)]
    assert statuses == ["UPDATE_ROLLBACK_COMPLETE"] * 2
    assert cloud.stack(first)["Parameters"][0]["ParameterValue"] == "a"


def test_a_failed_update_that_stayed_can_go_on(cloud: Cloud) -> None:
    second = nested_failure(cloud)
    good = f"{cloud.endpoint}/templates/good.json"
    body = template({"First": nested(good, Name="b"), "Second": nested(good)})
    start_update(cloud, "root", body)
    assert cloud.settled("root")["StackStatus"] == "UPDATE_COMPLETE"
    for name in (child(cloud, "First"), second):
        assert cloud.stack(name)["StackStatus"] == "UPDATE_COMPLETE"
    assert set(cloud.resources(second)) == {"Topic"}


def test_without_rollback_nothing_is_replaced(cloud: Cloud) -> None:
    def body(name: str) -> dict[str, Any]:
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}
        return template({"Logs": logs})

    cloud.create("s", body("/one"))
    start_update(cloud, "s", body("/two"), DisableRollback=True)
    assert cloud.settled("s")["StackStatus"] == "UPDATE_FAILED"
    assert cloud.reason("s", "Logs", "UPDATE_FAILED") == (
        "Replacement type updates not supported on stack with disable-rollback."
    )


def test_a_repeated_update_is_no_second_one(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC}, Parameters=NAME)
    cloud.create("s", body)
    other = {**body, "Outputs": {"O": {"Value": "1"}}}
    for _ in range(2):
        start_update(cloud, "s", other, ClientRequestToken="once")
        cloud.settled("s")
    assert cloud.history("s").count("stack UPDATE_IN_PROGRESS") == 1
    tokens = {e.get("ClientRequestToken") for e in cloud.events("s")[-3:]}
    assert tokens == {"once"}
    with pytest.raises(ClientError, match="No updates"):
        start_update(cloud, "s", other, Parameters=given(), ClientRequestToken="two")


def test_a_rollback_leads_to_where_the_stack_was_last_well(cloud: Cloud) -> None:
    def body(name: str, **more: Any) -> dict[str, Any]:
        topic = {**TOPIC, "Properties": {"DisplayName": name}}
        return template({"Topic": topic, **more})

    cloud.create("s", body("a"))
    bad = {**NO_SUCH_VPC, "DependsOn": "Topic"}
    for name in ("b", "c"):
        start_update(cloud, "s", body(name, Bad=bad), DisableRollback=True)
        assert cloud.settled("s")["StackStatus"] == "UPDATE_FAILED"
    cloud.formation.rollback_stack(StackName="s")
    assert cloud.settled("s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    arn = cloud.resources("s")["Topic"]["PhysicalResourceId"]
    found = cloud.client("sns").get_topic_attributes(TopicArn=arn)
    assert found["Attributes"]["DisplayName"] == "a"
    assert cloud.formation.get_template(StackName="s")["TemplateBody"] == body("a")
