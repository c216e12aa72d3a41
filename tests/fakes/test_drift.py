"""Drift of one stack at a time, found after a while."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.fakes.driving import NAME, api
from tests.fakes.world import World


def test_detection_takes_time_and_looks_at_one_stack() -> None:
    world = World()
    world.stack(NAME)
    world.drifts("Network/Vpc", differences=[{"PropertyPath": "/Tags"}])
    world.drifts("Network/Gateway", "UNKNOWN", "access denied")
    network, client = world.found(NAME, "Network").id, api(world)
    number = client.detect_stack_drift(StackName=network)["StackDriftDetectionId"]
    root = client.detect_stack_drift(StackName=NAME)["StackDriftDetectionId"]
    ask = client.describe_stack_drift_detection_status
    answer = ask(StackDriftDetectionId=number)
    assert answer["DetectionStatus"] == "DETECTION_IN_PROGRESS"
    with pytest.raises(ClientError, match="already in progress"):
        client.detect_stack_drift(StackName=network)
    world.clock.sleep(19)
    assert ask(StackDriftDetectionId=number)["DetectionStatus"] == (
        "DETECTION_IN_PROGRESS"
    )
    world.clock.sleep(1)
    answer = ask(StackDriftDetectionId=number)
    assert answer["DetectionStatus"] == "DETECTION_COMPLETE"
    assert answer["StackDriftStatus"] == "DRIFTED"
    assert answer["DriftedStackResourceCount"] == 1
    assert ask(StackDriftDetectionId=root)["StackDriftStatus"] == "IN_SYNC"
    drifts = client.describe_stack_resource_drifts(StackName=network)
    found = {d["LogicalResourceId"]: d for d in drifts["StackResourceDrifts"]}
    assert found["Vpc"]["PropertyDifferences"] == [{"PropertyPath": "/Tags"}]
    assert found["Gateway"]["DriftStatusReason"] == "access denied"
    (stack,) = client.describe_stacks(StackName=network)["Stacks"]
    assert stack["DriftInformation"]["StackDriftStatus"] == "DRIFTED"


def test_resources_are_filtered_and_detection_may_fail() -> None:
    world = World()
    world.stack(NAME)
    world.drifts("Topic", "DELETED")
    world.cannot_detect("", "throttled")
    client = api(world)
    number = client.detect_stack_drift(StackName=NAME)["StackDriftDetectionId"]
    world.clock.sleep(30)
    answer = client.describe_stack_drift_detection_status(StackDriftDetectionId=number)
    assert answer["DetectionStatus"] == "DETECTION_FAILED"
    assert answer["DetectionStatusReason"] == "throttled"
    (drift,) = client.describe_stack_resource_drifts(
        StackName=NAME, StackResourceDriftStatusFilters=["DELETED"]
    )["StackResourceDrifts"]
    assert drift["LogicalResourceId"] == "Topic"
