"""`cfngen bootstrap`: what it prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from cfngen.bootstrap import STACK, template
from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.local import emulator
from tests.cli.worlds import Desk
from tests.local.cloud import Cloud

REGION = "eu-west-1"
BUCKET = f"cfngen-123456789012-{REGION}"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with emulator() as running:
        yield running.endpoint


def test_the_template_is_printed_and_nothing_asked(desk: Desk) -> None:
    code, out, _ = desk.run("bootstrap", "--print")
    assert (code, out) == (Exit.OK, template())
    assert desk.world.asked == []


def test_a_region_has_to_be_named(desk: Desk) -> None:
    code, _, err = desk.run("bootstrap")
    assert code == Exit.USAGE
    assert "Say which region: --region NAME." in err


@pytest.mark.parametrize(
    ("flag", "value"),
    [("--role", "foo"), ("--account", "12"), ("--region", "eu west 1")],
    ids=["role", "account", "region"],
)
def test_what_is_not_of_its_form_is_refused(desk: Desk, flag: str, value: str) -> None:
    asked = {"--region": REGION, flag: value}
    code, _, err = desk.run("bootstrap", *(w for pair in asked.items() for w in pair))
    assert code == Exit.USAGE
    assert repr(value) in err and flag in err
    assert desk.world.asked == []


def test_another_account_is_left_alone(desk: Desk) -> None:
    words = ("bootstrap", "--region", "us-east-1", "--account", "210987654321")
    code, out, err = desk.run(*words)
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "and not to 210987654321. Nothing was touched." in err
    assert {name for name, _ in desk.world.asked} <= {"GetCallerIdentity"}


def test_whoever_interrupts_is_told_the_same_command(desk: Desk) -> None:
    del desk.world.objects.buckets["cfngen-123456789012-us-east-1"]
    role = "arn:aws:iam::123456789012:role/cfn"
    desk.world.clock.interrupts(at=4)
    flags = ("--region", "us-east-1", "--profile", "shop", "--role", role)
    code, _, err = desk.run("bootstrap", *flags)
    assert code == Exit.RUNNING
    assert err.endswith(f"Run: cfngen bootstrap {' '.join(flags)}\n")


def test_only_an_emulator_here_has_an_address(desk: Desk) -> None:
    words = ("--region", REGION, "--endpoint-url", "http://example.com")
    assert desk.run("bootstrap", *words)[0] == Exit.USAGE


def test_a_bucket_made_by_hand_needs_somebody(desk: Desk) -> None:
    code, out, err = desk.run("bootstrap", "--region", "us-east-1")
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "aws cloudformation create-change-set" in err


def test_a_create_that_fails_says_so(desk: Desk) -> None:
    del desk.world.objects.buckets["cfngen-123456789012-us-east-1"]
    desk.world.fails("TemplateBucket", "The name is taken")
    code, out, err = desk.run("bootstrap", "--region", "us-east-1")
    assert (code, out) == (Exit.FAILED, "")
    assert "The name is taken" in err
    assert f"{STACK}: ROLLBACK_COMPLETE." in err
    assert not desk.world.of("UpdateTerminationProtection")


def test_a_region_is_prepared_once(
    endpoint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bootstrap", "--region", REGION, "--endpoint-url", endpoint]
    assert main(words) == Exit.OK
    out, err = capsys.readouterr()
    assert out == f"{BUCKET}\n"
    assert "TemplateBucketPolicy" in err and "CREATE_COMPLETE" in err
    cloud = Cloud(endpoint, REGION)
    stack = cloud.stack(STACK)
    assert stack["EnableTerminationProtection"] is True
    assert cloud.outputs(STACK) == {"TemplateBucketName": BUCKET}
    policy = cloud.client("s3").get_bucket_policy(Bucket=BUCKET)["Policy"]
    assert len(json.loads(policy)["Statement"]) == 3
    assert main(words) == Exit.OK
    out, err = capsys.readouterr()
    assert (out, "nothing to do" in err) == (f"{BUCKET}\n", True)
    assert cloud.stack(STACK) == stack
