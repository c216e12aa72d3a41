"""What may be done to a root stack in each state that CloudFormation has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from mypy_boto3_cloudformation.literals import StackStatusType

from cfngen.cloud.values import Operation, Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.plan.commands import Commands
from cfngen.plan.inputs.flags import Flags
from cfngen.plan.states import (
    STATES,
    Action,
    Way,
    action,
    advice,
    running,
    state_of,
)

ROOT = "arn:aws:cloudformation:us-east-1:123456789012:stack/shop-prod/1"
COMMANDS = Commands("shop", "prod", Flags(profile="admin"), "http://localhost:4566")
FLAGS = "--endpoint-url http://localhost:4566 --profile admin"
EVERY = get_args(StackStatusType)
OPEN = {
    "DELETE_COMPLETE": Action.CREATE,
    "REVIEW_IN_PROGRESS": Action.CREATE,
    "ROLLBACK_COMPLETE": Action.CREATE,
    "CREATE_COMPLETE": Action.UPDATE,
    "UPDATE_COMPLETE": Action.UPDATE,
    "IMPORT_COMPLETE": Action.UPDATE,
    "UPDATE_ROLLBACK_COMPLETE": Action.UPDATE,
    "IMPORT_ROLLBACK_COMPLETE": Action.UPDATE,
}
CLOSED = sorted({*EVERY, "SOMETHING_NEW", "SOMETHING_IN_PROGRESS"} - {*OPEN})


def stack(status: str, **more: object) -> Stack:
    return Stack(ROOT, "shop-prod", status, **more)  # type: ignore[arg-type]


def test_every_state_that_aws_has_is_known() -> None:
    assert set(STATES) == set(EVERY)


def test_a_stack_that_is_not_there_is_created() -> None:
    assert action(None, COMMANDS) is Action.CREATE


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_stack_at_rest_goes_on(status: str) -> None:
    assert action(stack(status), COMMANDS) is OPEN[status]


@pytest.mark.parametrize("status", CLOSED)
def test_any_other_state_is_for_a_person_with_a_command_that_helps(status: str) -> None:
    with pytest.raises(NeedsHuman) as raised:
        action(stack(status), COMMANDS)
    assert raised.value.message.startswith(f"shop-prod is {status}: ")
    assert raised.value.hint.endswith(FLAGS)


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("ROLLBACK_COMPLETE", "recover shop prod"),
        ("ROLLBACK_FAILED", "recover shop prod"),
        ("CREATE_FAILED", "recover shop prod"),
        ("UPDATE_FAILED", "recover shop prod"),
        ("UPDATE_ROLLBACK_FAILED", "recover shop prod"),
        ("IMPORT_ROLLBACK_FAILED", "recover shop prod"),
        ("DELETE_FAILED", "delete shop prod --resume"),
        ("DELETE_IN_PROGRESS", "status shop prod --watch"),
        ("UPDATE_IN_PROGRESS", "status shop prod --watch"),
        ("UPDATE_ROLLBACK_COMPLETE", "events shop prod --failed"),
        ("CREATE_COMPLETE", "status shop prod"),
        ("SOMETHING_NEW", "status shop prod"),
    ],
)
def test_the_command_fits_the_state(status: str, command: str) -> None:
    assert advice(stack(status), COMMANDS).endswith(f"cfngen {command} {FLAGS}")


@pytest.mark.parametrize("status", [s for s in EVERY if running(s)])
def test_whatever_is_going_on_can_be_waited_for(status: str) -> None:
    assert state_of(status).way is Way.WAIT


def test_a_stack_that_is_stuck_is_never_to_be_deleted() -> None:
    assert "Do not delete" in advice(stack("UPDATE_ROLLBACK_FAILED"), COMMANDS)


def test_who_is_at_work_is_told_as_far_as_it_is_known() -> None:
    busy = stack(
        "UPDATE_IN_PROGRESS",
        operations=(Operation("UPDATE_STACK", "op-1"),),
        updated=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    )
    with pytest.raises(NeedsHuman, match="UPDATE_STACK op-1, since 2026-01-02 03:04"):
        action(busy, COMMANDS)


def test_a_nested_stack_is_refused_and_names_its_root() -> None:
    inner = stack("CREATE_COMPLETE", parent="arn:parent", root="arn:root")
    with pytest.raises(InputError, match="is nested in arn:parent") as raised:
        action(inner, COMMANDS)
    assert raised.value.hint == "Deploy the root instead: arn:root"
