"""Drift, as CloudFormation finds it in one stack."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.values import Detection, Difference
from tests.cloud.fakes import ROOT, START, scripted

pytestmark = pytest.mark.usefixtures("nobody")


def test_a_detection_is_started_and_looked_at() -> None:
    status = {
        "StackId": ROOT,
        "StackDriftDetectionId": "d",
        "DetectionStatus": "DETECTION_IN_PROGRESS",
        "Timestamp": START,
    }
    cloud, _ = scripted(
        {
            "DetectStackDrift": {"StackDriftDetectionId": "d"},
            "DescribeStackDriftDetectionStatus": status,
        }
    )
    assert cloud.drifting.begin(ROOT) == "d"
    assert cloud.drifting.progress("d") == Detection("DETECTION_IN_PROGRESS")
    assert cloud.drifting.progress("d").pending


def test_drifts_are_read_to_the_last_page() -> None:
    def page(name: str, **more: Any) -> dict[str, Any]:
        one = {
            "StackId": ROOT,
            "LogicalResourceId": name,
            "ResourceType": "AWS::SNS::Topic",
            "StackResourceDriftStatus": "MODIFIED",
            "Timestamp": START,
            "PropertyDifferences": [
                {
                    "PropertyPath": "/DisplayName",
                    "ExpectedValue": "a",
                    "ActualValue": "b",
                    "DifferenceType": "NOT_EQUAL",
                }
            ],
        }
        return {"StackResourceDrifts": [one]} | more

    cloud, _ = scripted(
        {"DescribeStackResourceDrifts": [page("A", NextToken="more"), page("B")]}
    )
    first, second = cloud.drifting.found(ROOT)
    assert (first.logical_id, second.logical_id) == ("A", "B")
    assert first.differences == (Difference("/DisplayName", "a", "b", "NOT_EQUAL"),)
