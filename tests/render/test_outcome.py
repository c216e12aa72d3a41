"""How a deployment ended, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.values import Output, Stack
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Step
from cfngen.package import STACK
from cfngen.render.outcome import lines, outputs
from tests.fakes import NAME, ROOT, START

LEAF = Step(START, "Store/Logs", "AWS::Logs::LogGroup", "CREATE_FAILED", "The quota.")


def told(result: Result, status: str = "", temporary: bool = False, **more: Any) -> Any:
    outcome = Outcome(result, Stack(ROOT, NAME, status), **more)
    return list(lines(outcome, temporary=temporary))


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.CREATED, "small-dev: created."),
        (Result.UPDATED, "small-dev: updated."),
        (Result.UNCHANGED, "small-dev: no changes."),
    ],
)
def test_a_good_end_is_one_line(result: Result, words: str) -> None:
    assert told(result) == [words]


def test_a_failure_names_cause_file_and_way_on() -> None:
    assert told(
        Result.ROLLED_BACK,
        "ROLLBACK_COMPLETE",
        cause=LEAF,
        template="templates/small/store.json",
        advice="Run: aws cloudformation delete-stack",
    ) == [
        "small-dev: failed, ROLLBACK_COMPLETE.",
        "First cause: Store/Logs (AWS::Logs::LogGroup) CREATE_FAILED",
        "  The quota.",
        "  declared in templates/small/store.json",
        "Run: aws cloudformation delete-stack",
    ]


def test_nobody_is_sent_to_an_emulator_that_is_gone() -> None:
    assert told(Result.STUCK, "ROLLBACK_FAILED", temporary=True, advice="Look.") == [
        "small-dev: failed, ROLLBACK_FAILED."
    ]


def test_a_failure_without_a_cause_still_says_the_state() -> None:
    assert told(Result.STUCK, "ROLLBACK_FAILED", advice="Look.") == [
        "small-dev: failed, ROLLBACK_FAILED.",
        "Look.",
    ]


def test_an_interrupted_deployment_goes_on_or_goes_with_the_emulator() -> None:
    assert told(Result.DETACHED, advice="aws x") == [
        "small-dev: interrupted here, but the deployment goes on by itself.",
        "Look at it: aws x",
    ]
    assert told(Result.DETACHED, temporary=True) == [
        "small-dev: interrupted; the emulator stops, and nothing of it stays."
    ]


def test_what_could_not_be_undone_is_named() -> None:
    left = Step(
        START, "Database/Database", "AWS::RDS::DBInstance", "DELETE_FAILED", "no"
    )
    assert told(Result.STUCK, "ROLLBACK_FAILED", left=(left,), advice="Look.") == [
        "small-dev: failed, ROLLBACK_FAILED.",
        "Not undone: Database/Database (AWS::RDS::DBInstance): no",
        "Look.",
    ]


def test_leftovers_and_stand_ins_are_listed() -> None:
    left = Step(START, "Store", STACK, "DELETE_FAILED", "not empty")
    told_ones = (("AWS::ElastiCache::ReplicationGroup", 1), ("AWS::WAFv2::WebACL", 12))
    assert told(Result.UPDATED, left=(left,), stand_ins=told_ones) == [
        "The emulator stood in for these; nothing is behind them:",
        "    1 AWS::ElastiCache::ReplicationGroup",
        "   12 AWS::WAFv2::WebACL",
        "Left over, delete it by hand: Store (AWS::CloudFormation::Stack): not empty",
        "small-dev: updated.",
    ]


def test_outputs_stand_in_a_table_by_name() -> None:
    found = (Output("SiteUrl", "https://x"), Output("Bucket", "b"))
    assert outputs(found) == "Bucket   b\nSiteUrl  https://x\n"
    assert outputs(()) == ""
