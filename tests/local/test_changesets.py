from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import NO_SUCH_VPC, TOPIC
from tests.local.test_nested import NAME, child, leaf, nested, two_leaves

NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information "
    "to create a change set."
)


def changed(shown: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a change set does: action and logical id."""
    changes = [c["ResourceChange"] for c in shown["Changes"]]
    return [(c["Action"], c["LogicalResourceId"]) for c in changes]


def test_a_first_change_set_shows_additions_and_makes_nothing(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    assert changed(shown) == [("Add", "Topic")]
    assert shown["ExecutionStatus"] == "AVAILABLE"
    assert cloud.stack("s")["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert not cloud.resources("s")


def test_executing_it_makes_the_stack(cloud: Cloud) -> None:
    outputs = {"Arn": {"Value": {"Ref": "Topic"}}}
    body = template({"Topic": TOPIC}, Outputs=outputs)
    shown = cloud.preview("s", body, ChangeSetType="CREATE")
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    assert cloud.settled("s")["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.outputs("s")["Arn"].startswith("arn:aws:sns:us-east-1:")


def test_it_cannot_be_executed_twice(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])
    cloud.settled("s")
    with pytest.raises(ClientError, match="InvalidChangeSetStatus"):
        cloud.formation.execute_change_set(ChangeSetName=shown["ChangeSetId"])


def test_a_repeated_request_is_no_second_execution(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    names = {"ChangeSetName": shown["ChangeSetId"], "ClientRequestToken": "once"}
    cloud.formation.execute_change_set(**names)
    cloud.settled("s")
    told = cloud.history("s")
    cloud.formation.execute_change_set(**names)
    assert cloud.history("s") == told


def test_no_changes_fail_the_change_set(cloud: Cloud) -> None:
    body = template({"Topic": TOPIC})
    cloud.create("s", body)
    shown = cloud.preview("s", body, ChangeSetType="UPDATE")
    assert (shown["Status"], shown["StatusReason"]) == ("FAILED", NO_CHANGES)
    assert shown["ExecutionStatus"] == "UNAVAILABLE"


def test_a_parameter_that_reaches_one_child_changes_that_child(cloud: Cloud) -> None:
    body = two_leaves(cloud)
    cloud.create("root", body)
    shown = cloud.preview(
        "root",
        body,
        Parameters=given(Name="new"),
        ChangeSetType="UPDATE",
        IncludeNestedStacks=True,
    )
    assert changed(shown) == [("Modify", "First")]
    change = shown["Changes"][0]["ResourceChange"]
    assert change["PhysicalResourceId"] == child(cloud, "First")
    inner = cloud.formation.describe_change_set(ChangeSetName=change["ChangeSetId"])
    assert changed(inner) == [("Modify", "Topic")]
    assert inner["ParentChangeSetId"] == shown["ChangeSetId"]
    with pytest.raises(ClientError, match="root change set"):
        cloud.formation.execute_change_set(ChangeSetName=inner["ChangeSetId"])


def test_a_new_child_shows_its_own_additions(cloud: Cloud) -> None:
    (url,) = cloud.upload({"leaf.json": leaf()})
    shown = cloud.preview(
        "root",
        template({"Leaf": nested(url)}),
        ChangeSetType="CREATE",
        IncludeNestedStacks=True,
    )
    inner = shown["Changes"][0]["ResourceChange"]["ChangeSetId"]
    described = cloud.formation.describe_change_set(ChangeSetName=inner)
    assert changed(described) == [("Add", "Topic")]


def test_replacement_and_removal_are_told(cloud: Cloud) -> None:
    def body(name: str, **more: Any) -> dict[str, Any]:
        logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name}}
        return template({"Logs": logs, **more})

    cloud.create("s", body("/one", Topic=TOPIC))
    shown = cloud.preview("s", body("/two"), ChangeSetType="UPDATE")
    assert changed(shown) == [("Modify", "Logs"), ("Remove", "Topic")]
    change = shown["Changes"][0]["ResourceChange"]
    assert (change["Replacement"], change["PolicyAction"]) == (
        "True",
        "ReplaceAndDelete",
    )
    assert change["Details"][0]["Target"]["RequiresRecreation"] == "Always"


def test_values_are_shown_on_request_and_secrets_never(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}
    secret = {"Name": {"Type": "String", "NoEcho": True}}
    body = template({"Topic": topic}, Parameters=secret)
    cloud.create("s", body, Parameters=given(Name="hush-one"))
    shown = cloud.preview(
        "s", body, Parameters=given(Name="hush-two"), ChangeSetType="UPDATE"
    )
    assert "AfterContext" not in shown["Changes"][0]["ResourceChange"]
    whole = cloud.formation.describe_change_set(
        ChangeSetName=shown["ChangeSetId"], IncludePropertyValues=True
    )
    assert "****" in whole["Changes"][0]["ResourceChange"]["AfterContext"]
    assert "hush" not in str(whole) and "hush" not in str(cloud.stack("s"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("UPDATE", r"Stack \[s\] does not exist", id="update of nothing"),
        pytest.param(
            "CREATE", "already exists and cannot be created", id="second create"
        ),
    ],
)
def test_the_wrong_kind_is_refused(cloud: Cloud, kind: str, words: str) -> None:
    if kind == "CREATE":
        cloud.create("s", template({"Topic": TOPIC}))
    with pytest.raises(ClientError, match=words):
        cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType=kind)


def test_a_wrong_template_makes_no_stack(cloud: Cloud) -> None:
    topic = {**TOPIC, "DependsOn": "Nobody"}
    with pytest.raises(ClientError, match="Unresolved resource dependencies"):
        cloud.preview("s", template({"Topic": topic}), ChangeSetType="CREATE")
    assert not cloud.formation.list_stacks()["StackSummaries"]


def test_a_rolled_back_stack_cannot_be_updated(cloud: Cloud) -> None:
    cloud.create("s", template({"Subnet": NO_SUCH_VPC}))
    with pytest.raises(ClientError, match="ROLLBACK_COMPLETE state and can not be"):
        cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="UPDATE")


def test_it_can_be_listed_and_deleted(cloud: Cloud) -> None:
    shown = cloud.preview("s", template({"Topic": TOPIC}), ChangeSetType="CREATE")
    listed = cloud.formation.list_change_sets(StackName="s")["Summaries"]
    assert [c["ChangeSetId"] for c in listed] == [shown["ChangeSetId"]]
    cloud.formation.delete_change_set(ChangeSetName=shown["ChangeSetId"])
    assert not cloud.formation.list_change_sets(StackName="s")["Summaries"]
    with pytest.raises(ClientError, match="does not exist"):
        cloud.formation.describe_change_set(ChangeSetName=shown["ChangeSetId"])


def test_the_previous_template_and_values_can_be_used(cloud: Cloud) -> None:
    topic = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}
    cloud.create(
        "s", template({"Topic": topic}, Parameters=NAME), Parameters=given(Name="a")
    )
    made = cloud.formation.create_change_set(
        StackName="s",
        ChangeSetName="same",
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": "Name", "UsePreviousValue": True}],
    )
    shown = cloud.formation.describe_change_set(ChangeSetName=made["Id"])
    assert shown["StatusReason"] == NO_CHANGES
