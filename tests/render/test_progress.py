"""What a deployment reports, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.deploy.follow import Watch
from cfngen.deploy.order import Override
from cfngen.deploy.progress import (
    Overridden,
    Planned,
    Preview,
    Progress,
    Retrying,
    Step,
    Uploaded,
)
from cfngen.package import STACK
from cfngen.render.progress import lines
from tests.fakes import NAME, ROOT, START, FakeCloud, story

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


def told(*progress: Progress, colour: bool = False) -> str:
    return "\n".join(line for p in progress for line in lines(p, colour))


def test_events_are_a_line_each_and_echoes_none() -> None:
    cloud = FakeCloud("REVIEW_IN_PROGRESS", [story(STORY)])
    cloud.execute_change_set("", "")
    steps = Watch(cloud, ROOT, NAME, START).poll()
    assert told(*steps) == TOLD.strip()


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


def test_a_preview_shows_what_changes_and_what_is_replaced() -> None:
    preview = Preview(
        "UPDATE",
        NAME,
        (
            Planned("Add", "Cache", STACK),
            Planned("Modify", "Store", STACK, "False"),
            Planned("Modify", "Store/Logs", "AWS::Logs::LogGroup", "True"),
            Planned("Modify", "Store/Bucket", "AWS::S3::Bucket", "Conditional"),
            Planned("Remove", "App", STACK),
            Planned("Import", "Old", "AWS::S3::Bucket"),
        ),
    )
    assert told(preview).splitlines() == [
        "Updates small-dev:",
        "  + Cache (AWS::CloudFormation::Stack)",
        "  ~ Store (AWS::CloudFormation::Stack)",
        "  ~ Store/Logs (AWS::Logs::LogGroup, replaced)",
        "  ~ Store/Bucket (AWS::S3::Bucket, may be replaced)",
        "  - App (AWS::CloudFormation::Stack)",
        "  Import Old (AWS::S3::Bucket)",
    ]


def test_a_first_deployment_creates() -> None:
    assert told(Preview("CREATE", NAME, ())) == "Creates small-dev:"


def test_overrides_name_their_source_and_hide_secrets() -> None:
    given = Overridden(
        (
            Override("WebImageTag", "v2", "v1", "params/small/dev.json"),
            Override("ApiImageTag", "v2", None, "params/small/dev.json"),
            Override("DomainName", "a.example", "", "params/small/dev.json"),
            Override("Password", "hunter2", "hunter1", "params/small/dev.json"),
        ),
        frozenset({"Password"}),
    )
    assert told(given).splitlines() == [
        "Parameters from the command line:",
        "  WebImageTag = v2  (--set; params/small/dev.json has v1)",
        "  ApiImageTag = v2  (--set; params/small/dev.json leaves it to releases)",
        '  DomainName  = a.example  (--set; params/small/dev.json has "")',
        "  Password    = ****  (--set; params/small/dev.json has ****)",
    ]


@pytest.mark.parametrize(
    ("written", "present", "text"),
    [
        (3, 0, "Templates: 3 uploaded to bucket."),
        (2, 1, "Templates: 2 uploaded to bucket, 1 there already."),
        (0, 3, "Templates: all 3 are in bucket already."),
    ],
)
def test_uploads_are_counted(written: int, present: int, text: str) -> None:
    assert told(Uploaded("bucket", written, present)) == text


def test_a_repeated_question_says_why() -> None:
    assert told(Retrying("Rate exceeded")) == "No answer, asking again: Rate exceeded"
