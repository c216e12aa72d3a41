"""A whole deployment through boto3 against the emulator: real HTTP, real events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cfngen.cloud.aws import Cloud, open_cloud
from cfngen.cloud.failures import Busy
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Step
from cfngen.deploy.run import carry_out
from cfngen.errors import PreviewRejected
from cfngen.naming import stack_tags
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.progress import Uploaded
from cfngen.plan.waiting import Pace, SystemClock
from tests.deploy.small import bodies, order, texts

PACE = Pace(0.01, 0.1)
QUEUE = {
    "Type": "AWS::SQS::Queue",
    "DependsOn": "Topic",
    "Properties": {
        "RedrivePolicy": {
            "deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:none",
            "maxReceiveCount": 3,
        }
    },
}


@dataclass
class Place:
    """The emulator, and what the last deployment planned and reported."""

    cloud: Cloud
    reported: list[object] = field(default_factory=list)
    plan: Plan | None = None

    def deploy(self, wanted: Order) -> Outcome:
        """Deploy, reporting from the start."""
        self.reported.clear()
        at = At(self.cloud, self.reported.append, SystemClock(), PACE)
        self.plan = make(wanted, at)
        return carry_out(self.plan, at)

    def planned(self) -> set[str]:
        """Return the paths of what was to change, doubtful ones aside."""
        changes = self.plan.changes if self.plan else ()
        return {one.path for one in changes if not one.noise}

    def waiting(self, stack: str) -> list[str]:
        """Return the change sets of a stack that could be executed."""
        sets = self.cloud.change_sets
        found = {name: sets.find(name, stack) for name in sets.names(stack)}
        return [n for n, one in found.items() if one and one.execution == "AVAILABLE"]

    def done(self, status: str) -> set[str]:
        """Return the paths that reached a status."""
        steps = [p for p in self.reported if isinstance(p, Step)]
        return {step.path for step in steps if step.status == status}


@pytest.fixture
def place(emulator_url: str, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return the emulator as somebody sees it whose own AWS setup is broken."""
    monkeypatch.setenv("AWS_PROFILE", "nobody-has-this")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    return Place(open_cloud("us-east-1", emulator_url))


def broken() -> dict[str, str]:
    """Return the small system with a queue that cannot be made."""
    templates = bodies()
    templates["app.json"]["Resources"]["Queue"] = QUEUE
    return texts(templates)


def test_create_repeat_update_and_fail(place: Place) -> None:
    first = place.deploy(order("whole"))
    assert first.result is Result.CREATED
    assert {"Store", "Store/Bucket", "App/Role", "whole-dev"} <= place.done(
        "CREATE_COMPLETE"
    )
    assert [output.name for output in first.stack.outputs] == ["BucketName"]
    assert first.stack.tags == stack_tags("whole", "dev")

    again = place.deploy(order("whole"))
    assert again.result is Result.UNCHANGED
    assert again.stack.outputs == first.stack.outputs
    assert place.reported == []

    changed = place.deploy(order("whole", parameters={"LogDays": "14"}))
    assert changed.result is Result.UPDATED
    assert place.planned() == {"Store", "Store/Logs"}
    assert place.done("UPDATE_COMPLETE") == {"whole-dev", "Store", "Store/Logs"}

    failed = place.deploy(order("whole", parameters={"LogDays": "14"}, files=broken()))
    assert failed.result is Result.ROLLED_BACK
    assert failed.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    (one,) = failed.failures
    assert one.step.path == "App/Queue"
    assert one.file == "templates/whole/app.json"

    mended = place.deploy(order("whole", parameters={"LogDays": "14"}))
    assert mended.result is Result.UNCHANGED
    assert place.waiting(mended.stack.id) == []


def test_a_failed_create_is_rolled_back_and_cleared_before_the_next(
    place: Place,
) -> None:
    failed = place.deploy(order("broken", files=broken()))
    assert failed.stack.status == "ROLLBACK_COMPLETE"
    (one,) = failed.failures
    assert (one.step.path, one.step.status) == ("App/Queue", "CREATE_FAILED")
    assert place.deploy(order("broken")).result is Result.CLEARED
    assert place.deploy(order("broken")).result is Result.CREATED


def test_a_refused_change_set_leaves_no_stack_behind(place: Place) -> None:
    with pytest.raises(PreviewRejected, match="Nope"):
        place.deploy(order("refused", parameters={"LogDays": "7", "Nope": "1"}))
    assert place.cloud.stacks.find("refused-dev") is None


def test_only_what_has_changed_is_uploaded_again(place: Place) -> None:
    templates = bodies()
    templates["app.json"]["Resources"]["Topic"]["Properties"] = {"DisplayName": "New"}
    place.deploy(order("upload"))
    place.deploy(order("upload", files=texts(templates)))
    uploaded = next(p for p in place.reported if isinstance(p, Uploaded))
    assert (uploaded.written, uploaded.present) == (2, 1)


def test_a_hidden_value_goes_through_a_change_set_and_is_never_shown(
    place: Place,
) -> None:
    templates = bodies()
    templates["root.json"]["Parameters"]["Password"] = {
        "Type": "String",
        "NoEcho": True,
    }
    wanted = order(
        "hidden",
        files=texts(templates),
        parameters={"LogDays": "7", "Password": "hunter2"},
        secret=frozenset({"Password"}),
    )
    created = place.deploy(wanted)
    assert created.stack.parameters == {"LogDays": "7", "Password": "****"}
    assert "hunter2" not in repr(place.reported)
    assert place.deploy(wanted).result is Result.UNCHANGED
    other = {"LogDays": "14", "Password": "hunter2"}
    assert place.deploy(replace(wanted, parameters=other)).result is Result.UPDATED


def test_another_region_is_another_cloud(place: Place) -> None:
    elsewhere = Place(open_cloud("sa-east-1", place.cloud.endpoint))
    created = elsewhere.deploy(order("far", region="sa-east-1"))
    assert ":sa-east-1:" in created.stack.id
    assert place.cloud.stacks.find("far-dev") is None


def test_an_emulator_that_is_not_running_is_no_traceback() -> None:
    with pytest.raises(Busy, match="Could not connect"):
        open_cloud("us-east-1", "http://localhost:9")


def names(events: Sequence[Any]) -> list[str]:
    return [event.logical_id for event in events]


def test_events_since_a_point_leave_out_what_came_before(place: Place) -> None:
    created = place.deploy(order("since")).stack
    before = place.cloud.history.last(created.id)
    everything = place.cloud.history.events(created.id, None, ())
    assert names(everything)[-1] == "since-dev"
    assert place.cloud.history.events(created.id, before, ()) == ()
    place.deploy(order("since", parameters={"LogDays": "30"}))
    later = place.cloud.history.events(created.id, before, ())
    assert set(names(later)) == {"since-dev", "Store"}
