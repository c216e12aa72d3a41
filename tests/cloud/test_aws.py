"""What AwsCloud asks of AWS and makes of the answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from cfngen.cloud.values import Change, ChangeSetOrder, Identity, Output
from cfngen.errors import CloudUnreachable, NeedsHuman, PreviewRejected
from tests.cloud.fakes import Answer, Refusal, scripted
from tests.fakes import ACCOUNT, CHANGE_SET, NAME, ROOT, START

pytestmark = pytest.mark.usefixtures("nobody")

WHO = {"Account": ACCOUNT, "Arn": "arn:aws:iam::123456789012:user/me", "UserId": "x"}
ABSENT = Refusal("ValidationError", f"Stack with id {NAME} does not exist")
NOT_FOUND = Refusal("404", "Not Found", 404)
EMULATOR = "http://localhost:4566"


def order(**changes: Any) -> ChangeSetOrder:
    fields: dict[str, Any] = {
        "stack": NAME,
        "name": "cfngen-x",
        "kind": "CREATE",
        "template_url": "https://s3.amazonaws.com/b/k",
        "parameters": {"B": "2", "A": "1"},
        "tags": {"System": "small"},
        "capabilities": ("CAPABILITY_IAM",),
        "token": "token",
    }
    return ChangeSetOrder(**(fields | changes))


def test_the_caller_is_known_by_account() -> None:
    cloud, _ = scripted({"GetCallerIdentity": WHO})
    assert cloud.identity() == Identity(ACCOUNT, WHO["Arn"])


def test_on_aws_a_bucket_must_be_there() -> None:
    cloud, script = scripted({"GetCallerIdentity": WHO, "HeadBucket": NOT_FOUND})
    with pytest.raises(NeedsHuman, match="no bucket templates") as raised:
        cloud.ensure_bucket("templates")
    assert "aws s3 mb s3://templates --region us-east-1" in raised.value.hint
    assert script.of("CreateBucket") == []


def test_on_aws_every_call_to_the_bucket_names_its_owner() -> None:
    cloud, script = scripted(
        {"GetCallerIdentity": WHO, "HeadBucket": {}, "HeadObject": {}, "PutObject": {}}
    )
    cloud.ensure_bucket("b")
    cloud.has_object("b", "k")
    cloud.put_object("b", "k", "{}")
    for operation in ("HeadBucket", "HeadObject", "PutObject"):
        assert script.of(operation)[0]["ExpectedBucketOwner"] == ACCOUNT
    assert len(script.of("GetCallerIdentity")) == 1


def test_somebody_elses_bucket_is_a_refusal() -> None:
    cloud, _ = scripted(
        {"GetCallerIdentity": WHO, "HeadBucket": Refusal("403", "Forbidden", 403)}
    )
    with pytest.raises(CloudUnreachable, match="Forbidden"):
        cloud.ensure_bucket("b")


def test_on_an_emulator_the_bucket_is_made() -> None:
    cloud, script = scripted({"HeadBucket": NOT_FOUND, "CreateBucket": {}}, EMULATOR)
    cloud.ensure_bucket("b")
    assert script.of("CreateBucket") == [{"Bucket": "b"}]
    assert "ExpectedBucketOwner" not in script.of("HeadBucket")[0]


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("", r"https://s3(\.us-east-1)?\.amazonaws\.com/b"),
        (EMULATOR, "http://localhost:4566/b"),
    ],
    ids=["aws", "emulator"],
)
def test_templates_have_path_style_addresses(endpoint: str, url: str) -> None:
    cloud, _ = scripted({}, endpoint)
    assert re.fullmatch(url, cloud.bucket_url("b"))


def test_an_object_is_there_or_not() -> None:
    cloud, _ = scripted({"HeadObject": [NOT_FOUND, {}]}, EMULATOR)
    assert not cloud.has_object("b", "k")
    assert cloud.has_object("b", "k")


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
    found = cloud.stack(NAME)
    assert found
    assert (found.id, found.name, found.status) == (ROOT, NAME, "CREATE_COMPLETE")
    assert found.parent == "arn:parent"
    assert found.parameters == {"A": "1"}
    assert found.tags == {"System": "small"}
    assert found.outputs == (Output("Url", "u", "d"),)


def test_a_stack_that_is_not_there_is_none() -> None:
    cloud, _ = scripted({"DescribeStacks": ABSENT})
    assert cloud.stack(NAME) is None


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
    assert cloud.template(ROOT) == expected
    assert script.of("GetTemplate")[0]["TemplateStage"] == "Original"


def test_a_change_set_is_asked_for_with_its_nested_stacks() -> None:
    answer = {"Id": CHANGE_SET, "StackId": ROOT}
    cloud, script = scripted({"CreateChangeSet": answer})
    made = cloud.create_change_set(order())
    assert made
    assert (made.id, made.stack_id, made.pending) == (CHANGE_SET, ROOT, True)
    assert script.of("CreateChangeSet") == [
        {
            "StackName": NAME,
            "ChangeSetName": "cfngen-x",
            "ChangeSetType": "CREATE",
            "TemplateURL": "https://s3.amazonaws.com/b/k",
            "IncludeNestedStacks": True,
            "Parameters": [
                {"ParameterKey": "A", "ParameterValue": "1"},
                {"ParameterKey": "B", "ParameterValue": "2"},
            ],
            "Tags": [{"Key": "System", "Value": "small"}],
            "Capabilities": ["CAPABILITY_IAM"],
            "ClientToken": "token",
        }
    ]


def test_nothing_to_change_is_an_answer_and_no_error() -> None:
    words = Refusal("ValidationError", "No updates are to be performed.")
    cloud, _ = scripted({"CreateChangeSet": words})
    assert cloud.create_change_set(order()) is None


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal("ValidationError", "Parameters: [X] do not exist in the template"),
        Refusal("InsufficientCapabilitiesException", "Requires capabilities"),
        Refusal("AlreadyExistsException", "exists"),
    ],
    ids=lambda refusal: refusal.code,
)
def test_a_refused_change_set_has_touched_nothing(refusal: Refusal) -> None:
    cloud, _ = scripted({"CreateChangeSet": refusal})
    with pytest.raises(PreviewRejected, match=refusal.message.split("[")[0]):
        cloud.create_change_set(order())


def page(*names: str, **more: Any) -> dict[str, Any]:
    """Return a page of a described change set."""
    changes = [
        {
            "Type": "Resource",
            "ResourceChange": {
                "Action": "Modify",
                "LogicalResourceId": name,
                "ResourceType": "AWS::CloudFormation::Stack",
                "Replacement": "False",
                "ChangeSetId": f"{CHANGE_SET}-{name}",
            },
        }
        for name in names
    ]
    return {
        "ChangeSetId": CHANGE_SET,
        "ChangeSetName": "cfngen-x",
        "StackId": ROOT,
        "Status": "CREATE_COMPLETE",
        "StatusReason": "because",
        "Changes": changes,
    } | more


def test_a_change_set_is_read_to_its_last_page() -> None:
    pages: list[Answer] = [page("A", "B", NextToken="more"), page("C")]
    cloud, script = scripted({"DescribeChangeSet": pages})
    found = cloud.change_set("cfngen-x", NAME)
    assert found
    assert [change.logical_id for change in found.changes] == ["A", "B", "C"]
    assert found.changes[0] == Change(
        "Modify", "A", "AWS::CloudFormation::Stack", "False", f"{CHANGE_SET}-A"
    )
    assert (found.ready, found.reason) == (True, "because")
    names = {"ChangeSetName": "cfngen-x", "StackName": NAME}
    assert script.of("DescribeChangeSet") == [names, names | {"NextToken": "more"}]


@pytest.mark.parametrize(
    "refusal",
    [Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404), ABSENT],
    ids=["change set", "stack"],
)
def test_a_change_set_that_is_gone_is_none_and_needs_no_deletion(
    refusal: Refusal,
) -> None:
    cloud, script = scripted({"DescribeChangeSet": refusal, "DeleteChangeSet": refusal})
    assert cloud.change_set(CHANGE_SET) is None
    cloud.delete_change_set("cfngen-x", NAME)
    assert script.of("DescribeChangeSet") == [{"ChangeSetName": CHANGE_SET}]


def test_the_change_sets_of_a_stack_are_listed_by_name() -> None:
    summaries = [
        {"ChangeSetName": "one", "StackId": ROOT},
        {"ChangeSetName": "two", "StackId": "arn:another"},
    ]
    cloud, _ = scripted({"ListChangeSets": {"Summaries": summaries}})
    assert cloud.change_sets(ROOT) == ("one",)


def test_an_execution_rolls_back_and_can_be_retried() -> None:
    cloud, script = scripted({"ExecuteChangeSet": {}})
    cloud.execute_change_set(CHANGE_SET, "token")
    assert script.of("ExecuteChangeSet") == [
        {
            "ChangeSetName": CHANGE_SET,
            "ClientRequestToken": "token",
            "DisableRollback": False,
            "RetainExceptOnCreate": True,
        }
    ]


def raw_event(number: int) -> dict[str, Any]:
    """Return an event as DescribeStackEvents lists it."""
    return {
        "StackId": ROOT,
        "StackName": NAME,
        "EventId": f"e{number}",
        "LogicalResourceId": NAME,
        "PhysicalResourceId": ROOT,
        "ResourceType": "AWS::CloudFormation::Stack",
        "ResourceStatus": "UPDATE_IN_PROGRESS",
        "Timestamp": START + timedelta(seconds=number),
    }


def history() -> list[Answer]:
    """Return two pages, the newest event first."""
    return [
        {"StackEvents": [raw_event(5), raw_event(4)], "NextToken": "older"},
        {"StackEvents": [raw_event(3), raw_event(2), raw_event(1)]},
    ]


def test_events_come_oldest_first_and_only_later_ones() -> None:
    cloud, _ = scripted({"DescribeStackEvents": history()})
    found = cloud.events(ROOT, START + timedelta(seconds=2), ())
    assert [event.id for event in found] == ["e3", "e4", "e5"]
    assert all(event.of_the_stack for event in found)


def test_reading_stops_at_the_first_known_event() -> None:
    cloud, script = scripted({"DescribeStackEvents": history()})
    assert [event.id for event in cloud.events(ROOT, None, {"e4"})] == ["e5"]
    assert len(script.of("DescribeStackEvents")) == 1


def test_the_last_event_is_the_newest_of_the_first_page() -> None:
    cloud, script = scripted({"DescribeStackEvents": history()})
    assert cloud.last_event(ROOT) == START + timedelta(seconds=5)
    assert len(script.of("DescribeStackEvents")) == 1
