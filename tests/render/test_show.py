"""A model as a tree, as text in detail and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from cfngen.model import Model
from cfngen.model.selecting import select
from cfngen.render.show import Page
from tests.models import model, of_template

FOREIGN: Mapping[str, Any] = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Parameters": {
        "Size": {"Type": "String"},
        "Password": {"Type": "String", "NoEcho": True},
    },
    "Conditions": {"IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Condition": "IsLarge"},
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "DependsOn": "Queue",
            "DeletionPolicy": "Retain",
            "Properties": {"DisplayName": {"Ref": "Password"}},
        },
    },
    "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Topic", "TopicArn"]}}},
}


def text(of: Model, path: str = "", colour: bool = False) -> str:
    return Page(of, select(of, path), colour).text()


def body(of: Model, path: str = "") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Page(of, select(of, path)).json())
    return read


@pytest.fixture
def foreign() -> Model:
    return of_template(FOREIGN, Password="hunter2")


def test_the_tree_has_every_stack_and_resource_once() -> None:
    nextjs = model("nextjs", "dev")
    shown = text(nextjs).splitlines()
    stacks, resources = len(nextjs.stacks), len(nextjs.resources)
    first = f"nextjs-dev in us-east-1: {stacks} stacks, {resources} resources"
    assert shown[0] == first
    headings = [
        line.split()[0] for line in shown if line.endswith(("resources", "resource"))
    ][1:]
    assert headings == [path for path in nextjs.stacks if path]
    assert "Network (templates/nextjs/network.json): 64 resources" in shown
    rows = [line.split() for line in shown if line.startswith("  ")]
    assert [row[0] for row in rows] == [
        one.name for one in nextjs.resources.values() if one.stack
    ]
    assert all(row[1].startswith("AWS::") for row in rows)


def test_a_stack_elsewhere_says_where() -> None:
    shown = text(model("platform", "prod"))
    where = "recovery (templates/platform/recovery.json) in us-west-2: 2 resources"
    assert where in shown


def test_what_is_undecided_is_said(foreign: Model) -> None:
    assert text(foreign) == (
        "stack in us-east-1: 1 stack, 2 resources\n"
        "\n"
        "the root (foreign/t.json): 2 resources; "
        "AWS::Serverless-2016-10-31 makes more\n"
        "  Queue  AWS::SQS::Queue  if IsLarge\n"
        "  Topic  AWS::SNS::Topic\n"
    )


def test_a_resource_has_its_attributes_and_no_secret(foreign: Model) -> None:
    assert text(foreign, "Topic") == (
        "Topic:\n"
        "  Type: AWS::SNS::Topic\n"
        "  DependsOn:\n"
        "    - Queue\n"
        "  DeletionPolicy: Retain\n"
        "  Properties:\n"
        "    DisplayName: ****\n"
    )
    assert text(foreign, "Queue") == (
        "Queue:\n  Type: AWS::SQS::Queue\n  Condition: IsLarge, unknown\n"
    )


def test_a_resource_says_what_refers_to_it() -> None:
    shown = text(model("nextjs", "dev"), "Security/WebSecurityGroup")
    places = shown.partition("\nReferred to by:\n")[2].splitlines()
    found = [line.split() for line in places]
    ingress = "AWS::EC2::SecurityGroupIngress"
    assert ["Security/WebIngressFromAlb3000.GroupId", ingress] in found
    used = "Security/DatabaseIngressFromWeb5432.SourceSecurityGroupId"
    assert [used, ingress] in found
    assert ["ServiceWeb/Service.NetworkConfiguration", "AWS::ECS::Service"] in found
    assert not any(type == "AWS::CloudFormation::Stack" for _, type in found)


def test_of_several_resources_nothing_is_said_of_others() -> None:
    assert "Referred to by" not in text(model("nextjs", "dev"), "*/*SecurityGroup")


def test_a_stack_has_what_it_is_given_and_gives() -> None:
    shown = text(model("nextjs", "dev"), "Database")
    assert "  Parameters:\n    DatabaseBackupRetentionDays: 1\n" in shown
    assert "    IsDatabaseRestored: false\n" in shown
    assert "    DatabaseArn: ${Database/Database.DBInstanceArn}\n" in shown
    assert re.search(r"^    Database +AWS::RDS::DBInstance$", shown, re.M)


def test_a_property_stands_alone() -> None:
    path = "Database/Database.Engine"
    assert text(model("nextjs", "dev"), path) == f"{path}: postgres\n"


def test_headings_are_bold_where_colours_are_wanted(foreign: Model) -> None:
    coloured = text(foreign, colour=True)
    assert coloured.startswith("\x1b[1mstack\x1b[0m in")
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text(foreign)


def test_json_has_everything_by_path() -> None:
    nextjs = model("nextjs", "dev")
    found = body(nextjs)
    assert (found["version"], found["name"]) == (1, "nextjs-dev")
    assert (found["environment"], found["region"]) == ("dev", "us-east-1")
    assert found["resources"].keys() == nextjs.resources.keys()
    assert found["stacks"].keys() == nextjs.stacks.keys()
    database = found["resources"]["Database/Database"]
    assert database["type"] == "AWS::RDS::DBInstance"
    assert database["stack"] == "Database"
    assert database["properties"]["KmsKeyId"] == {"Fn::GetAtt": ["Security/Key", "Arn"]}
    assert database["attributes"]["DeletionPolicy"] == "Snapshot"
    given = found["stacks"]["Database"]
    assert given["template"] == "templates/nextjs/database.json"
    assert given["parameters"]["EnvironmentName"] == "dev"
    assert given["outputs"]["DatabaseName"]["value"] == "app"
    assert given["conditions"]["IsDatabaseRestored"] is False


def test_json_has_what_is_undecided_and_no_secret(foreign: Model) -> None:
    found = body(foreign)
    assert found["resources"]["Queue"]["when"] == "IsLarge"
    assert found["stacks"][""]["conditions"] == {"IsLarge": None}
    assert found["stacks"][""]["opaque"] == ["AWS::Serverless-2016-10-31"]
    assert found["resources"]["Topic"]["depends_on"] == ["Queue"]
    assert "hunter2" not in json.dumps(found)


@pytest.mark.parametrize(
    ("path", "stacks", "resources", "values"),
    [
        pytest.param("Cluster", 1, 2, 0, id="a stack"),
        pytest.param("Network/Vpc", 0, 1, 0, id="a resource"),
        pytest.param("Network/Vpc.CidrBlock", 0, 0, 1, id="a property"),
    ],
)
def test_json_of_a_part_has_the_same_keys(
    path: str, stacks: int, resources: int, values: int
) -> None:
    nextjs = model("nextjs", "dev")
    found = body(nextjs, path)
    assert found.keys() == body(nextjs).keys()
    sizes = [len(found[key]) for key in ("stacks", "resources", "values")]
    assert sizes == [stacks, resources, values]
