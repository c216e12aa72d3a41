"""How a deployment ended, word for word."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.values import Output, Stack, StoppedTask
from cfngen.deploy.hints import hint
from cfngen.deploy.outcome import Explained, Outcome, Result
from cfngen.deploy.progress import Record, Step
from cfngen.findings import Place
from cfngen.package import STACK
from cfngen.render.running.outcome import lines, outputs
from tests.deploy.stories import NAME, ROOT, START

REASON = "The maximum number of addresses has been reached.\n  (Service: Ec2)"
LEAF = Step(
    *(START, "Network/NatEip", "AWS::EC2::EIP", "CREATE_FAILED", REASON),
    physical_id="eip-1",
)
TASK = StoppedTask(
    "arn:aws:ecs:us-east-1:123456789012:task/small/0a1b",
    "",
    "Essential container in task exited",
    {"web": "exit code 1", "proxy": ""},
    logs=("Traceback", "KeyError: 'PORT'\n"),
)
WEB = Step(
    *(START, "Web/Service", "AWS::ECS::Service", "CREATE_FAILED"),
    "ECS Deployment Circuit Breaker was triggered",
)
FIRST = Explained(
    LEAF,
    "templates/small/network.json",
    120,
    "network",
    Place("systems/small.yaml", "network.nat", 14, 3),
    hint(REASON),
)
SECOND = Explained(
    WEB,
    "templates/small/service-web.json",
    88,
    "service-web",
    Place("systems/small.yaml", "services.web", 30, 3),
    hint(TASK.reason),
    (TASK,),
)
DATABASE = Step(
    START, "Database/Database", "AWS::RDS::DBInstance", "DELETE_FAILED", "no"
)

GOLDEN = """
small-dev: stuck, ROLLBACK_FAILED.

Cause: Network/NatEip (AWS::EC2::EIP) CREATE_FAILED
  The maximum number of addresses has been reached. (Service: Ec2)
  id: eip-1
  declared in templates/small/network.json:120, layer network
  comes from systems/small.yaml:14, network.nat
  It means: The account has as many Elastic IP addresses in this region as it may \
have; each NAT gateway needs one.
  Do: Release one that nobody uses. Or raise the quota L-0263D0A3: aws service-quotas \
request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 \
--desired-value N

Also failed: Web/Service (AWS::ECS::Service) CREATE_FAILED
  ECS Deployment Circuit Breaker was triggered
  declared in templates/small/service-web.json:88, layer service-web
  comes from systems/small.yaml:30, services.web
  task 0a1b: Essential container in task exited
    container web: exit code 1
    | Traceback
    | KeyError: 'PORT'
  It means: A container ended by itself; its exit code and its last lines say why.
  Do: Mend what the logs say, then deploy again.

Not undone: Database/Database (AWS::RDS::DBInstance): no
It could not be undone.
Run: cfngen recover small dev
"""


def told(result: Result, status: str = "", temporary: bool = False, **more: Any) -> Any:
    outcome = Outcome(result, Stack(ROOT, NAME, status), **more)
    return list(lines(outcome, temporary=temporary))


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.CREATED, "small-dev: created."),
        (Result.UPDATED, "small-dev: updated."),
        (Result.UNCHANGED, "small-dev: no changes."),
        (Result.CLEARED, "small-dev: what a failed create had left is deleted."),
    ],
)
def test_a_good_end_is_one_line(result: Result, words: str) -> None:
    assert told(result) == [words]


def test_a_failure_says_all_that_is_known_and_the_way_on() -> None:
    found = told(
        Result.STUCK,
        "ROLLBACK_FAILED",
        failures=(FIRST, SECOND),
        left=(DATABASE,),
        advice="It could not be undone.",
        command="cfngen recover small dev",
    )
    assert "\n".join(found) == GOLDEN.strip()


def test_nobody_is_sent_to_an_emulator_that_is_gone() -> None:
    assert told(Result.STUCK, "ROLLBACK_FAILED", temporary=True, advice="Look.") == [
        "small-dev: stuck, ROLLBACK_FAILED."
    ]


def test_a_failure_without_a_cause_still_says_the_state() -> None:
    found = told(Result.STUCK, "ROLLBACK_FAILED", advice="Look.", command="cfngen x")
    assert found == [
        *("small-dev: stuck, ROLLBACK_FAILED.", "Look.", "Run: cfngen x"),
    ]


def test_an_interrupted_deployment_goes_on_or_goes_with_the_emulator() -> None:
    record = Record("_a.example.com.", "CNAME", "_b.acm-validations.aws.")
    more: dict[str, Any] = {"missing": ("stack policy",), "records": (record,)}
    assert told(Result.DETACHED, command="cfngen status small dev --watch", **more) == [
        "small-dev: the deployment goes on by itself.",
        "A certificate waits for this DNS record:",
        "  Name   _a.example.com.",
        "  Type   CNAME",
        "  Value  _b.acm-validations.aws.",
        "Not set yet, the next deployment does it: stack policy",
        "Follow it: cfngen status small dev --watch",
    ]
    assert told(Result.DETACHED, temporary=True) == [
        "small-dev: interrupted; the emulator stops, and nothing of it stays."
    ]


def test_leftovers_guards_and_stand_ins_are_listed() -> None:
    left = Step(START, "Store", STACK, "DELETE_FAILED", "not empty")
    told_ones = (("AWS::ElastiCache::ReplicationGroup", 1), ("AWS::WAFv2::WebACL", 12))
    missing = ("stack policy: SetStackPolicy: denied",)
    found = told(Result.UPDATED, left=(left,), stand_ins=told_ones, missing=missing)
    assert found == [
        "The emulator stood in for these; nothing is behind them:",
        "    1 AWS::ElastiCache::ReplicationGroup",
        "   12 AWS::WAFv2::WebACL",
        "Left over, delete it by hand: Store (AWS::CloudFormation::Stack): not empty",
        "Could not be set: stack policy: SetStackPolicy: denied",
        "small-dev: updated.",
    ]


def test_outputs_stand_in_a_table_by_name() -> None:
    found = (Output("SiteUrl", "https://x"), Output("Bucket", "b"))
    assert outputs(found) == "Bucket   b\nSiteUrl  https://x\n"
    assert outputs(()) == ""


def test_what_a_program_logs_acts_on_no_terminal() -> None:
    sly = "\x1b[2J\x1b]0;owned\x07 caf\u00e9 \u202e" + "x" * 2000
    task = StoppedTask("arn:task/1", "", "bad\x9b2J", {"web": "\x1b[1m"}, logs=(sly,))
    step = Step(START, "Web/S", "AWS::ECS::Service", "CREATE_FAILED", "no\x1b[31m")
    found = told(Result.STUCK, failures=(Explained(step, tasks=(task,)),))
    assert all(line.isprintable() for line in found)
    (log,) = (line for line in found if "|" in line)
    assert "caf\u00e9" in log
    assert len(log) < 600
