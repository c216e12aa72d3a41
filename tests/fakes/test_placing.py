"""Stacks that are put there, and what reading them gives."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import NAME, api, small, status, story
from tests.fakes.placing import FAILED, GONE
from tests.fakes.world import World

STATES = (
    *FAILED,
    *GONE,
    *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    *("UPDATE_IN_PROGRESS", "REVIEW_IN_PROGRESS", "IMPORT_ROLLBACK_FAILED"),
)


@pytest.mark.parametrize("state", STATES)
def test_a_stack_is_put_there_in_any_state(state: str) -> None:
    world = World()
    stack = world.stack(NAME, status=state, failed={"Network/Vpc": "stuck"})
    assert status(world, stack.id) == state
    assert story(world, name=stack.id) == [] or state == "REVIEW_IN_PROGRESS"
    if state in FAILED:
        vpc = world.stacks.at(NAME, "Network/Vpc")[0].resources["Vpc"]
        assert (vpc.status, vpc.reason) == (FAILED[state], "stuck")
        assert world.found(NAME, "Network").status == state


def test_a_stack_that_was_put_there_stuck_can_be_helped() -> None:
    world = World()
    failed = {"Network/Vpc": "stuck"}
    world.stack(NAME, status="UPDATE_ROLLBACK_FAILED", failed=failed)
    name = world.found(NAME, "Network").name
    api(world).continue_update_rollback(StackName=NAME, ResourcesToSkip=[f"{name}.Vpc"])
    world.clock.runs_out()
    assert status(world) == "UPDATE_ROLLBACK_COMPLETE"


def test_a_stack_becomes_something_by_itself() -> None:
    world = World()
    world.stack(NAME, status="UPDATE_IN_PROGRESS")
    world.becomes(NAME, "UPDATE_COMPLETE", after=30)
    world.clock.sleep(29)
    assert status(world) == "UPDATE_IN_PROGRESS"
    world.clock.sleep(1)
    assert status(world) == "UPDATE_COMPLETE"


def test_what_a_stack_is_can_be_read() -> None:
    world = World()
    role = f"arn:aws:iam::{world.ground.account}:role/deploy"
    world.stack(
        NAME, tags={"System": "small"}, policy='{"Statement": []}', RoleARN=role
    )
    client = api(world)
    (stack,) = client.describe_stacks(StackName=NAME)["Stacks"]
    assert stack["RoleARN"] == role
    assert stack["Tags"] == [{"Key": "System", "Value": "small"}]
    assert client.get_stack_policy(StackName=NAME)["StackPolicyBody"]
    with pytest.raises(ClientError, match="Invalid stack policy"):
        client.set_stack_policy(StackName=NAME, StackPolicyBody="[]")
    client.set_stack_policy(StackName=NAME, StackPolicyBody="{}")
    assert client.get_stack_policy(StackName=NAME)["StackPolicyBody"] == "{}"
    template = client.get_template(StackName=NAME, TemplateStage="Original")
    assert set(template["TemplateBody"]["Resources"]) == {"Network", "App", "Topic"}
    assert len(client.describe_stack_resources(StackName=NAME)["StackResources"]) == 3
    pages = client.get_paginator("list_stack_resources")
    listed = pages.paginate(StackName=NAME).build_full_result()
    assert len(listed["StackResourceSummaries"]) == 3


def test_a_template_is_summarised() -> None:
    world = World()
    root, children = small()
    root["Resources"]["Role"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": "x"},
    }
    url = world.package(root, children)
    answer = api(world).get_template_summary(TemplateURL=url)
    assert answer["Capabilities"] == ["CAPABILITY_NAMED_IAM"]
    assert [p["ParameterKey"] for p in answer["Parameters"]] == ["Cidr", "LogDays"]


def test_exports_and_who_imports_them() -> None:
    world = World()
    root, children = small()
    root["Outputs"]["VpcId"]["Export"] = {"Name": {"Fn::Sub": "${AWS::StackName}-Vpc"}}
    world.stack(NAME, template=root, children=children)
    client = api(world)
    (export,) = client.list_exports()["Exports"]
    assert export["Name"] == f"{NAME}-Vpc"
    with pytest.raises(ClientError, match="is not imported by any stack"):
        client.list_imports(ExportName=export["Name"])
    importer = small(DisplayName={"Fn::ImportValue": export["Name"]})
    world.stack("other", *("CREATE_COMPLETE", *importer))
    assert client.list_imports(ExportName=export["Name"])["Imports"] == ["other"]
