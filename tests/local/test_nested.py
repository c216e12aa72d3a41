from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import NO_SUCH_VPC, TOPIC

NUMBERS = {"Numbers": {"Type": "CommaDelimitedList"}}
NAME = {"Name": {"Type": "String", "Default": "none"}}
DISPLAYED = {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}


def nested(url: str, **parameters: Any) -> dict[str, Any]:
    """Return a nested stack."""
    properties = {"TemplateURL": url, "Parameters": parameters}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


def leaf(value: Any = None, **more: Any) -> dict[str, Any]:
    """Return a template with one topic that shows its parameter, and one output."""
    outputs = {"Out": {"Value": value or {"Fn::GetAtt": ["Topic", "TopicName"]}}}
    return template({"Topic": DISPLAYED}, Parameters=NAME, Outputs=outputs, **more)


def two_leaves(cloud: Cloud, second: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a root whose second nested stack takes an output of the first."""
    first, other = cloud.upload({"a.json": leaf(), "b.json": second or leaf()})
    return template(
        {
            "First": nested(first, Name={"Ref": "Name"}),
            "Second": nested(other, Name={"Fn::GetAtt": "First.Outputs.Out"}),
        },
        Parameters=NAME,
        Outputs={"Both": {"Value": {"Fn::Sub": "${First.Outputs.Out}!"}}},
    )


def child(cloud: Cloud, logical_id: str, root: str = "root") -> str:
    return str(cloud.resources(root)[logical_id]["PhysicalResourceId"])


def test_outputs_travel_from_child_to_child_and_to_the_root(cloud: Cloud) -> None:
    cloud.create("root", two_leaves(cloud))
    first = cloud.outputs(child(cloud, "First"))["Out"]
    shown = cloud.stack(child(cloud, "Second"))["Parameters"]
    assert shown == [{"ParameterKey": "Name", "ParameterValue": first}]
    assert cloud.outputs("root") == {"Both": f"{first}!"}


def test_a_child_knows_its_parent_and_its_root(cloud: Cloud) -> None:
    (leaf_url,) = cloud.upload({"leaf.json": leaf()})
    (middle_url,) = cloud.upload({"middle.json": template({"Leaf": nested(leaf_url)})})
    root = cloud.create("root", template({"Middle": nested(middle_url)}))
    middle = cloud.stack(child(cloud, "Middle"))
    deepest = cloud.stack(child(cloud, "Leaf", middle["StackId"]))
    assert middle["ParentId"] == middle["RootId"] == root["StackId"]
    assert (deepest["ParentId"], deepest["RootId"]) == (
        middle["StackId"],
        root["StackId"],
    )
    assert "ParentId" not in root


def test_a_joined_list_arrives_as_a_list(cloud: Cloud) -> None:
    counted = {"Fn::Join": ["+", {"Ref": "Numbers"}]}
    inner = template(
        {"Topic": TOPIC}, Parameters=NUMBERS, Outputs={"Out": {"Value": counted}}
    )
    (url,) = cloud.upload({"inner.json": inner})
    joined = {"Fn::Join": [",", {"Ref": "Numbers"}]}
    root = template({"Inner": nested(url, Numbers=joined)}, Parameters=NUMBERS)
    cloud.create("root", root, Parameters=given(Numbers="1, 2,3"))
    assert cloud.outputs(child(cloud, "Inner")) == {"Out": "1+2+3"}


def test_a_list_is_refused(cloud: Cloud) -> None:
    (url,) = cloud.upload({"inner.json": leaf()})
    root = template({"Inner": nested(url, Name={"Ref": "Numbers"})}, Parameters=NUMBERS)
    ended = cloud.create("root", root, Parameters=given(Numbers="1,2"))
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert cloud.reason("root", "Inner", "CREATE_FAILED") == (
        "Value of property Parameters must be an object with String (or simple type) "
        "properties"
    )
    shown = cloud.preview(
        "other", root, Parameters=given(Numbers="1,2"), ChangeSetType="CREATE"
    )
    assert (shown["Status"], shown["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert "must be an object with String" in shown["StatusReason"]


def test_a_change_updates_the_child_in_place_and_nothing_else(cloud: Cloud) -> None:
    body = two_leaves(cloud)
    cloud.create("root", body)
    before = {name: child(cloud, name) for name in ("First", "Second")}
    told = {name: len(cloud.events(before[name])) for name in before}
    topic = cloud.resources(before["First"])["Topic"]["PhysicalResourceId"]
    ended = cloud.update("root", body, Parameters=given(Name="new"))
    assert ended["StackStatus"] == "UPDATE_COMPLETE"
    assert {name: child(cloud, name) for name in before} == before
    assert cloud.resources(before["First"])["Topic"]["PhysicalResourceId"] == topic
    assert cloud.history(before["First"])[told["First"] :] == [
        "stack UPDATE_IN_PROGRESS",
        "Topic UPDATE_IN_PROGRESS",
        "Topic UPDATE_COMPLETE",
        "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "stack UPDATE_COMPLETE",
    ]
    assert len(cloud.events(before["Second"])) == told["Second"]
    assert "Second UPDATE_IN_PROGRESS" not in cloud.history("root")
    attributes = cloud.client("sns").get_topic_attributes(TopicArn=topic)
    assert attributes["Attributes"]["DisplayName"] == "new"


def test_a_failure_inside_takes_everything_back(cloud: Cloud) -> None:
    broken = template({"Topic": TOPIC, "Subnet": NO_SUCH_VPC}, Parameters=NAME)
    root = two_leaves(cloud, broken)
    ended = cloud.create("root", root)
    second = child(cloud, "Second")
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "vpc-0" in cloud.reason(second, "Subnet", "CREATE_FAILED")
    assert cloud.reason("root", "Second", "CREATE_FAILED").startswith(
        f"Embedded stack {second} was not successfully created: "
        "The following resource(s) failed to create: [Subnet"
    )
    assert cloud.reason("root", "stack", "ROLLBACK_IN_PROGRESS") == (
        "The following resource(s) failed to create: [Second]. "
        "Rollback requested by user."
    )
    assert "stack ROLLBACK_COMPLETE" in cloud.history(second)
    assert cloud.history("root")[-5:] == [
        "Second DELETE_IN_PROGRESS",
        "Second DELETE_COMPLETE",
        "First DELETE_IN_PROGRESS",
        "First DELETE_COMPLETE",
        "stack ROLLBACK_COMPLETE",
    ]
    assert cloud.stack(second)["StackStatus"] == "DELETE_COMPLETE"
    assert not cloud.client("sns").list_topics()["Topics"]


def test_a_later_failure_takes_a_finished_child_back(cloud: Cloud) -> None:
    body = two_leaves(cloud)
    cloud.create("root", body, Parameters=given(Name="old"))
    first = child(cloud, "First")
    topic = cloud.resources(first)["Topic"]["PhysicalResourceId"]
    late = {**NO_SUCH_VPC, "DependsOn": "First"}
    worse = {**body, "Resources": {**body["Resources"], "Late": late}}
    ended = cloud.update("root", worse, Parameters=given(Name="new"))
    assert ended["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloud.stack(first)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    attributes = cloud.client("sns").get_topic_attributes(TopicArn=topic)
    assert attributes["Attributes"]["DisplayName"] == "old"
    for name in ("root", first):
        assert cloud.stack(name)["Parameters"][0]["ParameterValue"] == "old"
    assert set(cloud.resources("root")) == {"First", "Second"}


def test_deleting_the_root_deletes_the_children(cloud: Cloud) -> None:
    cloud.create("root", two_leaves(cloud))
    children = [child(cloud, name) for name in ("First", "Second")]
    assert cloud.delete("root")["StackStatus"] == "DELETE_COMPLETE"
    statuses = {cloud.stack(name)["StackStatus"] for name in children}
    assert statuses == {"DELETE_COMPLETE"}
    assert not cloud.formation.describe_stacks()["Stacks"]


def test_tags_of_the_root_reach_the_children(cloud: Cloud) -> None:
    tags = [{"Key": "system", "Value": "nextjs"}]
    cloud.create("root", two_leaves(cloud), Tags=tags)
    assert cloud.stack(child(cloud, "First"))["Tags"] == tags


def test_a_parameter_that_the_child_lacks_fails_the_child(cloud: Cloud) -> None:
    (url,) = cloud.upload({"inner.json": leaf()})
    ended = cloud.create("root", template({"Inner": nested(url, Nobody="x")}))
    assert ended["StackStatus"] == "ROLLBACK_COMPLETE"
    assert cloud.reason("root", "Inner", "CREATE_FAILED") == (
        "Parameters: [Nobody] do not exist in the template"
    )


def test_only_the_root_is_protected(cloud: Cloud) -> None:
    cloud.create("root", two_leaves(cloud), EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="nested stack"):
        cloud.formation.update_termination_protection(
            StackName=child(cloud, "First"), EnableTerminationProtection=True
        )
    cloud.formation.update_termination_protection(
        StackName="root", EnableTerminationProtection=False
    )
    assert cloud.delete("root")["StackStatus"] == "DELETE_COMPLETE"
