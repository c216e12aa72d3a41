"""What a deployment reports, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.deploy.progress import Polled, Retrying, Step
from cfngen.plan.progress import Uploaded
from cfngen.render.running.progress import lines
from tests.deploy.stories import START, steps

STORY = """
small-dev CREATE_IN_PROGRESS User Initiated
Store CREATE_IN_PROGRESS
Store/ CREATE_IN_PROGRESS
Store/Bucket CREATE_IN_PROGRESS
Store/Bucket CREATE_IN_PROGRESS Resource creation Initiated
Store/Bucket CREATE_COMPLETE
Store/Logs CREATE_FAILED The quota is reached
Store/ ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Logs].
Store/ ROLLBACK_COMPLETE
Store CREATE_FAILED Embedded stack was not successfully created
small-dev ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Store].
small-dev ROLLBACK_COMPLETE
"""

TOLD = """
03:04:06 CREATE_IN_PROGRESS       small-dev (AWS::CloudFormation::Stack): User Initiated
03:04:07 CREATE_IN_PROGRESS       Store (AWS::CloudFormation::Stack)
03:04:09 CREATE_IN_PROGRESS       Store/Bucket (AWS::Test::Bucket)
03:04:11 CREATE_COMPLETE          Store/Bucket (AWS::Test::Bucket)
03:04:12 CREATE_FAILED            Store/Logs (AWS::Test::Logs): The quota is reached
03:04:13 ROLLBACK_IN_PROGRESS     Store (AWS::CloudFormation::Stack): \
The following resource(s) failed to create: [Logs].
03:04:14 ROLLBACK_COMPLETE        Store (AWS::CloudFormation::Stack)
03:04:15 CREATE_FAILED            Store (AWS::CloudFormation::Stack): \
Embedded stack was not successfully created
03:04:16 ROLLBACK_IN_PROGRESS     small-dev (AWS::CloudFormation::Stack): \
The following resource(s) failed to create: [Store].
03:04:17 ROLLBACK_COMPLETE        small-dev (AWS::CloudFormation::Stack)
"""

STEP = Step(START, "Store/Logs", "AWS::Logs::LogGroup", "CREATE_COMPLETE", "")


def told(*progress: object, colour: bool = False) -> str:
    return "\n".join(line for p in progress for line in lines(p, colour))


def test_events_are_a_line_each_and_echoes_none() -> None:
    assert told(*steps(STORY)) == TOLD.strip()


def test_a_reason_of_many_lines_stays_on_one() -> None:
    assert told(replace(STEP, reason="one\n  two")).endswith(
        "(AWS::Logs::LogGroup): one two"
    )


@pytest.mark.parametrize(
    ("status", "escape"),
    [
        ("CREATE_COMPLETE", "\x1b[32m"),
        ("CREATE_FAILED", "\x1b[31m"),
        ("UPDATE_ROLLBACK_COMPLETE", "\x1b[31m"),
        ("CREATE_IN_PROGRESS", "\x1b[2m"),
    ],
)
def test_on_a_terminal_the_tone_is_a_colour(status: str, escape: str) -> None:
    step = replace(STEP, status=status)
    assert told(step, colour=True) == f"{escape}{told(step)}\x1b[0m"


def test_a_detailed_status_stands_where_there_is_no_reason() -> None:
    step = replace(STEP, status="UPDATE_IN_PROGRESS", detailed="CONFIGURATION_COMPLETE")
    assert told(step).endswith("(AWS::Logs::LogGroup): CONFIGURATION_COMPLETE")


def test_the_parts_of_planning_and_deploying_are_worded_here_too() -> None:
    assert told(Uploaded("bucket", 0, 3)) == "Templates: all 3 are in bucket already."
    assert told(Retrying("Rate exceeded")).endswith("asking again: Rate exceeded")
    assert told(Polled()) == ""
