"""Every system, from nothing through a release with all options on to its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cfngen.cloud.aws import open_cloud
from cfngen.deploy.outcome import Result
from cfngen.deploy.progress import Step
from cfngen.deploy.run import carry_out
from cfngen.naming import IMAGE_TAG, root_stack
from cfngen.plan.at import At
from cfngen.plan.inputs.prepare import prepare
from cfngen.plan.making import make
from cfngen.plan.waiting import SystemClock, pace_for
from cfngen.project import Project
from tests.local.cloud import Cloud

PROJECT = Project(Path(__file__).resolve().parents[2])
SWITCH = {"true", "false"}
CHANGED: Mapping[str, str] = {
    "AlarmEmail": "someone@example.com",
    "BackupCopyVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:copies",
    "CacheNodes": "2",
    "DatabaseBackupCopyDays": "7",
    "DatabaseReplicas": "1",
    "FargateSpot": "mixed",
    "FilesExpireDays": "365",
    "FilesReplicaBucketArn": "arn:aws:s3:::replica",
    "NatGateways": "per-zone",
    "ReleaseTestMinutes": "5",
    "ReplicaKeyArn": "arn:aws:kms:us-west-2:123456789012:key/"
    "12345678-1234-1234-1234-123456789012",
}
"""What turns something on, or makes more of it, and is no switch."""

OFF = ("EnableDeletionProtection",)
"""The switches that stand in the way of what comes after."""


def options(system: str) -> dict[str, str]:
    """Return a release of every image, with everything on that may be."""
    text = (PROJECT.templates(system) / "root.json").read_text("utf-8")
    declared: Mapping[str, Any] = json.loads(text)["Parameters"]
    allowed = {n: set(p.get("AllowedValues", ())) for n, p in declared.items()}
    switches = {n: "true" for n, a in allowed.items() if a == SWITCH}
    images = {name: "v2" for name in declared if name.endswith(IMAGE_TAG)}
    other = {**CHANGED, **dict.fromkeys(OFF, "false")}
    return images | switches | {n: other[n] for n in other.keys() & declared.keys()}


def deployed(cloud: Cloud, system: str, given: Mapping[str, str]) -> Result:
    """Deploy a system as dev has it and return how that ended."""
    told: list[object] = []
    order = prepare(PROJECT, system, "dev", given)
    client = open_cloud(order.region, cloud.endpoint)
    at = At(client, told.append, SystemClock(), pace_for(cloud.endpoint))
    outcome = carry_out(make(order, at), at)
    steps = [step for step in told if isinstance(step, Step)]
    failed = [f"{step.path}: {step.reason}" for step in steps if step.failed]
    assert not failed, failed[0]
    return outcome.result


@pytest.mark.parametrize("system", PROJECT.systems())
def test_it_is_made_released_to_and_deleted(cloud: Cloud, system: str) -> None:
    assert deployed(cloud, system, {}) is Result.CREATED
    assert deployed(cloud, system, options(system)) is Result.UPDATED
    assert deployed(cloud, system, options(system)) is Result.UNCHANGED
    region = prepare(PROJECT, system, "dev", {}).region
    ended = Cloud(cloud.endpoint, region).delete(root_stack(system, "dev"))
    assert ended["StackStatus"] == "DELETE_COMPLETE", ended.get("StackStatusReason")
