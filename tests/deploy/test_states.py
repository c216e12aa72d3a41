"""What may be done to a stack in each state that CloudFormation has."""

from __future__ import annotations

from typing import get_args

import pytest
from mypy_boto3_cloudformation.literals import StackStatusType

from cfngen.cloud.values import Stack
from cfngen.deploy.commands import AwsCli
from cfngen.deploy.states import Action, action, advice
from cfngen.errors import InputError, NeedsHuman
from tests.fakes import NAME, ROOT

CLI = AwsCli("us-east-1")
OPEN = {
    "REVIEW_IN_PROGRESS": Action.CREATE,
    "CREATE_COMPLETE": Action.UPDATE,
    "UPDATE_COMPLETE": Action.UPDATE,
    "IMPORT_COMPLETE": Action.UPDATE,
    "UPDATE_ROLLBACK_COMPLETE": Action.UPDATE,
    "IMPORT_ROLLBACK_COMPLETE": Action.UPDATE,
}
EVERY = (*get_args(StackStatusType), "SOMETHING_NEW")


def stack(status: str, parent: str = "") -> Stack:
    return Stack(ROOT, NAME, status, parent=parent)


def test_a_stack_that_is_not_there_is_created() -> None:
    assert action(None, CLI) is Action.CREATE


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_stack_at_rest_goes_on(status: str) -> None:
    assert action(stack(status), CLI) is OPEN[status]


@pytest.mark.parametrize("status", sorted({*EVERY} - {*OPEN, "DELETE_COMPLETE"}))
def test_any_other_state_is_for_a_person_with_a_command_that_helps(status: str) -> None:
    with pytest.raises(NeedsHuman) as raised:
        action(stack(status), CLI)
    assert raised.value.message.startswith(f"{NAME} is {status}: ")
    assert "aws cloudformation " in raised.value.hint
    assert f"--stack-name {NAME}" in raised.value.hint


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("ROLLBACK_COMPLETE", "delete-stack"),
        ("ROLLBACK_FAILED", "delete-stack"),
        ("CREATE_FAILED", "rollback-stack"),
        ("UPDATE_FAILED", "rollback-stack"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback"),
        ("DELETE_FAILED", "delete-stack"),
        ("DELETE_IN_PROGRESS", "wait stack-delete-complete"),
        ("UPDATE_IN_PROGRESS", "describe-stack-events"),
    ],
)
def test_the_command_fits_the_state(status: str, command: str) -> None:
    there = AwsCli("eu-west-1", "http://localhost:4566")
    assert f"aws cloudformation {command} --stack-name {NAME} --region eu-west-1" in (
        advice(stack(status), there)
    )
    assert advice(stack(status), there).endswith("--endpoint-url http://localhost:4566")


def test_a_nested_stack_is_refused() -> None:
    with pytest.raises(InputError, match="is nested in"):
        action(stack("CREATE_COMPLETE", parent=ROOT), CLI)
