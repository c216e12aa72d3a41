from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import Cloud, given, template
from tests.local.probes import TOPIC

BODY = template(
    {"Topic": {**TOPIC, "Properties": {"DisplayName": {"Ref": "Name"}}}},
    Description="A topic.",
    Parameters={"Name": {"Type": "String", "NoEcho": True, "Default": "hush"}},
)


def test_events_are_newest_first_unique_and_stamped(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    shown = cloud.formation.describe_stack_events(StackName="s")["StackEvents"]
    assert [e["ResourceStatus"] for e in shown[:2]] == ["CREATE_COMPLETE"] * 2
    assert shown[0]["ResourceType"] == "AWS::CloudFormation::Stack"
    times = [e["Timestamp"] for e in shown]
    assert times == sorted(times, reverse=True)
    assert len({e["EventId"] for e in shown}) == len(shown)
    assert len({e["OperationId"] for e in shown}) == 1


def test_events_come_in_pages(cloud: Cloud) -> None:
    resources = {f"T{i}": TOPIC for i in range(40)}
    cloud.create("s", template(resources))
    first = cloud.formation.describe_stack_events(StackName="s")
    assert len(first["StackEvents"]) == 100 and first["NextToken"]
    assert len(cloud.events("s")) == 122


def test_a_stack_is_described(cloud: Cloud) -> None:
    tags = [{"Key": "system", "Value": "nextjs"}]
    stack = cloud.create("s", BODY, Tags=tags, EnableTerminationProtection=True)
    assert stack["Description"] == "A topic."
    assert stack["Parameters"] == [{"ParameterKey": "Name", "ParameterValue": "****"}]
    assert (stack["Tags"], stack["EnableTerminationProtection"]) == (tags, True)
    assert stack["Capabilities"] == ["CAPABILITY_NAMED_IAM"]


def test_one_resource_is_described(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    formation = cloud.formation
    one = formation.describe_stack_resource(StackName="s", LogicalResourceId="Topic")
    (same,) = formation.describe_stack_resources(StackName="s")["StackResources"]
    detail = one["StackResourceDetail"]
    assert detail["PhysicalResourceId"] == same["PhysicalResourceId"]
    with pytest.raises(ClientError, match="Resource Nobody does not exist"):
        formation.describe_stack_resource(StackName="s", LogicalResourceId="Nobody")


def test_a_template_is_summarised(cloud: Cloud) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    body = json.dumps({**BODY, "Resources": {"Role": role}})
    summary = cloud.formation.get_template_summary(TemplateBody=body)
    assert summary["Capabilities"] == ["CAPABILITY_IAM"]
    assert summary["ResourceTypes"] == ["AWS::IAM::Role"]
    assert summary["Parameters"][0]["NoEcho"] is True


def test_stacks_are_listed_with_the_deleted(cloud: Cloud) -> None:
    cloud.create("one", BODY)
    cloud.create("two", BODY)
    cloud.delete("one")
    listed = cloud.formation.list_stacks()["StackSummaries"]
    assert [s["StackName"] for s in listed] == ["two", "one"]
    chosen = cloud.formation.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])
    assert [s["StackName"] for s in chosen["StackSummaries"]] == ["one"]


def test_a_policy_is_kept(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    cloud.formation.set_stack_policy(StackName="s", StackPolicyBody="{}")
    assert cloud.formation.get_stack_policy(StackName="s")["StackPolicyBody"] == "{}"


def test_what_nobody_has_written_is_refused_not_broken(cloud: Cloud) -> None:
    cloud.create("s", BODY)
    with pytest.raises(ClientError, match="The emulator cannot do this"):
        cloud.formation.create_stack_refactor(StackDefinitions=[{"StackName": "s"}])


def test_previous_values_are_kept_on_update(cloud: Cloud) -> None:
    cloud.create("s", BODY, Parameters=given(Name="kept"))
    previous = [{"ParameterKey": "Name", "UsePreviousValue": True}]
    cloud.update(
        "s",
        {**BODY, "Description": "x", "Outputs": {"O": {"Value": "1"}}},
        Parameters=previous,
    )
    arn = cloud.resources("s")["Topic"]["PhysicalResourceId"]
    found = cloud.client("sns").get_topic_attributes(TopicArn=arn)
    assert found["Attributes"]["DisplayName"] == "kept"


def test_tags_stay_until_others_are_named(cloud: Cloud) -> None:
    tags = [{"Key": "system", "Value": "nextjs"}]
    cloud.create("s", BODY, Tags=tags)
    cloud.update("s", BODY, Parameters=given(Name="new"))
    assert cloud.stack("s")["Tags"] == tags
    other = [{"Key": "system", "Value": "rails"}]
    cloud.update("s", BODY, Parameters=given(Name="new"), Tags=other)
    assert cloud.stack("s")["Tags"] == other
    cloud.update("s", BODY, Parameters=given(Name="new"), Tags=[])
    assert cloud.stack("s")["Tags"] == []
