"""A stack that waits: the only way to meet an operation while it is under way."""

from __future__ import annotations

import time
from typing import Any

from tests.local.cloud import PATIENCE, Cloud, who

WAIT = {
    "Type": "AWS::CloudFormation::WaitCondition",
    "CreationPolicy": {"ResourceSignal": {"Count": 1, "Timeout": "PT1M"}},
}


def after(*names: str) -> dict[str, Any]:
    """Return a resource that waits for a signal, once others are made."""
    return {**WAIT, "DependsOn": list(names)}


def waits(cloud: Cloud, name: str, logical_id: str = "Wait") -> None:
    """Return as soon as a stack waits for a signal."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        begun = (e for e in cloud.events(name) if e.get("ResourceStatusReason"))
        if any(who(e) == logical_id for e in begun):
            return
        time.sleep(0.02)
    raise AssertionError(f"{name} does not wait")


def signal(
    cloud: Cloud, name: str, status: str = "SUCCESS", logical_id: str = "Wait"
) -> None:
    """Signal, so that the stack goes on."""
    cloud.formation.signal_resource(
        StackName=name, LogicalResourceId=logical_id, UniqueId="one", Status=status
    )
