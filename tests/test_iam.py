"""What roles may do, over all templates: named actions on named resources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from tests.committed import FILES, resources, shown

GUARDED = {"cloudwatch:PutMetricData": "cloudwatch:namespace"}
"""What AWS narrows by a condition on any resource, and the key of that condition. The
reference names a dataset besides; the page that says how to narrow it has "*":
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html"""


@cache
def services() -> dict[str, Any]:
    """Return what IAM knows of every service's actions, from cfn-lint's data."""
    folder = Path(cfnlint.__file__).parent / "data" / "AdditionalSpecs"
    read: dict[str, Any] = json.loads((folder / "Policies.json").read_text("utf-8"))
    return read


def names_resources(action: str) -> bool:
    """Return whether IAM can restrict an action to resources."""
    service, name = action.split(":")
    return "Resources" in services()[service]["Actions"][name.lower()]


def statements(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every identity-policy statement of a template's roles and policies."""
    for name, resource in resources(file):
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::IAM::Role":
            policies = map(either, properties.get("Policies", []))
            documents = [p["PolicyDocument"] for p in policies]
        elif resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            documents = [properties["PolicyDocument"]]
        else:
            continue
        for document in documents:
            for statement in document["Statement"]:
                yield name, statement


def either(policy: Any) -> Any:
    """Return an inline policy, also one that is there under a condition only."""
    return policy["Fn::If"][1] if "Fn::If" in policy else policy


def texts(value: Any) -> list[Any]:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_no_statement_has_a_wildcard_action(file: Path) -> None:
    for name, statement in statements(file):
        assert "NotAction" not in statement, name
        for action in texts(statement["Action"]):
            assert "*" not in action, f"{name}: {action}"


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_every_resource_is_named_where_iam_can_name_it(file: Path) -> None:
    for name, statement in statements(file):
        assert "NotResource" not in statement, name
        if "*" in texts(statement["Resource"]):
            keys = statement.get("Condition", {}).get("StringEquals", {}).keys()
            named = [
                action
                for action in texts(statement["Action"])
                if names_resources(action) and GUARDED.get(action) not in keys
            ]
            assert not named, f"{name}: {named}"


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_a_role_is_passed_by_name_and_to_one_service(file: Path) -> None:
    for name, statement in statements(file):
        if "iam:PassRole" in texts(statement["Action"]):
            assert "*" not in json.dumps(statement["Resource"]), name
            passed = statement["Condition"]["StringEquals"]["iam:PassedToService"]
            assert len(texts(passed)) == 1, name


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_no_managed_policy_of_aws_is_attached(file: Path) -> None:
    for name, resource in resources(file):
        attached = resource.get("Properties", {}).get("ManagedPolicyArns", [])
        assert "arn:" not in json.dumps(attached), name
