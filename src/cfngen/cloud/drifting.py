"""Drift of one stack: CloudFormation looks at it, without the stacks that it nests.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/detect-drift-stack.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cfngen.cloud.masking import masked
from cfngen.cloud.refusals import ask
from cfngen.cloud.values import Detection, Difference, Drifted

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


@dataclass(frozen=True)
class Drifting:
    """The detection of drift."""

    client: CloudFormationClient

    def begin(self, stack: str) -> str:
        """Start to look at a stack; return the detection's id."""
        answer = ask(self.client.detect_stack_drift, StackName=stack)
        return answer["StackDriftDetectionId"]

    def progress(self, detection: str) -> Detection:
        """Return how far a detection is."""
        describe = self.client.describe_stack_drift_detection_status
        raw: Any = ask(describe, StackDriftDetectionId=detection)
        return Detection(
            raw["DetectionStatus"],
            raw.get("StackDriftStatus", ""),
            masked(raw.get("DetectionStatusReason", "")),
        )

    def found(self, stack: str) -> tuple[Drifted, ...]:
        """Return what the last detection found, of every resource that it looked at."""
        found: list[Any] = []
        token = ""
        while True:
            more: Any = {"NextToken": token} if token else {}
            describe = self.client.describe_stack_resource_drifts
            page: Any = ask(describe, StackName=stack, **more)
            found += page.get("StackResourceDrifts", ())
            token = page.get("NextToken", "")
            if not token:
                return tuple(_drifted(raw) for raw in found)


def _drifted(raw: Any) -> Drifted:
    """Return the drift of a resource."""
    return Drifted(
        raw["LogicalResourceId"],
        raw.get("PhysicalResourceId", ""),
        raw["ResourceType"],
        raw["StackResourceDriftStatus"],
        masked(raw.get("DriftStatusReason", "")),
        tuple(
            Difference(
                one["PropertyPath"],
                one.get("ExpectedValue", ""),
                one.get("ActualValue", ""),
                one["DifferenceType"],
            )
            for one in raw.get("PropertyDifferences", ())
        ),
    )
