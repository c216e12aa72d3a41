"""The table of what cfngen calls is what `cloud` calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from botocore import xform_name
from botocore.session import Session

from cfngen import cloud
from cfngen.checks.access.actions import exists
from cfngen.permissions.calls import CALLS, DRIFT, FOR_NESTED
from tests.permissions.environments import actions, every_environment, policy_of

MODULES = sorted(Path(cloud.__file__).parent.glob("*.py"))

ALIKE = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
}
"""Calls whose action has another name:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html"""

ELSEWHERE = {"s3:CreateBucket"}
"""Calls that no deployment to AWS makes: the emulator's bucket is made by it."""

SERVICES = ("cloudformation", "ecs", "logs", "s3", "sts")


def called() -> Iterator[str]:
    """Yield the action of every operation that a module of `cloud` names."""
    operations = {
        method: f"{service}:{operation}"
        for service in SERVICES
        for method, operation in _methods(service).items()
    }
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            name = ""
            if isinstance(node, ast.Attribute) and isinstance(
                node.value, ast.Attribute
            ):
                name = node.attr
            elif isinstance(node, ast.Call) and _paginated(node):
                name = _paginated(node)
            if name in operations:
                yield ALIKE.get(operations[name], operations[name])


def _methods(service: str) -> dict[str, str]:
    """Return the operations of a service by the names of their methods."""
    model = Session().get_service_model(service)
    return {xform_name(name): name for name in model.operation_names}


def _paginated(node: ast.Call) -> str:
    """Return the method that get_paginator is asked for, empty for other calls."""
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "get_paginator":
        argument = node.args[0]
        return str(argument.value) if isinstance(argument, ast.Constant) else ""
    return ""


def test_every_call_is_in_the_table() -> None:
    found = set(called())
    assert len(found) > 20
    assert found - ELSEWHERE <= {call.action for call in CALLS}


def test_every_call_of_the_table_is_an_action_with_a_reason() -> None:
    assert all(exists(call.action) and call.why for call in CALLS)
    assert all(map(exists, FOR_NESTED))
    assert len({call.action for call in CALLS}) == len(CALLS)


def test_drift_may_ask_what_its_page_says() -> None:
    found = {call.action for call in CALLS if call.why == DRIFT}
    assert "cloudformation:BatchDescribeTypeConfigurations" in found


@every_environment
def test_all_of_it_is_allowed_directly(system: str, name: str) -> None:
    direct = {
        need.action
        for need in policy_of(system, name).needs
        if not any(key == "aws:CalledVia" for _, key, _ in need.conditions)
    }
    assert {call.action for call in CALLS} <= direct
    assert {call.action for call in CALLS} <= actions(policy_of(system, name))
