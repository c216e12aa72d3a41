"""Drift: what tests say has drifted, found by a detection that takes time."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.clock import Process
from tests.fakes.paging import page
from tests.fakes.refusal import invalid
from tests.fakes.stacks import Stack, Stacks


class Drift:
    """Answers about drift: of one stack, never of the stacks nested in it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
    """

    def __init__(self, stacks: Stacks) -> None:
        self.stacks, self.ground = stacks, stacks.ground
        self.seconds: float = 20
        self.drifted: dict[str, dict[str, Any]] = {}
        self.unable: dict[str, str] = {}
        self.detections: dict[str, dict[str, Any]] = {}
        self.found: dict[str, list[dict[str, Any]]] = {}

    def detect_stack_drift(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DetectStackDrift; one detection of a stack at a time."""
        stack = self.stacks.alive(asked["StackName"])
        going = "DETECTION_IN_PROGRESS"
        for detection in self.detections.values():
            if (detection["StackId"], detection["DetectionStatus"]) == (
                stack.id,
                going,
            ):
                raise invalid(
                    f"Drift detection is already in progress for stack [{stack.id}]"
                )
        if stack.busy or not stack.status.endswith(("_COMPLETE", "_FAILED")):
            raise invalid(
                f"Drift detection cannot be performed on stack [{stack.id}] in "
                f"{stack.status} state"
            )
        number = self.ground.uuid()
        self.detections[number] = {
            "StackId": stack.id,
            "StackDriftDetectionId": number,
            "DetectionStatus": going,
            "Timestamp": self.ground.clock.now(),
        }
        self.ground.clock.start(self._detect(stack, self.detections[number]))
        return {"StackDriftDetectionId": number}

    def _detect(self, stack: Stack, detection: dict[str, Any]) -> Process:
        yield self.seconds
        now = self.ground.clock.now()
        found = [self._resource(stack, logical) for logical in stack.resources]
        self.found[stack.id] = found
        statuses = [drift["StackResourceDriftStatus"] for drift in found]
        count = sum(status in ("MODIFIED", "DELETED") for status in statuses)
        status = "DRIFTED" if count else "IN_SYNC"
        unable = self.unable.get(self.stacks.path(stack), "")
        if unable:
            detection["DetectionStatusReason"] = unable
            status = "UNKNOWN"
        detection["DetectionStatus"] = (
            "DETECTION_FAILED" if unable else "DETECTION_COMPLETE"
        )
        detection["StackDriftStatus"] = status
        detection["DriftedStackResourceCount"] = count
        stack.drift = {"StackDriftStatus": status, "LastCheckTimestamp": now}

    def _resource(self, stack: Stack, logical: str) -> dict[str, Any]:
        resource = stack.resources[logical]
        said = self.drifted.get(self.stacks.path(stack, logical), {})
        known = json.dumps(resource.properties)
        drift = {
            "StackId": stack.id,
            "LogicalResourceId": logical,
            "PhysicalResourceId": resource.physical,
            "ResourceType": resource.type,
            "ExpectedProperties": known,
            "ActualProperties": known,
            "PropertyDifferences": [],
            "StackResourceDriftStatus": "IN_SYNC",
            "Timestamp": self.ground.clock.now(),
        }
        return drift | said

    def describe_stack_drift_detection_status(
        self, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Answer DescribeStackDriftDetectionStatus."""
        number = asked["StackDriftDetectionId"]
        if number not in self.detections:
            raise invalid(f"Drift detection [{number}] does not exist")
        return dict(self.detections[number])

    def describe_stack_resource_drifts(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer DescribeStackResourceDrifts: what the last detection found."""
        stack = self.stacks.alive(asked["StackName"])
        wanted = asked.get("StackResourceDriftStatusFilters")
        shown = [
            drift
            for drift in self.found.get(stack.id, [])
            if not wanted or drift["StackResourceDriftStatus"] in wanted
        ]
        size = min(asked.get("MaxResults", 100), self.ground.page_size)
        return page(shown, asked, "StackResourceDrifts", size)
