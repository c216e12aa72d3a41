"""What is asked about change sets, and what the answers become."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.changes import Change, ChangeSetOrder
from cfngen.errors import PreviewRejected
from tests.cloud.fakes import CHANGE_SET, NAME, ROOT, Answer, Refusal, scripted

pytestmark = pytest.mark.usefixtures("nobody")

ABSENT = Refusal("ValidationError", f"Stack with id {NAME} does not exist")


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


def test_a_change_set_is_asked_for_with_its_nested_stacks() -> None:
    answer = {"Id": CHANGE_SET, "StackId": ROOT}
    cloud, script = scripted({"CreateChangeSet": answer})
    made = cloud.change_sets.create(order())
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
    assert cloud.change_sets.create(order()) is None


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
        cloud.change_sets.create(order())


def test_an_order_says_only_what_its_environment_says() -> None:
    cloud, script = scripted({"CreateChangeSet": {"Id": CHANGE_SET, "StackId": ROOT}})
    cloud.change_sets.create(
        order(
            role="arn:aws:iam::123456789012:role/r",
            notify=("arn:t",),
            alarms=("arn:a",),
            monitor_minutes=5,
        )
    )
    asked = script.of("CreateChangeSet")[0]
    assert asked["RoleARN"] == "arn:aws:iam::123456789012:role/r"
    assert asked["NotificationARNs"] == ["arn:t"]
    assert asked["RollbackConfiguration"] == {
        "RollbackTriggers": [{"Arn": "arn:a", "Type": "AWS::CloudWatch::Alarm"}],
        "MonitoringTimeInMinutes": 5,
    }


def test_a_template_without_an_address_is_sent_along() -> None:
    cloud, script = scripted({"CreateChangeSet": {"Id": CHANGE_SET, "StackId": ROOT}})
    cloud.change_sets.create(order(body="{}", nested=False))
    asked = script.of("CreateChangeSet")[0]
    assert asked["TemplateBody"] == "{}"
    assert "TemplateURL" not in asked
    assert asked["IncludeNestedStacks"] is False


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
    found = cloud.change_sets.find("cfngen-x", NAME)
    assert found
    assert [change.logical_id for change in found.changes] == ["A", "B", "C"]
    assert found.changes[0] == Change(
        "Modify", "A", "AWS::CloudFormation::Stack", "False", f"{CHANGE_SET}-A"
    )
    assert (found.ready, found.reason) == (True, "because")
    names = {"ChangeSetName": "cfngen-x", "StackName": NAME}
    assert script.of("DescribeChangeSet") == [names, names | {"NextToken": "more"}]


def test_a_change_says_what_each_property_was_and_will_be() -> None:
    change = {
        "Action": "Modify",
        "LogicalResourceId": "Logs",
        "PhysicalResourceId": "/ecs/x",
        "ResourceType": "AWS::Logs::LogGroup",
        "Replacement": "False",
        "PolicyAction": "ReplaceAndRetain",
        "Scope": ["Properties"],
        "Details": [
            {
                "Target": {
                    "Attribute": "Properties",
                    "Name": "RetentionInDays",
                    "RequiresRecreation": "Never",
                    "Path": "/Properties/RetentionInDays",
                    "BeforeValue": "7",
                    "AfterValue": "14",
                    "AttributeChangeType": "Modify",
                },
                "Evaluation": "Static",
                "ChangeSource": "ParameterReference",
                "CausingEntity": "LogDays",
            }
        ],
    }
    raw = page(Changes=[{"HookInvocationCount": 2, "ResourceChange": change}])
    cloud, script = scripted({"DescribeChangeSet": raw})
    found = cloud.change_sets.find(CHANGE_SET, values=True)
    assert found
    (one,) = found.changes
    assert (one.policy, one.physical_id, one.hooks) == ("ReplaceAndRetain", "/ecs/x", 2)
    (detail,) = one.details
    assert (detail.before, detail.after, detail.entity) == ("7", "14", "LogDays")
    assert script.of("DescribeChangeSet")[0]["IncludePropertyValues"] is True


def test_hooks_are_asked_for_their_notes_where_they_failed() -> None:
    results = [
        {
            "HookResultId": f"{1:036}",
            "TypeName": "Org::Tag",
            "Status": "HOOK_COMPLETE_FAILED",
        },
        {
            "HookResultId": f"{2:036}",
            "TypeName": "Org::Ok",
            "Status": "HOOK_COMPLETE_SUCCEEDED",
        },
    ]
    note = {
        "AnnotationName": "n",
        "StatusMessage": "No owner.",
        "RemediationMessage": "Tag it.",
    }
    cloud, script = scripted(
        {
            "ListHookResults": {"HookResults": results},
            "GetHookResult": {"Annotations": [note]},
        }
    )
    failed, passed = cloud.change_sets.hooks(CHANGE_SET)
    assert failed.notes == ("No owner. Tag it.",)
    assert passed.notes == ()
    assert len(script.of("GetHookResult")) == 1


@pytest.mark.parametrize(
    "refusal",
    [Refusal("ChangeSetNotFound", "ChangeSet [x] does not exist", 404), ABSENT],
    ids=["change set", "stack"],
)
def test_a_change_set_that_is_gone_is_none_and_needs_no_deletion(
    refusal: Refusal,
) -> None:
    cloud, script = scripted({"DescribeChangeSet": refusal, "DeleteChangeSet": refusal})
    assert cloud.change_sets.find(CHANGE_SET) is None
    cloud.change_sets.delete("cfngen-x", NAME)
    assert script.of("DescribeChangeSet") == [{"ChangeSetName": CHANGE_SET}]


def test_the_change_sets_of_a_stack_are_listed_by_name() -> None:
    summaries = [
        {"ChangeSetName": "one", "StackId": ROOT},
        {"ChangeSetName": "two", "StackId": "arn:another"},
    ]
    cloud, _ = scripted({"ListChangeSets": {"Summaries": summaries}})
    assert cloud.change_sets.names(ROOT) == ("one",)


def test_an_execution_rolls_back_and_can_be_retried() -> None:
    cloud, script = scripted({"ExecuteChangeSet": {}})
    cloud.change_sets.execute(CHANGE_SET, ROOT, "token")
    assert script.of("ExecuteChangeSet") == [
        {
            "ChangeSetName": CHANGE_SET,
            "StackName": ROOT,
            "ClientRequestToken": "token",
            "DisableRollback": False,
            "RetainExceptOnCreate": True,
        }
    ]
