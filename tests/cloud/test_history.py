"""What has happened to a stack, newest first as CloudFormation lists it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cfngen.cloud.failures import Denied
from tests.cloud.fakes import CHANGE_SET, NAME, ROOT, START, Answer, Refusal, scripted

pytestmark = pytest.mark.usefixtures("nobody")


def raw_event(number: int) -> dict[str, Any]:
    """Return an event as DescribeStackEvents lists it."""
    return {
        "StackId": ROOT,
        "StackName": NAME,
        "EventId": f"e{number}",
        "LogicalResourceId": NAME,
        "PhysicalResourceId": ROOT,
        "ResourceType": "AWS::CloudFormation::Stack",
        "ResourceStatus": "UPDATE_IN_PROGRESS",
        "Timestamp": START + timedelta(seconds=number),
    }


def history() -> list[Answer]:
    """Return two pages, the newest event first."""
    return [
        {"StackEvents": [raw_event(5), raw_event(4)], "NextToken": "older"},
        {"StackEvents": [raw_event(3), raw_event(2), raw_event(1)]},
    ]


def test_events_come_oldest_first_and_only_later_ones() -> None:
    cloud, _ = scripted({"DescribeStackEvents": history()})
    found = cloud.history.events(ROOT, START + timedelta(seconds=2), ())
    assert [event.id for event in found] == ["e3", "e4", "e5"]
    assert all(event.of_the_stack for event in found)


def test_reading_stops_at_the_first_known_event() -> None:
    cloud, script = scripted({"DescribeStackEvents": history()})
    assert [event.id for event in cloud.history.events(ROOT, None, {"e4"})] == ["e5"]
    assert len(script.of("DescribeStackEvents")) == 1


def test_the_last_event_is_the_newest_of_the_first_page() -> None:
    cloud, script = scripted({"DescribeStackEvents": history()})
    assert cloud.history.last(ROOT) == START + timedelta(seconds=5)
    assert len(script.of("DescribeStackEvents")) == 1


def test_failures_are_read_from_the_operations_events() -> None:
    wrong = {
        "EventId": "1",
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": "Logs",
        "ResourceType": "AWS::Logs::LogGroup",
        "ValidationName": "NAME_CONFLICT_VALIDATION",
        "ValidationFailureMode": "WARN",
        "ValidationStatusReason": "There is one already.",
        "ValidationPath": "/Resources/Logs",
        "Timestamp": START,
    }
    fine = {"EventId": "2", "EventType": "STACK_EVENT", "Timestamp": START}
    cloud, script = scripted({"DescribeEvents": {"OperationEvents": [wrong, fine]}})
    (found,) = cloud.history.failures(change_set=CHANGE_SET)
    assert (found.logical_id, found.reason, found.warning) == (
        "Logs",
        "There is one already.",
        True,
    )
    assert script.of("DescribeEvents") == [{"ChangeSetName": CHANGE_SET}]


def test_whoever_may_not_read_operations_is_told_so() -> None:
    cloud, _ = scripted({"DescribeEvents": Refusal("AccessDenied", "no", 403)})
    with pytest.raises(Denied, match="no"):
        cloud.history.failures(operation="op-1")


def test_recent_events_are_the_last_ones_oldest_first() -> None:
    cloud, script = scripted({"DescribeStackEvents": history()})
    assert [event.id for event in cloud.history.recent(ROOT, 2)] == ["e4", "e5"]
    assert len(script.of("DescribeStackEvents")) == 1
