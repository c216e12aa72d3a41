"""Wait conditions: resources that are made once somebody has signalled.

Plain moto skips them. CloudFormation waits, and fails them when time is up or a signal
says so; the same two make an operation here last as long as one likes:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource, Stack
from cfngen.local.language.refusals import Refused, ResourceFailed

TYPE = "AWS::CloudFormation::WaitCondition"
PAUSE_SECONDS = 0.02
DURATION = re.compile(r"P(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
FIVE_MINUTES = 300


class Wait:
    """Waits for signals."""

    def create(self, job: Job) -> Made:
        """Wait until enough have signalled; one that asks for none is made at once."""
        made = Made(f"{job.stack.stack_id}/{job.logical_id}")
        job.begun(made.physical_id)
        policy = _policy(job)
        if policy or "Handle" in job.properties:
            _wait(job, _count(job, policy), _seconds(job, policy))
        return made

    def update(self, job: Job, old: Resource) -> Made:
        """Refuse: it was waited for, and that is over."""
        raise ResourceFailed(f"Update to resource type {TYPE} is not supported.")

    def delete(self, job: Job, old: Resource) -> None:
        """Forget it."""

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return what came with the signals: nothing."""
        return "{}"


def signal(stack: Stack, name: str, unique: str, status: str) -> None:
    """Note a signal, or raise Refused where nobody waits for one."""
    resource = stack.resources.get(name)
    if resource is None:
        raise Refused(f"Resource {name} does not exist for stack {stack.name}")
    if resource.type != TYPE or resource.status != "CREATE_IN_PROGRESS":
        raise Refused(
            f"Resource {name} is in {resource.status} state and can not be signaled"
        )
    stack.signals.setdefault(name, {})[unique] = status


def _wait(job: Job, count: int, seconds: float) -> None:
    """Return when there are enough signals; raise ResourceFailed where not."""
    end = time.monotonic() + seconds
    while not job.stack.cancelled:
        told = dict(job.stack.signals.get(job.logical_id, {}))
        bad = [unique for unique, status in told.items() if status == "FAILURE"]
        if bad:
            raise ResourceFailed(
                f"WaitCondition received failed message: 'FAILURE' for uniqueId: "
                f"{bad[0]}"
            )
        if len(told) >= count:
            return
        if time.monotonic() > end:
            raise ResourceFailed(
                f"WaitCondition timed out. Received {len(told)} conditions when "
                f"expecting {count}"
            )
        time.sleep(PAUSE_SECONDS)
    raise ResourceFailed("Resource creation cancelled")


def _policy(job: Job) -> Mapping[str, Any]:
    """Return what the CreationPolicy says of signals, empty where there is none."""
    asked = job.stack.asked
    definition = asked.template.resources[job.logical_id] if asked else {}
    found: Mapping[str, Any] = definition.get("CreationPolicy", {}).get(
        "ResourceSignal", {}
    )
    return found


def _count(job: Job, policy: Mapping[str, Any]) -> int:
    return int(policy.get("Count", job.properties.get("Count", 1)))


def _seconds(job: Job, policy: Mapping[str, Any]) -> float:
    """Return how long to wait: PT1H30M of a policy, or seconds of the property."""
    parts = DURATION.fullmatch(str(policy.get("Timeout", "")))
    if parts is None:
        return float(job.properties.get("Timeout", FIVE_MINUTES))
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return float(hours * 3600 + minutes * 60 + seconds)
