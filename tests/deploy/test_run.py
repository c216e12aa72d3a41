"""A plan carried out, against a scripted account."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from cfngen.deploy.outcome import Result
from cfngen.deploy.progress import Began, Guarded, Retrying
from cfngen.deploy.run import carry_out
from cfngen.errors import (
    CloudUnreachable,
    Exit,
    NeedsHuman,
    OperationFailed,
    PreviewRejected,
)
from cfngen.plan.planned import Blocked, Kind
from tests.deploy.stage import LONGER, Stage, deployed
from tests.plan import shop

ALARM = json.dumps(
    {
        "Statement": [
            {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
        ]
    }
)
CHANGED = {"shop-dev", "Network", "Data", "Data/Logs"}
"""The stacks that an update visits, and the resource that it changes."""

GUARDED: dict[str, Any] = {"protect": True, "policy": ALARM}


def test_a_stack_that_is_not_there_is_created() -> None:
    stage = Stage()
    outcome = stage.deploy()
    assert outcome.result is Result.CREATED
    assert outcome.exit == outcome.strict_exit == Exit.OK
    assert [o.name for o in outcome.stack.outputs] == ["VpcId"]
    assert stage.asked() == ["ExecuteChangeSet"]
    assert stage.told.of(Began) == [Began("shop-dev")]
    assert {step.path for step in stage.steps()} >= {"shop-dev", "Data", "Data/Bucket"}


def test_it_is_executed_with_its_token_and_will_be_undone_when_it_fails() -> None:
    stage = Stage()
    plan = stage.plan()
    stage.carry_out(plan)
    (asked,) = stage.world.of("ExecuteChangeSet")
    assert asked == {
        "ChangeSetName": plan.change_set,
        "StackName": plan.stack_id,
        "ClientRequestToken": plan.token,
        "DisableRollback": False,
        "RetainExceptOnCreate": True,
    }


def test_a_changed_parameter_updates_and_only_this_operation_is_told() -> None:
    stage = deployed()
    outcome = stage.deploy(**LONGER)
    assert outcome.result is Result.UPDATED
    assert {step.path for step in stage.steps()} == CHANGED


def test_what_is_there_already_is_left_alone() -> None:
    stage = deployed()
    plan = stage.plan(secret=frozenset())
    outcome = stage.carry_out(replace(plan, change_set="", outside=()))
    assert outcome.result is Result.UNCHANGED
    assert [name for name, _ in stage.world.asked] == ["GetCallerIdentity"]


def test_guards_are_up_before_an_update_begins() -> None:
    stage = deployed()
    outcome = stage.deploy(target=GUARDED, **LONGER)
    assert outcome.result is Result.UPDATED
    assert stage.asked() == [
        *("UpdateTerminationProtection", "SetStackPolicy", "ExecuteChangeSet"),
    ]
    assert len(stage.told.of(Guarded)) == 2


def test_a_stack_that_is_created_gets_its_guards_when_it_is_there() -> None:
    stage = Stage()
    assert stage.deploy(target=GUARDED).exit == Exit.OK
    assert stage.asked() == [
        *("ExecuteChangeSet", "UpdateTerminationProtection", "SetStackPolicy"),
    ]
    stack = stage.world.found("shop-dev")
    assert (stack.protected, json.loads(stack.policy)) == (True, json.loads(ALARM))


def test_a_create_that_fails_is_not_protected() -> None:
    stage = Stage()
    stage.world.fails("Data/Bucket", "no")
    assert stage.deploy(target=GUARDED).result is Result.ROLLED_BACK
    assert stage.asked() == ["ExecuteChangeSet"]


def test_guards_alone_need_no_change_set() -> None:
    stage = deployed()
    plan = replace(
        stage.plan(target=GUARDED), change_set="", outside=("protection, policy",)
    )
    assert stage.carry_out(plan).result is Result.UPDATED
    assert stage.asked() == ["UpdateTerminationProtection", "SetStackPolicy"]


def test_protection_is_taken_away_only_where_that_is_said() -> None:
    stage = deployed()
    stage.world.found("shop-dev").protected = True
    stage.deploy(**LONGER)
    assert stage.world.found("shop-dev").protected
    stage.deploy(target={"protect": False}, parameters={"LogDays": "30"})
    assert not stage.world.found("shop-dev").protected


def test_a_good_stack_without_its_guards_is_no_clean_success() -> None:
    stage = Stage()
    stage.world.denies("UpdateTerminationProtection")
    outcome = stage.deploy(target=GUARDED)
    assert outcome.result is Result.CREATED
    assert outcome.exit == Exit.CLOUD
    (missing,) = outcome.missing
    assert missing.startswith("termination protection on: UpdateTerminationProtection")
    assert stage.world.found("shop-dev").policy


def test_what_an_update_could_not_delete_is_told_and_strict_minds_it() -> None:
    stage = deployed()
    made = shop.bodies()
    del made["data.json"]["Resources"]["Token"]
    stage.world.fails("Data/Token", "is in use", on="delete")
    outcome = stage.deploy(shop.order(made))
    assert outcome.result is Result.UPDATED
    assert [(s.path, s.reason) for s in outcome.left] == [("Data/Token", "is in use")]
    assert (outcome.exit, outcome.strict_exit) == (Exit.OK, Exit.FAILED)


def test_a_failed_create_names_the_cause_and_the_way_on() -> None:
    stage = Stage()
    stage.world.fails("Data/Logs", "the quota")
    outcome = stage.deploy()
    assert outcome.result is Result.ROLLED_BACK
    assert outcome.exit == Exit.FAILED
    (one,) = outcome.failures
    assert (one.step.path, one.step.reason) == ("Data/Logs", "the quota")
    assert (one.file, one.layer) == ("templates/shop/data.json", "data")
    assert outcome.command == "cfngen deploy shop dev"


def test_a_failed_update_was_undone_and_can_be_tried_again() -> None:
    stage = deployed()
    stage.world.fails("Data/Logs", "no", on="update")
    outcome = stage.deploy(**LONGER)
    assert outcome.result is Result.ROLLED_BACK
    assert "as it was before" in outcome.advice
    assert outcome.command == "cfngen deploy shop dev"


def test_an_update_that_cannot_be_undone_is_stuck() -> None:
    stage = deployed()
    stage.world.fails("Data/Logs", "no", on="update", stuck=True)
    outcome = stage.deploy(**LONGER)
    assert outcome.stack.status == "UPDATE_ROLLBACK_FAILED"
    assert outcome.result is Result.STUCK
    assert outcome.exit == Exit.FAILED
    assert outcome.command == "cfngen recover shop dev"
    assert [one.step.path for one in outcome.failures] == ["Data/Logs"]
    assert [step.path for step in outcome.left] == ["Data/Logs"]


@pytest.mark.parametrize("path", ["Data", "Network"])
def test_a_nested_stack_that_fails_as_a_whole_keeps_its_reason(path: str) -> None:
    stage = Stage()
    stage.world.fails(path, "TemplateURL must be a supported URL.")
    (one,) = stage.deploy().failures
    assert one.step.path == path
    assert "TemplateURL must be a supported URL." in one.step.reason
    assert one.file == "templates/shop/root.json"


def test_all_independent_failures_are_told() -> None:
    stage = deployed()
    made = shop.bodies()
    made["network.json"]["Resources"]["Vpc"]["Properties"]["EnableDnsSupport"] = "true"
    stage.world.fails("Data/Logs", "one", on="update")
    stage.world.fails("Network/Vpc", "two", on="update")
    outcome = stage.deploy(shop.order(made, **LONGER))
    assert "Network/Vpc" in [one.step.path for one in outcome.failures]


def test_what_a_failed_create_left_is_deleted_by_its_arn() -> None:
    stage = Stage()
    stage.world.fails("Data/Logs", "no")
    stage.deploy()
    plan = stage.plan()
    outcome = stage.carry_out(plan)
    assert outcome.result is Result.CLEARED
    assert outcome.exit == Exit.OK
    assert [kwargs["StackName"] for kwargs in stage.world.of("DeleteStack")] == [
        plan.husk
    ]
    assert stage.deploy().result is Result.CREATED


def _husk() -> tuple[Stage, object]:
    stage = Stage()
    stage.world.fails("Data/Logs", "no")
    stage.deploy()
    return stage, stage.plan()


def test_a_husk_that_somebody_has_deleted_meanwhile_is_fine() -> None:
    stage, plan = _husk()
    stage.world.becomes("shop-dev", "DELETE_COMPLETE", 1)
    stage.world.clock.runs_out()
    assert stage.carry_out(plan).result is Result.CLEARED  # type: ignore[arg-type]
    assert stage.asked() == []


@pytest.mark.parametrize("change", ["protected", "busy"])
def test_a_husk_that_is_none_any_more_is_not_touched(change: str) -> None:
    stage, plan = _husk()
    stack = stage.world.found("shop-dev")
    stack.protected = change == "protected"
    stack.status = "DELETE_IN_PROGRESS" if change == "busy" else stack.status
    with pytest.raises((NeedsHuman, PreviewRejected)):
        stage.carry_out(plan)  # type: ignore[arg-type]
    assert stage.asked() == []


def test_a_husk_that_cannot_be_deleted_is_a_failure() -> None:
    stage, plan = _husk()
    stage.world.becomes("shop-dev", "DELETE_FAILED", 3, "somehow")
    stage.world.refuse("DeleteStack", "ValidationError", "no")
    with pytest.raises(OperationFailed):
        stage.carry_out(plan)  # type: ignore[arg-type]


@pytest.mark.parametrize("when", ["before", "at the execution"])
def test_a_plan_that_has_become_obsolete_is_not_executed(when: str) -> None:
    stage = deployed()
    before = shop.leftovers(stage.world)
    plan = stage.plan(**LONGER)
    if when == "before":
        stage.world.changes_meanwhile("shop-dev")
    else:
        stage.world.obsolete()
    with pytest.raises(PreviewRejected, match="OBSOLETE") as raised:
        stage.carry_out(plan)
    assert raised.value.exit_code == Exit.REJECTED
    assert shop.leftovers(stage.world) == before


def test_a_change_set_that_somebody_has_deleted_cannot_be_executed() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.at.cloud.change_sets.delete(plan.change_set, plan.stack_id)
    with pytest.raises(PreviewRejected, match="is gone"):
        stage.carry_out(plan)
    assert "ExecuteChangeSet" not in stage.asked()


def test_a_stack_that_somebody_else_is_changing_is_left_to_them() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.found("shop-dev").status = "UPDATE_IN_PROGRESS"
    with pytest.raises(NeedsHuman, match="somebody else") as raised:
        stage.carry_out(plan)
    assert "cfngen status shop dev --watch" in raised.value.hint
    assert "ExecuteChangeSet" not in stage.asked()


@pytest.mark.parametrize("moved", ["status", "updated", "operation"])
def test_a_stack_that_has_moved_since_the_plan_is_not_touched(moved: str) -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stack = stage.world.found("shop-dev")
    if moved == "status":
        stack.status = "UPDATE_ROLLBACK_COMPLETE"
    elif moved == "updated":
        stack.updated = stage.world.clock.now()
    else:
        stack.operations.insert(
            0, {"OperationType": "UPDATE_STACK", "OperationId": "1"}
        )
    with pytest.raises(PreviewRejected, match="has moved since the plan"):
        stage.carry_out(plan)
    assert "ExecuteChangeSet" not in stage.asked()


def test_a_change_set_counts_as_no_move() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    made = {"OperationType": "CREATE_CHANGESET", "OperationId": "1"}
    stage.world.found("shop-dev").operations.insert(0, made)
    assert stage.carry_out(plan).result is Result.UPDATED


def test_what_nobody_has_allowed_is_never_carried_out() -> None:
    stage = deployed()
    loss = Blocked("Data/Database", "AWS::RDS::DBInstance", Kind.REPLACE, "data", "why")
    plan = replace(stage.plan(**LONGER), blocked=(loss,))
    with pytest.raises(NeedsHuman, match="Data/Database"):
        stage.carry_out(plan)
    assert "ExecuteChangeSet" not in stage.asked()


@pytest.mark.parametrize("known", [True, False], ids=["ids", "no ids"])
def test_operations_without_ids_are_told_apart_by_time(known: bool) -> None:
    stage = deployed()
    if not known:
        stage.world.history.operation = lambda stack, kind: ""  # type: ignore[method-assign]
        for stack in stage.world.stacks.all.values():
            stack.operations.clear()
            for event in stack.events:
                event.pop("OperationId", None)
    outcome = stage.deploy(**LONGER)
    assert outcome.result is Result.UPDATED
    assert {step.path for step in stage.steps()} == CHANGED


def test_answers_that_are_stale_are_not_believed() -> None:
    stage = deployed()
    stage.world.stale(3)
    outcome = stage.deploy(**LONGER)
    assert outcome.stack.status == "UPDATE_COMPLETE"
    assert outcome.result is Result.UPDATED


def test_an_execution_that_is_throttled_is_asked_for_again() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.throttles("ExecuteChangeSet", 2)
    assert stage.carry_out(plan).result is Result.UPDATED
    assert len(stage.told.of(Retrying)) == 2


@pytest.mark.parametrize("operation", ["DescribeStackEvents", "DescribeStacks"])
def test_a_cloud_that_is_busy_on_the_way_is_asked_again(operation: str) -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)

    def throttle(progress: object) -> None:
        stage.told(progress)
        if isinstance(progress, Began):
            stage.world.throttles(operation, 3)

    outcome = carry_out(plan, replace(stage.at, report=throttle))
    assert outcome.result is Result.UPDATED
    assert {step.path for step in stage.steps()} == CHANGED


def test_an_answer_that_is_lost_executes_nothing_twice() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.loses_connection("ExecuteChangeSet", 1)
    assert stage.carry_out(plan).result is Result.UPDATED
    tokens = {
        kwargs["ClientRequestToken"] for kwargs in stage.world.of("ExecuteChangeSet")
    }
    assert tokens == {plan.token}


def test_a_request_that_got_through_although_its_answer_did_not_is_followed() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    faults = vars(stage.world.faults)

    def leave(operation: str) -> None:
        if operation == "ExecuteChangeSet" and faults.pop("leave", None):
            refusal = ("ExecuteChangeSet", "InvalidChangeSetStatus", "is executing")
            stage.world.refuse(*refusal)
            raise ConnectionClosedError(endpoint_url="https://cloudformation.invalid")

    faults["leave"] = leave
    assert stage.carry_out(plan).result is Result.UPDATED
    assert len(stage.world.of("ExecuteChangeSet")) == 2


def test_an_execution_that_nobody_answers_leaves_nothing_behind() -> None:
    stage = Stage()
    plan = stage.plan()
    stage.world.loses_connection("ExecuteChangeSet", -1)
    with pytest.raises(CloudUnreachable, match="has not begun") as raised:
        stage.carry_out(plan)
    assert raised.value.exit_code == Exit.CLOUD
    assert shop.leftovers(stage.world) == ([], [])


def test_a_cloud_that_is_lost_on_the_way_says_that_it_goes_on() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.takes("Data/Logs", 500)

    def cut(progress: object) -> None:
        stage.told(progress)
        if isinstance(progress, Began):
            stage.world.loses_connection("DescribeStackEvents", 1000)

    with pytest.raises(CloudUnreachable, match="goes on without us") as raised:
        carry_out(plan, replace(stage.at, report=cut))
    assert "cfngen status shop dev --watch" in raised.value.hint
    assert raised.value.exit_code == Exit.CLOUD
    assert stage.status() == "UPDATE_IN_PROGRESS"


def test_credentials_that_expire_on_the_way_say_that_it_goes_on() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.expires_after("DescribeStackEvents", 3)
    with pytest.raises(CloudUnreachable, match="goes on without us") as raised:
        stage.carry_out(plan)
    assert "aws sso login" in raised.value.hint
    assert "cfngen status shop dev --watch" in raised.value.hint
    assert stage.asked()[-1] == "ExecuteChangeSet"


@pytest.mark.parametrize(
    "operation",
    [
        *("DescribeChangeSet", "DescribeStacks", "DescribeStackEvents"),
        *("UpdateTerminationProtection", "SetStackPolicy", "ExecuteChangeSet"),
    ],
)
def test_a_permission_that_is_missing_before_the_execution_stops_it(
    operation: str,
) -> None:
    stage = deployed()
    plan = stage.plan(target=GUARDED, **LONGER)
    stage.world.denies(operation)
    with pytest.raises(CloudUnreachable, match=operation) as raised:
        stage.carry_out(plan)
    assert raised.value.exit_code == Exit.CLOUD
    assert stage.status() == "CREATE_COMPLETE"


def test_deployments_that_run_into_each_other_are_told_apart() -> None:
    """Both are planned; the one that is executed first makes the other obsolete."""
    stage = deployed()
    first, second = stage.plan(**LONGER), stage.plan(parameters={"LogDays": "30"})
    assert stage.carry_out(first).result is Result.UPDATED
    with pytest.raises(PreviewRejected):
        stage.carry_out(second)
    assert stage.world.found("shop-dev").parameters["LogDays"] == "14"
