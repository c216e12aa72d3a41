from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, template
from tests.local.probes import NO_SUCH_VPC, TOPIC


def told(cloud: Cloud, **asked: Any) -> list[dict[str, Any]]:
    """Return the events of a question, oldest first."""
    pages = cloud.formation.get_paginator("describe_events").paginate(**asked)
    return [event for page in pages for event in page["OperationEvents"]][::-1]


def test_a_rollback_is_an_operation_of_its_own(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC}))
    broken = template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC})
    stack = cloud.update("s", broken, ClientRequestToken="mine")
    last = stack["LastOperations"]
    assert [one["OperationType"] for one in last] == [
        "ROLLBACK",
        "UPDATE_STACK",
        "CREATE_STACK",
    ]
    update = told(cloud, OperationId=last[1]["OperationId"])
    assert {e["OperationStatus"] for e in update} == {"FAILED"}
    assert [e["LogicalResourceId"] for e in update] == ["s", "Subnet", "Subnet"]
    back = told(cloud, OperationId=last[0]["OperationId"])
    assert {e["OperationType"] for e in back} == {"ROLLBACK"}
    assert {e["OperationStatus"] for e in back} == {"SUCCEEDED"}
    assert {e["ClientRequestToken"] for e in update + back} == {"mine"}


def test_only_failures_on_request(cloud: Cloud) -> None:
    cloud.create("s", template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC}))
    (failed,) = told(cloud, StackName="s", Filters={"FailedEvents": True})
    assert failed["EventType"] == "PROVISIONING_ERROR"
    assert failed["LogicalResourceId"] == "Subnet"
    assert "vpc-0" in failed["ResourceStatusReason"]
    kinds = {e["EventType"] for e in told(cloud, StackName="s")}
    assert kinds == {"STACK_EVENT", "PROGRESS_EVENT", "PROVISIONING_ERROR"}


def test_a_change_set_tells_what_validation_found(cloud: Cloud) -> None:
    wrong = {**TOPIC, "Properties": {"DisplayName": "x", "Nobody": "y"}}
    body = template({"Topic": TOPIC, "Wrong": wrong})
    shown = cloud.preview("s", body, ChangeSetType="CREATE")
    assert (shown["Status"], shown["StatusReason"]) == (
        "FAILED",
        "The following hook(s)/validation failed: "
        "[AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation "
        "errors, use the DescribeEvents API for detailed failure information.",
    )
    _, error = told(cloud, ChangeSetName=shown["ChangeSetId"])
    assert (error["OperationType"], error["OperationStatus"]) == (
        "CREATE_CHANGESET",
        "FAILED",
    )
    assert {k: v for k, v in error.items() if k.startswith(("Val", "Log", "Ev"))} == {
        "EventId": error["EventId"],
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": "Wrong",
        "ValidationName": "PROPERTY_VALIDATION",
        "ValidationStatus": "FAILED",
        "ValidationFailureMode": "FAIL",
        "ValidationStatusReason": "#: extraneous key [Nobody] is not permitted",
        "ValidationPath": "/Resources/Wrong/Properties",
    }


def test_that_nothing_changes_is_no_error(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC})
    cloud.create("s", body)
    shown = cloud.preview("s", body)
    events = told(cloud, ChangeSetName=shown["ChangeSetId"])
    assert [e["EventType"] for e in events] == ["STACK_EVENT"]


def test_something_has_to_be_asked_for(cloud: Cloud) -> None:
    with pytest.raises(ClientError, match="must be specified"):
        cloud.formation.describe_events()
