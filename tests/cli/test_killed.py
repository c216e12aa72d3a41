"""A deployment that is killed at any point is taken up by the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.cloud.aws import open_cloud
from cfngen.errors import Exit
from tests.cli.intercepting import intercepted
from tests.cli.worlds import NAME, SPEC, Desk

GUARDED = f"""{SPEC}
environments:
  dev:
    protect: true
    stack_policy: policies/dev.json
"""
POLICY = """\
{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*",
 "Resource": "*"}]}
"""

POINTS = (
    ("us-east-1", "GetCallerIdentity", False),
    ("us-east-2", "DescribeStacks", True),
    ("us-west-2", "PUT", True),
    ("eu-west-1", "CreateChangeSet", False),
    ("eu-west-2", "CreateChangeSet", True),
    ("eu-west-3", "DescribeChangeSet", True),
    ("eu-central-1", "ExecuteChangeSet", False),
    ("eu-north-1", "ExecuteChangeSet", True),
    ("ap-south-1", "DescribeStackEvents", True),
    ("sa-east-1", "UpdateTerminationProtection", False),
    ("ca-central-1", "SetStackPolicy", False),
    ("ap-southeast-2", "SetStackPolicy", True),
)
"""Where to strike: a region of its own, a call, whether it has been done by then."""


@pytest.mark.parametrize(
    ("region", "operation", "answered"),
    POINTS,
    ids=[f"{'after' if done else 'before'} {call}" for _, call, done in POINTS],
)
def test_the_next_deployment_goes_on(
    desk: Desk, emulator_url: str, region: str, operation: str, answered: bool
) -> None:
    desk.write(GUARDED.replace("us-east-1", region))
    policies = Path("policies")
    policies.mkdir()
    (policies / "dev.json").write_text(POLICY, "utf-8")
    assert desk.run("generate", "small")[0] == Exit.OK
    _killed(emulator_url, operation, answered)

    # These go to the emulator, not to the scripted account.
    there = ("small", "dev", "--endpoint-url", emulator_url)
    assert main(("plan", *there, "--wait")) == Exit.OK
    assert main(("deploy", *there, "--wait")) == Exit.OK

    cloud = open_cloud(region, emulator_url)
    stack = cloud.stacks.find(NAME)
    assert stack
    assert stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    assert stack.protected
    assert "Update:*" in cloud.stacks.policy(stack.id)
    left = [
        cloud.change_sets.find(name, stack.id)
        for name in cloud.change_sets.names(stack.id)
    ]
    assert {one.execution for one in left if one} <= {"EXECUTE_COMPLETE"}


def _killed(url: str, operation: str, answered: bool) -> None:
    """Deploy, and kill that at a call."""
    running: list[subprocess.Popen[bytes]] = []
    with intercepted(url, operation, answered, lambda: running[0].kill()) as proxy:
        words = ("deploy", "small", "dev", "--endpoint-url", proxy)
        command = [sys.executable, "-m", "cfngen", *words]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
            running.append(child)
            assert child.wait(60) == -signal.SIGKILL
