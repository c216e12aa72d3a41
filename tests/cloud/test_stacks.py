"""What is asked about stacks, and what the answers become."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.values import Output
from tests.cloud.fakes import NAME, ROOT, START, Refusal, scripted

pytestmark = pytest.mark.usefixtures("nobody")

ROLE = "arn:aws:iam::123456789012:role/deploy"
ABSENT = Refusal("ValidationError", f"Stack with id {NAME} does not exist")


def test_a_stack_is_read_as_values() -> None:
    raw = {
        "StackId": ROOT,
        "StackName": NAME,
        "StackStatus": "CREATE_COMPLETE",
        "CreationTime": START,
        "ParentId": "arn:parent",
        "Parameters": [{"ParameterKey": "A", "ParameterValue": "1"}],
        "Tags": [{"Key": "System", "Value": "small"}],
        "Outputs": [{"OutputKey": "Url", "OutputValue": "u", "Description": "d"}],
    }
    cloud, _ = scripted({"DescribeStacks": {"Stacks": [raw]}})
    found = cloud.stacks.find(NAME)
    assert found
    assert (found.id, found.name, found.status) == (ROOT, NAME, "CREATE_COMPLETE")
    assert found.parent == "arn:parent"
    assert found.parameters == {"A": "1"}
    assert found.tags == {"System": "small"}
    assert found.outputs == (Output("Url", "u", "d"),)


def test_a_stack_that_is_not_there_is_none() -> None:
    cloud, _ = scripted({"DescribeStacks": ABSENT})
    assert cloud.stacks.find(NAME) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param({"Resources": {}}, {"Resources": {}}, id="json"),
        pytest.param("Resources: {}", {}, id="yaml is none of ours"),
        pytest.param("[]", {}, id="neither is a list"),
    ],
)
def test_a_template_is_read_parsed(body: Any, expected: Any) -> None:
    cloud, script = scripted({"GetTemplate": {"TemplateBody": body}})
    assert cloud.stacks.template(ROOT) == expected
    assert script.of("GetTemplate")[0]["TemplateStage"] == "Original"


def test_a_stack_says_how_it_is_kept() -> None:
    raw = {
        "StackId": ROOT,
        "StackName": NAME,
        "StackStatus": "UPDATE_COMPLETE",
        "CreationTime": START,
        "RoleARN": ROLE,
        "EnableTerminationProtection": True,
        "NotificationARNs": ["arn:topic"],
        "RollbackConfiguration": {
            "RollbackTriggers": [
                {"Arn": "arn:alarm", "Type": "AWS::CloudWatch::Alarm"}
            ],
            "MonitoringTimeInMinutes": 10,
        },
        "DriftInformation": {
            "StackDriftStatus": "IN_SYNC",
            "LastCheckTimestamp": START,
        },
        "LastOperations": [{"OperationType": "UPDATE_STACK", "OperationId": "op-1"}],
    }
    cloud, _ = scripted({"DescribeStacks": {"Stacks": [raw]}})
    found = cloud.stacks.find(ROOT)
    assert found
    assert (found.protected, found.notify, found.alarms) == (
        True,
        ("arn:topic",),
        ("arn:alarm",),
    )
    assert (found.monitor_minutes, found.operation) == (10, "op-1")
    assert (found.drift, found.drift_at) == ("IN_SYNC", START)


def test_a_name_that_was_deleted_is_nothing_and_an_arn_still_answers() -> None:
    raw = {
        "StackId": ROOT,
        "StackName": NAME,
        "StackStatus": "DELETE_COMPLETE",
        "CreationTime": START,
    }
    cloud, _ = scripted({"DescribeStacks": {"Stacks": [raw]}})
    assert cloud.stacks.find(NAME) is None
    assert cloud.stacks.find(ROOT)


def test_resources_are_read_to_the_last_page() -> None:
    def page(name: str, **more: Any) -> dict[str, Any]:
        one = {
            "LogicalResourceId": name,
            "ResourceType": "AWS::SNS::Topic",
            "ResourceStatus": "CREATE_COMPLETE",
            "LastUpdatedTimestamp": START,
        }
        return {"StackResourceSummaries": [one]} | more

    cloud, _ = scripted(
        {"ListStackResources": [page("A", NextToken="more"), page("B")]}
    )
    assert [one.logical_id for one in cloud.stacks.resources(ROOT)] == ["A", "B"]


def test_a_deletion_says_what_it_leaves() -> None:
    cloud, script = scripted({"DeleteStack": {}})
    cloud.stacks.delete(ROOT, "t", role=ROLE, retain=("Bucket",))
    cloud.stacks.delete(ROOT, "t", force=True)
    named = {"StackName": ROOT, "ClientRequestToken": "t"}
    assert script.of("DeleteStack") == [
        named | {"RoleARN": ROLE, "RetainResources": ["Bucket"]},
        named | {"DeletionMode": "FORCE_DELETE_STACK"},
    ]


def test_recovering_asks_for_no_more_than_was_said() -> None:
    cloud, script = scripted({"ContinueUpdateRollback": {}, "RollbackStack": {}})
    cloud.stacks.continue_rollback(ROOT, "t", skip=("Network.Vpc",))
    cloud.stacks.continue_rollback(ROOT, "t", force=True)
    cloud.stacks.roll_back(ROOT, "t")
    named = {"StackName": ROOT, "ClientRequestToken": "t"}
    assert script.of("ContinueUpdateRollback") == [
        named | {"ResourcesToSkip": ["Network.Vpc"]},
        named | {"ForceRollback": True},
    ]
    assert script.of("RollbackStack") == [named | {"RetainExceptOnCreate": True}]


def test_an_export_that_nobody_imports_has_no_importers() -> None:
    nobody = Refusal("ValidationError", "Export 'x' is not imported by any stack.")
    cloud, _ = scripted({"ListImports": nobody})
    assert cloud.stacks.importers("x") == ()
